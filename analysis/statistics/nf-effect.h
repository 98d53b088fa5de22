// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_EFFECT_H
#define NF_EFFECT_H

#include "nf-paired-difference.h"

#include <string>

namespace ns3
{

/**
 * Say in words how a variant differs from a baseline, as far as the runs tell: "31 % to 38 % less
 * than hosts", "the same as hosts in every run", "too few runs to tell". A difference is claimed
 * only where the corrected p-value is below 0.05.
 * @param difference between the two
 * @param p its p-value, corrected for the number of comparisons
 * @param baseline its name
 * @param unit of the values, for where no percentage can be given; may be empty
 * @return the words, which go on from the variant's name
 */
std::string NfDescribeEffect(const NfPairedDifference& difference,
                             double p,
                             const std::string& baseline,
                             const std::string& unit);

} // namespace ns3

#endif /* NF_EFFECT_H */
