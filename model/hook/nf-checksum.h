// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CHECKSUM_H
#define NF_CHECKSUM_H

#include "nf-address.h"

#include <cstddef>
#include <cstdint>

namespace ns3
{

/**
 * @ingroup netfilter
 * The Internet checksum (RFC 1071) and its incremental update (RFC 1624).
 */
class NfChecksum
{
  public:
    /**
     * Add bytes to a sum. All parts but the last must have an even length.
     * @param data the bytes
     * @param size how many
     * @param sum the sum so far
     * @return the new sum, not folded
     */
    static uint64_t Add(const uint8_t* data, std::size_t size, uint64_t sum = 0);

    /**
     * @param sum a sum
     * @return the checksum: folded to 16 bits and complemented
     */
    static uint16_t Finish(uint64_t sum);

    /**
     * The sum of the pseudo header of TCP and UDP (RFC 793, RFC 8200).
     * @param family of the addresses
     * @param source network source
     * @param destination network destination
     * @param protocol of the segment
     * @param length of the segment, in bytes
     * @return the sum
     */
    static uint64_t PseudoHeader(NfFamily family,
                                 const NfAddress& source,
                                 const NfAddress& destination,
                                 uint8_t protocol,
                                 uint32_t length);

    /**
     * @param checksum an existing checksum
     * @param before a 16-bit word that it covers
     * @param after the word's new value
     * @return the checksum after the change
     */
    static uint16_t Replace16(uint16_t checksum, uint16_t before, uint16_t after);

    /**
     * @param checksum an existing checksum
     * @param before a 32-bit word that it covers
     * @param after the word's new value
     * @return the checksum after the change
     */
    static uint16_t Replace32(uint16_t checksum, uint32_t before, uint32_t after);

    /**
     * @param checksum an existing checksum
     * @param before an address that it covers
     * @param after the new address
     * @return the checksum after the change
     */
    static uint16_t ReplaceAddress(uint16_t checksum,
                                   const NfAddress& before,
                                   const NfAddress& after);
};

/**
 * @param bytes two bytes in network order
 * @return the number
 */
inline uint16_t
NfRead16(const uint8_t* bytes)
{
    return static_cast<uint16_t>(bytes[0] << 8 | bytes[1]);
}

/**
 * @param bytes four bytes in network order
 * @return the number
 */
inline uint32_t
NfRead32(const uint8_t* bytes)
{
    return static_cast<uint32_t>(NfRead16(bytes)) << 16 | NfRead16(bytes + 2);
}

/**
 * @param bytes where to write, in network order
 * @param value the number
 */
inline void
NfWrite16(uint8_t* bytes, uint16_t value)
{
    bytes[0] = value >> 8;
    bytes[1] = value & 0xff;
}

/**
 * @param bytes where to write, in network order
 * @param value the number
 */
inline void
NfWrite32(uint8_t* bytes, uint32_t value)
{
    NfWrite16(bytes, value >> 16);
    NfWrite16(bytes + 2, value & 0xffff);
}

} // namespace ns3

#endif /* NF_CHECKSUM_H */
