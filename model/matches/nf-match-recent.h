// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_RECENT_H
#define NF_MATCH_RECENT_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "recent": addresses seen before, in named lists of the node (Linux's xt_recent.c)
NfMatchType NfMakeRecentMatchType();

} // namespace ns3

#endif /* NF_MATCH_RECENT_H */
