// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_TTL_H
#define NF_MATCH_TTL_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "ttl": time to live (Linux's xt_hl.c)
NfMatchType NfMakeTtlMatchType();

} // namespace ns3

#endif /* NF_MATCH_TTL_H */
