// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TARGET_NFQUEUE_H
#define NF_TARGET_NFQUEUE_H

#include "nf-extension.h"

namespace ns3
{

/**
 * \ingroup netfilter
 * \return the target NFQUEUE: hand the packet to the handler of a queue (Linux's xt_NFQUEUE).
 *
 * --queue-num n; --queue-balance first:last spreads connections over queues by address and
 * protocol, both directions to the same one; --queue-bypass: accept if nobody handles the queue.
 * Divergences: Linux seeds its hash at boot, ours is fixed, so runs repeat; --queue-cpu-fanout
 * chooses the first queue, because a simulated node has one processor.
 */
NfTargetType NfMakeNfqueueTargetType();

} // namespace ns3

#endif /* NF_TARGET_NFQUEUE_H */
