// SPDX-License-Identifier: GPL-2.0-only

#include "nf-nat-expect.h"

#include "nf-conntrack.h"
#include "nf-nat.h"
#include "nf-netns.h"

#include <algorithm>

namespace ns3
{

std::optional<uint16_t>
NfNatExpect::FindPort(NfConntrack& conntrack, NfNetns& netns, NfExpectation& expectation)
{
    constexpr uint32_t lastPort = 65535;
    constexpr uint32_t maxAttempts = 128;
    const uint32_t wanted = expectation.tuple.destinationPort;
    const uint32_t above = lastPort - wanted;
    uint32_t attempts = std::min(above, maxAttempts);
    while (!conntrack.Expect(expectation))
    {
        if (attempts == 0)
        {
            return std::nullopt;
        }
        --attempts;
        expectation.tuple.destinationPort = wanted + netns.Random(above);
    }
    return expectation.tuple.destinationPort;
}

void
NfNatExpect::FollowMaster(NfNat& nat, NfConnection& connection, const NfExpectation& expectation)
{
    const NfTuple& announced = connection.master->Tuple(expectation.direction);
    NfNatRange range;
    range.mapAddresses = true;
    range.minAddress = range.maxAddress = announced.destination;
    nat.Setup(connection, range, NfManip::SOURCE);

    range.minAddress = range.maxAddress = announced.source;
    range.mapPorts = true;
    range.minPort = range.maxPort = expectation.savedPort;
    nat.Setup(connection, range, NfManip::DESTINATION);
}

} // namespace ns3
