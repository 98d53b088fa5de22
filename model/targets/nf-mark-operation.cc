// SPDX-License-Identifier: GPL-2.0-only

#include "nf-mark-operation.h"

#include <fmt/format.h>

namespace ns3
{

NfMarkOperation
NfMarkOperation::Make(NfMarkOption option, const NfMaskedNumber& argument)
{
    uint32_t value = argument.value;
    switch (option)
    {
    case NfMarkOption::SET_MARK:
        return {value, value | argument.mask};
    case NfMarkOption::SET_XMARK:
        return {value, argument.mask};
    case NfMarkOption::AND_MARK:
        return {0, ~value};
    case NfMarkOption::OR_MARK:
        return {value, value};
    case NfMarkOption::XOR_MARK:
        return {value, 0};
    }
    return {};
}

std::optional<NfMarkOperation>
NfMarkOperationKind::Read(std::string_view text) const
{
    auto argument = NfParseMaskedNumber(text, UINT32_MAX);
    if (!argument || (!HasMask() && text.find('/') != std::string_view::npos))
    {
        return std::nullopt;
    }
    return NfMarkOperation::Make(option, *argument);
}

std::string
NfMarkOperation::Describe() const
{
    if (value == 0)
    {
        return fmt::format("and {:#x}", ~mask);
    }
    if (value == mask)
    {
        return fmt::format("or {:#x}", value);
    }
    if (mask == 0)
    {
        return fmt::format("xor {:#x}", value);
    }
    if (mask == UINT32_MAX)
    {
        return fmt::format("set {:#x}", value);
    }
    return fmt::format("xset {:#x}/{:#x}", value, mask);
}

} // namespace ns3
