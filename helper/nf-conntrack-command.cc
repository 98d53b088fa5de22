// SPDX-License-Identifier: GPL-2.0-only

#include "nf-conntrack-command.h"

#include "nf-ip-protocol-names.h"
#include "nf-option-text.h"
#include "nf-port-protocols.h"
#include "nf-tokenizer.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

namespace
{

using Action = NfConntrackCommand::Action;

/// What an option's value may do to the command. A complaint names what is wrong with the value.
using Apply = NfComplaint (*)(NfConntrackCommand& command, const std::string& value);

/// For which protocols an option exists.
enum class For : uint8_t
{
    ANY,
    PORTS,
    TCP,
    ICMP
};

/// An option of conntrack(8), by its names.
struct Option
{
    const char* shortName; //!< with its dash, or null
    std::array<const char*, 3> longNames;
    For protocols;
    bool optionalValue; //!< the value may be missing
    Apply apply;
};

NfComplaint
ReadAddress(const std::string& value, std::optional<NfAddressAndMask>& target)
{
    std::vector<NfAddressAndMask> found;
    if (NfParseAddressList(value, found) || found.size() != 1)
    {
        return "Invalid IP address `" + value + "'";
    }
    target = found[0];
    return {};
}

template <typename T>
NfComplaint
ReadNumber(const std::string& value, std::optional<T>& target)
{
    const std::optional<uint64_t> number = NfParseNumber(value, std::numeric_limits<T>::max());
    if (!number)
    {
        return "Bad parameter `" + value + "': a number up to " +
               std::to_string(std::numeric_limits<T>::max()) + " is expected";
    }
    target = static_cast<T>(*number);
    return {};
}

NfComplaint
ReadMark(NfConntrackCommand& command, const std::string& value)
{
    const std::size_t slash = value.find('/');
    std::optional<uint32_t> mask;
    if (slash != std::string::npos)
    {
        if (NfComplaint complaint = ReadNumber(value.substr(slash + 1), mask))
        {
            return complaint;
        }
        command.filter.markMask = *mask;
    }
    return ReadNumber(value.substr(0, slash), command.filter.mark);
}

/// The words of a list separated by commas, in any case.
std::vector<std::string>
SplitList(const std::string& value)
{
    std::vector<std::string> words(1);
    for (const char c : value)
    {
        if (c == ',')
        {
            words.emplace_back();
        }
        else
        {
            words.back() += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        }
    }
    return words;
}

NfComplaint
ReadStatus(NfConntrackCommand& command, const std::string& value)
{
    for (const std::string& word : SplitList(value))
    {
        if (word == "ASSURED")
        {
            command.filter.statusSet |= NfCtStatus::ASSURED;
        }
        else if (word == "SEEN_REPLY")
        {
            command.filter.statusSet |= NfCtStatus::SEEN_REPLY;
        }
        else if (word == "UNREPLIED" || word == "UNSET")
        {
            command.filter.statusClear |= NfCtStatus::SEEN_REPLY;
        }
        else if (word == "EXPECTED")
        {
            command.filter.statusSet |= NfCtStatus::EXPECTED;
        }
        else if (word == "FIXED_TIMEOUT")
        {
            command.filter.statusSet |= NfCtStatus::FIXED_TIMEOUT;
        }
        else
        {
            return "Bad parameter `" + word +
                   "': ASSURED, SEEN_REPLY, UNREPLIED, EXPECTED or FIXED_TIMEOUT is expected";
        }
    }
    return {};
}

NfComplaint
ReadOutput(NfConntrackCommand& command, const std::string& value)
{
    for (const std::string& word : SplitList(value))
    {
        if (word == "EXTENDED")
        {
            command.text.extended = true;
        }
        else if (word == "ID")
        {
            command.text.id = true;
        }
        else if (word == "TIMESTAMP")
        {
            command.timestamps = true;
        }
        else
        {
            return "Bad parameter `" + word + "': extended, id or timestamp is expected";
        }
    }
    return {};
}

NfComplaint
ReadEventMask(NfConntrackCommand& command, const std::string& value)
{
    command.newEvents = false;
    command.updateEvents = false;
    command.destroyEvents = false;
    for (const std::string& word : SplitList(value))
    {
        const bool all = word == "ALL";
        command.newEvents |= all || word == "NEW";
        command.updateEvents |= all || word == "UPDATES";
        command.destroyEvents |= all || word == "DESTROY";
        if (!all && word != "NEW" && word != "UPDATES" && word != "DESTROY")
        {
            return "Bad parameter `" + word + "': NEW, UPDATES, DESTROY or ALL is expected";
        }
    }
    return {};
}

NfComplaint
ReadTcpState(NfConntrackCommand& command, const std::string& value)
{
    const std::string wanted = SplitList(value)[0];
    for (unsigned i = 0; i <= static_cast<unsigned>(NfTcpState::SYN_SENT2); ++i)
    {
        const auto state = static_cast<NfTcpState>(i);
        if (wanted == NfToString(state))
        {
            command.filter.tcpState = state;
            return {};
        }
    }
    return "Bad parameter `" + value + "': a TCP state such as ESTABLISHED is expected";
}

NfComplaint
ReadProtocol(NfConntrackCommand& command, const std::string& value)
{
    command.filter.protocol = NfParseIpProtocol(value);
    if (!command.filter.protocol || *command.filter.protocol == 0)
    {
        return "`" + value + "' unsupported protocol";
    }
    return {};
}

NfComplaint
ReadNat(NfConntrackCommand& command,
        const std::string& value,
        uint32_t status,
        std::optional<NfAddressAndMask>& address)
{
    command.filter.anyNat |= status;
    return value.empty() ? NfComplaint() : ReadAddress(value, address);
}

NfComplaint
ReadFamily(NfConntrackCommand&, const std::string& value)
{
    return value == "ipv4" ? NfComplaint()
                           : "`" + value + "' unsupported protocol: ipv4 is expected";
}

const Option OPTIONS[] = {
    {"-s",
     {"--src", "--orig-src"},
     For::ANY,
     false,
     [](NfConntrackCommand& c, const std::string& v) {
         return ReadAddress(v, c.filter.original.source);
     }},
    {"-d",
     {"--dst", "--orig-dst"},
     For::ANY,
     false,
     [](NfConntrackCommand& c, const std::string& v) {
         return ReadAddress(v, c.filter.original.destination);
     }},
    {"-r",
     {"--reply-src"},
     For::ANY,
     false,
     [](NfConntrackCommand& c, const std::string& v) {
         return ReadAddress(v, c.filter.reply.source);
     }},
    {"-q",
     {"--reply-dst"},
     For::ANY,
     false,
     [](NfConntrackCommand& c, const std::string& v) {
         return ReadAddress(v, c.filter.reply.destination);
     }},
    {"-p", {"--proto", "--protonum"}, For::ANY, false, ReadProtocol},
    {"-f", {"--family"}, For::ANY, false, ReadFamily},
    {"-m", {"--mark"}, For::ANY, false, ReadMark},
    {"-u", {"--status"}, For::ANY, false, ReadStatus},
    {"-w",
     {"--zone"},
     For::ANY,
     false,
     [](NfConntrackCommand& c, const std::string& v) { return ReadNumber(v, c.filter.zone); }},
    {nullptr,
     {"--orig-zone"},
     For::ANY,
     false,
     [](NfConntrackCommand& c, const std::string& v) {
         return ReadNumber(v, c.filter.originalZone);
     }},
    {nullptr,
     {"--reply-zone"},
     For::ANY,
     false,
     [](NfConntrackCommand& c, const std::string& v) { return ReadNumber(v, c.filter.replyZone); }},
    {"-e", {"--event-mask"}, For::ANY, false, ReadEventMask},
    {"-o", {"--output"}, For::ANY, false, ReadOutput},
    {"-n",
     {"--src-nat"},
     For::ANY,
     true,
     [](NfConntrackCommand& c, const std::string& v) {
         return ReadNat(c, v, NfCtStatus::SRC_NAT, c.filter.sourceNat);
     }},
    {"-g",
     {"--dst-nat"},
     For::ANY,
     true,
     [](NfConntrackCommand& c, const std::string& v) {
         return ReadNat(c, v, NfCtStatus::DST_NAT, c.filter.destinationNat);
     }},
    {"-j",
     {"--any-nat"},
     For::ANY,
     true,
     [](NfConntrackCommand& c, const std::string& v) {
         c.filter.anyNat |= NfCtStatus::SRC_NAT | NfCtStatus::DST_NAT;
         return v.empty() ? NfComplaint()
                          : NfComplaint("an address is not expected behind -j: use -n or -g");
     }},
    {nullptr,
     {"--sport", "--orig-port-src"},
     For::PORTS,
     false,
     [](NfConntrackCommand& c, const std::string& v) {
         return ReadNumber(v, c.filter.original.sourcePort);
     }},
    {nullptr,
     {"--dport", "--orig-port-dst"},
     For::PORTS,
     false,
     [](NfConntrackCommand& c, const std::string& v) {
         return ReadNumber(v, c.filter.original.destinationPort);
     }},
    {nullptr,
     {"--reply-port-src"},
     For::PORTS,
     false,
     [](NfConntrackCommand& c, const std::string& v) {
         return ReadNumber(v, c.filter.reply.sourcePort);
     }},
    {nullptr,
     {"--reply-port-dst"},
     For::PORTS,
     false,
     [](NfConntrackCommand& c, const std::string& v) {
         return ReadNumber(v, c.filter.reply.destinationPort);
     }},
    {nullptr, {"--state"}, For::TCP, false, ReadTcpState},
    {nullptr,
     {"--icmp-type"},
     For::ICMP,
     false,
     [](NfConntrackCommand& c, const std::string& v) { return ReadNumber(v, c.filter.icmpType); }},
    {nullptr,
     {"--icmp-code"},
     For::ICMP,
     false,
     [](NfConntrackCommand& c, const std::string& v) { return ReadNumber(v, c.filter.icmpCode); }},
    {nullptr,
     {"--icmp-id"},
     For::ICMP,
     false,
     [](NfConntrackCommand& c, const std::string& v) { return ReadNumber(v, c.filter.icmpId); }},
};

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
    bool IsKnownFor(const Option& option) const;

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
    return m_action ? NfStatus() : Fail(m_next, "a command is expected: -L, -D, -F, -C, -S or -E");
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
Reader::IsKnownFor(const Option& option) const
{
    const uint8_t protocol = m_command.filter.protocol.value_or(0);
    switch (option.protocols)
    {
    case For::PORTS:
        return NfHasPorts(protocol);
    case For::TCP:
        return protocol == NfProtocol::TCP;
    case For::ICMP:
        return protocol == NfProtocol::ICMP;
    case For::ANY:
        break;
    }
    return true;
}

NfStatus
Reader::ReadOption()
{
    const std::size_t at = m_next;
    const std::string name = Word().substr(0, Word().find('='));
    const Option* option = nullptr;
    for (const Option& known : OPTIONS)
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
