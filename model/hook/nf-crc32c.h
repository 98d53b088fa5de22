// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CRC32C_H
#define NF_CRC32C_H

#include <cstddef>
#include <cstdint>

namespace ns3
{

/**
 * @ingroup netfilter
 * The CRC of SCTP (RFC 9260, appendix A: Castagnoli's polynomial, reflected).
 * @param data the bytes
 * @param size how many
 * @return the CRC; SCTP sends its least significant byte first
 */
uint32_t NfCrc32c(const uint8_t* data, std::size_t size);

} // namespace ns3

#endif /* NF_CRC32C_H */
