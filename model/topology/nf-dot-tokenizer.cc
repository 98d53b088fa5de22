// SPDX-License-Identifier: GPL-2.0-only

#include "nf-dot-tokenizer.h"

#include <algorithm>
#include <boost/algorithm/string/case_conv.hpp>
#include <cctype>
#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr std::string_view KEYWORDS[] = {
    "strict",
    "graph",
    "digraph",
    "node",
    "edge",
    "subgraph",
};

bool
IsWordCharacter(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80) != 0;
}

} // namespace

NfDotTokenizer::NfDotTokenizer(std::string_view text)
    : m_text(text)
{
}

char
NfDotTokenizer::Peek(std::size_t ahead) const
{
    return m_next + ahead < m_text.size() ? m_text[m_next + ahead] : '\0';
}

void
NfDotTokenizer::Advance(std::size_t count)
{
    for (; count > 0 && m_next < m_text.size(); --count, ++m_next)
    {
        if (m_text[m_next] == '\n')
        {
            ++m_place.line;
            m_place.column = 0;
        }
        ++m_place.column;
    }
}

NfDotToken
NfDotTokenizer::Make(NfDotToken::Kind kind, std::string text) const
{
    return {kind, {std::move(text), m_start}};
}

NfDotToken
NfDotTokenizer::Next()
{
    if (std::optional<NfDotToken> wrong = SkipBlanks())
    {
        return *wrong;
    }
    m_start = m_place;
    const char c = Peek();
    if (m_next >= m_text.size())
    {
        return Make(NfDotToken::Kind::END, "the end of the file");
    }
    if (c == '-' && (Peek(1) == '-' || Peek(1) == '>'))
    {
        Advance(2);
        return Make(NfDotToken::Kind::SIGN, m_text[m_next - 1] == '-' ? "--" : "->");
    }
    if (std::string_view("{}[]=;,:+").find(c) != std::string_view::npos)
    {
        Advance(1);
        return Make(NfDotToken::Kind::SIGN, std::string(1, c));
    }
    if (c == '"')
    {
        return ReadQuoted();
    }
    return c == '<' ? ReadHtml() : ReadWord();
}

// Blanks, comments, and lines of the C preprocessor.
std::optional<NfDotToken>
NfDotTokenizer::SkipBlanks()
{
    while (m_next < m_text.size())
    {
        m_start = m_place;
        if (std::isspace(static_cast<unsigned char>(Peek())))
        {
            Advance(1);
        }
        else if ((Peek() == '#' && m_place.column == 1) || (Peek() == '/' && Peek(1) == '/'))
        {
            Advance(m_text.substr(m_next).find('\n'));
        }
        else if (Peek() == '/' && Peek(1) == '*')
        {
            const std::size_t end = m_text.find("*/", m_next + 2);
            if (end == std::string_view::npos)
            {
                Advance(m_text.size());
                return Make(NfDotToken::Kind::WRONG, "a comment that does not end");
            }
            Advance(end + 2 - m_next);
        }
        else
        {
            break;
        }
    }
    return std::nullopt;
}

NfDotToken
NfDotTokenizer::ReadQuoted()
{
    std::string text;
    Advance(1);
    while (m_next < m_text.size() && Peek() != '"')
    {
        const bool isEscape = Peek() == '\\';
        if (isEscape && (Peek(1) == '"' || Peek(1) == '\n'))
        {
            Advance(1); // a quote is one, and an escaped end of line none
            text.append(Peek() == '"' ? 1 : 0, '"');
        }
        else
        {
            text += Peek();
            if (isEscape)
            {
                Advance(1);
                text += Peek();
            }
        }
        Advance(1);
    }
    if (m_next >= m_text.size())
    {
        return Make(NfDotToken::Kind::WRONG, "a text whose closing \" is missing");
    }
    Advance(1);
    return Make(NfDotToken::Kind::NAME, text);
}

NfDotToken
NfDotTokenizer::ReadHtml()
{
    std::size_t depth = 0;
    std::size_t length = 0;
    do
    {
        depth += Peek(length) == '<' ? 1 : 0;
        depth -= Peek(length) == '>' ? 1 : 0;
        ++length;
    } while (depth > 0 && m_next + length < m_text.size());
    const std::string text(m_text.substr(m_next, length));
    Advance(length);
    return depth > 0 ? Make(NfDotToken::Kind::WRONG, "an HTML text whose closing > is missing")
                     : Make(NfDotToken::Kind::NAME, text);
}

NfDotToken
NfDotTokenizer::ReadWord()
{
    std::size_t length = Peek() == '-' ? 1 : 0;
    const bool isNumber = length > 0 || Peek() == '.' || std::isdigit(Peek());
    while (isNumber ? Peek(length) == '.' || std::isdigit(static_cast<unsigned char>(Peek(length)))
                    : IsWordCharacter(Peek(length)))
    {
        ++length;
    }
    if (length == 0 || (length == 1 && Peek() == '-'))
    {
        const char c = Peek();
        Advance(1);
        return Make(NfDotToken::Kind::WRONG, fmt::format("'{}'", c));
    }
    std::string word(m_text.substr(m_next, length));
    Advance(length);
    const std::string lower = boost::to_lower_copy(word);
    const bool isKeyword =
        std::find(std::begin(KEYWORDS), std::end(KEYWORDS), lower) != std::end(KEYWORDS);
    return isKeyword ? Make(NfDotToken::Kind::KEYWORD, lower)
                     : Make(NfDotToken::Kind::NAME, std::move(word));
}

} // namespace ns3
