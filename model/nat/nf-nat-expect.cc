// SPDX-License-Identifier: GPL-2.0-only

#include "nf-nat-expect.h"

#include "nf-conntrack.h"
#include "nf-helper-log.h"
#include "nf-nat-mangle.h"
#include "nf-nat.h"
#include "nf-netns.h"

#include <algorithm>
#include <utility>

namespace ns3
{

namespace
{

NfVerdict
Refuse(NfPacket& packet, const NfConnection& master, const char* why)
{
    NfLogHelperDrop(packet, master.helper->GetName(), why);
    return NfVerdict::DROP;
}

/// @return the port that is expected in place of the announced one; nothing: none is free
std::optional<uint16_t>
ExpectAnnounced(Ptr<NfNat> nat,
                NfConntrack& conntrack,
                const NfPacket& packet,
                NfExpectation& expectation)
{
    expectation.savedPort = expectation.tuple.destinationPort;
    expectation.direction = packet.ctDirection;
    NfNatExpect::Follow(std::move(nat), expectation);
    return NfNatExpect::FindPort(conntrack, *packet.netns, expectation);
}

} // namespace

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

NfVerdict
NfNatExpect::Announce(Ptr<NfNat> nat,
                      NfConntrack& conntrack,
                      NfPacket& packet,
                      const Place& place,
                      const Format& format,
                      NfExpectation expectation)
{
    // The other peer will connect to where answers to this packet go.
    NfConnection& master = *expectation.master;
    const NfAddress address = master.Tuple(Opposite(packet.ctDirection)).destination;
    constexpr uint16_t longestPort = 65535;
    if (!NfNatMangle::CanMangleTcp(packet,
                                   place.offset,
                                   place.length,
                                   format(address, longestPort).size()))
    {
        return Refuse(packet, master, "cannot mangle packet");
    }
    const auto port = ExpectAnnounced(std::move(nat), conntrack, packet, expectation);
    if (!port)
    {
        return Refuse(packet, master, "all ports in use");
    }
    const bool mangled =
        NfNatMangle::MangleTcp(packet, master, place.offset, place.length, format(address, *port));
    return mangled ? NfVerdict::ACCEPT : Refuse(packet, master, "cannot mangle packet");
}

NfVerdict
NfNatExpect::AnnouncePort(Ptr<NfNat> nat,
                          NfConntrack& conntrack,
                          NfPacket& packet,
                          const Place& place,
                          NfExpectation expectation)
{
    const NfConnection& master = *expectation.master;
    const auto port = ExpectAnnounced(std::move(nat), conntrack, packet, expectation);
    if (!port)
    {
        return Refuse(packet, master, "all ports in use");
    }
    if (!NfNatMangle::MangleUdp(packet, place.offset, place.length, std::to_string(*port)))
    {
        const NfVerdict verdict = Refuse(packet, master, "cannot mangle packet");
        if (const auto known = conntrack.FindExpectation(expectation.tuple, master.zone))
        {
            conntrack.Unexpect(known->id);
        }
        return verdict;
    }
    return NfVerdict::ACCEPT;
}

void
NfNatExpect::Follow(Ptr<NfNat> nat, NfExpectation& expectation)
{
    expectation.callback = [nat](NfConnection& connection, const NfExpectation& met) {
        FollowMaster(*nat, connection, met);
    };
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
