// SPDX-License-Identifier: GPL-2.0-only

#include "nf-sip-text.h"

#include "nf-sip-grammar.h"
#include "nf-text-case.h"

#include <optional>

namespace ns3
{

namespace
{

using namespace NfSipGrammar;
using NfSipAddressText::Brackets;

constexpr std::string_view RESPONSE = "SIP/2.0 ";
constexpr std::string_view SCHEME = "sip:";

NfSipField
MakeUnreadable(std::size_t at)
{
    return {NfSipFound::UNREADABLE, {static_cast<uint32_t>(at), 0}};
}

/// The length of the header's name if the text begins with it, in whatever form.
std::size_t
MatchName(std::string_view text, const Kind& kind)
{
    if (NfBeginsIgnoringCase(text, kind.name))
    {
        return kind.name.size();
    }
    const std::size_t size = kind.compact.size();
    const bool isCompact = size > 0 && text.size() > size && !IsLetter(text[size]) &&
                           NfBeginsIgnoringCase(text, kind.compact);
    return isCompact ? size : 0;
}

} // namespace

NfSipField
NfSipText::MakeField(std::size_t at, const Kind& kind) const
{
    const Extent extent = kind.measure(m_text, at, m_family);
    const std::size_t offset = at + (extent.length > 0 ? extent.shift : 0);
    return {extent.length > 0 ? NfSipFound::YES : NfSipFound::UNREADABLE,
            {static_cast<uint32_t>(offset), static_cast<uint32_t>(extent.length)}};
}

NfSipUri
NfSipText::MakeUri(const NfSipField& field) const
{
    const std::optional<Endpoint> endpoint = ReadEndpoint(m_text, field.piece.offset, m_family);
    return endpoint ? NfSipUri{field, endpoint->address, endpoint->port} : NfSipUri{};
}

bool
NfSipText::IsResponse() const
{
    return NfBeginsIgnoringCase(m_text, RESPONSE);
}

bool
NfSipText::IsRequest(std::string_view method) const
{
    const std::size_t size = method.size();
    return m_text.size() >= size + 2 && NfBeginsIgnoringCase(m_text, method) &&
           m_text[size] == ' ' && IsLetter(m_text[size + 1]);
}

uint32_t
NfSipText::GetStatus() const
{
    return ReadNumber(RESPONSE.size()).value_or(0);
}

std::optional<uint32_t>
NfSipText::ReadNumber(uint32_t from) const
{
    constexpr std::size_t most = 11; // digits, measured
    const std::size_t end = SkipDigits(m_text, from);
    if (end == from || end > from + most)
    {
        return std::nullopt;
    }
    uint64_t number = 0;
    for (std::size_t at = from; at < end; ++at)
    {
        number = number * 10 + static_cast<uint64_t>(m_text[at] - '0');
    }
    return number <= UINT32_MAX ? std::make_optional(static_cast<uint32_t>(number)) : std::nullopt;
}

NfSipField
NfSipText::FindHeader(NfSipHeader header, uint32_t from) const
{
    const Kind& kind = Of(header);
    for (std::size_t at = NextLine(m_text, from); at != NONE; at = NextLine(m_text, at + 1))
    {
        const std::size_t size = IsBlank(m_text[at]) ? 0 : MatchName(m_text.substr(at), kind);
        if (size == 0)
        {
            continue;
        }
        at = SkipBlanks(m_text, at + size);
        if (at == NONE || m_text[at] != ':')
        {
            return {};
        }
        at = SkipBlanks(m_text, at + 1);
        if (at == NONE)
        {
            return {};
        }
        const std::size_t value = kind.needle.empty() ? at : FindInHeader(m_text, at, kind.needle);
        if (value == NONE)
        {
            return MakeUnreadable(at);
        }
        const NfSipField field = MakeField(value + kind.needle.size(), kind);
        return field.found == NfSipFound::YES ? field : MakeUnreadable(at);
    }
    return {};
}

uint32_t
NfSipText::FindNumber(NfSipHeader header) const
{
    const NfSipField field = FindHeader(header);
    return field.found == NfSipFound::YES ? ReadNumber(field.piece.offset).value_or(0) : 0;
}

NfSipField
NfSipText::FindNext(NfSipHeader header, uint32_t from) const
{
    const Kind& kind = Of(header);
    std::size_t at = FindInHeader(m_text, from, ",");
    at = at == NONE ? NONE : FindInHeader(m_text, at, kind.needle);
    return at == NONE ? NfSipField{} : MakeField(at + kind.needle.size(), kind);
}

NfSipField
NfSipText::FindReadable(NfSipHeader header, Walk& walk) const
{
    while (walk.inHeader)
    {
        const NfSipField field = FindNext(header, walk.from);
        if (field.found == NfSipFound::YES)
        {
            return field;
        }
        walk.inHeader = field.found == NfSipFound::UNREADABLE;
        walk.from = walk.inHeader ? field.piece.offset : walk.from;
    }
    NfSipField field;
    do
    {
        field = FindHeader(header, walk.from);
        walk.from = field.piece.offset;
    } while (field.found == NfSipFound::UNREADABLE);
    walk.inHeader = field.found == NfSipFound::YES;
    return field;
}

NfSipUri
NfSipText::FindUri(NfSipHeader header) const
{
    Walk walk;
    return FindUri(header, walk);
}

NfSipUri
NfSipText::FindUri(NfSipHeader header, Walk& walk) const
{
    const NfSipField field = FindReadable(header, walk);
    if (field.found != NfSipFound::YES)
    {
        return {};
    }
    NfSipUri uri = MakeUri(field);
    walk.from = field.piece.End();
    return uri;
}

NfSipUri
NfSipText::FindRequestUri() const
{
    const std::size_t method = SkipLetters(m_text, 0);
    if (method == 0 || method + 1 >= m_text.size())
    {
        return {};
    }
    std::size_t at = method + 1;
    for (; at + SCHEME.size() < m_text.size(); ++at)
    {
        if (IsLineEnd(m_text[at]))
        {
            return {{NfSipFound::UNREADABLE, {}}, {}, 0};
        }
        if (NfBeginsIgnoringCase(m_text.substr(at), SCHEME))
        {
            at += SCHEME.size();
            break;
        }
    }
    const Extent extent = MeasureBehindUser(m_text, at, m_family);
    if (extent.length == 0)
    {
        return {};
    }
    return MakeUri(
        {NfSipFound::YES,
         {static_cast<uint32_t>(at + extent.shift), static_cast<uint32_t>(extent.length)}});
}

std::string_view
NfSipText::UpToComma(uint32_t from) const
{
    return m_text.substr(0, FindInHeader(m_text, from, ","));
}

std::optional<std::string_view>
NfSipText::FindParameter(std::string_view name, uint32_t from) const
{
    const std::string_view text = UpToComma(from);
    const std::size_t found = FindInHeader(text, from, name);
    if (found == NONE)
    {
        return std::nullopt;
    }
    const std::size_t begin = found + name.size();
    const std::size_t end = FindInHeader(text, begin, ";");
    return text.substr(begin, end == NONE ? NONE : end - begin);
}

NfSipNumber
NfSipText::FindNumberParameter(std::string_view name, uint32_t from) const
{
    const std::string_view text = UpToComma(from);
    const std::size_t found = FindInHeader(text, from, name);
    if (found == NONE)
    {
        return {};
    }
    const auto begin = static_cast<uint32_t>(found + name.size());
    NfSipNumber number;
    number.piece = {begin, static_cast<uint32_t>(SkipDigits(m_text, begin) - begin)};
    const std::optional<uint32_t> value = ReadNumber(begin);
    number.found = value ? NfSipFound::YES : NfSipFound::UNREADABLE;
    number.value = value.value_or(0);
    return number;
}

NfSipAddress
NfSipText::FindAddressParameter(std::string_view name, uint32_t from, Brackets brackets) const
{
    const std::string_view text = UpToComma(from);
    const std::size_t found = FindInHeader(text, from, name);
    if (found == NONE)
    {
        return {};
    }
    const std::size_t begin = found + name.size();
    const auto address = NfSipAddressText::Find(text, begin, m_family, brackets);
    if (!address)
    {
        return {};
    }
    return {
        {NfSipFound::YES, {static_cast<uint32_t>(begin), static_cast<uint32_t>(address->length)}},
        address->address};
}

NfSipField
NfSipText::FindSdp(NfSdpLine line, uint32_t from, std::optional<NfSdpLine> before) const
{
    const Kind& kind = Of(line, m_family);
    for (std::size_t at = NextLine(m_text, from); at != NONE; at = NextLine(m_text, at + 1))
    {
        const std::string_view rest = m_text.substr(at);
        if (before && NfBeginsIgnoringCase(rest, Of(*before, m_family).name))
        {
            return {};
        }
        if (!NfBeginsIgnoringCase(rest, kind.name))
        {
            continue;
        }
        at += kind.name.size();
        const std::size_t value = kind.needle.empty() ? at : FindInLine(m_text, at, kind.needle);
        return value == NONE ? MakeUnreadable(at) : MakeField(value + kind.needle.size(), kind);
    }
    return {};
}

NfSipAddress
NfSipText::FindSdpAddress(NfSdpLine line, uint32_t from, NfSdpLine before) const
{
    const NfSipField field = FindSdp(line, from, before);
    const auto address =
        field.found == NfSipFound::YES
            ? NfSipAddressText::Find(m_text, field.piece.offset, m_family, Brackets::NONE)
            : std::nullopt;
    return {field, address ? address->address : NfAddress()};
}

} // namespace ns3
