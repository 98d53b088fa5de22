// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_OWNER_H
#define NF_MATCH_OWNER_H

#include "nf-extension.h"

namespace ns3
{

/**
 * \return match "owner": whose socket sends the packet (Linux's xt_owner.c, see NfSocketOwner). To
 *         a packet without a socket, a rule matches if all that it asks is negated.
 */
NfMatchType NfMakeOwnerMatchType();

} // namespace ns3

#endif /* NF_MATCH_OWNER_H */
