// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_CONNBYTES_H
#define NF_MATCH_CONNBYTES_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "connbytes": how much a connection has carried (Linux's xt_connbytes.c)
NfMatchType NfMakeConnbytesMatchType();

} // namespace ns3

#endif /* NF_MATCH_CONNBYTES_H */
