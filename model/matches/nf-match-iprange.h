// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_IPRANGE_H
#define NF_MATCH_IPRANGE_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "iprange": addresses between two others (Linux's xt_iprange.c)
NfMatchType NfMakeIprangeMatchType();

} // namespace ns3

#endif /* NF_MATCH_IPRANGE_H */
