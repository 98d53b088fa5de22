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
    const auto refuse = [&packet, &master](const char* why) {
        NfLogHelperDrop(packet, master.helper->GetName(), why);
        return NfVerdict::DROP;
    };
    const NfAddress address = master.Tuple(Opposite(packet.ctDirection)).destination;
    constexpr uint16_t longestPort = 65535;
    if (!NfNatMangle::CanMangleTcp(packet,
                                   place.offset,
                                   place.length,
                                   format(address, longestPort).size()))
    {
        return refuse("cannot mangle packet");
    }
    expectation.savedPort = expectation.tuple.destinationPort;
    expectation.direction = packet.ctDirection;
    Follow(std::move(nat), expectation);
    std::optional<uint16_t> port = FindPort(conntrack, *packet.netns, expectation);
    if (!port)
    {
        return refuse("all ports in use");
    }
    const bool mangled =
        NfNatMangle::MangleTcp(packet, master, place.offset, place.length, format(address, *port));
    return mangled ? NfVerdict::ACCEPT : refuse("cannot mangle packet");
}

NfVerdict
NfNatExpect::AnnouncePort(Ptr<NfNat> nat,
                          NfConntrack& conntrack,
                          NfPacket& packet,
                          const Place& place,
                          NfExpectation expectation)
{
    const std::string helper = expectation.master->helper->GetName();
    expectation.savedPort = expectation.tuple.destinationPort;
    expectation.direction = packet.ctDirection;
    Follow(std::move(nat), expectation);
    const std::optional<uint16_t> port = FindPort(conntrack, *packet.netns, expectation);
    if (!port)
    {
        NfLogHelperDrop(packet, helper, "all ports in use");
        return NfVerdict::DROP;
    }
    if (!NfNatMangle::MangleUdp(packet, place.offset, place.length, std::to_string(*port)))
    {
        NfLogHelperDrop(packet, helper, "cannot mangle packet");
        const uint16_t zone = expectation.master->zone;
        if (const auto known = conntrack.FindExpectation(expectation.tuple, zone))
        {
            conntrack.Unexpect(known->id);
        }
        return NfVerdict::DROP;
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
