// SPDX-License-Identifier: GPL-2.0-only

#include "nf-sip-grammar.h"

#include "nf-text-case.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>

namespace ns3
{

namespace NfSipGrammar
{

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

std::optional<Quad>
ReadQuad(std::string_view text, std::size_t at)
{
    constexpr unsigned parts = 4;
    constexpr uint32_t greatest = 255;
    const std::size_t begin = at;
    uint32_t address = 0;
    for (unsigned part = 0; part < parts; ++part)
    {
        if (part > 0 && (at >= text.size() || text[at++] != '.'))
        {
            return std::nullopt;
        }
        const std::size_t digits = CountWhile(text, at, IsDigit);
        uint32_t value = 0;
        for (std::size_t i = 0; i < digits && value <= greatest; ++i)
        {
            value = value * 10 + static_cast<uint32_t>(text[at + i] - '0');
        }
        if (digits == 0 || value > greatest)
        {
            return std::nullopt;
        }
        address = address << 8 | value;
        at += digits;
    }
    if (at < text.size() &&
        (std::isxdigit(static_cast<unsigned char>(text[at])) || text[at] == '.'))
    {
        return std::nullopt;
    }
    return Quad{NfAddress(address), at - begin};
}

namespace
{

Extent
MeasureDigits(std::string_view text, std::size_t at)
{
    return {CountWhile(text, at, IsDigit)};
}

Extent
MeasureAddress(std::string_view text, std::size_t at)
{
    const std::optional<Quad> quad = ReadQuad(text, at);
    return {quad ? quad->length : 0};
}

Extent
MeasureAddressAndPort(std::string_view text, std::size_t at)
{
    Extent extent = MeasureAddress(text, at);
    const std::size_t end = at + extent.length;
    if (extent.length > 0 && end < text.size() && text[end] == ':')
    {
        extent.length += 1 + CountWhile(text, end + 1, IsDigit);
    }
    return extent;
}

// A kind of medium and a port.
Extent
MeasureMedium(std::string_view text, std::size_t at)
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
MeasureBehindUser(std::string_view text, std::size_t at)
{
    const std::size_t user = CountWhile(text, at, [](char c) { return c != '@' && !IsLineEnd(c); });
    const bool hasUser = at + user < text.size() && text[at + user] == '@';
    const std::size_t shift = hasUser ? user + 1 : 0;
    return {MeasureAddressAndPort(text, at + shift).length, shift};
}

const Kind&
Of(NfSipHeader header)
{
    static constexpr std::array<Kind, 7> kinds{{
        {"CSeq", "", "", MeasureDigits},
        {"From", "f", "sip:", MeasureBehindUser},
        {"To", "t", "sip:", MeasureBehindUser},
        {"Contact", "m", "sip:", MeasureBehindUser},
        {"Via", "v", "UDP ", MeasureAddressAndPort},
        {"Expires", "", "", MeasureDigits},
        {"Content-Length", "l", "", MeasureDigits},
    }};
    return kinds[static_cast<std::size_t>(header)];
}

const Kind&
Of(NfSdpLine line)
{
    static constexpr std::array<Kind, 4> kinds{{
        {"v=", "", "", MeasureDigits},
        {"o=", "", "IN IP4 ", MeasureAddress},
        {"c=", "", "IN IP4 ", MeasureAddress},
        {"m=", "", "", MeasureMedium},
    }};
    return kinds[static_cast<std::size_t>(line)];
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
