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

NfComplaint
NfMarkOperation::Parse(NfMarkOption kind, const NfOption& option)
{
    NfMaskedNumber argument;
    bool masked = kind == NfMarkOption::SET_MARK || kind == NfMarkOption::SET_XMARK;
    NfComplaint complaint = masked ? NfMaskedArgument(option, argument)
                                   : NfNumberArgument(option, 0, UINT32_MAX, argument.value);
    if (!complaint)
    {
        *this = Make(kind, argument);
    }
    return complaint;
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
