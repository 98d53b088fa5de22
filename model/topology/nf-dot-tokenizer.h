// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_DOT_TOKENIZER_H
#define NF_DOT_TOKENIZER_H

#include "nf-topology-draft.h"

#include <optional>
#include <string_view>

namespace ns3
{

/// A token of GraphViz's language.
struct NfDotToken
{
    /// What a token is.
    enum class Kind
    {
        NAME,    //!< an identifier, a number or a text, without its quotes
        KEYWORD, //!< in small letters, without quotes
        SIGN,    //!< one of {}[]=;,: or -- or ->
        WRONG,   //!< no token; the text says why
        END      //!< behind the last one
    };

    Kind kind{Kind::END};
    NfPlacedText text;

    /// @param sign a sign or a keyword
    /// @return true if this is it
    bool Is(std::string_view sign) const
    {
        return (kind == Kind::SIGN || kind == Kind::KEYWORD) && text.text == sign;
    }
};

/**
 * @ingroup netfilter
 * Cuts a text in GraphViz's language into tokens, with their places. (GraphViz's own parser tells
 * a line at best, and that of Boost.Graph no place.)
 */
class NfDotTokenizer
{
  public:
    /// @param text the text; it has to stay
    explicit NfDotTokenizer(std::string_view text);

    /// @return the next token; END at the end, again and again
    NfDotToken Next();

  private:
    char Peek(std::size_t ahead = 0) const;
    void Advance(std::size_t count);
    std::optional<NfDotToken> SkipBlanks();
    NfDotToken ReadQuoted();
    NfDotToken ReadHtml();
    NfDotToken ReadWord();
    NfDotToken Make(NfDotToken::Kind kind, std::string text) const;

    std::string_view m_text;
    std::size_t m_next{0};
    NfPlace m_place{1, 1}; //!< of m_next
    NfPlace m_start{1, 1}; //!< of the token
};

} // namespace ns3

#endif /* NF_DOT_TOKENIZER_H */
