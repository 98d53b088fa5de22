// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_CONNTRACK_H
#define NF_MATCH_CONNTRACK_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "conntrack": state, tuples, status, lifetime and direction of the connection
/// (Linux's xt_conntrack.c)
NfMatchType NfMakeConntrackMatchType();

} // namespace ns3

#endif /* NF_MATCH_CONNTRACK_H */
