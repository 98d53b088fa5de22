// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"

#include "ns3/mac48-address.h"

#include <array>

namespace ns3
{

namespace
{

/// @param mac an Ethernet address
/// @return the interface identifier made of it (RFC 4291, 2.5.1)
std::array<uint8_t, 8>
IdentifierOf(const Mac48Address& mac)
{
    constexpr uint8_t universal = 0x02;
    std::array<uint8_t, 6> bytes{};
    mac.CopyTo(bytes.data());
    return {static_cast<uint8_t>(bytes[0] ^ universal),
            bytes[1],
            bytes[2],
            0xff,
            0xfe,
            bytes[3],
            bytes[4],
            bytes[5]};
}

/// Match "eui64": is the source address made of the Ethernet address that the frame came from
/// (Linux's ip6t_eui64.c)? A frame without one never matches.
class Eui64Match : public NfMatch
{
  public:
    NfMatchResult Match(NfPacket& packet) override
    {
        if (!Mac48Address::IsMatchingType(packet.sourceMac))
        {
            return NfMatchResult::NO;
        }
        const auto id = IdentifierOf(Mac48Address::ConvertFrom(packet.sourceMac));
        const auto word = [&id](std::size_t i) {
            return uint32_t{id[i]} << 24 | uint32_t{id[i + 1]} << 16 | uint32_t{id[i + 2]} << 8 |
                   id[i + 3];
        };
        const auto& words = packet.ip.source.Words();
        return NfResult(words[2] == word(0) && words[3] == word(4));
    }
};

} // namespace

NfMatchType
NfMakeEui64MatchType()
{
    NfMatchType type =
        NfMakeMatchType<Eui64Match>("eui64", "is the source made of the frame's address");
    type.family = NfFamily::IPV6;
    type.stateless = true;
    type.heading = "eui64 ";
    type.hooks = NfHookSet({NfHook::PREROUTING, NfHook::INPUT, NfHook::FORWARD});
    return type;
}

} // namespace ns3
