// SPDX-License-Identifier: GPL-2.0-only

#include "nf-nat-options.h"

#include "nf-address-parser.h"
#include "nf-option-text.h"
#include "nf-rule-spec.h"
#include "nf-service-names.h"

#include <fmt/format.h>

namespace ns3
{

namespace
{

NfComplaint
ParseAddresses(std::string_view text, NfNatRange& range)
{
    std::size_t dash = text.find('-');
    auto first = NfParseIpv4(text.substr(0, dash));
    auto last = dash == std::string_view::npos ? first : NfParseIpv4(text.substr(dash + 1));
    if (!first || !last)
    {
        return fmt::format("\"{}\" is not an IPv4 address or a range of two", text);
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
NfParseNatRange(std::string_view text, bool allowBase, NfNatRange& range)
{
    std::size_t colon = text.find(':');
    if (colon != 0)
    {
        if (auto complaint = ParseAddresses(text.substr(0, colon), range))
        {
            return complaint;
        }
    }
    if (colon == std::string_view::npos)
    {
        return {};
    }
    return NfParseNatPorts(text.substr(colon + 1), allowBase, range);
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
NfPrintNatRange(std::ostream& os, const NfNatRange& range)
{
    if (range.mapAddresses)
    {
        os << NfToString(range.minAddress);
        if (range.maxAddress != range.minAddress)
        {
            os << '-' << NfToString(range.maxAddress);
        }
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
    constexpr uint8_t dccp = 33;
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
    case dccp:
        return {};
    default:
        return fmt::format("{} with ports needs -p tcp, udp, sctp, dccp or icmp", target);
    }
}

} // namespace ns3
