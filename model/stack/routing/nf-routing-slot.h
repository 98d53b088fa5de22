// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ROUTING_SLOT_H
#define NF_ROUTING_SLOT_H

#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv4-routing-protocol.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * The place where ns-3's Ipv4L3Protocol keeps the routing protocol that it asks.
 *
 * Ipv4::SetRoutingProtocol() also tells the protocol whose it is, upon which static routing adds
 * the routes of all interfaces once more. To put a protocol back where it was, nothing must be
 * told; so this writes the private member (see NfMemberAccess).
 */
class NfRoutingSlot
{
  public:
    /**
     * @param ipv4 the stack
     * @param protocol that it is to ask from now on
     */
    static void Put(Ptr<Ipv4L3Protocol> ipv4, Ptr<Ipv4RoutingProtocol> protocol);
};

} // namespace ns3

#endif /* NF_ROUTING_SLOT_H */
