// SPDX-License-Identifier: GPL-2.0-only

#include "nf-address-parser.h"
#include "nf-ip-protocol-names.h"
#include "nf-mac-parser.h"
#include "nf-option-text.h"
#include "nf-port-protocols.h"
#include "nf-prefix.h"
#include "nf-service-names.h"
#include "nf-set-element.h"
#include "nf-set-icmp-names.h"
#include "nf-sets.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <vector>

namespace ns3
{

namespace
{

NfComplaint
Syntax(const std::string& message)
{
    return "Syntax error: " + message;
}

/// A name in brackets may hold what otherwise separates.
std::string_view
Unbracketed(std::string_view text)
{
    const bool bracketed = text.size() >= 2 && text.front() == '[' && text.back() == ']';
    return bracketed ? text.substr(1, text.size() - 2) : text;
}

/// Split at a separator outside brackets.
std::vector<std::string_view>
SplitOutside(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    std::size_t begin = 0;
    bool inside = false;
    for (std::size_t i = 0; i <= text.size(); ++i)
    {
        if (i == text.size() || (text[i] == separator && !inside))
        {
            parts.push_back(text.substr(begin, i - begin));
            begin = i + 1;
        }
        else if (text[i] == '[' || text[i] == ']')
        {
            inside = text[i] == '[';
        }
    }
    return parts;
}

NfComplaint
ReadHost(std::string_view text, NfFamily family, NfAddress& address)
{
    const bool v6 = family == NfFamily::IPV6;
    const std::string_view bare = Unbracketed(text);
    const bool hexadecimal = bare.find_first_of("xX") != std::string_view::npos;
    const auto read = v6 || hexadecimal ? std::nullopt : NfParseNetworkAddress(bare);
    const auto read6 = v6 ? NfParseAddress(bare, family) : std::nullopt;
    if (!read && !read6)
    {
        return Syntax(fmt::format("cannot parse {}: resolving to {} address failed",
                                  text,
                                  v6 ? "IPv6" : "IPv4"));
    }
    address = v6 ? *read6 : *read;
    return {};
}

/// Sets of IPv6 take networks, where the type has them, but no ranges, and else single addresses.
NfComplaint
CheckIpv6Text(std::string_view text, NfSetPart part)
{
    const auto ends = SplitOutside(text, '-');
    const bool isRange = ends.size() == 2 && !ends[0].empty() && !ends[1].empty();
    const std::size_t slash = text.find('/');
    const bool isNetwork = slash != std::string_view::npos && text.substr(slash) != "/128";
    if (part == NfSetPart::IP && (isRange || isNetwork))
    {
        return Syntax(fmt::format("plain IP address must be supplied: {}", text));
    }
    return isRange ? Syntax(fmt::format("IP address or IP/cidr must be specified: {}", text))
                   : NfComplaint();
}

NfComplaint
ReadMac(std::string_view text, std::array<uint8_t, 6>& mac)
{
    const auto read = NfParseMac(text);
    if (!read)
    {
        return Syntax(fmt::format("cannot parse '{}' as ethernet address", text));
    }
    mac = *read;
    return {};
}

NfComplaint
ReadDevice(std::string_view text, NfSetKey& key)
{
    constexpr std::string_view bridged = "physdev:";
    text = Unbracketed(text);
    if (text.substr(0, bridged.size()) == bridged)
    {
        text.remove_prefix(bridged.size());
        key.bridged = 1;
    }
    if (text.size() > NfInterfaceName::MAX_LENGTH)
    {
        return Syntax(fmt::format("interface name '{}' is longer than {} characters",
                                  text,
                                  NfInterfaceName::MAX_LENGTH));
    }
    key.interface = NfInterfaceName(text);
    return {};
}

NfComplaint
ReadPort(std::string_view text, std::string_view protocol, uint16_t& port)
{
    text = Unbracketed(text);
    uint64_t number = 0;
    NfComplaint complaint = NfParseSetNumber(text, 0, UINT16_MAX, number);
    if (!complaint)
    {
        port = number;
        return {};
    }
    auto service = NfFindService(text);
    if (!service)
    {
        return fmt::format("{}\nSyntax error: '{}' is invalid as number\n"
                           "cannot parse '{}' as a {} port",
                           *complaint,
                           protocol,
                           text,
                           protocol);
    }
    port = *service;
    return {};
}

/// The types whose test takes a range, of which it then looks at the first address alone.
bool
TestsRanges(const NfSetType& type)
{
    return type.name == "hash:ip";
}

/// What a test does not take: more than one element.
NfComplaint
CheckTest(const NfSetType& type, NfSetPart part, const NfSetAddressText& address)
{
    const char* what = address.isRange                               ? "FROM-TO IP"
                       : address.hasPrefix && part != NfSetPart::NET ? "IP/CIDR"
                                                                     : nullptr;
    if (!what || TestsRanges(type))
    {
        return {};
    }
    return fmt::format("{} range is not allowed in command test with set type {} and family inet",
                       what,
                       type.name);
}

/// Does the type take one address alone at this place?
bool
TakesPlainAddress(const NfSetType& type, std::size_t place)
{
    return place == 2 || type.Has(NfSetPart::MAC);
}

NfComplaint
ReadAddressPart(const NfSet& set,
                std::size_t place,
                std::string_view text,
                NfSetAction action,
                NfSetElement& element)
{
    const NfSetType& type = set.GetType();
    const NfFamily family = set.GetOptions().family;
    NfSetAddressText& address = place == 0 ? element.address : element.address2;
    const NfSetPart part = type.parts[place];
    auto complaint = family == NfFamily::IPV6 ? CheckIpv6Text(text, part) : NfComplaint();
    complaint = complaint ? complaint : NfParseSetAddress(text, family, address);
    if (complaint)
    {
        return complaint;
    }
    const bool plain = !address.isRange && !address.hasPrefix;
    if (part == NfSetPart::IP && TakesPlainAddress(type, place) && !plain)
    {
        return Syntax(fmt::format("plain IP address must be supplied: {}", text));
    }
    return action == NfSetAction::TEST ? CheckTest(type, part, address) : NfComplaint();
}

NfComplaint
ReadPart(const NfSet& set,
         std::size_t place,
         std::string_view text,
         NfSetAction action,
         NfSetElement& element)
{
    const NfSetType& type = set.GetType();
    const NfFamily family = set.GetOptions().family;
    switch (type.parts[place])
    {
    case NfSetPart::IP:
    case NfSetPart::NET:
        return ReadAddressPart(set, place, text, action, element);
    case NfSetPart::PORT: {
        auto complaint = NfParseSetPorts(text, family, element);
        if (!complaint && action == NfSetAction::TEST && element.firstPort != element.lastPort)
        {
            return fmt::format("FROM-TO port range is not allowed in command test with set type "
                               "{} and family {}",
                               type.name,
                               type.parts[0] == NfSetPart::PORT ? "unspec"
                               : family == NfFamily::IPV6       ? "inet6"
                                                                : "inet");
        }
        return complaint;
    }
    case NfSetPart::MAC:
        return ReadMac(text, element.key.mac);
    case NfSetPart::INTERFACE:
        return ReadDevice(text, element.key);
    case NfSetPart::MARK: {
        uint64_t mark = 0;
        auto complaint = NfParseSetNumber(text, 0, UINT32_MAX, mark);
        element.key.mark = mark;
        return complaint;
    }
    case NfSetPart::SET:
        element.name = text;
        if (text.size() > NfSets::MAX_NAME)
        {
            return Syntax(
                fmt::format("setname '{}' is longer than {} characters", text, NfSets::MAX_NAME));
        }
        return {};
    case NfSetPart::NONE:
        break;
    }
    return {};
}

/// Are there as many parts as the type has?
NfComplaint
CheckParts(const NfSetType& type, std::string_view text, const std::vector<std::string_view>& parts)
{
    static constexpr std::array<const char*, 4> ordinals{"", "", "Second", "Third"};
    static constexpr std::array<const char*, 4> numbers{"none", "one", "two", "three"};
    const std::size_t wanted = type.CountParts();
    if (parts.size() > wanted)
    {
        const char* found = wanted == 1   ? "Elem separator"
                            : wanted == 2 ? "Two elem separators"
                                          : "Three elem separators";
        return Syntax(fmt::format("{} in {}, but settype {} supports {}.",
                                  found,
                                  text,
                                  type.name,
                                  numbers[wanted - 1]));
    }
    const bool optional = type.name == "bitmap:ip,mac"; // the Ethernet address is learned
    for (std::size_t i = 1; i < wanted && !optional; ++i)
    {
        if (i >= parts.size() || parts[i].empty() || parts[i - 1].empty())
        {
            return Syntax(fmt::format("{} element is missing from {}.", ordinals[i + 1], text));
        }
    }
    return {};
}

} // namespace

NfComplaint
NfParseSetNumber(std::string_view text, uint64_t min, uint64_t max, uint64_t& number)
{
    auto read = NfParseUnsigned(text);
    const bool digits =
        !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
    if (!read && !digits)
    {
        return Syntax(fmt::format("'{}' is invalid as number", text));
    }
    if (!read || *read < min || *read > max)
    {
        return Syntax(fmt::format("'{}' is out of range {}-{}", text, min, max));
    }
    number = *read;
    return {};
}

NfComplaint
NfParseSetAddress(std::string_view text, NfFamily family, NfSetAddressText& address)
{
    const uint8_t bits = NfPrefix::GetWidth(family);
    address.prefix = bits;
    const std::size_t slash = text.find('/');
    if (slash != std::string_view::npos)
    {
        // The length is read first, and complained of.
        uint64_t length = 0;
        auto complaint = NfParseSetNumber(text.substr(slash + 1), 0, bits, length);
        complaint = complaint ? complaint : ReadHost(text.substr(0, slash), family, address.first);
        address.prefix = length;
        address.hasPrefix = length != bits;
        address.last = address.first;
        return complaint;
    }
    const auto ends = SplitOutside(text, '-');
    if (ends.size() != 2 || ends[0].empty() || ends[1].empty())
    {
        auto complaint = ReadHost(text, family, address.first);
        address.last = address.first;
        return complaint;
    }
    address.isRange = true;
    auto complaint = ReadHost(ends[0], family, address.first);
    complaint = complaint ? complaint : ReadHost(ends[1], family, address.last);
    if (address.last < address.first)
    {
        std::swap(address.first, address.last);
    }
    return complaint;
}

NfComplaint
NfParseSetPorts(std::string_view text, NfFamily family, NfSetElement& element)
{
    const bool v6 = family == NfFamily::IPV6;
    std::string protocolName = "tcp";
    element.key.protocol = NfProtocol::TCP;
    const std::size_t colon = text.find(':');
    std::string_view ports = text;
    if (colon != std::string_view::npos && colon + 1 < text.size())
    {
        protocolName = text.substr(0, colon);
        ports = text.substr(colon + 1);
        auto protocol = protocolName == "all" ? std::nullopt : NfParseIpProtocol(protocolName);
        if (!protocol)
        {
            return Syntax(fmt::format("cannot parse '{}' as a protocol", protocolName));
        }
        element.key.protocol = *protocol;
    }
    const uint8_t protocol = element.key.protocol;
    if (protocol == 0)
    {
        return "Invalid protocol specified";
    }
    if (protocol == NfProtocol::ICMPV6 && !v6)
    {
        return Syntax("Protocol ICMPv6 can be used with family inet6 only");
    }
    if (protocol == NfProtocol::ICMP && v6)
    {
        return Syntax("Protocol ICMP can be used with family inet only");
    }
    if (protocol == NfProtocol::ICMP || protocol == NfProtocol::ICMPV6)
    {
        auto named = NfFindSetIcmpName(protocol, ports);
        const std::size_t slash = ports.find('/');
        if (!named && slash == std::string_view::npos)
        {
            return fmt::format("Cannot parse {} as an {} type/code.",
                               ports,
                               v6 ? "ICMPv6" : "ICMP");
        }
        uint64_t type = 0;
        uint64_t code = 0;
        constexpr unsigned byte = 8;
        if (!named)
        {
            auto complaint = NfParseSetNumber(ports.substr(0, slash), 0, UINT8_MAX, type);
            complaint = complaint ? complaint
                                  : NfParseSetNumber(ports.substr(slash + 1), 0, UINT8_MAX, code);
            if (complaint)
            {
                return complaint;
            }
        }
        element.firstPort = element.lastPort = named.value_or(type << byte | code);
        return {};
    }
    if (!NfHasPorts(protocol))
    {
        uint64_t zero = 0;
        if (NfParseSetNumber(ports, 0, 0, zero))
        {
            return Syntax(fmt::format("Protocol {} can be used with pseudo port value 0 only.",
                                      protocolName));
        }
        return {};
    }
    const auto ends = SplitOutside(ports, '-');
    const bool range = ends.size() == 2 && !ends[0].empty() && !ends[1].empty();
    if (!range)
    {
        auto complaint = ReadPort(ports, protocolName, element.firstPort);
        element.lastPort = element.firstPort;
        return complaint;
    }
    // The second end is read first, and complained of.
    auto complaint = ReadPort(ends[1], protocolName, element.lastPort);
    complaint = complaint ? complaint : ReadPort(ends[0], protocolName, element.firstPort);
    if (element.lastPort < element.firstPort)
    {
        std::swap(element.firstPort, element.lastPort);
    }
    return complaint;
}

NfComplaint
NfParseSetElement(const NfSet& set,
                  std::string_view text,
                  NfSetAction action,
                  NfSetElement& element)
{
    const NfSetType& type = set.GetType();
    const bool list = type.method == NfSetMethod::LIST;
    const auto parts = list ? std::vector<std::string_view>{text} : SplitOutside(text, ',');
    if (auto complaint = CheckParts(type, text, parts))
    {
        return complaint;
    }
    for (std::size_t i = 0; i < parts.size(); ++i)
    {
        if (auto complaint = ReadPart(set, i, parts[i], action, element))
        {
            return complaint;
        }
    }
    return {};
}

} // namespace ns3
