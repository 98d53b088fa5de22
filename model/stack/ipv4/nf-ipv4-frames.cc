// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-frames.h"

#include "nf-guarded-queue-item.h"
#include "nf-ipv4-convert.h"
#include "nf-ipv4-input.h"
#include "nf-ipv4-node.h"
#include "nf-ipv4-output.h"

#include "ns3/ipv4-queue-disc-item.h"

namespace ns3
{

NfIpv4Frames::NfIpv4Frames(NfIpv4Node& node, NfIpv4Input& input, NfIpv4Output& output)
    : m_node(node),
      m_input(input),
      m_output(output)
{
    m_node.link.Register(*this);
}

void
NfIpv4Frames::ListHandlers(std::vector<NfFrameHandler>& handlers) const
{
    for (const NfDevice* device : m_node.interfaces.GetAll())
    {
        handlers.emplace_back(device->netDevice, NfEtherType::IPV4);
        if (!device->loopback)
        {
            handlers.emplace_back(device->netDevice, NfEtherType::ARP);
        }
    }
}

void
NfIpv4Frames::Receive(const NfFrame& frame, const NfDevice* in, NfPacket* passed)
{
    m_input.Receive(frame, in, passed);
}

void
NfIpv4Frames::ReceiveOwn(const NfFrame& frame)
{
    m_input.ReceiveSelf(frame);
}

bool
NfIpv4Frames::Take(const Ptr<NetDevice>& device, const Ptr<QueueDiscItem>& item)
{
    return m_output.SendDiverted(item) || m_output.CatchUnseen(device, item);
}

void
NfIpv4Frames::Read(const Ptr<QueueDiscItem>& item, NfPacket& packet) const
{
    if (Ptr<Ipv4QueueDiscItem> ipv4Item = DynamicCast<Ipv4QueueDiscItem>(item))
    {
        packet.ip = NfFromIpv4(ipv4Item->GetHeader());
    }
}

Ptr<QueueDiscItem>
NfIpv4Frames::Rewrite(const Ptr<QueueDiscItem>& item, NfPacket& packet) const
{
    Ptr<Packet> payload = packet.GetPayload();
    return Create<Ipv4QueueDiscItem>(payload,
                                     item->GetAddress(),
                                     item->GetProtocol(),
                                     m_node.MakeHeader(packet));
}

Ptr<QueueDiscItem>
NfIpv4Frames::Guard(const Ptr<QueueDiscItem>& item) const
{
    return NfGuardedQueueItem<Ipv4QueueDiscItem>::Guard(item);
}

} // namespace ns3
