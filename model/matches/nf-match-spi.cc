// SPDX-License-Identifier: GPL-2.0-only

#include "nf-match-spi.h"

#include "nf-checksum.h"
#include "nf-match-text.h"

namespace ns3
{

namespace
{

/// What tells ESP from AH.
struct Kind
{
    std::string_view name;   //!< of match and protocol
    std::string_view listed; //!< begin of its listing
    uint8_t protocol;
    uint8_t headerSize;
    uint8_t spiOffset;
};

constexpr Kind ESP{"esp", "esp", 50, 8, 0};
constexpr Kind AH{"ah", "ah ", 51, 12, 4};

class SpiMatch : public NfMatch
{
  public:
    explicit SpiMatch(const Kind& kind)
        : m_kind(kind)
    {
    }

    std::string_view GetName() const override
    {
        return m_kind.name;
    }

    NfComplaint Parse(const NfOption& option) override
    {
        auto range = NfParseNumberRange(NfArgumentOf(option), UINT32_MAX);
        if (!range)
        {
            return NfBadArgument(option, "a number of 32 bits, or a range first:last of them");
        }
        m_range = *range;
        m_inverted = option.inverted;
        return {};
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        return NfRequireProtocol(context, m_kind.protocol, m_kind.name, m_kind.name);
    }

    void Save(std::ostream& os) const override
    {
        if (!IsAll())
        {
            os << (m_inverted ? " ! --" : " --") << m_kind.name << "spi ";
            NfPrintRange(os, m_range);
        }
    }

    void List(std::ostream& os) const override
    {
        if (IsAll() && !m_inverted)
        {
            os << m_kind.listed;
            return;
        }
        os << m_kind.name << (m_range.min == m_range.max ? " spi:" : " spis:")
           << (m_inverted ? "!" : "");
        NfPrintRange(os, m_range);
    }

    void Describe(NfRuleDescription& description) const override
    {
        description.AddText(GetText());
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        if (packet.ip.fragmentOffset)
        {
            return NfMatchResult::NO;
        }
        const uint8_t* header = packet.L4(m_kind.headerSize);
        if (!header)
        {
            return NfMatchResult::HOTDROP;
        }
        const uint8_t* place = header + m_kind.spiOffset;
        uint32_t spi = uint32_t(NfRead16(place)) << 16 | NfRead16(place + 2);
        return NfResult((spi >= m_range.min && spi <= m_range.max) != m_inverted);
    }

  private:
    bool IsAll() const
    {
        return m_range.min == 0 && m_range.max == UINT32_MAX;
    }

    const Kind& m_kind;
    NfNumberRange m_range{0, UINT32_MAX};
    bool m_inverted{false};
};

NfMatchType
MakeType(const Kind& kind, std::string_view option, const char* help)
{
    NfMatchType type;
    type.name = kind.name;
    type.options = {{0, option, "", 1, 1, true}};
    type.help = help;
    type.implicitProtocol = kind.protocol;
    type.make = [&kind] { return std::make_unique<SpiMatch>(kind); };
    return type;
}

} // namespace

NfMatchType
NfMakeEspMatchType()
{
    return MakeType(ESP, "espspi", "security parameter index of ESP");
}

NfMatchType
NfMakeAhMatchType()
{
    return MakeType(AH, "ahspi", "security parameter index of AH");
}

} // namespace ns3
