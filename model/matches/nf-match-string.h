// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_STRING_H
#define NF_MATCH_STRING_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "string": bytes anywhere in the packet (Linux's xt_string.c)
NfMatchType NfMakeStringMatchType();

} // namespace ns3

#endif /* NF_MATCH_STRING_H */
