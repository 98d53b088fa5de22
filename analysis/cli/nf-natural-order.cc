// SPDX-License-Identifier: GPL-2.0-only

#include "nf-natural-order.h"

#include <algorithm>
#include <cstddef>

namespace ns3
{

namespace
{

bool
IsDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Takes a number off the beginning of a text, without its leading zeros.
std::string_view
TakeNumber(std::string_view& text)
{
    const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
    const std::size_t start = std::min(text.find_first_not_of('0'), end);
    const std::string_view number = text.substr(start, end - start);
    text.remove_prefix(end);
    return number;
}

} // namespace

bool
NfNaturalLess(std::string_view a, std::string_view b)
{
    std::string_view restA = a;
    std::string_view restB = b;
    while (!restA.empty() && !restB.empty())
    {
        if (IsDigit(restA.front()) && IsDigit(restB.front()))
        {
            const std::string_view numberA = TakeNumber(restA);
            const std::string_view numberB = TakeNumber(restB);
            if (numberA.size() != numberB.size())
            {
                return numberA.size() < numberB.size();
            }
            if (numberA != numberB)
            {
                return numberA < numberB;
            }
            continue;
        }
        if (restA.front() != restB.front())
        {
            return static_cast<unsigned char>(restA.front()) <
                   static_cast<unsigned char>(restB.front());
        }
        restA.remove_prefix(1);
        restB.remove_prefix(1);
    }
    return restA.empty() != restB.empty() ? restA.empty() : a < b;
}

} // namespace ns3
