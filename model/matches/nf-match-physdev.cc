// SPDX-License-Identifier: GPL-2.0-only

#include "nf-match-physdev.h"

#include "nf-device.h"
#include "nf-match-text.h"

#include <array>

namespace ns3
{

namespace
{

class PhysdevMatch : public NfMatch
{
  public:
    enum Option
    {
        IS_IN,
        IN,
        IS_OUT,
        OUT,
        IS_BRIDGED,
        N_OPTIONS
    };

    std::string_view GetName() const override
    {
        return "physdev";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        Asked& asked = m_asked[option.spec->id];
        asked = {true, option.inverted, ""};
        if (option.spec->maxArguments)
        {
            asked.device = NfArgumentOf(option);
            if (asked.device.empty() || asked.device.size() > NfInterfaceName::MAX_LENGTH)
            {
                return NfBadArgument(option, "a device's name, 1 to 15 characters");
            }
        }
        return {};
    }

    NfComplaint FinishParse() override
    {
        for (const Asked& asked : m_asked)
        {
            if (asked.given)
            {
                return {};
            }
        }
        return "physdev expects an option such as --physdev-in or --physdev-is-bridged";
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        bool bridged = m_asked[IS_BRIDGED].given && !m_asked[IS_BRIDGED].inverted;
        if (context.ReachedFrom(NfHook::OUTPUT) && !bridged &&
            (m_asked[OUT].given || m_asked[IS_OUT].given))
        {
            return "--physdev-out and --physdev-is-out work in OUTPUT only with "
                   "--physdev-is-bridged";
        }
        return {};
    }

    void Save(std::ostream& os) const override
    {
        static constexpr std::array<const char*, N_OPTIONS> names{" --physdev-is-in",
                                                                  " --physdev-in ",
                                                                  " --physdev-is-out",
                                                                  " --physdev-out ",
                                                                  " --physdev-is-bridged"};
        for (std::size_t i = 0; i < N_OPTIONS; ++i)
        {
            if (m_asked[i].given)
            {
                os << (m_asked[i].inverted ? " !" : "") << names[i] << m_asked[i].device;
            }
        }
    }

    std::string GetCaveat() const override
    {
        return "to physdev no packet comes from a bridge or goes to one, because bridges have no "
               "hooks here";
    }

    void List(std::ostream& os) const override
    {
        os << "PHYSDEV match";
        Save(os);
    }

    void Describe(NfRuleDescription& description) const override
    {
        description.AddText(GetText());
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        for (const Asked& asked : m_asked)
        {
            if (asked.given && !asked.inverted)
            {
                return NfMatchResult::NO;
            }
        }
        return NfMatchResult::YES;
    }

  private:
    /// One option.
    struct Asked
    {
        bool given{false};
        bool inverted{false};
        std::string device;
    };

    std::array<Asked, N_OPTIONS> m_asked;
};

} // namespace

NfMatchType
NfMakePhysdevMatchType()
{
    using M = PhysdevMatch;
    return NfMakeMatchType<M>({"physdev",
                               {{M::IN, "physdev-in", "", 1, 1, true},
                                {M::OUT, "physdev-out", "", 1, 1, true},
                                {M::IS_IN, "physdev-is-in", "", 0, 0, true},
                                {M::IS_OUT, "physdev-is-out", "", 0, 0, true},
                                {M::IS_BRIDGED, "physdev-is-bridged", "", 0, 0, true}},
                               "ports of a bridge; no IPv4 packet here comes from one"});
}

} // namespace ns3
