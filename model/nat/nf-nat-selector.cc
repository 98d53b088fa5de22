// SPDX-License-Identifier: GPL-2.0-only

#include "nf-nat-selector.h"

#include "nf-conntrack.h"
#include "nf-jhash.h"
#include "nf-nat-source-index.h"
#include "nf-netns.h"
#include "nf-packet-tuple.h"
#include "nf-port-protocols.h"

#include "ns3/assert.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace ns3
{

namespace
{

// Ports from which to choose.
struct PortRange
{
    uint32_t first;
    uint32_t size;
};

bool
IsAnyRandom(const NfNatRange& range)
{
    return range.random || range.randomFully;
}

// What a translation changes besides the address: a port, or ICMP's id in both directions.
uint16_t&
KeyOf(NfTuple& tuple, NfManip manip)
{
    return NfHasQueryId(tuple.protocol) || manip == NfManip::SOURCE ? tuple.sourcePort
                                                                    : tuple.destinationPort;
}

bool
IsAddressInRange(const NfAddress& address, const NfNatRange& range)
{
    return !(address < range.minAddress) && !(range.maxAddress < address);
}

bool
IsPortInRange(const NfTuple& tuple, const NfNatRange& range, NfManip manip)
{
    if (!NfHasPorts(tuple.protocol) && !NfHasQueryId(tuple.protocol) &&
        tuple.protocol != NfProtocol::GRE)
    {
        return true;
    }
    NfTuple copy = tuple;
    uint16_t key = KeyOf(copy, manip);
    return range.minPort <= key && key <= range.maxPort;
}

bool
IsSourceInRange(const NfTuple& tuple, const NfNatRange& range)
{
    if (range.mapAddresses && !IsAddressInRange(tuple.source, range))
    {
        return false;
    }
    return !range.mapPorts || IsPortInRange(tuple, range, NfManip::SOURCE);
}

// Where to look for a port when the rule names none: a source port stays in its class.
PortRange
ClassOf(uint16_t port)
{
    if (port < 512)
    {
        return {1, 511};
    }
    if (port < 1024)
    {
        return {600, 424};
    }
    return {1024, 64512};
}

PortRange
PortsOf(const NfTuple& tuple, const NfNatRange& range)
{
    if (range.mapPorts)
    {
        auto [low, high] = std::minmax(range.minPort, range.maxPort);
        return {low, static_cast<uint32_t>(high) - low + 1};
    }
    if (NfHasQueryId(tuple.protocol))
    {
        return {0, 65536};
    }
    if (tuple.protocol == NfProtocol::GRE)
    {
        return {1, 65535};
    }
    return ClassOf(tuple.sourcePort);
}

// A translated TCP connection may be forgotten in favour of a new one from the same port only if it
// has ended, and the server will not take the new segments for old ones.
bool
MayGiveWay(const NfConnection& old, const NfConnection& fresh)
{
    if (old.tcp.state < NfTcpState::TIME_WAIT || !old.Has(NfCtStatus::SRC_NAT) ||
        old.status & (NfCtStatus::FIXED_TIMEOUT | NfCtStatus::DYING))
    {
        return false;
    }
    return static_cast<int32_t>(fresh.tcp.sides[0].end - old.tcp.sides[0].end) > 0;
}

// The number that Linux reads from an address word in memory, on a little-endian machine: its
// hash, and so the choice of addresses, depends on it.
uint32_t
AsStored(uint32_t word)
{
    return word >> 24 | (word >> 8 & 0xff00) | (word << 8 & 0xff0000) | word << 24;
}

} // namespace

NfTuple
NfNatInvert(const NfTuple& tuple)
{
    std::optional<NfTuple> inverse = NfInvertTuple(tuple);
    NS_ASSERT_MSG(inverse, "no inverse: " << tuple.ToString());
    return *inverse;
}

NfNatSelector::NfNatSelector(NfConntrack& conntrack,
                             const NfNatSourceIndex& sources,
                             NfNetns& netns)
    : m_conntrack(conntrack),
      m_sources(sources),
      m_netns(netns)
{
}

NfTuple
NfNatSelector::Choose(const NfTuple& original,
                      const NfNatRange& range,
                      NfConnection& connection,
                      NfManip manip)
{
    NfTuple tuple = original;
    if (manip == NfManip::SOURCE && !IsAnyRandom(range))
    {
        if (IsSourceInRange(original, range))
        {
            if (!IsTaken(original, connection))
            {
                return original;
            }
        }
        else if (ReuseSource(original, range, connection, tuple) && !IsTaken(tuple, connection))
        {
            return tuple;
        }
    }
    tuple = original;
    if (range.mapAddresses)
    {
        NfAddress address = ChooseAddress(original, range, connection.zone, manip);
        (manip == NfManip::SOURCE ? tuple.source : tuple.destination) = address;
    }
    if (!IsKeptPortFree(tuple, range, connection, manip))
    {
        FindPort(tuple, range, connection, manip);
    }
    return tuple;
}

bool
NfNatSelector::IsKeptPortFree(const NfTuple& tuple,
                              const NfNatRange& range,
                              const NfConnection& connection,
                              NfManip manip) const
{
    if (IsAnyRandom(range))
    {
        return false;
    }
    if (!range.mapPorts)
    {
        return !IsTaken(tuple, connection);
    }
    // A range of one port leaves no choice, so nobody asks whether it is taken.
    return !range.offset && IsPortInRange(tuple, range, manip) &&
           (range.minPort == range.maxPort || !IsTaken(tuple, connection));
}

bool
NfNatSelector::ReuseSource(const NfTuple& original,
                           const NfNatRange& range,
                           const NfConnection& connection,
                           NfTuple& result) const
{
    uint16_t zone = NfNatSourceIndex::ZoneOf(connection);
    return m_sources.Visit(original, zone, [&](const NfConnection& other) {
        const NfTuple& reply = other.Reply();
        result = original;
        result.source = reply.destination;
        // An ICMP id is in the same place in both directions.
        result.sourcePort =
            NfHasQueryId(original.protocol) ? reply.sourcePort : reply.destinationPort;
        return IsSourceInRange(result, range);
    });
}

NfAddress
NfNatSelector::ChooseAddress(const NfTuple& tuple,
                             const NfNatRange& range,
                             uint16_t zone,
                             NfManip manip)
{
    if (range.minAddress == range.maxAddress)
    {
        return range.minAddress;
    }
    const std::size_t last = tuple.family == NfFamily::IPV6 ? 3 : 0;
    std::array<uint32_t, 4> key;
    std::transform(tuple.source.Words().begin(), tuple.source.Words().end(), key.begin(), AsStored);
    const auto& destination = tuple.destination.Words();
    const uint32_t initial = range.persistent ? 0 : AsStored(destination[last]) ^ zone;
    uint32_t hash = NfJhash2(key.data(), key.size(), initial);

    std::array<uint32_t, 4> words{};
    bool fullRange = false; // a more significant word is below the maximum, so any value will do
    for (std::size_t i = 0; i <= last; ++i)
    {
        uint32_t low = fullRange ? 0 : range.minAddress.Words()[i];
        uint32_t size = fullRange ? ~0U : range.maxAddress.Words()[i] - low + 1;
        words[i] = low + static_cast<uint32_t>(uint64_t{hash} * size >> 32);
        fullRange = fullRange || words[i] != range.maxAddress.Words()[i];
        // Linux writes into the tuple as it goes.
        const uint32_t word = manip == NfManip::DESTINATION ? words[i] : destination[i];
        hash ^= range.persistent ? 0 : AsStored(word);
    }
    return NfAddress(words);
}

void
NfNatSelector::FindPort(NfTuple& tuple,
                        const NfNatRange& range,
                        NfConnection& connection,
                        NfManip manip)
{
    constexpr uint32_t maxAttempts = 128;
    constexpr uint32_t minAttempts = 16;
    constexpr uint32_t anyPort = 65536;
    const bool icmp = NfHasQueryId(tuple.protocol);
    // Call ids are translated only for calls that a helper has announced.
    const bool call = tuple.protocol == NfProtocol::GRE && connection.master;
    if (!icmp && !call && !NfHasPorts(tuple.protocol))
    {
        return;
    }
    if (!icmp && !call && !range.mapPorts && manip == NfManip::DESTINATION)
    {
        return;
    }
    const PortRange ports = PortsOf(tuple, range);
    uint16_t& key = KeyOf(tuple, manip);
    uint16_t offset = 0; // wraps at 65536, as Linux's
    if (range.offset)
    {
        offset = key - range.basePort;
    }
    else if (IsAnyRandom(range) || manip == NfManip::SOURCE)
    {
        offset = m_netns.Random(anyPort);
    }
    uint32_t attempts = std::min(ports.size, maxAttempts);
    for (;;)
    {
        for (uint32_t i = 0; i < attempts; ++i, ++offset)
        {
            key = ports.first + offset % ports.size;
            if (!IsTakenHarder(tuple, connection, attempts - i))
            {
                return;
            }
        }
        if (attempts >= ports.size || attempts < minAttempts)
        {
            return;
        }
        attempts /= 2;
        offset = m_netns.Random(anyPort);
    }
}

bool
NfNatSelector::IsTaken(const NfTuple& tuple, const NfConnection& connection) const
{
    return m_conntrack.IsTaken(NfNatInvert(tuple), connection);
}

bool
NfNatSelector::IsTakenHarder(const NfTuple& tuple, NfConnection& connection, unsigned attemptsLeft)
{
    constexpr unsigned threshold = 32;
    if (attemptsLeft > threshold || tuple.protocol != NfProtocol::TCP ||
        connection.tcp.state != NfTcpState::SYN_SENT)
    {
        return IsTaken(tuple, connection);
    }
    const uint16_t zone = connection.GetZone().Of(NfDirection::REPLY);
    NfDirection direction;
    Ptr<NfConnection> other = m_conntrack.Find(NfNatInvert(tuple), zone, &direction);
    if (!other)
    {
        return false;
    }
    if (direction == NfDirection::ORIGINAL || !MayGiveWay(*other, connection))
    {
        return true;
    }
    m_conntrack.Remove(*other, NfConntrackReason::REPLACED);
    return false;
}

} // namespace ns3
