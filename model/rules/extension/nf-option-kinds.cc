// SPDX-License-Identifier: GPL-2.0-only

#include "nf-option-kinds.h"

#include <fmt/format.h>

namespace ns3
{

std::string
NfFormatNumber(uint64_t number, const char* format)
{
    return fmt::format(fmt::runtime(format), number);
}

std::string
NfNumberSyntax(uint64_t min, uint64_t max)
{
    return fmt::format("a number from {} to {}", min, max);
}

std::string
NfRangeSyntax(uint64_t max, bool rising)
{
    return fmt::format("a number up to {}, or a {}range first:last of them",
                       max,
                       rising ? "rising " : "");
}

std::string
NfTextSyntax(std::string_view what, std::size_t min, std::size_t max)
{
    return fmt::format("{}, {} to {} characters", what, min, max);
}

} // namespace ns3
