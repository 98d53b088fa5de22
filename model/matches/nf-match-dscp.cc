// SPDX-License-Identifier: GPL-2.0-only

#include "nf-match-dscp.h"

#include "nf-dscp-names.h"
#include "nf-match-text.h"

#include <fmt/format.h>

namespace ns3
{

namespace
{

class DscpMatch : public NfMatch
{
  public:
    enum Option
    {
        VALUE,
        CLASS
    };

    std::string_view GetName() const override
    {
        return "dscp";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        if (m_given)
        {
            return "--dscp and --dscp-class cannot be used together";
        }
        m_given = true;
        m_inverted = option.inverted;
        if (option.spec->id == CLASS)
        {
            auto named = NfFindDscpClass(NfArgumentOf(option));
            m_value = named.value_or(0);
            return named ? NfComplaint()
                         : NfBadArgument(option, "BE, EF, CS0 to CS7 or AF11 to AF43");
        }
        auto value = NfParseNumber(NfArgumentOf(option), 63);
        m_value = value.value_or(0);
        return value ? NfComplaint() : NfBadArgument(option, "a number from 0 to 63");
    }

    NfComplaint FinishParse() override
    {
        if (!m_given)
        {
            return "dscp expects --dscp or --dscp-class";
        }
        return {};
    }

    void Save(std::ostream& os) const override
    {
        os << fmt::format("{} --dscp 0x{:02x}", m_inverted ? " !" : "", m_value);
    }

    void List(std::ostream& os) const override
    {
        os << fmt::format("DSCP match {}0x{:02x}", m_inverted ? "!" : "", m_value);
    }

    void Describe(NfRuleDescription& description) const override
    {
        description.AddText(GetText());
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        return NfResult((packet.ip.tos >> 2 == m_value) != m_inverted);
    }

  private:
    uint8_t m_value{0};
    bool m_inverted{false};
    bool m_given{false};
};

} // namespace

NfMatchType
NfMakeDscpMatchType()
{
    return NfMakeMatchType<DscpMatch>({"dscp",
                                       {{DscpMatch::VALUE, "dscp", "", 1, 1, true},
                                        {DscpMatch::CLASS, "dscp-class", "", 1, 1, true}},
                                       "DiffServ code point"});
}

} // namespace ns3
