// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TARGET_CLASSIFY_H
#define NF_TARGET_CLASSIFY_H

#include "nf-extension.h"

namespace ns3
{

/**
 * \ingroup netfilter
 * CLASSIFY: sets the class that queues sort a packet by (Linux's skb->priority, xt_CLASSIFY.c).
 *
 * Divergence: ns-3's queue discs know a priority of 8 bits, the SocketPriorityTag; it gets the low
 * bits of the minor number.
 * \return the type
 */
NfTargetType NfMakeClassifyTargetType();

} // namespace ns3

#endif /* NF_TARGET_CLASSIFY_H */
