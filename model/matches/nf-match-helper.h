// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_HELPER_H
#define NF_MATCH_HELPER_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "helper": connections that a helper expected (Linux's xt_helper.c)
NfMatchType NfMakeHelperMatchType();

} // namespace ns3

#endif /* NF_MATCH_HELPER_H */
