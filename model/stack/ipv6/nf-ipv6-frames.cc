// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-frames.h"

#include "nf-guarded-queue-item.h"
#include "nf-ipv6-convert.h"
#include "nf-ipv6-input.h"
#include "nf-ipv6-node.h"
#include "nf-ipv6-output.h"

#include "ns3/ipv6-queue-disc-item.h"

namespace ns3
{

NfIpv6Frames::NfIpv6Frames(NfIpv6Node& node, NfIpv6Input& input, NfIpv6Output& output)
    : m_node(node),
      m_input(input),
      m_output(output)
{
    m_node.shared.link.Register(*this);
}

void
NfIpv6Frames::ListHandlers(std::vector<NfFrameHandler>& handlers) const
{
    for (const NfDevice* device : m_node.interfaces.GetAll())
    {
        handlers.emplace_back(device->netDevice, NfEtherType::IPV6);
    }
}

void
NfIpv6Frames::Receive(const NfFrame& frame, const NfDevice* in, NfPacket* passed)
{
    if (m_node.ipv6)
    {
        m_input.Receive(frame, in, passed);
    }
}

void
NfIpv6Frames::ReceiveOwn(const NfFrame& frame)
{
    m_input.ReceiveSelf(frame);
}

bool
NfIpv6Frames::Take(const Ptr<NetDevice>& device, const Ptr<QueueDiscItem>& item)
{
    return m_output.SendDiverted(item) || m_output.CatchUnseen(device, item);
}

void
NfIpv6Frames::Read(const Ptr<QueueDiscItem>& item, NfPacket& packet) const
{
    Ptr<Ipv6QueueDiscItem> ipv6Item = DynamicCast<Ipv6QueueDiscItem>(item);
    NfPacket parts;
    if (!ipv6Item || !NfReadIpv6(ipv6Item->GetHeader(), item->GetPacket()->Copy(), parts))
    {
        return;
    }
    packet.ip = parts.ip;
    if (parts.GetExtensions())
    {
        packet.SetPayload(parts.GetPayload());
        packet.SetExtensions(parts.GetExtensions());
    }
}

Ptr<QueueDiscItem>
NfIpv6Frames::Rewrite(const Ptr<QueueDiscItem>& item, NfPacket& packet) const
{
    return Create<Ipv6QueueDiscItem>(NfGetBehindIpv6Header(packet),
                                     item->GetAddress(),
                                     item->GetProtocol(),
                                     NfMakeIpv6Header(packet));
}

Ptr<QueueDiscItem>
NfIpv6Frames::Guard(const Ptr<QueueDiscItem>& item) const
{
    return NfGuardedQueueItem<Ipv6QueueDiscItem>::Guard(item);
}

} // namespace ns3
