// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_TOS_H
#define NF_MATCH_TOS_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "tos": the whole type-of-service octet under a mask (Linux's xt_dscp.c)
NfMatchType NfMakeTosMatchType();

} // namespace ns3

#endif /* NF_MATCH_TOS_H */
