// SPDX-License-Identifier: GPL-2.0-only

#include "nf-match-connmark.h"

#include "nf-connection.h"
#include "nf-match-text.h"

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
        os << "connmark match " << (m_inverted ? "! " : " ");
        NfPrintMark(os, m_mark);
    }

    bool NeedsConntrack() const override
    {
        return true;
    }

    /// Without a connection it never matches, even negated.
    NfMatchResult Match(NfPacket& packet) override
    {
        const NfConnection* ct = NfGetConnection(packet);
        return NfResult(ct && ((ct->mark & m_mark.mask) == m_mark.value) != m_inverted);
    }

  private:
    NfMaskedNumber m_mark;
    bool m_inverted{false};
};

} // namespace

NfMatchType
NfMakeConnmarkMatchType()
{
    return NfMakeMatchType<ConnmarkMatch>(
        {"connmark", {{0, "mark", "", 1, 1, true, true}}, "the connection's mark"});
}

} // namespace ns3
