// SPDX-License-Identifier: GPL-2.0-only

#include "nf-match-mac.h"

#include "nf-match-text.h"

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

class MacMatch : public NfMatch
{
  public:
    std::string_view GetName() const override
    {
        return "mac";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        auto mac = ParseMac(NfArgumentOf(option));
        if (!mac)
        {
            return NfBadArgument(option, "six hexadecimal bytes XX:XX:XX:XX:XX:XX");
        }
        m_mac = *mac;
        m_inverted = option.inverted;
        return {};
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        if (context.ReachedFrom(NfHook::OUTPUT) || context.ReachedFrom(NfHook::POSTROUTING))
        {
            return "match mac works only in rules reached from PREROUTING, INPUT and FORWARD";
        }
        return {};
    }

    void Save(std::ostream& os) const override
    {
        os << (m_inverted ? " ! --mac-source " : " --mac-source ") << MacText();
    }

    void List(std::ostream& os) const override
    {
        os << (m_inverted ? "MAC ! " : "MAC ") << MacText();
    }

    void Describe(NfRuleDescription& description) const override
    {
        description.AddText(GetText());
    }

    /// Without an Ethernet source address it never matches, even negated.
    NfMatchResult Match(NfPacket& packet) override
    {
        if (!Mac48Address::IsMatchingType(packet.sourceMac))
        {
            return NfMatchResult::NO;
        }
        Bytes source{};
        packet.sourceMac.CopyTo(source.data());
        return NfResult((source == m_mac) != m_inverted);
    }

  private:
    std::string MacText() const
    {
        return fmt::format("{:02x}", fmt::join(m_mac, ":"));
    }

    Bytes m_mac{};
    bool m_inverted{false};
};

} // namespace

NfMatchType
NfMakeMacMatchType()
{
    return NfMakeMatchType<MacMatch>(
        {"mac", {{0, "mac-source", "", 1, 1, true, true}}, "link-layer source address"});
}

} // namespace ns3
