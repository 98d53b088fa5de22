// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_TRACES_H
#define NF_IPV6_TRACES_H

#include "ns3/ipv6-l3-protocol.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * Fire trace sources of ns-3's Ipv6L3Protocol, whose listeners (FlowMonitor, pcap and ascii
 * helpers, scripts) would otherwise never hear of a packet that ends in a hook or that the layer
 * sends itself. The sources are private members (see NfMemberAccess).
 */
class NfIpv6Traces
{
  public:
    /**
     * Fire "Drop".
     * @param ipv6 the stack
     * @param header fixed network header
     * @param payload what follows it
     * @param reason FlowMonitor knows only those of Ipv6L3Protocol
     * @param interface number of the interface
     */
    static void Drop(const Ptr<Ipv6L3Protocol>& ipv6,
                     const Ipv6Header& header,
                     const Ptr<const Packet>& payload,
                     Ipv6L3Protocol::DropReason reason,
                     uint32_t interface);

    /**
     * Fire "SendOutgoing", as for a packet that a transport protocol sends.
     * @param ipv6 the stack
     * @param header fixed network header
     * @param payload what follows it
     * @param interface number of the interface
     */
    static void SendOutgoing(const Ptr<Ipv6L3Protocol>& ipv6,
                             const Ipv6Header& header,
                             const Ptr<const Packet>& payload,
                             uint32_t interface);

    /**
     * Fire "UnicastForward", as for a packet that is forwarded.
     * @param ipv6 the stack
     * @param header fixed network header, with its hop limit as it leaves
     * @param payload what follows it
     * @param interface number of the interface that it leaves through
     */
    static void UnicastForward(const Ptr<Ipv6L3Protocol>& ipv6,
                               const Ipv6Header& header,
                               const Ptr<const Packet>& payload,
                               uint32_t interface);
};

} // namespace ns3

#endif /* NF_IPV6_TRACES_H */
