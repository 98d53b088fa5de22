// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_TRACES_H
#define NF_IPV4_TRACES_H

#include "ns3/ipv4-l3-protocol.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * Fire trace sources of ns-3's Ipv4L3Protocol, whose listeners (FlowMonitor, pcap and ascii
 * helpers, scripts) would otherwise never hear of a packet that ends in a hook or that the layer
 * sends itself.
 *
 * The sources are private members (see NfMemberAccess). All have the same names and types in every
 * ns-3 from 3.37 on.
 */
class NfIpv4Traces
{
  public:
    /**
     * Fire "Drop".
     * @param ipv4 the stack
     * @param header network header
     * @param payload what follows it
     * @param reason FlowMonitor knows only those of Ipv4L3Protocol
     * @param interface number of the interface
     */
    static void Drop(Ptr<Ipv4L3Protocol> ipv4,
                     const Ipv4Header& header,
                     Ptr<const Packet> payload,
                     Ipv4L3Protocol::DropReason reason,
                     uint32_t interface);

    /**
     * Fire "SendOutgoing", as for a packet that a transport protocol sends.
     * @param ipv4 the stack
     * @param header network header
     * @param payload what follows it
     * @param interface number of the interface
     */
    static void SendOutgoing(Ptr<Ipv4L3Protocol> ipv4,
                             const Ipv4Header& header,
                             Ptr<const Packet> payload,
                             uint32_t interface);

    /**
     * Fire "UnicastForward", as for a packet that is forwarded.
     * @param ipv4 the stack
     * @param header network header, with its TTL as it leaves
     * @param payload what follows it
     * @param interface number of the interface that it leaves through
     */
    static void UnicastForward(Ptr<Ipv4L3Protocol> ipv4,
                               const Ipv4Header& header,
                               Ptr<const Packet> payload,
                               uint32_t interface);
};

} // namespace ns3

#endif /* NF_IPV4_TRACES_H */
