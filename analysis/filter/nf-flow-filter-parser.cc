// SPDX-License-Identifier: GPL-2.0-only

#include "nf-flow-filter-parser.h"

#include "nf-cli-command.h"
#include "nf-flow-filter-value.h"

#include "ns3/nf-protocol-names.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace ns3
{

namespace
{

constexpr int DEEPEST = 200; // parentheses and negations within each other
constexpr int IPV4 = 2;
constexpr int IPV6 = 10;

const std::set<std::string> KINDS{"host", "net", "port", "portrange", "proto"};

bool
IsPortKind(const std::string& kind)
{
    return kind == "port" || kind == "portrange";
}

} // namespace

NfFlowFilterParser::NfFlowFilterParser(const std::string& text, const NfNameResolver& resolve)
    : m_text(text),
      m_resolve(resolve)
{
    Split(text);
}

std::unique_ptr<const NfFlowFilter::Node>
NfFlowFilterParser::Parse()
{
    if (m_words.empty())
    {
        return {};
    }
    Part root = ParseExpression(0);
    if (!IsAtEnd())
    {
        Fail("'and', 'or' or the end is expected");
    }
    return root;
}

void
NfFlowFilterParser::Split(const std::string& text)
{
    std::size_t i = 0;
    while (i < text.size())
    {
        if (text[i] == ' ' || text[i] == '\t' || text[i] == '\n')
        {
            ++i;
            continue;
        }
        std::size_t end = i + 1;
        if (text.compare(i, 2, "&&") == 0 || text.compare(i, 2, "||") == 0)
        {
            end = i + 2;
        }
        else if (text[i] != '(' && text[i] != ')' && text[i] != '!')
        {
            end = std::min(text.find_first_of(" \t\n()!&|", i + 1), text.size());
        }
        m_words.push_back({text.substr(i, end - i), i + 1});
        i = end;
    }
}

bool
NfFlowFilterParser::IsAtEnd() const
{
    return m_next == m_words.size();
}

bool
NfFlowFilterParser::IsNext(const char* word, const char* sign) const
{
    return !IsAtEnd() && (m_words[m_next].text == word || m_words[m_next].text == sign);
}

void
NfFlowFilterParser::Fail(const std::string& what) const
{
    if (IsAtEnd())
    {
        FailAt(m_text.size() + 1, what + " instead of the end");
    }
    FailAt(m_words[m_next].column, fmt::format("{} instead of '{}'", what, m_words[m_next].text));
}

void
NfFlowFilterParser::FailAt(std::size_t column, const std::string& what) const
{
    throw NfCliError(
        fmt::format("filter, column {}: {}\n  {}\n  {:>{}}", column, what, m_text, '^', column));
}

NfFlowFilterParser::Part
NfFlowFilterParser::ParseExpression(int depth)
{
    Part left = ParseTerm(depth);
    while (IsNext("and", "&&") || IsNext("or", "||"))
    {
        const bool both = IsNext("and", "&&");
        ++m_next;
        left = std::make_unique<NfFilterJunction>(both, std::move(left), ParseTerm(depth));
    }
    return left;
}

NfFlowFilterParser::Part
NfFlowFilterParser::ParseTerm(int depth)
{
    if (depth > DEEPEST)
    {
        Fail("fewer parentheses and negations are expected");
    }
    if (IsNext("not", "!"))
    {
        ++m_next;
        return std::make_unique<NfFilterNegation>(ParseTerm(depth + 1));
    }
    if (IsNext("(", "("))
    {
        ++m_next;
        Part inner = ParseExpression(depth + 1);
        if (!IsNext(")", ")"))
        {
            Fail("')' is expected");
        }
        ++m_next;
        return inner;
    }
    return ParsePrimitive();
}

// As in "ip proto 6" and "ip src 10.0.0.1".
bool
NfFlowFilterParser::IsQualifierNext() const
{
    return IsNext("src", "dst") || (!IsAtEnd() && KINDS.count(m_words[m_next].text) > 0);
}

bool
NfFlowFilterParser::ReadEnd(Qualifiers& qualifiers)
{
    static const std::map<std::string, NfFilterEnd> ends{{"src", NfFilterEnd::SOURCE},
                                                         {"dst", NfFilterEnd::DESTINATION}};
    if (IsAtEnd())
    {
        return false;
    }
    auto found = ends.find(m_words[m_next].text);
    if (found == ends.end())
    {
        return false;
    }
    qualifiers.end = found->second;
    ++m_next;
    if (m_next + 1 < m_words.size() && (IsNext("and", "&&") || IsNext("or", "||")))
    {
        auto other = ends.find(m_words[m_next + 1].text);
        if (other != ends.end() && other->second != qualifiers.end)
        {
            qualifiers.end = IsNext("and", "&&") ? NfFilterEnd::BOTH : NfFilterEnd::ANY;
            m_next += 2;
        }
    }
    return true;
}

NfFlowFilterParser::Part
NfFlowFilterParser::ParsePrimitive()
{
    static const char* expected = "a host, net, port, protocol or '(' is expected";
    if (IsAtEnd() || IsNext(")", ")") || IsNext("and", "&&") || IsNext("or", "||"))
    {
        Fail(expected);
    }
    Qualifiers qualifiers;
    bool qualified = false;
    const Word first = m_words[m_next];
    if (first.text == "ip" || first.text == "ip6")
    {
        ++m_next;
        Part family = std::make_unique<NfFilterProtocol>(0, first.text == "ip" ? IPV4 : IPV6, true);
        return IsQualifierNext()
                   ? std::make_unique<NfFilterJunction>(true, std::move(family), ParsePrimitive())
                   : std::move(family);
    }
    if (const auto protocol = NfFindFlowProtocol(first.text))
    {
        qualifiers.protocol = *protocol;
        ++m_next;
    }
    qualified = ReadEnd(qualifiers);
    if (!IsAtEnd() && KINDS.count(m_words[m_next].text))
    {
        qualifiers.kind = m_words[m_next++].text;
        qualified = true;
    }
    if (!qualified && qualifiers.protocol >= 0)
    {
        return std::make_unique<NfFilterProtocol>(qualifiers.protocol);
    }
    if (!qualified && m_latest)
    {
        qualifiers = *m_latest;
    }
    m_latest = qualifiers;
    return MakeValue(qualifiers);
}

NfFlowFilterParser::Part
NfFlowFilterParser::MakeValue(const Qualifiers& qualifiers)
{
    if (IsAtEnd() || m_words[m_next].text == "(" || m_words[m_next].text == ")")
    {
        Fail(IsPortKind(qualifiers.kind)  ? "a port is expected"
             : qualifiers.kind == "net"   ? "a network is expected"
             : qualifiers.kind == "proto" ? "a protocol is expected"
                                          : "an address is expected");
    }
    const Word word = m_words[m_next++];
    if (IsPortKind(qualifiers.kind))
    {
        return WithProtocol(qualifiers,
                            MakePorts(qualifiers, word, qualifiers.kind == "portrange"));
    }
    if (qualifiers.kind == "proto")
    {
        return MakeProtocol(word);
    }
    return WithProtocol(qualifiers,
                        qualifiers.kind == "net" ? MakeNet(qualifiers, word)
                                                 : MakeHost(qualifiers, word));
}

NfFlowFilterParser::Part
NfFlowFilterParser::MakeHost(const Qualifiers& qualifiers, const Word& word) const
{
    std::vector<NfPrefix> prefixes;
    if (const auto host = NfParseHost(word.text))
    {
        prefixes.push_back(*host);
    }
    else if (m_resolve)
    {
        for (const std::string& owned : m_resolve(word.text))
        {
            if (const auto host = NfHostOfBytes(owned))
            {
                prefixes.push_back(*host);
            }
        }
    }
    if (prefixes.empty())
    {
        FailAt(
            word.column,
            fmt::format("'{}' is no keyword, no address, and no node with addresses", word.text));
    }
    return std::make_unique<NfFilterAddress>(qualifiers.end, std::move(prefixes));
}

NfFlowFilterParser::Part
NfFlowFilterParser::MakeNet(const Qualifiers& qualifiers, const Word& word) const
{
    const std::size_t slash = word.text.find('/');
    if (slash == std::string::npos)
    {
        if (auto net = NfParseShortNet(word.text))
        {
            return std::make_unique<NfFilterAddress>(qualifiers.end, std::vector{*net});
        }
    }
    const auto host = NfParseHost(word.text.substr(0, slash));
    if (!host)
    {
        FailAt(word.column, fmt::format("'{}' is not a network such as 10.0.0.0/8", word.text));
    }
    const int bits = host->GetLength();
    std::optional<int> length = bits;
    if (slash != std::string::npos)
    {
        length = NfParseFilterNumber(word.text.substr(slash + 1), bits);
        if (!length)
        {
            FailAt(word.column + slash + 1,
                   fmt::format("a prefix length from 0 to {} is expected", bits));
        }
    }
    const NfPrefix net(host->GetAddress(), static_cast<uint8_t>(*length), host->GetFamily());
    return std::make_unique<NfFilterAddress>(qualifiers.end, std::vector{net});
}

int
NfFlowFilterParser::ParsePort(const std::string& text, std::size_t column) const
{
    const auto port = NfParseFilterPort(text);
    if (!port)
    {
        FailAt(column, fmt::format("'{}' is not a port: a number up to 65535 is expected", text));
    }
    return *port;
}

NfFlowFilterParser::Part
NfFlowFilterParser::MakePorts(const Qualifiers& qualifiers, const Word& word, bool range) const
{
    if (!range)
    {
        const int port = ParsePort(word.text, word.column);
        return std::make_unique<NfFilterPorts>(qualifiers.end, port, port);
    }
    const std::size_t dash = word.text.find('-');
    if (dash == std::string::npos)
    {
        FailAt(word.column, fmt::format("'{}' is not a range such as 1000-2000", word.text));
    }
    const int first = ParsePort(word.text.substr(0, dash), word.column);
    const int last = ParsePort(word.text.substr(dash + 1), word.column + dash + 1);
    if (first > last)
    {
        FailAt(word.column, "the range is empty");
    }
    return std::make_unique<NfFilterPorts>(qualifiers.end, first, last);
}

NfFlowFilterParser::Part
NfFlowFilterParser::MakeProtocol(const Word& word) const
{
    const auto flows = NfFindFlowProtocol(word.text);
    const auto named = flows ? flows : NfFindIpProtocol(word.text);
    const auto number =
        named && *named != 0 ? std::optional<int>(*named) : NfParseFilterNumber(word.text, 255);
    if (!number)
    {
        FailAt(word.column,
               fmt::format("'{}' is not a protocol: a name or a number up to 255 is expected",
                           word.text));
    }
    return std::make_unique<NfFilterProtocol>(*number);
}

NfFlowFilterParser::Part
NfFlowFilterParser::WithProtocol(const Qualifiers& qualifiers, Part part)
{
    if (qualifiers.protocol < 0)
    {
        return part;
    }
    return std::make_unique<NfFilterJunction>(
        true,
        std::make_unique<NfFilterProtocol>(qualifiers.protocol),
        std::move(part));
}

} // namespace ns3
