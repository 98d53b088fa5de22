// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_JIFFIES_H
#define NF_JIFFIES_H

#include <cstdint>

namespace ns3
{

/// Linux's clock tick: limits and lifetimes count time in jiffies of 1/250 s.
constexpr uint64_t NF_HZ = 250;

/// @return the simulated time in jiffies
uint64_t NfJiffies();

} // namespace ns3

#endif /* NF_JIFFIES_H */
