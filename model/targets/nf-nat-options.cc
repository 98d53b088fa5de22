// SPDX-License-Identifier: GPL-2.0-only

#include "nf-nat-options.h"

#include "nf-address-parser.h"
#include "nf-option-text.h"
#include "nf-rule-spec.h"

#include <fmt/format.h>

namespace ns3
{

namespace
{

/// The two halves of what NfParseNatRange() reads.
struct NatWords
{
    std::string_view addresses;            //!< empty: there are none
    std::optional<std::string_view> ports; //!< behind the colon
};

/// A colon stands in front of ports, unless it is one of several, of an IPv6 address.
NatWords
SplitWords(std::string_view text, NfFamily family)
{
    const std::size_t open = family == NfFamily::IPV6 ? text.find('[') : text.npos;
    const std::size_t close = text.find(']', open == text.npos ? 0 : open);
    if (open == 0 && close != text.npos && (close + 1 == text.size() || text[close + 1] == ':'))
    {
        NatWords words{text.substr(1, close - 1), std::nullopt};
        if (close + 1 < text.size())
        {
            words.ports = text.substr(close + 2);
        }
        return words;
    }
    const std::size_t colon = text.find(':');
    const bool lone = colon != text.npos && text.find(':', colon + 1) == text.npos;
    if (colon == text.npos || (family == NfFamily::IPV6 && !lone))
    {
        return {text, std::nullopt};
    }
    return {text.substr(0, colon), text.substr(colon + 1)};
}

NfComplaint
ParseAddresses(std::string_view text, NfFamily family, NfNatRange& range)
{
    std::size_t dash = text.find('-');
    auto first = NfParseHost(text.substr(0, dash), family);
    auto last = dash == std::string_view::npos ? first : NfParseHost(text.substr(dash + 1), family);
    if (!first || !last)
    {
        return fmt::format("\"{}\" is not {} or a range of two", text, NfAddressSyntax(family));
    }
    range.mapAddresses = true;
    range.minAddress = *first;
    range.maxAddress = *last;
    return {};
}

} // namespace

NfComplaint
NfParseNatPorts(std::string_view text, bool allowBase, NfNatRange& range)
{
    // Names may contain a dash; a range consists of numbers.
    if (auto port = NfParsePort(text))
    {
        range.minPort = range.maxPort = *port;
        range.mapPorts = true;
        return {};
    }
    std::size_t slash = text.find('/');
    std::string_view ports = text.substr(0, slash);
    std::size_t dash = ports.find('-');
    auto min = NfParseNumber(ports.substr(0, dash), UINT16_MAX);
    // Without a dash, the empty text is no number.
    auto max =
        NfParseNumber(dash == std::string_view::npos ? "" : ports.substr(dash + 1), UINT16_MAX);
    if (!min || !max)
    {
        return fmt::format("\"{}\" is not a port or a range of two", text);
    }
    if (*max < *min)
    {
        return fmt::format("the port range \"{}\" ends before it begins", ports);
    }
    range.minPort = *min;
    range.maxPort = *max;
    range.mapPorts = true;
    if (slash == std::string_view::npos)
    {
        return {};
    }
    auto base = NfParsePort(text.substr(slash + 1));
    if (!allowBase)
    {
        return fmt::format("\"{}\": only DNAT shifts ports by a base", text);
    }
    if (!base || *base == 0)
    {
        return fmt::format("\"{}\" is not a base port", text.substr(slash + 1));
    }
    range.basePort = *base;
    range.offset = true;
    return {};
}

NfComplaint
NfParseNatRange(std::string_view text, bool allowBase, NfFamily family, NfNatRange& range)
{
    const NatWords words = SplitWords(text, family);
    if (!words.addresses.empty() || !words.ports)
    {
        if (auto complaint = ParseAddresses(words.addresses, family, range))
        {
            return complaint;
        }
    }
    return words.ports ? NfParseNatPorts(*words.ports, allowBase, range) : NfComplaint();
}

void
NfPrintNatPorts(std::ostream& os, const NfNatRange& range)
{
    os << range.minPort;
    if (range.maxPort != range.minPort)
    {
        os << '-' << range.maxPort;
    }
    if (range.offset)
    {
        os << '/' << range.basePort;
    }
}

void
NfPrintNatRange(std::ostream& os, const NfNatRange& range, NfFamily family)
{
    if (range.mapAddresses)
    {
        const bool brackets = family == NfFamily::IPV6 && range.mapPorts;
        os << (brackets ? "[" : "") << NfToString(range.minAddress, family);
        if (range.maxAddress != range.minAddress)
        {
            os << '-' << NfToString(range.maxAddress, family);
        }
        os << (brackets ? "]" : "");
    }
    if (range.mapPorts)
    {
        os << ':';
        NfPrintNatPorts(os, range);
    }
}

NfComplaint
NfCheckNatPorts(std::string_view target, const NfRuleContext& context, const NfNatRange& range)
{
    if (!range.mapPorts)
    {
        return {};
    }
    // An inverted protocol counts: iptables does not look at the inversion.
    switch (context.rule ? context.rule->protocol : 0)
    {
    case NfProtocol::TCP:
    case NfProtocol::UDP:
    case NfProtocol::SCTP:
    case NfProtocol::ICMP:
    case NfProtocol::DCCP:
        return {};
    default:
        return fmt::format("{} with ports needs -p tcp, udp, sctp, dccp or icmp", target);
    }
}

} // namespace ns3
