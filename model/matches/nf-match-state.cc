// SPDX-License-Identifier: GPL-2.0-only

#include "nf-match-state.h"

#include "nf-connection-states.h"
#include "nf-match-text.h"

namespace ns3
{

namespace
{

class StateMatch : public NfMatch
{
  public:
    std::string_view GetName() const override
    {
        return "state";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        auto states = NfConnectionStates::Parse(NfArgumentOf(option), false);
        if (!states)
        {
            return NfBadArgument(option,
                                 "INVALID, NEW, RELATED, ESTABLISHED or UNTRACKED, separated by "
                                 "commas without blanks");
        }
        m_states = *states;
        m_inverted = option.inverted;
        return {};
    }

    void Save(std::ostream& os) const override
    {
        os << (m_inverted ? " ! --state " : " --state ");
        m_states.Print(os);
    }

    void List(std::ostream& os) const override
    {
        os << (m_inverted ? "! state " : "state ");
        m_states.Print(os);
    }

    bool NeedsConntrack() const override
    {
        return true;
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        return NfResult(m_states.Contains(packet) != m_inverted);
    }

    void Describe(NfRuleDescription& description) const override
    {
        m_states.Describe(description, m_inverted);
    }

  private:
    NfConnectionStates m_states;
    bool m_inverted{false};
};

} // namespace

NfMatchType
NfMakeStateMatchType()
{
    return NfMakeMatchType<StateMatch>(
        {"state", {{0, "state", "", 1, 1, true, true}}, "state of the connection"});
}

} // namespace ns3
