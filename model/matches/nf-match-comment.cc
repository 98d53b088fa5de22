// SPDX-License-Identifier: GPL-2.0-only

#include "nf-match-comment.h"

#include "nf-match-text.h"

namespace ns3
{

namespace
{

constexpr std::size_t MAX_LENGTH =
    255; //!< Linux's XT_MAX_COMMENT_LEN less the final zero; more is cut off

class CommentMatch : public NfMatch
{
  public:
    std::string_view GetName() const override
    {
        return "comment";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        m_text = NfArgumentOf(option).substr(0, MAX_LENGTH);
        return {};
    }

    void Save(std::ostream& os) const override
    {
        os << " --comment " << NfQuote(m_text);
    }

    void List(std::ostream& os) const override
    {
        os << "/* " << m_text << " */";
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        return NfMatchResult::YES;
    }

    /// Asks for nothing.
    void Describe(NfRuleDescription&) const override
    {
    }

  private:
    std::string m_text;
};

} // namespace

NfMatchType
NfMakeCommentMatchType()
{
    return NfMakeMatchType<CommentMatch>(
        {"comment", {{0, "comment", "", 1, 1, false, true}}, "a text; always true"});
}

} // namespace ns3
