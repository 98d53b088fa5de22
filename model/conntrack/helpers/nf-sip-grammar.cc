// SPDX-License-Identifier: GPL-2.0-only

#include "nf-sip-grammar.h"

#include "nf-sip-address.h"
#include "nf-text-case.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>

namespace ns3
{

namespace NfSipGrammar
{

using NfSipAddressText::Brackets;

namespace
{

template <class Predicate>
std::size_t
CountWhile(std::string_view text, std::size_t at, Predicate predicate)
{
    const auto begin = text.begin() + std::min(at, text.size());
    return std::find_if_not(begin, text.end(), predicate) - begin;
}

} // namespace

bool
IsDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool
IsLetter(char c)
{
    return std::isalpha(static_cast<unsigned char>(c));
}

bool
IsBlank(char c)
{
    return c == ' ' || c == '\t';
}

bool
IsLineEnd(char c)
{
    return c == '\r' || c == '\n';
}

std::optional<Endpoint>
ReadEndpoint(std::string_view text, std::size_t at, NfFamily family)
{
    constexpr uint16_t defaultPort = 5060;
    constexpr uint32_t leastPort = 1024;
    constexpr std::size_t mostDigits = 5;
    const auto address = NfSipAddressText::Find(text, at, family, Brackets::NEEDED);
    if (!address)
    {
        return std::nullopt;
    }
    Endpoint endpoint{address->address, defaultPort, address->length};
    const std::size_t colon = at + endpoint.length;
    if (colon < text.size() && text[colon] == ':')
    {
        const std::size_t digits = CountWhile(text, colon + 1, IsDigit);
        if (digits > mostDigits)
        {
            return std::nullopt;
        }
        uint32_t port = 0;
        for (char digit : text.substr(colon + 1, digits))
        {
            port = port * 10 + static_cast<uint32_t>(digit - '0');
        }
        if (port < leastPort || port > UINT16_MAX)
        {
            return std::nullopt;
        }
        endpoint.port = static_cast<uint16_t>(port);
        endpoint.length += 1 + digits;
    }
    return at + endpoint.length < text.size() ? std::make_optional(endpoint) : std::nullopt;
}

namespace
{

Extent
MeasureDigits(std::string_view text, std::size_t at, NfFamily /* family */)
{
    return {CountWhile(text, at, IsDigit)};
}

std::size_t
MeasureAddress(std::string_view text, std::size_t at, NfFamily family, Brackets brackets)
{
    const auto address = NfSipAddressText::Find(text, at, family, brackets);
    return address ? address->length : 0;
}

Extent
MeasureBareAddress(std::string_view text, std::size_t at, NfFamily family)
{
    return {MeasureAddress(text, at, family, Brackets::NONE)};
}

Extent
MeasureEndpoint(std::string_view text, std::size_t at, NfFamily family)
{
    const std::optional<Endpoint> endpoint = ReadEndpoint(text, at, family);
    return {endpoint ? endpoint->length : 0};
}

// A kind of medium and a port.
Extent
MeasureMedium(std::string_view text, std::size_t at, NfFamily /* family */)
{
    const std::size_t kind = CountWhile(text, at, IsLetter);
    if (at + kind >= text.size() || text[at + kind] != ' ')
    {
        return {};
    }
    return {kind + 1 + CountWhile(text, at + kind + 1, IsDigit)};
}

// From the end of a line to the first word of the next one, if that goes on with it.
std::size_t
FollowContinuation(std::string_view text, std::size_t at)
{
    ++at;
    if (at < text.size() && text[at - 1] == '\r' && text[at] == '\n')
    {
        ++at;
    }
    return at < text.size() && IsBlank(text[at]) ? at + CountWhile(text, at, IsBlank) : NONE;
}

} // namespace

Extent
MeasureBehindUser(std::string_view text, std::size_t at, NfFamily family)
{
    const std::size_t user = CountWhile(text, at, [](char c) { return c != '@' && !IsLineEnd(c); });
    const bool hasUser = at + user < text.size() && text[at + user] == '@';
    const std::size_t shift = hasUser ? user + 1 : 0;
    return {MeasureEndpoint(text, at + shift, family).length, shift};
}

const Kind&
Of(NfSipHeader header)
{
    static constexpr std::array<Kind, 8> kinds{{
        {"CSeq", "", "", MeasureDigits},
        {"From", "f", "sip:", MeasureBehindUser},
        {"To", "t", "sip:", MeasureBehindUser},
        {"Contact", "m", "sip:", MeasureBehindUser},
        {"Via", "v", "UDP ", MeasureEndpoint},
        {"Via", "v", "TCP ", MeasureEndpoint},
        {"Expires", "", "", MeasureDigits},
        {"Content-Length", "l", "", MeasureDigits},
    }};
    return kinds[static_cast<std::size_t>(header)];
}

const Kind&
Of(NfSdpLine line, NfFamily family)
{
    using Kinds = std::array<Kind, 4>;
    static constexpr auto of = [](std::string_view network) {
        return Kinds{{{"v=", "", "", MeasureDigits},
                      {"o=", "", network, MeasureBareAddress},
                      {"c=", "", network, MeasureBareAddress},
                      {"m=", "", "", MeasureMedium}}};
    };
    static constexpr Kinds ofIpv4 = of("IN IP4 ");
    static constexpr Kinds ofIpv6 = of("IN IP6 ");
    return (family == NfFamily::IPV6 ? ofIpv6 : ofIpv4)[static_cast<std::size_t>(line)];
}

std::size_t
SkipBlanks(std::string_view text, std::size_t at)
{
    at += CountWhile(text, at, IsBlank);
    if (at < text.size() && IsLineEnd(text[at]))
    {
        at = FollowContinuation(text, at);
    }
    return at < text.size() ? at : NONE;
}

std::size_t
FindInHeader(std::string_view text, std::size_t at, std::string_view needle)
{
    if (text.size() < needle.size())
    {
        return NONE;
    }
    const std::string_view places = text.substr(0, text.size() - needle.size());
    for (; at < places.size(); ++at)
    {
        if (IsLineEnd(text[at]))
        {
            at = FollowContinuation(places, at);
            if (at == NONE)
            {
                return NONE;
            }
        }
        else if (NfBeginsIgnoringCase(text.substr(at), needle))
        {
            return at;
        }
    }
    return NONE;
}

std::size_t
FindInLine(std::string_view text, std::size_t at, std::string_view needle)
{
    for (; at + needle.size() < text.size() && !IsLineEnd(text[at]); ++at)
    {
        if (text.substr(at, needle.size()) == needle)
        {
            return at;
        }
    }
    return NONE;
}

std::size_t
NextLine(std::string_view text, std::size_t at)
{
    at += CountWhile(text, at, [](char c) { return !IsLineEnd(c); });
    if (++at >= text.size())
    {
        return NONE;
    }
    if (text[at - 1] == '\r' && text[at] == '\n')
    {
        ++at;
    }
    return at < text.size() ? at : NONE;
}

std::size_t
SkipLetters(std::string_view text, std::size_t at)
{
    return at + CountWhile(text, at, IsLetter);
}

std::size_t
SkipDigits(std::string_view text, std::size_t at)
{
    return at + CountWhile(text, at, IsDigit);
}

} // namespace NfSipGrammar

} // namespace ns3
