// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_TIME_H
#define NF_MATCH_TIME_H

#include "nf-extension.h"

namespace ns3
{

/**
 * \return match "time": date, time of day, days of week and month (Linux's xt_time.c). The
 *         simulation starts at the value of the global value NetfilterClock, in seconds since
 *         1970-01-01 00:00 UTC, a Thursday; by default then.
 */
NfMatchType NfMakeTimeMatchType();

} // namespace ns3

#endif /* NF_MATCH_TIME_H */
