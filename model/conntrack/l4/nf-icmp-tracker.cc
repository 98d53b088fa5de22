// SPDX-License-Identifier: GPL-2.0-only

#include "nf-icmp-tracker.h"

#include "nf-checksum.h"
#include "nf-header-size.h"
#include "nf-icmp-types.h"
#include "nf-port-protocols.h"

#include <algorithm>
#include <utility>

namespace ns3
{

namespace
{

constexpr uint8_t HIGHEST_TYPE = 18;

} // namespace

NfIcmpTracker::NfIcmpTracker(NfFamily family, Queries queries, Time NfConntrackSettings::*lifetime)
    : m_family(family),
      m_queries(std::move(queries)),
      m_lifetime(lifetime)
{
}

NfIcmpTracker::NfIcmpTracker()
    : NfIcmpTracker(NfFamily::IPV4,
                    {
                        {8, 0},   // echo
                        {13, 14}, // timestamp
                        {15, 16}, // information
                        {17, 18}, // address mask
                    },
                    &NfConntrackSettings::icmp)
{
}

const NfIcmpTracker*
NfIcmpTracker::For(const NfPacket& packet)
{
    if (packet.ip.protocol != NfIcmpOf(packet.ip.family) || packet.ip.fragmentOffset != 0 ||
        packet.ip.brokenChain)
    {
        return nullptr;
    }
    return static_cast<const NfIcmpTracker*>(&NfProtocolTracker::Get(packet.ip.protocol));
}

bool
NfIcmpTracker::ReadTuple(const uint8_t* header, uint32_t size, NfTuple& tuple) const
{
    if (size < NfHeaderSize::ICMP)
    {
        return false;
    }
    tuple.sourcePort = NfRead16(header + 4);
    tuple.destinationPort = NfRead16(header);
    return true;
}

bool
NfIcmpTracker::InvertPorts(const NfTuple& tuple, NfTuple& inverted) const
{
    const uint8_t type = tuple.IcmpType();
    const auto found = std::find_if(m_queries.begin(), m_queries.end(), [type](const Query& query) {
        return query.request == type || query.answer == type;
    });
    if (found == m_queries.end())
    {
        return false;
    }
    const uint8_t other = found->request == type ? found->answer : found->request;
    inverted.sourcePort = tuple.sourcePort;
    inverted.destinationPort = other << 8 | tuple.IcmpCode();
    return true;
}

NfTrackResult
NfIcmpTracker::Track(NfPacket& packet, NfConnection& connection, NfTrackerHost& host) const
{
    const uint8_t type = connection.Original().IcmpType();
    const bool opens = std::any_of(m_queries.begin(), m_queries.end(), [type](const Query& query) {
        return query.request == type;
    });
    if (packet.ip.family != m_family || !opens)
    {
        return NfTrackResult::INVALID;
    }
    host.Refresh(connection, packet, host.GetSettings().*m_lifetime);
    return NfTrackResult::ACCEPT;
}

NfIcmpTracker::Finding
NfIcmpTracker::Examine(const NfPacket& packet, const NfConntrackSettings& settings) const
{
    const uint8_t* header = packet.L4(NfHeaderSize::ICMP);
    if (!header || NfHasBadChecksum(packet, settings, packet.GetPayloadSize(), false) ||
        header[0] > HIGHEST_TYPE)
    {
        return {Kind::BROKEN};
    }
    return NfIcmpQuotesPacket(header[0]) ? Finding{Kind::ERROR, NfHeaderSize::ICMP}
                                         : Finding{Kind::OTHER};
}

} // namespace ns3
