// SPDX-License-Identifier: GPL-2.0-only

#include "nf-conntrack-options.h"

#include "nf-ip-protocol-names.h"
#include "nf-option-text.h"

#include <algorithm>
#include <cctype>
#include <limits>
#include <optional>

namespace ns3
{

namespace
{

/// Hold all of a command to one family.
NfComplaint
SetFamily(NfConntrackCommand& command, NfFamily family)
{
    std::optional<NfFamily>& chosen = command.filter.family;
    if (chosen && *chosen != family)
    {
        return "mismatched address family";
    }
    chosen = family;
    return {};
}

NfComplaint
ReadAddress(NfConntrackCommand& command,
            const std::string& value,
            std::optional<NfAddressAndMask>& target)
{
    const NfFamily family = value.find(':') == std::string::npos ? NfFamily::IPV4 : NfFamily::IPV6;
    std::vector<NfAddressAndMask> found;
    if (NfParseAddressList(value, found, family) || found.size() != 1)
    {
        return "Invalid IP address `" + value + "'";
    }
    target = found[0];
    return SetFamily(command, family);
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

/**
 * @param last of the states
 * @param name of one
 * @return true if there is such a state
 */
template <typename State>
bool
IsState(State last, const std::string& name)
{
    for (unsigned i = 0; i <= static_cast<unsigned>(last); ++i)
    {
        if (name == NfToString(static_cast<State>(i)))
        {
            return true;
        }
    }
    return false;
}

NfComplaint
ReadState(NfConntrackCommand& command, const std::string& value)
{
    const bool isSctp = command.filter.protocol == NfProtocol::SCTP;
    const std::string wanted = SplitList(value)[0];
    if (isSctp ? IsState(NfSctpState::HEARTBEAT_SENT, wanted)
               : IsState(NfTcpState::SYN_SENT2, wanted))
    {
        command.filter.state = wanted;
        return {};
    }
    return "Bad parameter `" + value + "': " + (isSctp ? "an SCTP" : "a TCP") +
           " state such as ESTABLISHED is expected";
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
    return value.empty() ? NfComplaint() : ReadAddress(command, value, address);
}

NfComplaint
ReadFamily(NfConntrackCommand& command, const std::string& value)
{
    if (value != "ipv4" && value != "ipv6")
    {
        return "`" + value + "' unsupported protocol: ipv4 or ipv6 is expected";
    }
    command.familyNamed = true;
    return SetFamily(command, value == "ipv6" ? NfFamily::IPV6 : NfFamily::IPV4);
}

} // namespace

const std::vector<NfConntrackOption>&
NfGetConntrackOptions()
{
    static const std::vector<NfConntrackOption> options{
        {"-s",
         {"--src", "--orig-src"},
         NfConntrackFor::ANY,
         false,
         [](NfConntrackCommand& c, const std::string& v) {
             return ReadAddress(c, v, c.filter.original.source);
         }},
        {"-d",
         {"--dst", "--orig-dst"},
         NfConntrackFor::ANY,
         false,
         [](NfConntrackCommand& c, const std::string& v) {
             return ReadAddress(c, v, c.filter.original.destination);
         }},
        {"-r",
         {"--reply-src"},
         NfConntrackFor::ANY,
         false,
         [](NfConntrackCommand& c, const std::string& v) {
             return ReadAddress(c, v, c.filter.reply.source);
         }},
        {"-q",
         {"--reply-dst"},
         NfConntrackFor::ANY,
         false,
         [](NfConntrackCommand& c, const std::string& v) {
             return ReadAddress(c, v, c.filter.reply.destination);
         }},
        {"-p", {"--proto", "--protonum"}, NfConntrackFor::ANY, false, ReadProtocol},
        {"-f", {"--family"}, NfConntrackFor::ANY, false, ReadFamily},
        {"-m", {"--mark"}, NfConntrackFor::ANY, false, ReadMark},
        {"-u", {"--status"}, NfConntrackFor::ANY, false, ReadStatus},
        {"-w",
         {"--zone"},
         NfConntrackFor::ANY,
         false,
         [](NfConntrackCommand& c, const std::string& v) { return ReadNumber(v, c.filter.zone); }},
        {nullptr,
         {"--orig-zone"},
         NfConntrackFor::ANY,
         false,
         [](NfConntrackCommand& c, const std::string& v) {
             return ReadNumber(v, c.filter.originalZone);
         }},
        {nullptr,
         {"--reply-zone"},
         NfConntrackFor::ANY,
         false,
         [](NfConntrackCommand& c, const std::string& v) {
             return ReadNumber(v, c.filter.replyZone);
         }},
        {"-e", {"--event-mask"}, NfConntrackFor::ANY, false, ReadEventMask},
        {"-o", {"--output"}, NfConntrackFor::ANY, false, ReadOutput},
        {"-n",
         {"--src-nat"},
         NfConntrackFor::ANY,
         true,
         [](NfConntrackCommand& c, const std::string& v) {
             return ReadNat(c, v, NfCtStatus::SRC_NAT, c.filter.sourceNat);
         }},
        {"-g",
         {"--dst-nat"},
         NfConntrackFor::ANY,
         true,
         [](NfConntrackCommand& c, const std::string& v) {
             return ReadNat(c, v, NfCtStatus::DST_NAT, c.filter.destinationNat);
         }},
        {"-j",
         {"--any-nat"},
         NfConntrackFor::ANY,
         true,
         [](NfConntrackCommand& c, const std::string& v) {
             c.filter.anyNat |= NfCtStatus::SRC_NAT | NfCtStatus::DST_NAT;
             return v.empty() ? NfComplaint()
                              : NfComplaint("an address is not expected behind -j: use -n or -g");
         }},
        {nullptr,
         {"--sport", "--orig-port-src"},
         NfConntrackFor::PORTS,
         false,
         [](NfConntrackCommand& c, const std::string& v) {
             return ReadNumber(v, c.filter.original.sourcePort);
         }},
        {nullptr,
         {"--dport", "--orig-port-dst"},
         NfConntrackFor::PORTS,
         false,
         [](NfConntrackCommand& c, const std::string& v) {
             return ReadNumber(v, c.filter.original.destinationPort);
         }},
        {nullptr,
         {"--reply-port-src"},
         NfConntrackFor::PORTS,
         false,
         [](NfConntrackCommand& c, const std::string& v) {
             return ReadNumber(v, c.filter.reply.sourcePort);
         }},
        {nullptr,
         {"--reply-port-dst"},
         NfConntrackFor::PORTS,
         false,
         [](NfConntrackCommand& c, const std::string& v) {
             return ReadNumber(v, c.filter.reply.destinationPort);
         }},
        {nullptr, {"--state"}, NfConntrackFor::STATES, false, ReadState},
        {nullptr,
         {"--icmp-type"},
         NfConntrackFor::ICMP,
         false,
         [](NfConntrackCommand& c, const std::string& v) {
             return ReadNumber(v, c.filter.icmpType);
         }},
        {nullptr,
         {"--icmp-code"},
         NfConntrackFor::ICMP,
         false,
         [](NfConntrackCommand& c, const std::string& v) {
             return ReadNumber(v, c.filter.icmpCode);
         }},
        {nullptr,
         {"--icmp-id"},
         NfConntrackFor::ICMP,
         false,
         [](NfConntrackCommand& c, const std::string& v) {
             return ReadNumber(v, c.filter.icmpId);
         }},
        {nullptr,
         {"--icmpv6-type"},
         NfConntrackFor::ICMPV6,
         false,
         [](NfConntrackCommand& c, const std::string& v) {
             return ReadNumber(v, c.filter.icmpType);
         }},
        {nullptr,
         {"--icmpv6-code"},
         NfConntrackFor::ICMPV6,
         false,
         [](NfConntrackCommand& c, const std::string& v) {
             return ReadNumber(v, c.filter.icmpCode);
         }},
        {nullptr,
         {"--icmpv6-id"},
         NfConntrackFor::ICMPV6,
         false,
         [](NfConntrackCommand& c, const std::string& v) {
             return ReadNumber(v, c.filter.icmpId);
         }},
    };
    return options;
}

} // namespace ns3
