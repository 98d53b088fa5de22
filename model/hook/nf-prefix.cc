// SPDX-License-Identifier: GPL-2.0-only

#include "nf-prefix.h"

#include <algorithm>
#include <charconv>
#include <tuple>

namespace ns3
{

std::optional<uint8_t>
NfPrefix::LengthOf(const NfAddress& mask, NfFamily family)
{
    uint8_t length = 0;
    while (length < GetWidth(family) &&
           (mask.Words()[length / BITS] >> (BITS - 1 - length % BITS) & 1U) != 0)
    {
        ++length;
    }
    return mask == MaskOf(length, family) ? std::optional(length) : std::nullopt;
}

NfAddress
NfPrefix::GetLast() const
{
    std::array<uint32_t, 4> words = m_address.Words();
    for (uint8_t word = 0; word < GetWidth(m_family) / BITS; ++word)
    {
        words[word] |= ~WordOfMask(m_length, word);
    }
    return NfAddress(words);
}

bool
operator<(const NfPrefix& a, const NfPrefix& b)
{
    return std::tie(a.m_family, a.m_address, a.m_length) <
           std::tie(b.m_family, b.m_address, b.m_length);
}

std::string
NfToString(const NfPrefix& prefix)
{
    const std::string address = NfToString(prefix.GetAddress(), prefix.GetFamily());
    return prefix.IsHost() ? address : address + "/" + std::to_string(prefix.GetLength());
}

std::optional<NfPrefix>
NfParsePrefix(std::string_view text, NfFamily family)
{
    const std::size_t slash = text.find('/');
    const auto address = NfParseAddress(text.substr(0, slash), family);
    uint8_t length = NfPrefix::GetWidth(family);
    if (slash != std::string_view::npos)
    {
        const char* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data() + slash + 1, end, length);
        if (error != std::errc() || stop != end)
        {
            return std::nullopt;
        }
    }
    return address && length <= NfPrefix::GetWidth(family)
               ? std::optional(NfPrefix(*address, length, family))
               : std::nullopt;
}

} // namespace ns3
