// SPDX-License-Identifier: GPL-2.0-only

#include "nf-dscp-names.h"

#include "nf-text-case.h"

namespace ns3
{

std::optional<uint8_t>
NfFindDscpClass(std::string_view name)
{
    if (NfEqualsIgnoringCase(name, "BE"))
    {
        return 0;
    }
    if (NfEqualsIgnoringCase(name, "EF"))
    {
        return 0x2e;
    }
    auto digit = [&](std::size_t place, char last) -> uint8_t {
        bool valid = name[place] >= '0' && name[place] <= last;
        return valid ? name[place] - '0' : 0xff;
    };
    if (name.size() == 3 && NfBeginsIgnoringCase(name, "CS") && digit(2, '7') != 0xff)
    {
        return digit(2, '7') << 3;
    }
    if (name.size() == 4 && NfBeginsIgnoringCase(name, "AF"))
    {
        uint8_t level = digit(2, '4');
        uint8_t precedence = digit(3, '3');
        if (level && level != 0xff && precedence && precedence != 0xff)
        {
            return level << 3 | precedence << 1;
        }
    }
    return std::nullopt;
}

} // namespace ns3
