// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_CONNLIMIT_H
#define NF_MATCH_CONNLIMIT_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "connlimit": how many connections a host or network has (Linux's xt_connlimit.c)
NfMatchType NfMakeConnlimitMatchType();

} // namespace ns3

#endif /* NF_MATCH_CONNLIMIT_H */
