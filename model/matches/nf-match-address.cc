// SPDX-License-Identifier: GPL-2.0-only

#include "nf-match-address.h"

#include "nf-option-text.h"
#include "nf-prefix.h"

namespace ns3
{

std::optional<NfAddressPattern>
NfAddressPattern::Parse(std::string_view text)
{
    auto slash = text.find('/');
    auto address = NfParseIpv4(text.substr(0, slash));
    if (!address)
    {
        return std::nullopt;
    }
    NfAddressPattern result;
    result.address = *address;
    if (slash == std::string_view::npos)
    {
        return result;
    }
    auto maskText = text.substr(slash + 1);
    if (maskText.find('.') == std::string_view::npos)
    {
        auto length = NfParseNumber(maskText, 32);
        if (!length)
        {
            return std::nullopt;
        }
        result.mask = NfPrefix::MaskOf(*length);
        return result;
    }
    auto mask = NfParseIpv4(maskText);
    if (!mask)
    {
        return std::nullopt;
    }
    result.mask = *mask;
    return result;
}

void
NfAddressPattern::Print(std::ostream& os) const
{
    os << NfToString(address);
    if (mask != NfPrefix::MaskOf(32))
    {
        os << NfMaskToString(mask);
    }
}

} // namespace ns3
