// SPDX-License-Identifier: GPL-2.0-only

#include "nf-match-address.h"

#include "nf-option-text.h"
#include "nf-prefix.h"

namespace ns3
{

std::optional<NfAddressPattern>
NfAddressPattern::Parse(std::string_view text, NfFamily family)
{
    const uint8_t width = NfPrefix::GetWidth(family);
    const auto slash = text.find('/');
    const auto address = NfParseHost(text.substr(0, slash), family);
    if (!address)
    {
        return std::nullopt;
    }
    NfAddressPattern result{*address, NfPrefix::MaskOf(width, family)};
    if (slash == std::string_view::npos)
    {
        return result;
    }
    const auto maskText = text.substr(slash + 1);
    if (maskText.find_first_of(".:") == std::string_view::npos)
    {
        const auto length = NfParseNumber(maskText, width);
        if (!length)
        {
            return std::nullopt;
        }
        result.mask = NfPrefix::MaskOf(static_cast<uint8_t>(*length), family);
        return result;
    }
    const auto mask = NfParseHost(maskText, family);
    if (!mask)
    {
        return std::nullopt;
    }
    result.mask = *mask;
    return result;
}

void
NfAddressPattern::Print(std::ostream& os, NfFamily family) const
{
    os << NfToString(address, family);
    if (mask != NfPrefix::MaskOf(NfPrefix::GetWidth(family), family))
    {
        os << NfMaskToString(mask, family);
    }
}

} // namespace ns3
