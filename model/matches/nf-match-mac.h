// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_MAC_H
#define NF_MATCH_MAC_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "mac": link-layer source address (Linux's xt_mac.c)
NfMatchType NfMakeMacMatchType();

} // namespace ns3

#endif /* NF_MATCH_MAC_H */
