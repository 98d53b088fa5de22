// SPDX-License-Identifier: GPL-2.0-only

#include "nf-connection.h"
#include "nf-extension-type.h"

namespace ns3
{

namespace
{

/// Match "connmark": the connection's mark under a mask (Linux's xt_connmark.c).
class ConnmarkMatch : public NfMatch
{
  public:
    /// Without a connection it never matches, even negated.
    NfMatchResult Match(NfPacket& packet) override
    {
        const NfConnection* ct = NfGetConnection(packet);
        return NfResult(ct && m_mark.Holds(m_mark.value.Equals(ct->mark)));
    }

    void Describe(NfRuleDescription& description) const override
    {
        NfRuleCondition tracked;
        for (NfCtState state : {NfCtState::NEW, NfCtState::ESTABLISHED, NfCtState::RELATED})
        {
            NfConditionPart part;
            part.field = NfConditionField::CT_STATE;
            part.first = static_cast<uint32_t>(state);
            part.last = part.first;
            tracked.parts.push_back(part);
        }
        description.conditions.push_back(tracked);
        NfMatch::Describe(description);
    }

    NfOptionValue<NfMaskedNumber> m_mark; //!< --mark
};

} // namespace

NfMatchType
NfMakeConnmarkMatchType()
{
    using M = ConnmarkMatch;
    NfMatchType type = NfMakeMatchType<M>("connmark", "the connection's mark");
    type.stateless = true;
    type.needsConntrack = true;
    type.options = {NfOptionRow(&M::m_mark, "mark", NfMarkKind(), NfConditionField::CONNMARK)
                        .Invertible()
                        .Mandatory()
                        .Listed("connmark match  {}", "connmark match ! {}")};
    return type;
}

} // namespace ns3
