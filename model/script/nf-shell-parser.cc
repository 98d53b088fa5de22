// SPDX-License-Identifier: GPL-2.0-only
// Commands; nf-shell-words.cc goes on with words.

#include "nf-shell-parser.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace ns3
{

namespace
{

bool
IsName(std::string_view text)
{
    auto letter = [](unsigned char c) { return std::isalnum(c) || c == '_'; };
    return !text.empty() && !std::isdigit(static_cast<unsigned char>(text[0])) &&
           std::all_of(text.begin(), text.end(), letter);
}

bool
Contains(const std::vector<std::string_view>& words, std::string_view word)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// The name of "name=value", or nothing.
std::string
AssignedName(const NfShellWord& word)
{
    if (word.parts.empty() || word.parts[0].kind != NfShellPart::Kind::TEXT || word.parts[0].quoted)
    {
        return "";
    }
    const std::string& text = word.parts[0].text;
    const std::size_t equals = text.find('=');
    const bool assigns = equals != std::string::npos && IsName(text.substr(0, equals));
    return assigns ? text.substr(0, equals) : "";
}

/// Is it one of the commands whose arguments assign values?
bool
IsDeclaration(const NfShellWord& word)
{
    const std::vector<std::string_view> names{"export", "readonly", "local", "declare"};
    return word.parts.size() == 1 && word.parts[0].kind == NfShellPart::Kind::TEXT &&
           Contains(names, word.parts[0].text);
}

} // namespace

NfShellParser::NfShellParser(std::string_view text)
    : m_text(text)
{
}

NfStatus
NfShellParser::Parse(NfShellList& list)
{
    if (ParseList(list, {}) && !AtEnd())
    {
        Fail("found '" + std::string(PeekWord()) + "', expected a command");
    }
    return m_error;
}

bool
NfShellParser::Fail(std::string message)
{
    if (!m_error)
    {
        m_error = NfError{"", m_line, m_column, std::move(message), 2};
    }
    return false;
}

bool
NfShellParser::AtEnd() const
{
    return m_at >= m_text.size();
}

char
NfShellParser::Peek(std::size_t ahead) const
{
    return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
}

void
NfShellParser::Advance(std::size_t count)
{
    for (; count > 0 && !AtEnd(); --count)
    {
        const bool newline = m_text[m_at++] == '\n';
        m_line += newline ? 1 : 0;
        m_column = newline ? 1 : m_column + 1;
    }
}

void
NfShellParser::SkipHereDocuments()
{
    for (const std::string& end : std::exchange(m_hereDocuments, {}))
    {
        while (!AtEnd())
        {
            std::size_t length = std::min(m_text.find('\n', m_at), m_text.size()) - m_at;
            std::string_view line = m_text.substr(m_at, length);
            line.remove_prefix(std::min(line.find_first_not_of('\t'), line.size()));
            Advance(length + 1);
            if (line == end)
            {
                break;
            }
        }
    }
}

void
NfShellParser::SkipBlanks(bool newlines)
{
    while (!AtEnd())
    {
        const char c = Peek();
        if (c == '#')
        {
            Advance(std::min(m_text.find('\n', m_at), m_text.size()) - m_at);
        }
        else if (c == '\\' && Peek(1) == '\n')
        {
            Advance(2);
        }
        else if (newlines && c == '\n')
        {
            Advance();
            SkipHereDocuments();
        }
        else if (c == ' ' || c == '\t' || c == '\r' || (newlines && c == ';' && Peek(1) != ';'))
        {
            Advance();
        }
        else
        {
            return;
        }
    }
}

std::string_view
NfShellParser::PeekWord() const
{
    const std::size_t end = std::min(m_text.find_first_of(" \t\r\n;&|<>()", m_at), m_text.size());
    return m_text.substr(m_at, std::max<std::size_t>(end - m_at, 1));
}

NfShellParser::Node
NfShellParser::MakeNode(NfShellNode::Kind kind, std::string name) const
{
    auto node = std::make_unique<NfShellNode>();
    node->kind = kind;
    node->line = m_line;
    node->column = m_column;
    node->name = std::move(name);
    return node;
}

bool
NfShellParser::Expect(std::string_view word)
{
    SkipBlanks(true);
    if (AtEnd() || PeekWord() != word)
    {
        return Fail("found " +
                    (AtEnd() ? "the end of the script" : "'" + std::string(PeekWord()) + "'") +
                    ", expected '" + std::string(word) + "'");
    }
    Advance(word.size());
    return true;
}

bool
NfShellParser::ParseList(NfShellList& list, const Words& ends)
{
    if (m_depth >= MAX_DEPTH)
    {
        return Fail("commands are nested too deeply");
    }
    ++m_depth;
    bool good = true;
    while (good)
    {
        SkipBlanks(true);
        if (AtEnd() || Contains(ends, PeekWord()))
        {
            break;
        }
        Node node;
        good = ParseAndOr(node);
        list.push_back(std::move(node));
    }
    --m_depth;
    return good;
}

bool
NfShellParser::ParseAndOr(Node& node)
{
    if (!ParsePipeline(node))
    {
        return false;
    }
    for (;;)
    {
        SkipBlanks(false);
        const bool both = Peek() == '&' && Peek(1) == '&';
        const bool either = Peek() == '|' && Peek(1) == '|';
        if (!both && !either)
        {
            return true;
        }
        Advance(2);
        SkipBlanks(true);
        Node whole = MakeNode(both ? NfShellNode::Kind::AND : NfShellNode::Kind::OR);
        whole->parts.push_back(std::move(node));
        Node right;
        if (!ParsePipeline(right))
        {
            return false;
        }
        whole->parts.push_back(std::move(right));
        node = std::move(whole);
    }
}

bool
NfShellParser::ParsePipeline(Node& node)
{
    SkipBlanks(false);
    Node inverted;
    if (PeekWord() == "!")
    {
        inverted = MakeNode(NfShellNode::Kind::NOT);
        Advance();
        SkipBlanks(false);
    }
    Node pipe = MakeNode(NfShellNode::Kind::UNKNOWN, "a pipe");
    if (!ParseCommand(node))
    {
        return false;
    }
    SkipBlanks(false);
    while (Peek() == '|' && Peek(1) != '|')
    {
        Advance();
        SkipBlanks(true);
        Node next;
        if (!ParseCommand(next))
        {
            return false;
        }
        if (pipe)
        {
            node = std::move(pipe);
        }
        SkipBlanks(false);
    }
    if (Peek() == '&' && Peek(1) != '&')
    {
        Advance();
        Node background = MakeNode(NfShellNode::Kind::UNKNOWN, "a command in the background");
        background->line = node->line;
        background->column = node->column;
        node = std::move(background);
    }
    if (inverted)
    {
        inverted->parts.push_back(std::move(node));
        node = std::move(inverted);
    }
    return true;
}

bool
NfShellParser::ParseCommand(Node& node)
{
    if (AtEnd())
    {
        return Fail("found the end of the script, expected a command");
    }
    const std::string word(PeekWord());
    if (word == "for")
    {
        return ParseFor(node);
    }
    if (word == "if")
    {
        return ParseIf(node);
    }
    if (word == "while" || word == "until")
    {
        return ParseLoop(node, word);
    }
    if (word == "case")
    {
        return ParseCase(node);
    }
    if (word == "{")
    {
        node = MakeNode(NfShellNode::Kind::GROUP);
        return ParseBody(node->parts, "{", "}");
    }
    if (word == "(")
    {
        node = MakeNode(NfShellNode::Kind::UNKNOWN, "a subshell");
        return ParseBody(node->parts, "(", ")");
    }
    if (word == "function")
    {
        Advance(word.size());
        SkipBlanks(false);
        const std::string name(PeekWord());
        Advance(name.size());
        return ParseFunction(node, name);
    }
    std::size_t behind = m_at + word.size();
    behind = std::min(m_text.find_first_not_of(" \t", behind), m_text.size());
    if (IsName(word) && behind < m_text.size() && m_text[behind] == '(')
    {
        Advance(behind - m_at);
        return ParseFunction(node, word);
    }
    if (Contains({"then", "else", "elif", "fi", "do", "done", "esac", "}", ")"}, word))
    {
        return Fail("found '" + word + "', expected a command");
    }
    return ParseSimple(node);
}

bool
NfShellParser::ParseBody(NfShellList& list, std::string_view begin, std::string_view end)
{
    return Expect(begin) && ParseList(list, {end}) && Expect(end);
}

bool
NfShellParser::ParseGroup(Node& node, const Words& ends)
{
    node = MakeNode(NfShellNode::Kind::GROUP);
    return ParseList(node->parts, ends);
}

bool
NfShellParser::ParseFor(Node& node)
{
    node = MakeNode(NfShellNode::Kind::FOR);
    Advance(3);
    SkipBlanks(false);
    node->name = PeekWord();
    if (!IsName(node->name))
    {
        return Fail("found '" + node->name + "' after 'for', expected the name of a variable");
    }
    Advance(node->name.size());
    SkipBlanks(true);
    if (PeekWord() == "in")
    {
        Advance(2);
        for (SkipBlanks(false); !AtEnd() && Peek() != ';' && Peek() != '\n'; SkipBlanks(false))
        {
            NfShellWord word;
            if (!ParseWord(word))
            {
                return false;
            }
            node->words.push_back(std::move(word));
        }
    }
    else
    {
        NfShellWord arguments;
        arguments.line = node->line;
        arguments.column = node->column;
        arguments.parts.push_back({NfShellPart::Kind::VARIABLE, "@", true, false, ""});
        node->words.push_back(std::move(arguments));
    }
    return ParseBody(node->parts, "do", "done");
}

bool
NfShellParser::ParseIf(Node& node)
{
    node = MakeNode(NfShellNode::Kind::IF);
    std::string_view word = "if";
    while (word == "if" || word == "elif")
    {
        Node condition;
        Node body;
        if (!Expect(word) || !ParseGroup(condition, {"then"}) || !Expect("then") ||
            !ParseGroup(body, {"elif", "else", "fi"}))
        {
            return false;
        }
        node->parts.push_back(std::move(condition));
        node->parts.push_back(std::move(body));
        word = PeekWord() == "elif" ? "elif" : "";
    }
    if (PeekWord() == "else")
    {
        Advance(4);
        Node body;
        if (!ParseGroup(body, {"fi"}))
        {
            return false;
        }
        node->parts.push_back(std::move(body));
    }
    return Expect("fi");
}

bool
NfShellParser::ParseLoop(Node& node, const std::string& word)
{
    node = MakeNode(NfShellNode::Kind::UNKNOWN, "a '" + word + "' loop");
    Advance(word.size());
    Node condition;
    return ParseGroup(condition, {"do"}) && ParseBody(node->parts, "do", "done");
}

bool
NfShellParser::ParseCase(Node& node)
{
    node = MakeNode(NfShellNode::Kind::UNKNOWN, "a 'case'");
    // Only its end is looked for. Quotes around "esac" are not expected.
    for (uint32_t open = 0; !AtEnd();)
    {
        const std::string word(PeekWord());
        open += word == "case" ? 1 : 0;
        open -= word == "esac" ? 1 : 0;
        Advance(word.size());
        if (open == 0)
        {
            return true;
        }
        SkipBlanks(true);
        while (Peek() == ';')
        {
            Advance();
        }
    }
    return Fail("found the end of the script, expected 'esac'");
}

bool
NfShellParser::ParseFunction(Node& node, const std::string& name)
{
    node = MakeNode(NfShellNode::Kind::FUNCTION, name);
    SkipBlanks(false);
    if (Peek() == '(' && (!Expect("(") || !Expect(")")))
    {
        return false;
    }
    return ParseBody(node->parts, "{", "}");
}

bool
NfShellParser::ParseSimple(Node& node)
{
    node = MakeNode(NfShellNode::Kind::SIMPLE);
    for (SkipBlanks(false); !AtEnd(); SkipBlanks(false))
    {
        const char c = Peek();
        std::size_t digits = 0;
        while (std::isdigit(static_cast<unsigned char>(Peek(digits))))
        {
            ++digits;
        }
        const bool both = c == '&' && Peek(1) == '>';
        if (both || Peek(digits) == '>' || Peek(digits) == '<')
        {
            if (!ParseRedirection(*node))
            {
                return false;
            }
            continue;
        }
        if (c == '\n' || c == ';' || c == '&' || c == '|' || c == ')')
        {
            const bool empty = node->words.empty() && node->assignments.empty();
            const bool redirected =
                node->kind == NfShellNode::Kind::UNKNOWN || !node->writesTo.empty() || node->quiet;
            return !empty || redirected ||
                   Fail("found '" + std::string(1, c) + "', expected a command");
        }
        if (c == '(')
        {
            return Fail("found '(', expected a word");
        }
        NfShellWord word;
        if (!ParseWord(word))
        {
            return false;
        }
        node->declares = node->words.size() == 1 && IsDeclaration(node->words[0]);
        const bool mayAssign = node->words.empty() || node->declares;
        const std::string name = mayAssign ? AssignedName(word) : "";
        if (name.empty())
        {
            node->words.push_back(std::move(word));
            continue;
        }
        word.parts[0].text.erase(0, name.size() + 1);
        if (Peek() == '(' && word.parts.size() == 1 && word.parts[0].text.empty())
        {
            NfShellList items;
            word.parts = {{NfShellPart::Kind::UNKNOWN, "an array", false, false, ""}};
            if (!ParseBody(items, "(", ")"))
            {
                return false;
            }
        }
        node->assignments.emplace_back(name, std::move(word));
    }
    return true;
}

bool
NfShellParser::ParseRedirection(NfShellNode& node)
{
    const bool both = Peek() == '&';
    bool errors = both;
    for (; both ? Peek() == '&' : std::isdigit(static_cast<unsigned char>(Peek())); Advance())
    {
        errors = errors || Peek() == '2';
    }
    const bool reads = Peek() == '<';
    const bool here = reads && Peek(1) == '<';
    while (Peek() == '<' || Peek() == '>' || Peek() == '&' || (here && Peek() == '-'))
    {
        Advance();
    }
    SkipBlanks(false);
    NfShellWord target;
    if (!ParseWord(target))
    {
        return false;
    }
    const bool plain = target.parts.size() == 1 && target.parts[0].kind == NfShellPart::Kind::TEXT;
    const std::string text = plain ? target.parts[0].text : "";
    if (here)
    {
        m_hereDocuments.push_back(text);
    }
    if (reads)
    {
        node.kind = NfShellNode::Kind::UNKNOWN;
        node.name = here ? "a here-document" : "input from a file";
    }
    node.quiet = node.quiet || (errors && text == "/dev/null");
    node.writesTo = errors ? node.writesTo : text;
    return true;
}

} // namespace ns3
