// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"

namespace ns3
{

namespace
{

constexpr std::size_t MAX_LENGTH = 255; //!< Linux's XT_MAX_COMMENT_LEN less the final zero

std::optional<std::string>
ReadComment(std::string_view text)
{
    return std::string(text.substr(0, MAX_LENGTH)); // what is longer is cut off
}

void
PrintComment(std::ostream& os, const std::string& text)
{
    os << NfQuote(text);
}

/// Match "comment": always true; carries a text (Linux's xt_comment.c).
class CommentMatch : public NfMatch
{
  public:
    void List(std::ostream& os) const override
    {
        os << "/* " << m_text.value << " */";
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        return NfMatchResult::YES;
    }

    /// Asks for nothing.
    void Describe(NfRuleDescription&) const override
    {
    }

    NfOptionValue<std::string> m_text; //!< --comment
};

} // namespace

NfMatchType
NfMakeCommentMatchType()
{
    const NfOwnKind<std::string> comment(ReadComment, PrintComment, "a text");
    NfMatchType type = NfMakeMatchType<CommentMatch>("comment", "a text; always true");
    type.stateless = true;
    type.inert = true;
    type.options = {NfOptionRow(&CommentMatch::m_text, "comment", comment).Mandatory().Own()};
    return type;
}

} // namespace ns3
