// SPDX-License-Identifier: GPL-2.0-only

#include "nf-checksum.h"

namespace ns3
{

uint64_t
NfChecksum::Add(const uint8_t* data, std::size_t size, uint64_t sum)
{
    for (std::size_t i = 0; i + 1 < size; i += 2)
    {
        sum += NfRead16(data + i);
    }
    if (size & 1)
    {
        sum += static_cast<uint32_t>(data[size - 1]) << 8;
    }
    return sum;
}

uint16_t
NfChecksum::Finish(uint64_t sum)
{
    while (sum >> 16)
    {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return static_cast<uint16_t>(~sum);
}

uint64_t
NfChecksum::PseudoHeader(NfFamily family,
                         const NfAddress& source,
                         const NfAddress& destination,
                         uint8_t protocol,
                         uint32_t length)
{
    uint64_t sum = uint64_t{protocol} + length;
    std::size_t words = family == NfFamily::IPV6 ? 4 : 1;
    for (std::size_t i = 0; i < words; ++i)
    {
        sum += uint64_t{source.Words()[i]} + destination.Words()[i];
    }
    return sum;
}

uint16_t
NfChecksum::Replace16(uint16_t checksum, uint16_t before, uint16_t after)
{
    // The sum of zeros alone is the one that the arithmetic would change: from 0 to -0.
    if (before == after)
    {
        return checksum;
    }
    return Finish(uint64_t{static_cast<uint16_t>(~checksum)} + static_cast<uint16_t>(~before) +
                  after);
}

uint16_t
NfChecksum::Replace32(uint16_t checksum, uint32_t before, uint32_t after)
{
    // The sum of zeros alone is the one that the arithmetic would change: from 0 to -0.
    if (before == after)
    {
        return checksum;
    }
    return Finish(uint64_t{static_cast<uint16_t>(~checksum)} + static_cast<uint32_t>(~before) +
                  after);
}

uint16_t
NfChecksum::ReplaceAddress(uint16_t checksum, const NfAddress& before, const NfAddress& after)
{
    if (before == after)
    {
        return checksum;
    }
    uint64_t sum = static_cast<uint16_t>(~checksum);
    for (std::size_t i = 0; i < before.Words().size(); ++i)
    {
        if (before.Words()[i] != after.Words()[i])
        {
            sum += uint64_t{static_cast<uint32_t>(~before.Words()[i])} + after.Words()[i];
        }
    }
    return Finish(sum);
}

} // namespace ns3
