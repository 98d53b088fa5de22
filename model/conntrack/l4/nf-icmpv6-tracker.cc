// SPDX-License-Identifier: GPL-2.0-only

#include "nf-icmpv6-tracker.h"

#include "nf-header-size.h"

namespace ns3
{

namespace
{

constexpr uint8_t FIRST_INFORMATIONAL = 128;
constexpr uint8_t REDIRECT = 137;

// What is told between neighbours and would come to nothing if it were tracked.
bool
IsUntracked(uint8_t type)
{
    switch (type)
    {
    case 130: // multicast listener query
    case 131: // multicast listener report
    case 132: // multicast listener done
    case 133: // router solicitation
    case 134: // router advertisement
    case 135: // neighbour solicitation
    case 136: // neighbour advertisement
    case 143: // multicast listener report of version 2
        return true;
    default:
        return false;
    }
}

bool
IsLinkLocal(const NfAddress& address)
{
    return address.Words()[0] >> 22 == 0xfe80U >> 6;
}

} // namespace

NfIcmpv6Tracker::NfIcmpv6Tracker()
    : NfIcmpTracker(NfFamily::IPV6,
                    {
                        {128, 129}, // echo
                        {139, 140}, // node information
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
    if (header[0] == REDIRECT)
    {
        return ExamineRedirect(packet);
    }
    return header[0] < FIRST_INFORMATIONAL ? Finding{Kind::ERROR, NfHeaderSize::ICMP}
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
    if (packet.ip.ttl != fromNeighbour || !IsLinkLocal(packet.ip.source) || !options ||
        options[size + 1] == 0)
    {
        return {Kind::BROKEN};
    }
    return options[size] == redirectedHeader ? Finding{Kind::ERROR, size + quoteStart}
                                             : Finding{Kind::OTHER};
}

} // namespace ns3
