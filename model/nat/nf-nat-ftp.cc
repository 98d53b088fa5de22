// SPDX-License-Identifier: GPL-2.0-only

#include "nf-nat-ftp.h"

#include "nf-nat-expect.h"

#include <fmt/format.h>
#include <utility>

namespace ns3
{

namespace
{

// All 32 digits of an address, as Linux writes it.
std::string
LongText(const NfAddress& address)
{
    std::string text;
    for (uint32_t word : address.Words())
    {
        text += fmt::format("{}{:04x}:{:04x}", text.empty() ? "" : ":", word >> 16, word & 0xffff);
    }
    return text;
}

} // namespace

std::string
NfNatFtp::Format(NfFtpFormat form, const NfAddress& address, uint16_t port, NfFamily family)
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
        return family == NfFamily::IPV6 ? fmt::format("|2|{}|{}|", LongText(address), port)
                                        : fmt::format("|1|{}|{}|", NfToString(address), port);
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
    auto write = [form, family = packet.ip.family](const NfAddress& address, uint16_t port) {
        return Format(form, address, port, family);
    };
    return NfNatExpect::Announce(std::move(nat),
                                 conntrack,
                                 packet,
                                 {offset, length},
                                 write,
                                 std::move(expectation));
}

} // namespace ns3
