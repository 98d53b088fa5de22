// SPDX-License-Identifier: GPL-2.0-only

#include "nf-tos-names.h"

namespace ns3
{

namespace
{

constexpr uint8_t NAMED_MASK = 0x3f; //!< which bits a name speaks of

struct TosName
{
    std::string_view name;
    uint8_t value;
};

constexpr TosName NAMES[] = {{"Minimize-Delay", 0x10},
                             {"Maximize-Throughput", 0x08},
                             {"Maximize-Reliability", 0x04},
                             {"Minimize-Cost", 0x02},
                             {"Normal-Service", 0x00}};

} // namespace

std::optional<NfMaskedNumber>
NfParseTos(std::string_view text)
{
    for (const TosName& candidate : NAMES)
    {
        if (NfEqualsIgnoringCase(candidate.name, text))
        {
            return NfMaskedNumber{candidate.value, NAMED_MASK};
        }
    }
    return NfParseMaskedNumber(text, UINT8_MAX);
}

void
NfPrintTos(std::ostream& os, const NfMaskedNumber& tos)
{
    os << NfHexByte(tos.value) << '/' << NfHexByte(tos.mask);
}

} // namespace ns3
