// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CREDIT_RATE_H
#define NF_CREDIT_RATE_H

#include "nf-jiffies.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ns3
{

/**
 * Read "number" or "number/unit", where unit is a beginning of second, minute, hour or day.
 * @param text the rate
 * @param scale number of units of the result in a second
 * @return the time between two events in 1/scale seconds, rounded down; nothing if it is not a
 *         rate, or faster than one event per unit
 */
std::optional<uint64_t> NfParseRate(std::string_view text, uint64_t scale);

/// @param period as NfParseRate() returns it
/// @param scale likewise
/// @return e.g. "3/hour"
std::string NfRateToString(uint64_t period, uint64_t scale);

} // namespace ns3

#endif /* NF_CREDIT_RATE_H */
