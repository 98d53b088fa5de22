// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_PKTTYPE_H
#define NF_MATCH_PKTTYPE_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "pkttype": to whom the frame was addressed (Linux's xt_pkttype.c)
NfMatchType NfMakePkttypeMatchType();

} // namespace ns3

#endif /* NF_MATCH_PKTTYPE_H */
