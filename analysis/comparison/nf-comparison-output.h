// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_COMPARISON_OUTPUT_H
#define NF_COMPARISON_OUTPUT_H

#include "nf-comparison.h"

namespace ns3
{

/// How a comparison is printed.
enum class NfComparisonFormat
{
    TABLE, //!< for people: what differs
    JSON,
    CSV //!< the measures alone
};

/**
 * Print a comparison to standard output. NfCliError if that fails.
 * @param comparison the campaign
 * @param baseline the variant to compare with
 * @param format how the table is written
 * @param asked whether the user chose the measures, so that none is left out
 */
void NfPrintComparison(const NfComparison& comparison,
                       std::size_t baseline,
                       NfComparisonFormat format,
                       bool asked);

} // namespace ns3

#endif /* NF_COMPARISON_OUTPUT_H */
