// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rule-values.h"

#include "nf-rule-words.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cstdlib>
#include <map>
#include <optional>
#include <utility>

namespace ns3
{

namespace
{

const std::map<std::string, int> PROTOCOLS{{"icmp", 1},
                                           {"tcp", 6},
                                           {"udp", 17},
                                           {"gre", 47},
                                           {"ipv6-icmp", 58},
                                           {"icmpv6", 58},
                                           {"sctp", 132},
                                           {"udplite", 136},
                                           {"esp", 50},
                                           {"ah", 51},
                                           {"igmp", 2},
                                           {"ospf", 89}};

const std::map<std::string, int> ICMP_TYPES{{"echo-reply", 0},
                                            {"destination-unreachable", 3},
                                            {"source-quench", 4},
                                            {"redirect", 5},
                                            {"echo-request", 8},
                                            {"time-exceeded", 11},
                                            {"parameter-problem", 12}};

/// Address and mask, in network order.
using Net = std::pair<std::string, std::string>;

std::optional<std::string>
Address(const std::string& text)
{
    unsigned char bytes[16];
    const int family = text.find(':') == std::string::npos ? AF_INET : AF_INET6;
    if (inet_pton(family, text.c_str(), bytes) != 1)
    {
        return {};
    }
    return std::string(reinterpret_cast<char*>(bytes), family == AF_INET ? 4 : 16);
}

std::optional<Net>
ParseNet(const std::string& text)
{
    const std::size_t slash = text.find('/');
    const auto address = Address(text.substr(0, slash));
    if (!address)
    {
        return {};
    }
    std::string mask(address->size(), '\xff');
    if (slash == std::string::npos)
    {
        return Net{*address, mask};
    }
    const std::string length = text.substr(slash + 1);
    if (length.find('.') != std::string::npos || length.find(':') != std::string::npos)
    {
        const auto written = Address(length);
        return written && written->size() == address->size()
                   ? std::optional<Net>(Net{*address, *written})
                   : std::nullopt;
    }
    const int bits = std::atoi(length.c_str());
    for (std::size_t i = 0; i < mask.size(); ++i)
    {
        const int here = std::clamp(bits - static_cast<int>(i) * 8, 0, 8);
        mask[i] = static_cast<char>(0xff << (8 - here));
    }
    return Net{*address, mask};
}

bool
InNet(const std::string& address, const Net& net)
{
    if (address.size() != net.first.size())
    {
        return false;
    }
    for (std::size_t i = 0; i < address.size(); ++i)
    {
        if ((address[i] ^ net.first[i]) & net.second[i])
        {
            return false;
        }
    }
    return true;
}

bool
NetInNet(const Net& inner, const Net& outer)
{
    if (!InNet(inner.first, outer))
    {
        return false;
    }
    for (std::size_t i = 0; i < inner.second.size(); ++i)
    {
        if (outer.second[i] & ~inner.second[i])
        {
            return false;
        }
    }
    return true;
}

bool
InterfaceMatches(const std::string& name, const std::string& pattern)
{
    return !pattern.empty() && pattern.back() == '+'
               ? name.compare(0, pattern.size() - 1, pattern, 0, pattern.size() - 1) == 0
               : name == pattern;
}

using Range = std::pair<long, long>;

std::optional<Range>
ParsePorts(const std::string& text)
{
    const std::vector<std::string> ends = NfSplitAt(text, ':');
    Range range{0, 65535};
    char* rest = nullptr;
    if (!ends[0].empty())
    {
        range.first = std::strtol(ends[0].c_str(), &rest, 10);
        if (*rest)
        {
            return {};
        }
    }
    if (ends.size() == 1)
    {
        range.second = range.first;
    }
    else if (!ends[1].empty())
    {
        range.second = std::strtol(ends[1].c_str(), &rest, 10);
        if (*rest)
        {
            return {};
        }
    }
    return range;
}

std::optional<int>
Number(const std::string& text, const std::map<std::string, int>& names)
{
    auto named = names.find(text);
    if (named != names.end())
    {
        return named->second;
    }
    char* rest = nullptr;
    const long number = std::strtol(text.c_str(), &rest, 0);
    return text.empty() || *rest ? std::nullopt : std::optional<int>(number);
}

NfRuleAnswer
Answer(bool yes)
{
    return yes ? NfRuleAnswer::YES : NfRuleAnswer::NO;
}

NfRuleAnswer
AskAddress(const std::string& value, const std::string& address)
{
    const auto net = ParseNet(value);
    return net ? Answer(InNet(address, *net)) : NfRuleAnswer::MAYBE;
}

NfRuleAnswer
AskPort(const std::string& value, int port)
{
    const auto range = ParsePorts(value);
    return range ? Answer(port >= range->first && port <= range->second) : NfRuleAnswer::MAYBE;
}

NfRuleAnswer
AskMark(const std::string& value, int64_t mark)
{
    const std::vector<std::string> parts = NfSplitAt(value, '/');
    const uint64_t wanted = std::strtoull(parts[0].c_str(), nullptr, 0);
    const uint64_t mask =
        parts.size() > 1 ? std::strtoull(parts[1].c_str(), nullptr, 0) : 0xffffffff;
    return Answer((static_cast<uint64_t>(mark) & mask) == wanted);
}

NfRuleAnswer
AskIcmp(const std::string& value, const NfTraceFlowRow& flow)
{
    const std::vector<std::string> parts = NfSplitAt(value, '/');
    const auto type = Number(parts[0], ICMP_TYPES);
    if (value == "any" || value == "255")
    {
        return NfRuleAnswer::YES;
    }
    if (!type)
    {
        return NfRuleAnswer::MAYBE;
    }
    const bool code =
        parts.size() < 2 || (flow.destinationPort & 0xff) == std::atoi(parts[1].c_str());
    return Answer(flow.destinationPort >> 8 == *type && code);
}

} // namespace

NfRuleAnswer
NfAskRuleValue(const std::string& kind, const std::string& value, const NfRuleSubject& subject)
{
    const NfTraceFlowRow& flow = *subject.flow;
    if (kind == "source" || kind == "destination")
    {
        return AskAddress(value, kind == "source" ? flow.sourceBytes : flow.destinationBytes);
    }
    if (kind == "in" || kind == "out")
    {
        return Answer(InterfaceMatches(kind == "in" ? subject.in : subject.out, value));
    }
    if (kind == "protocol")
    {
        const auto protocol = Number(value, PROTOCOLS);
        return value == "all" ? NfRuleAnswer::YES
               : protocol     ? Answer(*protocol == 0 || flow.protocol == *protocol)
                              : NfRuleAnswer::MAYBE;
    }
    if (kind == "sport" || kind == "dport")
    {
        return AskPort(value, kind == "sport" ? flow.sourcePort : flow.destinationPort);
    }
    if (kind == "ports")
    {
        return std::max(AskPort(value, flow.sourcePort), AskPort(value, flow.destinationPort));
    }
    if (kind == "state")
    {
        return value == "SNAT" || value == "DNAT" ? NfRuleAnswer::MAYBE
                                                  : Answer(subject.ctState == value);
    }
    return kind == "mark" ? AskMark(value, subject.mark) : AskIcmp(value, flow);
}

bool
NfRuleValueCovers(const std::string& kind, const std::string& outer, const std::string& inner)
{
    if (outer == inner)
    {
        return true;
    }
    if (kind == "source" || kind == "destination")
    {
        const auto a = ParseNet(outer);
        const auto b = ParseNet(inner);
        return a && b && NetInNet(*b, *a);
    }
    if (kind == "in" || kind == "out")
    {
        return inner.back() == '+' ? outer.back() == '+' &&
                                         InterfaceMatches(inner.substr(0, inner.size() - 1), outer)
                                   : InterfaceMatches(inner, outer);
    }
    if (kind == "sport" || kind == "dport" || kind == "ports")
    {
        const auto a = ParsePorts(outer);
        const auto b = ParsePorts(inner);
        return a && b && a->first <= b->first && b->second <= a->second;
    }
    if (kind == "icmp")
    {
        return outer == "any" ||
               (outer.find('/') == std::string::npos && NfSplitAt(inner, '/')[0] == outer);
    }
    return false;
}

} // namespace ns3
