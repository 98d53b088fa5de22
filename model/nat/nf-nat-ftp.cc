// SPDX-License-Identifier: GPL-2.0-only

#include "nf-nat-ftp.h"

#include "nf-conntrack.h"
#include "nf-helper-log.h"
#include "nf-nat-expect.h"
#include "nf-nat-mangle.h"

#include <fmt/format.h>
#include <optional>

namespace ns3
{

std::string
NfNatFtp::Format(NfFtpFormat form, const NfAddress& address, uint16_t port)
{
    const uint32_t host = address.V4();
    switch (form)
    {
    case NfFtpFormat::PORT:
    case NfFtpFormat::PASV:
        return fmt::format("{},{},{},{},{},{}",
                           host >> 24,
                           host >> 16 & 0xff,
                           host >> 8 & 0xff,
                           host & 0xff,
                           port >> 8,
                           port & 0xff);
    case NfFtpFormat::EPRT:
        return fmt::format("|1|{}|{}|", NfToString(address), port);
    case NfFtpFormat::EPSV:
        return fmt::format("|||{}|", port);
    }
    return {};
}

NfVerdict
NfNatFtp::Announce(Ptr<NfNat> nat,
                   NfConntrack& conntrack,
                   NfPacket& packet,
                   NfFtpFormat form,
                   uint32_t offset,
                   uint32_t length,
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
                                   offset,
                                   length,
                                   Format(form, address, longestPort).size()))
    {
        return refuse("cannot mangle packet");
    }
    expectation.savedPort = expectation.tuple.destinationPort;
    expectation.direction = packet.ctDirection;
    expectation.callback = [nat](NfConnection& connection, const NfExpectation& met) {
        NfNatExpect::FollowMaster(*nat, connection, met);
    };
    std::optional<uint16_t> port = NfNatExpect::FindPort(conntrack, *packet.netns, expectation);
    if (!port)
    {
        return refuse("all ports in use");
    }
    bool mangled =
        NfNatMangle::MangleTcp(packet, master, offset, length, Format(form, address, *port));
    return mangled ? NfVerdict::ACCEPT : refuse("cannot mangle packet");
}

} // namespace ns3
