// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_MULTIPORT_H
#define NF_MATCH_MULTIPORT_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "multiport": up to 15 ports, a range counting as two (Linux's xt_multiport.c)
NfMatchType NfMakeMultiportMatchType();

} // namespace ns3

#endif /* NF_MATCH_MULTIPORT_H */
