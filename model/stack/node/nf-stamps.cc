// SPDX-License-Identifier: GPL-2.0-only

#include "nf-stamps.h"

#include "nf-ipv6-address-kinds.h"
#include "nf-stack-node.h"
#include "nf-stack-tags.h"

namespace ns3
{

namespace
{

bool
IsForGroup(const NfIpHeader& ip)
{
    constexpr uint32_t groups = 0xe; // 224.0.0.0/4
    return ip.family == NfFamily::IPV6 ? NfIpv6Address::IsMulticast(ip.destination)
                                       : ip.destination.V4() >> 28 == groups;
}

} // namespace

void
NfStamps::Put(NfPacket& packet, bool comesBack)
{
    NfStampTag stamp({m_node.node->GetId(), packet.serial});
    // What has come in was rid of stamps, but each copy for a group may have that of the copy
    // before.
    if (packet.in && !IsForGroup(packet.ip))
    {
        packet.GetPayload()->AddPacketTag(stamp);
    }
    else
    {
        packet.GetPayload()->ReplacePacketTag(stamp);
    }
    if (comesBack)
    {
        m_kept[packet.serial] = {packet.ct,
                                 packet.ctState,
                                 packet.ctDirection,
                                 packet.mark,
                                 packet.traced};
    }
}

bool
NfStamps::Take(NfPacket& packet)
{
    Ptr<Packet> payload = packet.GetPayload();
    NfStampTag stamp;
    if (!payload->GetPacketTagIterator().HasNext() || !payload->RemovePacketTag(stamp) ||
        stamp.Get().node != m_node.node->GetId())
    {
        return false;
    }
    auto found = m_kept.find(stamp.Get().serial);
    if (found != m_kept.end())
    {
        packet.ct = found->second.ct;
        packet.ctState = found->second.ctState;
        packet.ctDirection = found->second.ctDirection;
        packet.mark = found->second.mark;
        packet.traced = found->second.traced;
        m_kept.erase(found);
    }
    return true;
}

bool
NfStamps::Remove(Ptr<Packet> payload) const
{
    NfStampTag stamp;
    return payload->RemovePacketTag(stamp) && stamp.Get().node == m_node.node->GetId();
}

} // namespace ns3
