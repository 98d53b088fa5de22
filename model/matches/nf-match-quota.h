// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_QUOTA_H
#define NF_MATCH_QUOTA_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "quota": true until a number of bytes has passed (Linux's xt_quota.c)
NfMatchType NfMakeQuotaMatchType();

} // namespace ns3

#endif /* NF_MATCH_QUOTA_H */
