// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_QUEUE_BYPASS_H
#define NF_QUEUE_BYPASS_H

#include <cstdint>

namespace ns3
{

/**
 * @ingroup netfilter
 * Beside a number of 16 bits in NfPacket::queue, with the verdict QUEUE: where nobody handles the
 * queue, the packet goes on behind the callback that has given the verdict. What the callback would
 * have done after an ACCEPT is not done: a rule of the table nat leaves a connection without a
 * translation, not even the null one (Linux's NF_VERDICT_FLAG_QUEUE_BYPASS).
 */
constexpr uint32_t NF_QUEUE_BYPASS = 0x10000;

} // namespace ns3

#endif /* NF_QUEUE_BYPASS_H */
