// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_COMPARISON_REPORT_H
#define NF_COMPARISON_REPORT_H

#include "nf-campaign-spec.h"
#include "nf-comparison-networks.h"
#include "nf-comparison.h"

#include <string>

namespace ns3
{

/**
 * Write a comparison as one page that needs no other file and no network: what was asked, what came
 * of it, tables that sort, figures, the scenario and how to repeat it all. Without gnuplot or
 * GraphViz it lacks figures, and says so.
 * @param comparison the campaign
 * @param networks of its variants; empty: not known
 * @param spec what was asked
 * @param baseline the variant to compare with
 * @param path of the page
 */
void NfWriteComparisonReport(const NfComparison& comparison,
                             const std::vector<NfComparedNetwork>& networks,
                             const NfCampaignSpec& spec,
                             std::size_t baseline,
                             const std::string& path);

/**
 * Write the figures of a comparison, each to a file of its own.
 * @param comparison the campaign
 * @param networks of its variants; empty: not known
 * @param baseline the variant to compare with
 * @param folder for the files, which is made if it is not there
 * @param extension that tells the format: svg, pdf or png
 */
void NfWriteComparisonFigures(const NfComparison& comparison,
                              const std::vector<NfComparedNetwork>& networks,
                              std::size_t baseline,
                              const std::string& folder,
                              const std::string& extension);

} // namespace ns3

#endif /* NF_COMPARISON_REPORT_H */
