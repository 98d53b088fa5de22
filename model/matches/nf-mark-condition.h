// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MARK_CONDITION_H
#define NF_MARK_CONDITION_H

#include "nf-match-text.h"
#include "nf-rule-condition.h"

namespace ns3
{

/// What `[!] --mark value[/mask]` asks of a mark: of a packet's or of a connection's.
class NfMarkCondition
{
  public:
    /// \param option the option \return nothing, or what is wrong with it
    NfComplaint Parse(const NfOption& option)
    {
        auto mark = NfParseMaskedNumber(NfArgumentOf(option), UINT32_MAX);
        if (!mark)
        {
            return NfBadArgument(option, "value or value/mask, numbers of 32 bits");
        }
        m_mark = *mark;
        m_inverted = option.inverted;
        return {};
    }

    /// \param os a stream \param plain what precedes the mark \param inverted or if it is negated
    void Print(std::ostream& os, std::string_view plain, std::string_view inverted) const
    {
        os << (m_inverted ? inverted : plain);
        NfPrintMark(os, m_mark);
    }

    /// \param description of a rule; receives the condition \param field whose mark it is
    void Describe(NfRuleDescription& description, NfConditionField field) const
    {
        description.AddMasked(field, m_mark.value, m_mark.mask, m_inverted);
    }

    /// \param mark a mark \return true if it is as asked
    bool Holds(uint32_t mark) const
    {
        return ((mark & m_mark.mask) == m_mark.value) != m_inverted;
    }

  private:
    NfMaskedNumber m_mark;
    bool m_inverted{false};
};

} // namespace ns3

#endif /* NF_MARK_CONDITION_H */
