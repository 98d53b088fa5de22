// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TOPOLOGY_UNITS_H
#define NF_TOPOLOGY_UNITS_H

#include "ns3/nstime.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ns3
{

/**
 * @file
 * @ingroup netfilter
 * Numbers, rates and delays as topology files write them. ns-3's own parsers abort when a text is
 * wrong, which a user's file must not do.
 */

/// @param text a number, all of the text but blanks around it
/// @return it; nothing if it is none
std::optional<double> NfParseNumber(std::string_view text);

/**
 * @param text a rate: "10Mbps", "2.5 Gb/s", "100M" (bit/s), or the name of a line: "OC-192",
 *        "STM-16", "T1", "T3", "DS-3", "E1", "E3"
 * @return bit/s, at least 1; nothing if it is no rate, or a range of rates
 */
std::optional<uint64_t> NfParseBitRate(std::string_view text);

/// @param bitsPerSecond a rate as a number
/// @return it; nothing if it is no rate of a link
std::optional<uint64_t> NfToBitRate(double bitsPerSecond);

/// @param text a delay with its unit: "5ms", "20 us"
/// @return it; nothing if it is none
std::optional<Time> NfParseDelay(std::string_view text);

/// @param bitRate in bit/s
/// @return with the largest unit that needs no rounding: "2.5Gbps"
std::string NfBitRateToString(uint64_t bitRate);

} // namespace ns3

#endif /* NF_TOPOLOGY_UNITS_H */
