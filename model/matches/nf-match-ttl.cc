// SPDX-License-Identifier: GPL-2.0-only

#include "nf-match-ttl.h"

#include "nf-match-text.h"

#include <array>

namespace ns3
{

namespace
{

class TtlMatch : public NfMatch
{
  public:
    enum Mode
    {
        EQUAL,
        NOT_EQUAL, //!< --ttl-eq, negated
        LESS,
        GREATER,
        N_MODES
    };

    std::string_view GetName() const override
    {
        return "ttl";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        if (m_mode != N_MODES)
        {
            return "only one of --ttl-eq, --ttl-lt and --ttl-gt can be given";
        }
        auto value = NfParseNumber(NfArgumentOf(option), 255);
        if (!value)
        {
            return NfBadArgument(option, "a number from 0 to 255");
        }
        m_value = *value;
        m_mode = option.inverted ? NOT_EQUAL : static_cast<Mode>(option.spec->id);
        return {};
    }

    NfComplaint FinishParse() override
    {
        if (m_mode == N_MODES)
        {
            return "ttl expects one of --ttl-eq, --ttl-lt and --ttl-gt";
        }
        return {};
    }

    void Save(std::ostream& os) const override
    {
        static constexpr std::array<const char*, N_MODES> names{" --ttl-eq ",
                                                                " ! --ttl-eq ",
                                                                " --ttl-lt ",
                                                                " --ttl-gt "};
        os << names[m_mode] << +m_value;
    }

    void List(std::ostream& os) const override
    {
        static constexpr std::array<const char*, N_MODES> operators{"==", "!=", "<", ">"};
        os << "TTL match TTL " << operators[m_mode] << ' ' << +m_value;
    }

    void Describe(NfRuleDescription& description) const override
    {
        description.AddText(GetText());
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        uint8_t ttl = packet.ip.ttl;
        switch (m_mode)
        {
        case EQUAL:
            return NfResult(ttl == m_value);
        case NOT_EQUAL:
            return NfResult(ttl != m_value);
        case LESS:
            return NfResult(ttl < m_value);
        case GREATER:
            return NfResult(ttl > m_value);
        case N_MODES:
            break;
        }
        return NfMatchResult::NO;
    }

  private:
    Mode m_mode{N_MODES};
    uint8_t m_value{0};
};

} // namespace

NfMatchType
NfMakeTtlMatchType()
{
    return NfMakeMatchType<TtlMatch>({"ttl",
                                      {{TtlMatch::EQUAL, "ttl-eq", "ttl", 1, 1, true},
                                       {TtlMatch::LESS, "ttl-lt", ""},
                                       {TtlMatch::GREATER, "ttl-gt", ""}},
                                      "time to live"});
}

} // namespace ns3
