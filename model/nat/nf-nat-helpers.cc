// SPDX-License-Identifier: GPL-2.0-only

#include "nf-nat-helpers.h"

#include "nf-checksum.h"
#include "nf-conntrack.h"
#include "nf-nat-expect.h"
#include "nf-nat-ftp.h"
#include "nf-nat-mangle.h"
#include "nf-nat-pptp.h"
#include "nf-nat-sip.h"
#include "nf-nat.h"
#include "nf-standard-helpers.h"

#include "ns3/ptr.h"

#include <array>
#include <memory>
#include <string>

namespace ns3
{

namespace
{

std::string
FormatIrcOffer(const NfAddress& address, uint16_t port)
{
    return std::to_string(address.V4()) + " " + std::to_string(port);
}

bool
WriteSnmpAddress(NfPacket& packet, uint32_t offset, const NfAddress& address)
{
    std::array<uint8_t, sizeof(uint32_t)> bytes{};
    NfWrite32(bytes.data(), address.V4());
    return NfNatMangle::MangleUdp(packet,
                                  offset,
                                  bytes.size(),
                                  std::string(bytes.begin(), bytes.end()));
}

} // namespace

void
NfTranslateHelpers(const NfStandardHelpers& helpers, NfNat& nat, NfConntrack& conntrack)
{
    helpers.amanda->SetMangler([&nat, &conntrack](NfPacket& packet,
                                                  const NfAmandaHelper::Place& place,
                                                  NfExpectation& expectation) {
        return NfNatExpect::AnnouncePort(Ptr<NfNat>(&nat),
                                         conntrack,
                                         packet,
                                         {place.offset, place.length},
                                         expectation);
    });
    helpers.ftp->SetMangler([&nat, &conntrack](NfPacket& packet,
                                               NfConnection&,
                                               const NfFtpAnnouncement& announcement,
                                               NfExpectation& expectation) {
        return NfNatFtp::Announce(Ptr<NfNat>(&nat),
                                  conntrack,
                                  packet,
                                  announcement.format,
                                  announcement.offset,
                                  announcement.length,
                                  expectation);
    });
    helpers.irc->SetMangler(
        [&nat, &conntrack](NfPacket& packet, const NfIrcOffer& offer, NfExpectation& expectation) {
            return NfNatExpect::Announce(Ptr<NfNat>(&nat),
                                         conntrack,
                                         packet,
                                         {offer.offset, offer.length},
                                         FormatIrcOffer,
                                         expectation);
        });
    helpers.pptp->SetTranslator(std::make_unique<NfNatPptp>(nat));
    for (const auto& sip : {helpers.sipOverTcp, helpers.sipOverUdp})
    {
        sip->SetTranslator(std::make_unique<NfNatSip>(nat, conntrack));
    }
    helpers.snmp->SetWriter(WriteSnmpAddress);
    helpers.tftp->SetFollower(
        [&nat](NfExpectation& expectation) { NfNatExpect::Follow(Ptr<NfNat>(&nat), expectation); });
}

} // namespace ns3
