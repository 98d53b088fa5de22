// SPDX-License-Identifier: GPL-2.0-only

#include "nf-icmpv6-tracker.h"

#include "nf-header-size.h"
#include "nf-icmpv6-types.h"
#include "nf-ipv6-address-kinds.h"

namespace ns3
{

namespace
{

// What is told between neighbours and would come to nothing if it were tracked.
bool
IsUntracked(uint8_t type)
{
    switch (type)
    {
    case NfIcmpv6Type::LISTENER_QUERY:
    case NfIcmpv6Type::LISTENER_REPORT:
    case NfIcmpv6Type::LISTENER_DONE:
    case NfIcmpv6Type::ROUTER_SOLICITATION:
    case NfIcmpv6Type::ROUTER_ADVERTISEMENT:
    case NfIcmpv6Type::NEIGHBOUR_SOLICITATION:
    case NfIcmpv6Type::NEIGHBOUR_ADVERTISEMENT:
    case NfIcmpv6Type::LISTENER_REPORT_V2:
    case NfIcmpv6Type::MULTICAST_ROUTER_ADVERTISEMENT:
    case NfIcmpv6Type::MULTICAST_ROUTER_SOLICITATION:
        return true;
    default:
        return false;
    }
}

} // namespace

NfIcmpv6Tracker::NfIcmpv6Tracker()
    : NfIcmpTracker(
          NfFamily::IPV6,
          {
              {NfIcmpv6Type::ECHO_REQUEST, NfIcmpv6Type::ECHO_REPLY},
              {NfIcmpv6Type::NODE_INFORMATION_QUERY, NfIcmpv6Type::NODE_INFORMATION_REPLY},
          },
          &NfConntrackSettings::icmpv6)
{
}

NfIcmpTracker::Finding
NfIcmpv6Tracker::Examine(const NfPacket& packet, const NfConntrackSettings& settings) const
{
    const uint8_t* header = packet.L4(NfHeaderSize::ICMP);
    if (!header || NfHasBadChecksum(packet, settings, packet.GetPayloadSize(), true))
    {
        return {Kind::BROKEN};
    }
    if (IsUntracked(header[0]))
    {
        return {Kind::UNTRACKED};
    }
    if (header[0] == NfIcmpv6Type::REDIRECT)
    {
        return ExamineRedirect(packet);
    }
    return header[0] < NfIcmpv6Type::FIRST_INFORMATIONAL ? Finding{Kind::ERROR, NfHeaderSize::ICMP}
                                                         : Finding{Kind::OTHER};
}

// The form of a redirect (RFC 4861, 4.5): target and destination, then options.
NfIcmpTracker::Finding
NfIcmpv6Tracker::ExamineRedirect(const NfPacket& packet)
{
    constexpr uint32_t size = 40;
    constexpr uint32_t optionStart = 2; // its type and its length
    constexpr uint32_t quoteStart = 8;  // within the option of the redirected header
    constexpr uint8_t redirectedHeader = 4;
    constexpr uint8_t fromNeighbour = 255;
    const uint8_t* redirect = packet.L4(size);
    if (!redirect)
    {
        return {Kind::BROKEN};
    }
    if (redirect[1] != 0)
    {
        return {Kind::OTHER};
    }
    const uint8_t* options = packet.L4(size + optionStart);
    if (packet.ip.ttl != fromNeighbour || !NfIpv6Address::IsLinkLocal(packet.ip.source) ||
        !options || options[size + 1] == 0)
    {
        return {Kind::BROKEN};
    }
    return options[size] == redirectedHeader ? Finding{Kind::ERROR, size + quoteStart}
                                             : Finding{Kind::OTHER};
}

} // namespace ns3
