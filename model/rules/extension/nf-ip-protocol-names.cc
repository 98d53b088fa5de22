// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ip-protocol-names.h"

#include "nf-option-text.h"

namespace ns3
{

std::optional<uint8_t>
NfParseIpProtocol(std::string_view text)
{
    if (auto number = NfParseUnsigned(text))
    {
        return *number <= UINT8_MAX ? std::optional<uint8_t>(*number) : std::nullopt;
    }
    return NfFindIpProtocol(text);
}

} // namespace ns3
