// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_HASHLIMIT_H
#define NF_MATCH_HASHLIMIT_H

#include "nf-extension.h"

namespace ns3
{

/**
 * \return match "hashlimit": rates per host, per port or per pair of them (Linux's xt_hashlimit.c,
 *         see NfHashlimitTable)
 */
NfMatchType NfMakeHashlimitMatchType();

} // namespace ns3

#endif /* NF_MATCH_HASHLIMIT_H */
