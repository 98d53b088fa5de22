// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_LIMIT_H
#define NF_MATCH_LIMIT_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "limit": true at a limited rate, by a token bucket (Linux's xt_limit.c)
NfMatchType NfMakeLimitMatchType();

} // namespace ns3

#endif /* NF_MATCH_LIMIT_H */
