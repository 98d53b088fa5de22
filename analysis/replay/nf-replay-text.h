// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPLAY_TEXT_H
#define NF_REPLAY_TEXT_H

#include "nf-replay-runner.h"

#include <ostream>

namespace ns3
{

/**
 * Print what became of the packets for people: hook by hook, which rule matched, what was
 * rewritten, where the packet ended and why.
 * @param os where to
 * @param result what became of all
 * @param scenario what was played
 */
void NfPrintReplay(std::ostream& os,
                   const NfReplayResult& result,
                   const NfReplayScenario& scenario);

} // namespace ns3

#endif /* NF_REPLAY_TEXT_H */
