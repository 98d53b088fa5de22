// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-egress.h"

#include "nf-guarded-queue-item.h"
#include "nf-ipv4-convert.h"
#include "nf-ipv4-node.h"
#include "nf-ipv4-stack.h"

#include "ns3/ipv4-queue-disc-item.h"

namespace ns3
{

void
NfIpv4Egress::Pass(const Ptr<NetDevice>& device, const Ptr<QueueDiscItem>& item)
{
    if (m_node.hooks.IsEmpty(NfFamily::NETDEV, NfHook::EGRESS))
    {
        m_node.trafficControl->Send(device, NfGuardedQueueItem::Guard(item));
        return;
    }

    /// A frame at its device, as the hook sees it.
    struct Frame
    {
        NfPacket packet;
        Ptr<NetDevice> device;
        Ptr<QueueDiscItem> item;
        NfIpHeader before;
    };

    Frame frame;
    frame.device = device;
    frame.item = item;
    Ptr<Ipv4QueueDiscItem> ipv4Item = DynamicCast<Ipv4QueueDiscItem>(item);
    frame.packet.netns = &m_stack;
    frame.packet.etherType = item->GetProtocol();
    frame.packet.out = m_node.devices.Find(device);
    frame.packet.SetPayload(item->GetPacket());
    frame.packet.ip.family = NfFamily::NETDEV;
    if (ipv4Item)
    {
        frame.packet.ip = NfFromIpv4(ipv4Item->GetHeader());
    }
    frame.before = frame.packet.ip;
    m_node.hooks.Traverse(
        NfFamily::NETDEV,
        NfHook::EGRESS,
        frame,
        [this](Frame& f) {
            Ptr<Packet> payload = f.packet.GetPayload();
            Ptr<QueueDiscItem> out = f.item;
            if (f.packet.ip != f.before)
            {
                out = Create<Ipv4QueueDiscItem>(payload,
                                                f.item->GetAddress(),
                                                f.item->GetProtocol(),
                                                m_node.MakeHeader(f.packet));
            }
            m_node.trafficControl->Send(f.device, NfGuardedQueueItem::Guard(out));
        },
        [this](Frame& f) { m_stack.Drop(f.packet, NfDropReason::HOOK); });
}

} // namespace ns3
