// SPDX-License-Identifier: GPL-2.0-only

#include "nf-filtering-cost.h"

#include <cmath>

namespace ns3
{

double
NfFilteringCost::GetServiceTime(const NfFilteringWork& work) const
{
    const double rules = static_cast<double>(work.rules);
    const double steps = search == LINEAR ? rules : std::log2(1 + rules);
    return fixed + perRule * steps + perLookup * static_cast<double>(work.lookups) +
           perInsertion * static_cast<double>(work.insertions) +
           perTranslation * static_cast<double>(work.translations) +
           perLogLine * static_cast<double>(work.logLines);
}

} // namespace ns3
