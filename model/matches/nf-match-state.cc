// SPDX-License-Identifier: GPL-2.0-only

#include "nf-connection-states.h"
#include "nf-extension-type.h"

namespace ns3
{

namespace
{

/// Match "state": state of the connection (Linux's xt_state.c).
class StateMatch : public NfMatch
{
  public:
    NfMatchResult Match(NfPacket& packet) override
    {
        return NfResult(m_states.Holds(m_states.value.Contains(packet)));
    }

    void Describe(NfRuleDescription& description) const override
    {
        m_states.value.Describe(description, m_states.inverted);
    }

    NfOptionValue<NfConnectionStates> m_states; //!< --state
};

} // namespace

NfMatchType
NfMakeStateMatchType()
{
    using M = StateMatch;
    NfMatchType type = NfMakeMatchType<M>("state", "state of the connection");
    type.stateless = true;
    type.needsConntrack = true;
    type.options = {NfOptionRow(&M::m_states, "state", NfConnectionStatesKind(false))
                        .Invertible()
                        .Mandatory()
                        .Listed("state {}", "! state {}")};
    return type;
}

} // namespace ns3
