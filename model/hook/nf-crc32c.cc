// SPDX-License-Identifier: GPL-2.0-only

#include "nf-crc32c.h"

namespace ns3
{

uint32_t
NfCrc32c(const uint8_t* data, std::size_t size)
{
    constexpr uint32_t reflectedPolynomial = 0x82f63b78;
    uint32_t crc = ~0U;
    for (std::size_t i = 0; i < size; ++i)
    {
        crc ^= data[i];
        for (int bit = 0; bit < 8; ++bit)
        {
            crc = crc >> 1 ^ (crc & 1 ? reflectedPolynomial : 0);
        }
    }
    return ~crc;
}

} // namespace ns3
