// SPDX-License-Identifier: GPL-2.0-only

#include "nf-match-mark.h"

#include "nf-mark-condition.h"

namespace ns3
{

namespace
{

class MarkMatch : public NfMatch
{
  public:
    std::string_view GetName() const override
    {
        return "mark";
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
        m_mark.Print(os, "mark match ", "mark match ! ");
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        return NfResult(m_mark.Holds(packet.mark));
    }

    void Describe(NfRuleDescription& description) const override
    {
        m_mark.Describe(description, NfConditionField::MARK);
    }

  private:
    NfMarkCondition m_mark;
};

} // namespace

NfMatchType
NfMakeMarkMatchType()
{
    return NfMakeMatchType<MarkMatch>(
        {"mark", {{0, "mark", "", 1, 1, true, true}}, "the packet's mark"});
}

} // namespace ns3
