// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"

#include "ns3/mac48-address.h"

#include <array>
#include <fmt/format.h>

namespace ns3
{

namespace
{

using Bytes = std::array<uint8_t, 6>;

std::optional<Bytes>
ParseMac(std::string_view text)
{
    auto words = NfSplit(text, ':');
    Bytes bytes{};
    if (words.size() != bytes.size())
    {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < bytes.size(); ++i)
    {
        auto number = NfParseNumber("0x" + std::string(words[i]), 0xff);
        if (!number || words[i].size() > 2)
        {
            return std::nullopt;
        }
        bytes[i] = *number;
    }
    return bytes;
}

void
PrintMac(std::ostream& os, const Bytes& mac)
{
    os << fmt::format("{:02x}", fmt::join(mac, ":"));
}

/// Match "mac": source address of the link layer (Linux's xt_mac.c).
class MacMatch : public NfMatch
{
  public:
    /// Without an Ethernet source address it never matches, even negated.
    NfMatchResult Match(NfPacket& packet) override
    {
        if (!Mac48Address::IsMatchingType(packet.sourceMac))
        {
            return NfMatchResult::NO;
        }
        Bytes source{};
        packet.sourceMac.CopyTo(source.data());
        return NfResult(m_source.Holds(source == m_source.value));
    }

    NfOptionValue<Bytes> m_source; //!< --mac-source
};

} // namespace

NfMatchType
NfMakeMacMatchType()
{
    using M = MacMatch;
    const NfOwnKind<Bytes> mac(ParseMac, PrintMac, "six hexadecimal bytes XX:XX:XX:XX:XX:XX");
    NfMatchType type = NfMakeMatchType<M>("mac", "link-layer source address");
    type.stateless = true;
    type.hooks = NfHookSet({NfHook::PREROUTING, NfHook::INPUT, NfHook::FORWARD});
    type.options = {NfOptionRow(&M::m_source, "mac-source", mac)
                        .Invertible()
                        .Mandatory()
                        .Listed("MAC {}", "MAC ! {}")};
    return type;
}

} // namespace ns3
