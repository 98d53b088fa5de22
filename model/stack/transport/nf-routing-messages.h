// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ROUTING_MESSAGES_H
#define NF_ROUTING_MESSAGES_H

#include "nf-packet.h"

#include "ns3/ipv4-routing-protocol.h"
#include "ns3/ptr.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * Keeps messages that ns-3's routing daemons cannot read away from them. They sit on UDP sockets
 * and trust what comes: OLSR's parser takes memory without bound if a length within a HELLO is too
 * small, and those of AODV, DSDV and RIP read past the end of a short message.
 *
 * On Linux this is the daemon's work, and daemons drop such messages too. Only the form is judged:
 * whether counts and lengths agree with the datagram, and masks are masks. Only a node that runs
 * the protocol is guarded, and only at its port. DHCP's parser checks lengths itself and needs no
 * guard; parsers of other applications cannot be known here.
 */
class NfRoutingMessages
{
  public:
    /**
     * @param packet a whole UDP datagram that is about to be delivered
     * @param routing the node's routing protocol; a list is looked through
     * @return false if the datagram is for a daemon of the node that cannot read it
     */
    static bool IsReadable(const NfPacket& packet, const Ptr<Ipv4RoutingProtocol>& routing);
};

} // namespace ns3

#endif /* NF_ROUTING_MESSAGES_H */
