// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_CONNMARK_H
#define NF_MATCH_CONNMARK_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "connmark": the connection's mark under a mask (Linux's xt_connmark.c)
NfMatchType NfMakeConnmarkMatchType();

} // namespace ns3

#endif /* NF_MATCH_CONNMARK_H */
