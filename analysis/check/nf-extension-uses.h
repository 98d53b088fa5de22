// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_EXTENSION_USES_H
#define NF_EXTENSION_USES_H

#include "nf-report.h"

#include "ns3/nf-ruleset.h"

#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Which matches and targets the rule sets of a file need, and the sets (ipset) that they name.
 * @param rulesets the rule sets, of one family or of both
 * @param name of the file, for the heading
 * @return a row for each table and extension: in how many rules it stands, and what it is. Tables
 *         of IPv6 have "ip6" before their names
 */
NfReportTable NfListExtensionUses(const std::vector<NfRuleset>& rulesets, const std::string& name);

} // namespace ns3

#endif /* NF_EXTENSION_USES_H */
