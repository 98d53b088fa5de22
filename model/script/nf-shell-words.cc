// SPDX-License-Identifier: GPL-2.0-only
// Words, quotes and what begins with "$".

#include "nf-shell-parser.h"

#include <cctype>
#include <sstream>
#include <utility>

namespace ns3
{

namespace
{

using Kind = NfShellPart::Kind;

/// The program of "which program" and "command -v program"; empty if it is something else.
std::string
LocatedProgram(const std::string& command)
{
    std::istringstream stream(command);
    std::vector<std::string> words;
    for (std::string word; words.size() < 4 && stream >> word;)
    {
        words.push_back(word);
    }
    if (words.size() == 2 && words[0] == "which")
    {
        return words[1];
    }
    return words.size() == 3 && words[0] == "command" && words[1] == "-v" ? words[2] : "";
}

bool
IsNameCharacter(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

} // namespace

void
NfShellParser::Append(NfShellWord& word, char c, bool quoted)
{
    std::vector<NfShellPart>& parts = word.parts;
    if (parts.empty() || parts.back().kind != Kind::TEXT || parts.back().quoted != quoted)
    {
        parts.push_back({Kind::TEXT, "", quoted, false, ""});
    }
    parts.back().text += c;
}

bool
NfShellParser::ParseWord(NfShellWord& word)
{
    word.line = m_line;
    word.column = m_column;
    const std::size_t begin = m_at;
    bool braces = false; // an unquoted "{" that may begin an expansion
    while (!AtEnd())
    {
        const char c = Peek();
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ';' || c == '&' || c == '|' ||
            c == '<' || c == '>' || c == '(' || c == ')')
        {
            break;
        }
        if (c == '\\')
        {
            if (Peek(1) != '\n')
            {
                Append(word, Peek(1), true);
            }
            Advance(2);
        }
        else if (c == '\'' || c == '"')
        {
            if (!ParseQuoted(word))
            {
                return false;
            }
        }
        else if (c == '$' || c == '`')
        {
            if (!ParseDollar(word, false))
            {
                return false;
            }
        }
        else
        {
            const std::string_view rest = m_text.substr(m_at, PeekWord().size());
            const std::size_t close = rest.find('}');
            const std::string_view inside = rest.substr(0, close);
            braces = braces || (c == '{' && close != std::string_view::npos &&
                                (inside.find(',') != std::string_view::npos ||
                                 inside.find("..") != std::string_view::npos));
            Append(word, c, false);
            Advance();
        }
    }
    if (m_at == begin)
    {
        return Fail(AtEnd() ? "found the end of the script, expected a word"
                            : "found '" + std::string(1, Peek()) + "', expected a word");
    }
    if (braces)
    {
        word.parts = {{Kind::UNKNOWN, "an expansion of braces", false, false, ""}};
    }
    return true;
}

bool
NfShellParser::ParseQuoted(NfShellWord& word)
{
    const char quote = Peek();
    const uint32_t line = m_line;
    const uint32_t column = m_column;
    Advance();
    const std::size_t before = word.parts.size();
    while (!AtEnd() && Peek() != quote)
    {
        const char c = Peek();
        if (quote == '"' && (c == '$' || c == '`'))
        {
            if (!ParseDollar(word, true))
            {
                return false;
            }
            continue;
        }
        if (quote == '"' && c == '\\' &&
            std::string_view("$`\"\\\n").find(Peek(1)) != std::string_view::npos)
        {
            Advance();
            if (Peek() != '\n')
            {
                Append(word, Peek(), true);
            }
            Advance();
            continue;
        }
        Append(word, c, true);
        Advance();
    }
    if (AtEnd())
    {
        m_line = line;
        m_column = column;
        return Fail(std::string("the quote ") + quote + " is not closed");
    }
    if (Peek(0) == quote && word.parts.size() == before)
    {
        // An empty pair of quotes is a word too; so is one behind a quoted text, which it goes on.
        word.parts.push_back({Kind::TEXT, "", true, false, ""});
    }
    Advance();
    return true;
}

bool
NfShellParser::ParseDollar(NfShellWord& word, bool quoted)
{
    if (Peek() == '`')
    {
        Advance();
        return ParseSubstitution(word, quoted, '`');
    }
    Advance();
    const char c = Peek();
    if (c == '(')
    {
        Advance();
        return ParseSubstitution(word, quoted, ')');
    }
    if (c == '{')
    {
        Advance();
        return ParseBraces(word, quoted);
    }
    std::string name;
    if (std::isdigit(static_cast<unsigned char>(c)) || c == '@' || c == '*' || c == '#')
    {
        name = c;
        Advance();
    }
    else
    {
        for (; IsNameCharacter(Peek()); Advance())
        {
            name += Peek();
        }
    }
    if (!name.empty())
    {
        word.parts.push_back({Kind::VARIABLE, std::move(name), quoted, false, ""});
    }
    else if (c == '?' || c == '$' || c == '!' || c == '-')
    {
        word.parts.push_back({Kind::UNKNOWN, std::string("'$") + c + "'", quoted, false, ""});
        Advance();
    }
    else
    {
        Append(word, '$', quoted);
    }
    return true;
}

bool
NfShellParser::ParseBraces(NfShellWord& word, bool quoted)
{
    const std::size_t close = m_text.find('}', m_at);
    if (close == std::string_view::npos)
    {
        return Fail("'${' is not closed");
    }
    const std::string inside(m_text.substr(m_at, close - m_at));
    Advance(close - m_at + 1);
    std::size_t length = 0;
    while (length < inside.size() && IsNameCharacter(inside[length]))
    {
        ++length;
    }
    NfShellPart part{Kind::VARIABLE, inside.substr(0, length), quoted, false, ""};
    std::string_view rest = std::string_view(inside).substr(length);
    if (rest.substr(0, 2) == ":-" || rest.substr(0, 2) == ":=" || rest.substr(0, 1) == "-")
    {
        part.hasFallback = true;
        part.fallback = rest.substr(rest[0] == ':' ? 2 : 1);
    }
    const bool plainFallback = part.fallback.find_first_of("$`\"'\\") == std::string::npos;
    if (length == 0 || (!rest.empty() && !part.hasFallback) || !plainFallback)
    {
        part = {Kind::UNKNOWN, "'${" + inside + "}'", quoted, false, ""};
    }
    word.parts.push_back(std::move(part));
    return true;
}

bool
NfShellParser::ParseSubstitution(NfShellWord& word, bool quoted, char close)
{
    std::string command;
    for (uint32_t open = 1; !AtEnd(); Advance())
    {
        const char c = Peek();
        open += close == ')' && c == '(' ? 1 : 0;
        open -= c == close ? 1 : 0;
        if (open == 0)
        {
            Advance();
            const std::string program = LocatedProgram(command);
            const bool arithmetic = close == ')' && !command.empty() && command[0] == '(';
            word.parts.push_back(
                program.empty() ? NfShellPart{Kind::UNKNOWN,
                                              arithmetic ? "arithmetic" : "the output of a command",
                                              quoted,
                                              false,
                                              ""}
                                : NfShellPart{Kind::TEXT, program, true, false, ""});
            return true;
        }
        command += c;
    }
    return Fail("the substitution of a command is not closed");
}

} // namespace ns3
