// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_MARK_H
#define NF_MATCH_MARK_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "mark": the packet's mark under a mask (Linux's xt_mark.c)
NfMatchType NfMakeMarkMatchType();

} // namespace ns3

#endif /* NF_MATCH_MARK_H */
