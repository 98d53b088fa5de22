// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_ADDRTYPE_H
#define NF_MATCH_ADDRTYPE_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "addrtype": what routing says of an address (Linux's xt_addrtype.c)
NfMatchType NfMakeAddrtypeMatchType();

} // namespace ns3

#endif /* NF_MATCH_ADDRTYPE_H */
