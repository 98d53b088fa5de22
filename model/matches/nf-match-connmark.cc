// SPDX-License-Identifier: GPL-2.0-only

#include "nf-match-connmark.h"

#include "nf-connection.h"
#include "nf-mark-condition.h"

namespace ns3
{

namespace
{

class ConnmarkMatch : public NfMatch
{
  public:
    std::string_view GetName() const override
    {
        return "connmark";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        return m_mark.Parse(option);
    }

    void Save(std::ostream& os) const override
    {
        m_mark.Print(os, " --mark ", " ! --mark ");
    }

    void List(std::ostream& os) const override
    {
        m_mark.Print(os, "connmark match  ", "connmark match ! ");
    }

    bool NeedsConntrack() const override
    {
        return true;
    }

    /// Without a connection it never matches, even negated.
    NfMatchResult Match(NfPacket& packet) override
    {
        const NfConnection* ct = NfGetConnection(packet);
        return NfResult(ct && m_mark.Holds(ct->mark));
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
        m_mark.Describe(description, NfConditionField::CONNMARK);
    }

  private:
    NfMarkCondition m_mark;
};

} // namespace

NfMatchType
NfMakeConnmarkMatchType()
{
    return NfMakeMatchType<ConnmarkMatch>(
        {"connmark", {{0, "mark", "", 1, 1, true, true}}, "the connection's mark"});
}

} // namespace ns3
