// SPDX-License-Identifier: GPL-2.0-only

#include "nf-connection-filter.h"

namespace ns3
{

namespace
{

constexpr uint8_t ORIGINAL = 1;
constexpr uint8_t REPLY = 2;

template <typename T>
bool
Is(const std::optional<T>& wanted, T value)
{
    return !wanted || *wanted == value;
}

bool
Holds(const std::optional<NfAddressAndMask>& wanted, const NfAddress& address)
{
    return !wanted || address.Masked(wanted->mask) == wanted->address;
}

bool
Fits(const NfConnectionFilter::Ends& wanted, const NfTuple& tuple)
{
    return Holds(wanted.source, tuple.source) && Holds(wanted.destination, tuple.destination) &&
           Is(wanted.sourcePort, tuple.sourcePort) &&
           Is(wanted.destinationPort, tuple.destinationPort);
}

bool
IsInZone(const std::optional<uint16_t>& wanted, const NfConnection& connection, uint8_t directions)
{
    if (!wanted)
    {
        return true;
    }
    const bool applies = connection.zone == 0 || connection.zoneDirections == directions;
    return applies && connection.zone == *wanted;
}

} // namespace

bool
NfConnectionFilter::Matches(const NfConnection& connection) const
{
    const NfTuple& first = connection.Original();
    const NfTuple& answer = connection.Reply();
    return Is(family, first.family) && Is(protocol, first.protocol) && Fits(original, first) &&
           Fits(reply, answer) && Is(icmpType, first.IcmpType()) &&
           Is(icmpCode, first.IcmpCode()) && Is(icmpId, first.IcmpId()) &&
           (!state || *state == connection.GetStateName()) &&
           (!mark || (connection.mark & markMask) == (*mark & markMask)) &&
           connection.Has(statusSet) && !(connection.status & statusClear) &&
           (!anyNat || (connection.status & anyNat)) && Holds(sourceNat, answer.destination) &&
           Holds(destinationNat, answer.source) && IsInZone(zone, connection, ORIGINAL | REPLY) &&
           IsInZone(originalZone, connection, ORIGINAL) && IsInZone(replyZone, connection, REPLY);
}

} // namespace ns3
