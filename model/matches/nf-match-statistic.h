// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_STATISTIC_H
#define NF_MATCH_STATISTIC_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "statistic": every nth packet, or packets at random (Linux's xt_statistic.c)
NfMatchType NfMakeStatisticMatchType();

} // namespace ns3

#endif /* NF_MATCH_STATISTIC_H */
