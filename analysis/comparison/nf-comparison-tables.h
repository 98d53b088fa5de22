// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_COMPARISON_TABLES_H
#define NF_COMPARISON_TABLES_H

#include "nf-comparison.h"
#include "nf-report.h"

#include <string>

namespace ns3
{

/**
 * @file
 * @ingroup netfilter
 * What a comparison says, as tables: for people, for programs, and for the report.
 */

/**
 * @param value a value of a measure
 * @return it with four digits, as people read it
 */
std::string NfFormatValue(double value);

/**
 * @param estimate a mean
 * @return its interval, "1.2 to 1.4"; empty if it is unknown
 */
std::string NfFormatInterval(const NfEstimate& estimate);

/**
 * @param p a p-value
 * @return it as people read it, "<0.001"
 */
std::string NfFormatP(double p);

/**
 * @param comparison the campaign
 * @return what became of the runs of each variant
 */
NfReportTable NfTableOfVariants(const NfComparison& comparison);

/**
 * @param comparison the campaign
 * @param baseline the variant to compare with
 * @return mean, interval and difference of each variant in each measure
 */
NfReportTable NfTableOfMeasures(const NfComparison& comparison, std::size_t baseline);

/**
 * Leave out what differs between no two runs, and say so below.
 * @param comparison the campaign
 * @return a note that names the measures that are the same in all runs; empty if none is
 */
std::string NfNoteOfConstants(const NfComparison& comparison);

/**
 * @param comparison the campaign
 * @return the runs that gave no results
 */
NfReportTable NfTableOfMissing(const NfComparison& comparison);

/**
 * @param comparison the campaign
 * @return the expectations that did not always hold
 */
NfReportTable NfTableOfUnmet(const NfComparison& comparison);

/**
 * @param table any
 * @return it as CSV, with the names for programs in the first line
 */
std::string NfToCsv(const NfReportTable& table);

} // namespace ns3

#endif /* NF_COMPARISON_TABLES_H */
