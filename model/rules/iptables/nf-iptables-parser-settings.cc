// SPDX-License-Identifier: GPL-2.0-only
// The commands, and the options that describe no rule.

#include "nf-extension-registry.h"
#include "nf-iptables-parser.h"
#include "nf-option-text.h"

#include <algorithm>
#include <cctype>
#include <climits>

namespace ns3
{

bool
NfIptablesParser::Handle(const NfStandardOption& option,
                         const NfToken& name,
                         const NfToken& argument)
{
    char letter = option.letter;
    if (NfIptablesCommandOf(letter) != NfIptablesCommandKind::NONE)
    {
        return HandleCommand(letter, name, argument);
    }
    if (std::string_view("sdpiofjgm").find(letter) != std::string_view::npos)
    {
        return HandleMatching(letter, name, argument);
    }
    return HandleSetting(letter, name, argument);
}

bool
NfIptablesParser::SetCommand(NfIptablesCommandKind kind, const NfToken& name)
{
    auto lists = [](NfIptablesCommandKind k) {
        return k == NfIptablesCommandKind::LIST || k == NfIptablesCommandKind::LIST_RULES;
    };
    auto zeroes = [](NfIptablesCommandKind k) {
        return k == NfIptablesCommandKind::ZERO || k == NfIptablesCommandKind::ZERO_NUMBER;
    };
    NfIptablesCommandKind& current = m_command->kind;
    if (m_invert)
    {
        return Fail(m_invertPlace, "the command " + NfQuoted(name.text) + " cannot be inverted");
    }
    if ((lists(current) && zeroes(kind)) || (zeroes(current) && lists(kind)))
    {
        current = lists(kind) ? kind : current;
        m_command->zero = true;
        return true;
    }
    if (current != NfIptablesCommandKind::NONE)
    {
        return Fail(name,
                    "found a second command " + NfQuoted(name.text) + " after " +
                        NfQuoted(m_command->place.text));
    }
    current = kind;
    m_command->place = name;
    return true;
}

bool
NfIptablesParser::ParseRuleNumber(bool required, const NfToken& name)
{
    if (!HasArgument())
    {
        return !required || Fail(m_next < m_words->size() ? (*m_words)[m_next] : m_end,
                                 "the command " + NfQuoted(name.text) + " requires a rule number");
    }
    const NfToken& word = (*m_words)[m_next++];
    auto number = NfParseUnsigned(word.text);
    if (!number || *number == 0 || *number > INT_MAX)
    {
        return Fail(word, "found " + NfQuoted(word.text) + ", expected a rule number from 1");
    }
    m_command->number = *number;
    m_command->numberToken = word;
    return true;
}

bool
NfIptablesParser::CheckNewChain(const NfToken& chain)
{
    const std::string& name = chain.text;
    if (name.empty() || name.size() > NfTable::MAX_CHAIN_NAME)
    {
        return Fail(chain,
                    "found a chain name of " + std::to_string(name.size()) +
                        " characters, expected 1 to " + std::to_string(NfTable::MAX_CHAIN_NAME));
    }
    if (name[0] == '-' || name[0] == '!')
    {
        return Fail(chain, "a chain name must not begin with " + NfQuoted(name.substr(0, 1)));
    }
    if (NfFindVerdict(name) != NfRuleAction::NONE ||
        NfExtensionRegistry::Get().FindTarget(name, GetFamily()))
    {
        return Fail(chain, "the chain name " + NfQuoted(name) + " is the name of a target");
    }
    if (std::any_of(name.begin(), name.end(), [](unsigned char c) { return std::isspace(c); }))
    {
        return Fail(chain, "a chain name must not contain blanks: " + NfQuoted(name));
    }
    return true;
}

bool
NfIptablesParser::HandleCommand(char letter, const NfToken& name, const NfToken& argument)
{
    if (!SetCommand(NfIptablesCommandOf(letter), name))
    {
        return false;
    }
    // -L foo -Z names the chain once; a second name wins, as in iptables.
    if (!argument.text.empty() || m_command->chain.text.empty())
    {
        m_command->chain = argument;
    }
    switch (letter)
    {
    case 'D':
        if (!ParseRuleNumber(false, name))
        {
            return false;
        }
        if (m_command->number != 0)
        {
            m_command->kind = NfIptablesCommandKind::DELETE_NUMBER;
        }
        return true;
    case 'Z':
        if (argument.text.empty())
        {
            return true;
        }
        if (!ParseRuleNumber(false, name))
        {
            return false;
        }
        if (m_command->number != 0 && m_command->kind == NfIptablesCommandKind::ZERO)
        {
            m_command->kind = NfIptablesCommandKind::ZERO_NUMBER;
        }
        return true;
    case 'I':
        return ParseRuleNumber(false, name);
    case 'L':
    case 'S':
        return argument.text.empty() || ParseRuleNumber(false, name);
    case 'R':
        return ParseRuleNumber(true, name);
    case 'N':
        return CheckNewChain(argument);
    case 'E':
    case 'P':
        if (!HasArgument())
        {
            return Fail(m_next < m_words->size() ? (*m_words)[m_next] : m_end,
                        letter == 'E' ? "the command '-E' requires the old and the new name"
                                      : "the command '-P' requires a chain and a policy");
        }
        m_command->word = (*m_words)[m_next++];
        return letter == 'P' || CheckNewChain(m_command->word);
    default:
        return true;
    }
}

bool
NfIptablesParser::ParseCounters(const NfToken& name, const NfToken& argument)
{
    std::string_view packets = argument.text;
    NfToken bytes{"", argument.line, argument.column};
    std::size_t comma = packets.find(',');
    if (comma != std::string_view::npos)
    {
        bytes.text = packets.substr(comma + 1);
        bytes.column += comma + 1;
        packets = packets.substr(0, comma);
    }
    else if (HasArgument())
    {
        bytes = (*m_words)[m_next++];
    }
    else
    {
        return Fail(m_next < m_words->size() ? (*m_words)[m_next] : m_end,
                    "the option " + NfQuoted(name.text) + " requires a packet and a byte counter");
    }
    auto packetCount = NfParseUnsigned(packets);
    auto byteCount = NfParseUnsigned(bytes.text);
    if (!packetCount)
    {
        return Fail(argument, "found " + NfQuoted(packets) + ", expected a packet counter");
    }
    if (!byteCount)
    {
        return Fail(bytes, "found " + NfQuoted(bytes.text) + ", expected a byte counter");
    }
    m_command->counters = true;
    m_command->packets = *packetCount;
    m_command->bytes = *byteCount;
    return true;
}

bool
NfIptablesParser::SetFamily(NfFamily family, const NfToken& name)
{
    if (family == GetFamily())
    {
        return true;
    }
    if (m_restoreTable.empty())
    {
        return Fail(name,
                    "found " + NfQuoted(name.text) + ", but these are " +
                        (family == NfFamily::IPV6 ? "IPv4" : "IPv6") + " tables");
    }
    m_command->skip = true;
    return true;
}

bool
NfIptablesParser::HandleSetting(char letter, const NfToken& name, const NfToken& argument)
{
    NfListOptions& list = m_command->list;
    switch (letter)
    {
    case 't':
        if (!m_restoreTable.empty())
        {
            return Fail(name,
                        "found " + NfQuoted(name.text) +
                            ", but a restore text names its table in a line such as *filter");
        }
        if (m_invert)
        {
            return Fail(m_invertPlace, "the option " + NfQuoted(name.text) + " cannot be inverted");
        }
        if (NfTableKind::Find(argument.text) == NfTableKind::COUNT)
        {
            return Fail(argument,
                        "found the unknown table " + NfQuoted(argument.text) +
                            ", expected raw, mangle, nat, filter or security",
                        3);
        }
        m_command->table = argument.text;
        return true;
    case 'c':
        return MarkGiven(letter, name, false) && ParseCounters(name, argument);
    case 'n':
        list.numeric = true;
        return MarkGiven(letter, name, false);
    case 'x':
        list.exact = true;
        return MarkGiven(letter, name, false);
    case '0':
        list.lineNumbers = true;
        return MarkGiven(letter, name, false);
    case 'v':
        list.verbose = true;
        return true;
    case 'w': // the lock of xtables does not exist here
    case 'W':
        return argument.text.empty() || NfParseUnsigned(argument.text) ||
               Fail(argument, "found " + NfQuoted(argument.text) + ", expected a time to wait");
    case '4':
        return SetFamily(NfFamily::IPV4, name);
    case '6':
        return SetFamily(NfFamily::IPV6, name);
    default:
        return Fail(name, "the option " + NfQuoted(name.text) + " is not supported here");
    }
}

} // namespace ns3
