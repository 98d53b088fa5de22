// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_DSCP_H
#define NF_MATCH_DSCP_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "dscp": the upper six bits of the type-of-service octet (Linux's xt_dscp.c)
NfMatchType NfMakeDscpMatchType();

} // namespace ns3

#endif /* NF_MATCH_DSCP_H */
