// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_ECN_H
#define NF_MATCH_ECN_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "ecn": ECN bits of the IP and TCP headers (Linux's xt_ecn.c)
NfMatchType NfMakeEcnMatchType();

} // namespace ns3

#endif /* NF_MATCH_ECN_H */
