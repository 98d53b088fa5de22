// SPDX-License-Identifier: GPL-2.0-only

#include "nf-conntrack-command.h"

#include "nf-conntrack-options.h"
#include "nf-port-protocols.h"
#include "nf-tokenizer.h"

#include <algorithm>
#include <string>
#include <vector>

namespace ns3
{

namespace
{

using Action = NfConntrackCommand::Action;

/// The actions, by their names.
struct ActionName
{
    const char* shortName;
    const char* longName;
    Action action;
    bool forExpectations; //!< the table expect knows it too
};

constexpr ActionName ACTIONS[] = {
    {"-L", "--dump", Action::LIST, true},
    {"-D", "--delete", Action::DELETE, false},
    {"-F", "--flush", Action::FLUSH, true},
    {"-C", "--count", Action::COUNT, true},
    {"-S", "--stats", Action::STATISTICS, false},
    {"-E", "--event", Action::EVENTS, false},
};

/// Actions of conntrack(8) that this module does not offer.
constexpr const char* NOT_OFFERED[] =
    {"-I", "--create", "-U", "--update", "-G", "--get", "-A", "--add"};

/// One command while it is read.
class Reader
{
  public:
    Reader(const std::vector<NfToken>& words, NfConntrackCommand& command)
        : m_words(words),
          m_command(command)
    {
    }

    NfStatus Read();

  private:
    // Reads the word at m_next as an action and its table: false if it is none.
    bool ReadAction(NfStatus& status);
    NfStatus ReadTable(const ActionName& action);
    NfStatus ReadOption();
    bool IsKnownFor(const NfConntrackOption& option) const;

    NfStatus Fail(std::size_t word, const std::string& message) const
    {
        NfError error;
        error.message = message;
        error.line = 1;
        error.column = word < m_words.size() ? m_words[word].column : 1;
        return error;
    }

    const std::string& Word() const
    {
        return m_words[m_next].text;
    }

    const std::vector<NfToken>& m_words;
    NfConntrackCommand& m_command;
    std::size_t m_next{0};
    const ActionName* m_action{nullptr};
};

NfStatus
Reader::Read()
{
    while (m_next < m_words.size())
    {
        NfStatus status;
        if (!ReadAction(status))
        {
            status = ReadOption();
        }
        if (status)
        {
            return status;
        }
    }
    if (!m_action)
    {
        return Fail(m_next, "a command is expected: -L, -D, -F, -C, -S or -E");
    }
    const bool counts = m_command.action == Action::COUNT || m_command.action == Action::STATISTICS;
    return counts && m_command.familyNamed
               ? Fail(m_next, "Illegal option `--family' with this command")
               : NfStatus();
}

bool
Reader::ReadAction(NfStatus& status)
{
    for (const char* name : NOT_OFFERED)
    {
        if (Word() == name)
        {
            status = Fail(m_next,
                          "conntrack's " + Word() +
                              " is not offered here: -L, -D, -F, -C, -S or -E is expected");
            return true;
        }
    }
    for (const ActionName& known : ACTIONS)
    {
        if (Word() == known.shortName || Word() == known.longName)
        {
            if (m_action)
            {
                status = Fail(m_next, "Invalid commands combination");
                return true;
            }
            m_action = &known;
            m_command.action = known.action;
            ++m_next;
            status = ReadTable(known);
            return true;
        }
    }
    return false;
}

NfStatus
Reader::ReadTable(const ActionName& action)
{
    if (m_next == m_words.size() || Word()[0] == '-')
    {
        return {};
    }
    m_command.expectations = Word() == "expect";
    if (!m_command.expectations && Word() != "conntrack")
    {
        return Fail(m_next, "unknown type `" + Word() + "': conntrack or expect is expected");
    }
    if (m_command.expectations && !action.forExpectations)
    {
        return Fail(m_next,
                    std::string("conntrack's ") + action.shortName +
                        " expect is not offered here: -L, -F and -C know the table expect");
    }
    ++m_next;
    return {};
}

bool
Reader::IsKnownFor(const NfConntrackOption& option) const
{
    const uint8_t protocol = m_command.filter.protocol.value_or(0);
    switch (option.protocols)
    {
    case NfConntrackFor::PORTS:
        return NfHasPorts(protocol);
    case NfConntrackFor::STATES:
        return protocol == NfProtocol::TCP || protocol == NfProtocol::SCTP;
    case NfConntrackFor::ICMP:
        return protocol == NfProtocol::ICMP;
    case NfConntrackFor::ICMPV6:
        return protocol == NfProtocol::ICMPV6;
    case NfConntrackFor::ANY:
        break;
    }
    return true;
}

NfStatus
Reader::ReadOption()
{
    const std::size_t at = m_next;
    const std::string name = Word().substr(0, Word().find('='));
    const NfConntrackOption* option = nullptr;
    for (const NfConntrackOption& known : NfGetConntrackOptions())
    {
        const bool called = (known.shortName && name == known.shortName) ||
                            std::any_of(known.longNames.begin(),
                                        known.longNames.end(),
                                        [&](const char* n) { return n && name == n; });
        if (called)
        {
            option = &known;
        }
    }
    if (!option)
    {
        return Fail(at, "unknown option `" + name + "'");
    }
    if (!IsKnownFor(*option))
    {
        return Fail(at,
                    "unknown option `" + name +
                        "': it belongs to a protocol, which must be chosen before by -p");
    }
    std::string value;
    std::size_t place = at;
    if (name.size() < Word().size())
    {
        value = Word().substr(name.size() + 1);
    }
    else if (at + 1 < m_words.size() && m_words[at + 1].text[0] != '-')
    {
        place = ++m_next;
        value = Word();
    }
    else if (!option->optionalValue)
    {
        return Fail(at, "option `" + name + "' requires an argument");
    }
    ++m_next;
    NfComplaint complaint = option->apply(m_command, value);
    return complaint ? Fail(place, *complaint) : NfStatus();
}

} // namespace

NfStatus
NfConntrackCommand::Parse(std::string_view text, NfConntrackCommand& command)
{
    std::vector<NfToken> words;
    if (NfStatus status = NfTokenize(text, 1, 1, NfQuoting::SHELL, words))
    {
        return status;
    }
    command = NfConntrackCommand();
    // An empty word could only be the value of an option, and no option takes one.
    for (const NfToken& word : words)
    {
        if (word.text.empty())
        {
            NfError error;
            error.line = 1;
            error.column = word.column;
            error.message = "an empty word is not expected";
            return error;
        }
    }
    return Reader(words, command).Read();
}

} // namespace ns3
