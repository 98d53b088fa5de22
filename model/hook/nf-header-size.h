// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_HEADER_SIZE_H
#define NF_HEADER_SIZE_H

#include <cstdint>

namespace ns3
{

/**
 * @ingroup netfilter
 * Bytes of headers without options and extension headers.
 */
namespace NfHeaderSize
{
constexpr uint32_t IPV4 = 20;
constexpr uint32_t IPV6 = 40;
constexpr uint32_t TCP = 20;
constexpr uint32_t UDP = 8;
constexpr uint32_t ICMP = 8;
} // namespace NfHeaderSize

} // namespace ns3

#endif /* NF_HEADER_SIZE_H */
