// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_SEND_OUT_H
#define NF_IPV6_SEND_OUT_H

#include "ns3/ipv6-header.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-route.h"
#include "ns3/packet.h"

namespace ns3
{

/**
 * Let the stock stack send a datagram with its header, which Ipv6::Send() would make itself. It
 * cuts what is too long if the source is the node's. (Ipv6L3Protocol::SendRealOut is private, see
 * NfMemberAccess.)
 * @param ipv6 the stack
 * @param route where to
 * @param behind what follows the header
 * @param header fixed network header
 */
void NfSendOutIpv6(const Ptr<Ipv6L3Protocol>& ipv6,
                   const Ptr<Ipv6Route>& route,
                   const Ptr<Packet>& behind,
                   const Ipv6Header& header);

} // namespace ns3

#endif /* NF_IPV6_SEND_OUT_H */
