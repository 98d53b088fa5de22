// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_BROADCAST_ANSWERS_H
#define NF_BROADCAST_ANSWERS_H

#include "nf-connection-helper.h"

namespace ns3
{

/**
 * Expect answers of any host of the link to what a socket of the node sends to all of them (Linux's
 * nf_conntrack_broadcast_help). Anything else is no concern of it.
 * @param helper of the connection: answers come from its port, for its GetTimeout()
 * @param packet a packet of the connection
 * @param connection the connection
 * @param conntrack where to leave the expectation
 */
void NfExpectBroadcastAnswers(const NfConnectionHelper& helper,
                              const NfPacket& packet,
                              NfConnection& connection,
                              NfConntrack& conntrack);

} // namespace ns3

#endif /* NF_BROADCAST_ANSWERS_H */
