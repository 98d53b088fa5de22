// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_EXTENSION_USES_H
#define NF_EXTENSION_USES_H

#include "nf-report.h"

#include "ns3/nf-ruleset.h"

#include <string>

namespace ns3
{

/**
 * \ingroup netfilter
 * Which matches and targets a rule set needs, and the sets (ipset) that it names.
 * \param ruleset the rule set
 * \param name of the rule set, for the heading
 * \return a row for each table and extension: in how many rules it stands, and what it is
 */
NfReportTable NfListExtensionUses(const NfRuleset& ruleset, const std::string& name);

} // namespace ns3

#endif /* NF_EXTENSION_USES_H */
