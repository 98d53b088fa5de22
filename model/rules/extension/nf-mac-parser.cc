// SPDX-License-Identifier: GPL-2.0-only

#include "nf-mac-parser.h"

#include "nf-option-text.h"

#include <string>

namespace ns3
{

std::optional<std::array<uint8_t, 6>>
NfParseMac(std::string_view text)
{
    const auto words = NfSplit(text, ':');
    std::array<uint8_t, 6> bytes{};
    if (words.size() != bytes.size())
    {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < bytes.size(); ++i)
    {
        const auto number = NfParseNumber("0x" + std::string(words[i]), UINT8_MAX);
        if (!number || words[i].size() > 2)
        {
            return std::nullopt;
        }
        bytes[i] = *number;
    }
    return bytes;
}

} // namespace ns3
