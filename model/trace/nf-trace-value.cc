// SPDX-License-Identifier: GPL-2.0-only

#include "nf-trace-value.h"

#include "nf-types.h"

namespace ns3
{

std::string
NfTraceBytes(const NfAddress& address, NfFamily family)
{
    const std::size_t words = family == NfFamily::IPV4 ? 1 : family == NfFamily::IPV6 ? 4 : 0;
    std::string bytes;
    for (std::size_t i = 0; i < words; ++i)
    {
        for (int shift = 24; shift >= 0; shift -= 8)
        {
            bytes += static_cast<char>(address.Words()[i] >> shift);
        }
    }
    return bytes;
}

NfTraceValue
NfToTraceValue(NfConditionField field,
               const std::optional<NfConditionValue>& value,
               NfFamily family)
{
    if (!value)
    {
        return {};
    }
    if (const auto* number = std::get_if<uint32_t>(&*value))
    {
        return field == NfConditionField::CT_STATE
                   ? NfTraceValue(std::string(NfToString(static_cast<NfCtState>(*number))))
                   : NfTraceValue(int64_t{*number});
    }
    if (const auto* address = std::get_if<NfAddress>(&*value))
    {
        const std::string bytes = NfTraceBytes(*address, family);
        return std::vector<uint8_t>(bytes.begin(), bytes.end());
    }
    return std::get<std::string>(*value);
}

} // namespace ns3
