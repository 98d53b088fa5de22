// SPDX-License-Identifier: GPL-2.0-only

#include "nf-icmp-tracker.h"

#include "nf-checksum.h"
#include "nf-header-size.h"

#include <algorithm>
#include <array>

namespace ns3
{

namespace
{

constexpr uint8_t HIGHEST_TYPE = 18;

// What is to be known of an ICMP type.
struct TypeInfo
{
    bool known{false}; // has an answer, or is one
    bool opens{false}; // a query: may open a connection
    bool error{false}; // quotes a packet
    uint8_t answer{0}; // the type of the other direction, if known
};

constexpr std::array<TypeInfo, HIGHEST_TYPE + 1>
MakeTypes()
{
    std::array<TypeInfo, HIGHEST_TYPE + 1> types{};
    types[0] = {true, false, false, 8};   // echo reply
    types[8] = {true, true, false, 0};    // echo request
    types[13] = {true, true, false, 14};  // timestamp request
    types[14] = {true, false, false, 13}; // timestamp reply
    types[15] = {true, true, false, 16};  // information request
    types[16] = {true, false, false, 15}; // information reply
    types[17] = {true, true, false, 18};  // address mask request
    types[18] = {true, false, false, 17}; // address mask reply
    types[3] = {false, false, true, 0};   // destination unreachable
    types[4] = {false, false, true, 0};   // source quench
    types[5] = {false, false, true, 0};   // redirect
    types[11] = {false, false, true, 0};  // time exceeded
    types[12] = {false, false, true, 0};  // parameter problem
    return types;
}

constexpr std::array<TypeInfo, HIGHEST_TYPE + 1> TYPES = MakeTypes();

} // namespace

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
    uint8_t type = tuple.IcmpType();
    if (type > HIGHEST_TYPE || !TYPES[type].known)
    {
        return false;
    }
    inverted.sourcePort = tuple.sourcePort;
    inverted.destinationPort = TYPES[type].answer << 8 | tuple.IcmpCode();
    return true;
}

NfTrackResult
NfIcmpTracker::Track(NfPacket& packet, NfConnection& connection, NfTrackerHost& host) const
{
    uint8_t type = connection.Original().IcmpType();
    if (type > HIGHEST_TYPE || !TYPES[type].opens)
    {
        return NfTrackResult::INVALID;
    }
    host.Refresh(connection, packet, host.GetSettings().icmp);
    return NfTrackResult::ACCEPT;
}

bool
NfIcmpTracker::IsBroken(const NfPacket& packet, const NfConntrackSettings& settings)
{
    const uint8_t* header = packet.L4(NfHeaderSize::ICMP);
    return !header || NfHasBadChecksum(packet, settings, packet.GetPayloadSize(), false) ||
           header[0] > HIGHEST_TYPE;
}

bool
NfIcmpTracker::IsError(uint8_t type)
{
    return type <= HIGHEST_TYPE && TYPES[type].error;
}

std::optional<NfTuple>
NfIcmpTracker::ReadQuotedTuple(const NfPacket& packet)
{
    constexpr uint32_t ipHeaderSize = 20;
    constexpr uint16_t offsetMask = 0x1fff;
    uint32_t available = std::min(packet.GetPayloadSize(), NfPacket::L4_WINDOW);
    const uint8_t* quote = packet.L4(available);
    if (!quote || available < NfHeaderSize::ICMP + ipHeaderSize)
    {
        return {};
    }
    quote += NfHeaderSize::ICMP;
    available -= NfHeaderSize::ICMP;
    uint32_t headerSize = (quote[0] & 0xf) * 4;
    if (NfRead16(quote + 6) & offsetMask || headerSize < ipHeaderSize || headerSize > available)
    {
        return {};
    }
    NfTuple tuple;
    tuple.source = NfAddress(NfRead32(quote + 12));
    tuple.destination = NfAddress(NfRead32(quote + 16));
    tuple.protocol = quote[9];
    if (!NfProtocolTracker::Get(tuple.protocol)
             .ReadTuple(quote + headerSize, available - headerSize, tuple))
    {
        return {};
    }
    return tuple;
}

} // namespace ns3
