// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRACE_RING_MESSAGES_H
#define NF_TRACE_RING_MESSAGES_H

#include "nf-trace-record.h"
#include "nf-trace-ring.h"

#include <cstddef>
#include <cstdint>

namespace ns3
{

class NfTraceStore;

/**
 * @file
 * @ingroup netfilter
 * Records as messages of an NfTraceRing. Frequent records are copied byte by byte, with their texts
 * and rule hits behind them; rare ones (nodes, interfaces, rule sets) travel as a pointer to a
 * copy. All Post functions return false if the ring's consumer has stopped.
 */

/// @param ring the ring
/// @param record what to post
/// @return whether it was
bool NfTracePost(NfTraceRing& ring, const NfTraceNode& record);
/// @param ring the ring
/// @param record what to post
/// @return whether it was
bool NfTracePost(NfTraceRing& ring, const NfTraceInterface& record);
/// @param ring the ring
/// @param record what to post
/// @param firstChain number of its first chain
/// @return whether it was
bool NfTracePost(NfTraceRing& ring, const NfTraceRuleset& record, uint32_t firstChain);
/// @param ring the ring
/// @param record what to post
/// @param hits rule hits
/// @param n number of hits
/// @return whether it was
bool NfTracePost(NfTraceRing& ring,
                 const NfTraceHookPass& record,
                 const NfTraceRuleHit* hits,
                 std::size_t n);
/// @param ring the ring
/// @param record what to post
/// @return whether it was
bool NfTracePost(NfTraceRing& ring, const NfTraceStackDrop& record);
/// @param ring the ring
/// @param record what to post
/// @return whether it was
bool NfTracePost(NfTraceRing& ring, const NfTraceLoss& record);
/// @param ring the ring
/// @param record what to post
/// @return whether it was
bool NfTracePost(NfTraceRing& ring, const NfTracePacket& record);
/// @param ring the ring
/// @param record what to post
/// @return whether it was
bool NfTracePost(NfTraceRing& ring, const NfTracePacketLink& record);
/// @param ring the ring
/// @param record what to post
/// @return whether it was
bool NfTracePost(NfTraceRing& ring, const NfTraceConnection& record);
/// @param ring the ring
/// @param record what to post
/// @return whether it was
bool NfTracePost(NfTraceRing& ring, const NfTraceConntrackEvent& record);
/// @param ring the ring
/// @param record what to post
/// @return whether it was
bool NfTracePost(NfTraceRing& ring, const NfTraceNatMapping& record);
/// @param ring the ring
/// @param record what to post
/// @return whether it was
bool NfTracePost(NfTraceRing& ring, const NfTraceLogLine& record);

/**
 * Store all messages of a block.
 * @param block the block
 * @param store where to; may throw
 */
void NfTraceStoreBlock(const NfTraceRing::Block& block, NfTraceStore& store);

/// Free what the messages of a block point to.
/// @param block the block, not used any more
void NfTraceFreeBlock(const NfTraceRing::Block& block);

} // namespace ns3

#endif /* NF_TRACE_RING_MESSAGES_H */
