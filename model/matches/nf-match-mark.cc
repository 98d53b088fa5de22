// SPDX-License-Identifier: GPL-2.0-only

#include "nf-match-mark.h"

#include "nf-match-text.h"

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
        auto mark = NfParseMaskedNumber(NfArgument(option), 0xffffffff);
        if (!mark)
        {
            return NfBadArgument(option, "value or value/mask, numbers of 32 bits");
        }
        m_mark = *mark;
        m_inverted = option.inverted;
        return {};
    }

    void Save(std::ostream& os) const override
    {
        os << (m_inverted ? " ! --mark " : " --mark ");
        NfPrintMark(os, m_mark);
    }

    void List(std::ostream& os) const override
    {
        os << "mark match " << (m_inverted ? "! " : "");
        NfPrintMark(os, m_mark);
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        return NfResult(((packet.mark & m_mark.mask) == m_mark.value) != m_inverted);
    }

  private:
    NfMaskedNumber m_mark;
    bool m_inverted{false};
};

} // namespace

NfMatchType
NfMakeMarkMatchType()
{
    return NfMakeMatchType<MarkMatch>(
        {"mark", {{0, "mark", "", 1, 1, true, true}}, "the packet's mark"});
}

} // namespace ns3
