// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_RPFILTER_H
#define NF_MATCH_RPFILTER_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "rpfilter": would the reverse path go out where the packet came in (Linux's
/// ipt_rpfilter.c)
NfMatchType NfMakeRpfilterMatchType();

} // namespace ns3

#endif /* NF_MATCH_RPFILTER_H */
