// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_RAW_DIVERSION_H
#define NF_IPV6_RAW_DIVERSION_H

#include "nf-raw-diversion.h"

#include "ns3/ipv6-header.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-route.h"
#include "ns3/ipv6.h"
#include "ns3/packet.h"

#include <list>

namespace ns3
{

struct NfIpv6Node;

/// ns-3's classes for NfRawDiversionOf.
struct NfIpv6RawTypes
{
    using Ip = Ipv6;              //!< the node's stack, as an interface
    using Stack = Ipv6L3Protocol; //!< likewise, as ns-3 makes it
    using Route = Ipv6Route;      //!< what a route is

    /// @param ipv6 the stack
    /// @return what listens to its source "Tx"
    static std::list<Callback<void, Ptr<const Packet>, Ptr<Ipv6>, uint32_t>>& GetTxListeners(
        const Ptr<Ipv6L3Protocol>& ipv6);
};

/**
 * @ingroup netfilter
 * Brings what raw sockets send over IPv6 to the layer, see NfRawDiversionOf. Unlike IPv4's, it
 * takes what is sent to groups as well.
 *
 * A raw socket asks for a route as a script may: with a packet, and naming no protocol. Therefore
 * the detour has the gateway of the route, and gets all nodes as gateway when the packet is sent: a
 * listener of "SendOutgoing", which fires before the stack looks at the gateway, sees to that.
 * (IPv4's cannot, because datagrams with a header of their own fire no "SendOutgoing".)
 */
class NfIpv6RawDiversion : public NfRawDiversionOf<NfIpv6RawTypes>
{
  public:
    /// @param node whose packets to divert
    explicit NfIpv6RawDiversion(const NfIpv6Node& node);

    /**
     * @param packet that is about to be sent; it is tagged
     * @param header of it, as its sender asks for a route
     * @param route that it would take
     * @return the route to give to the sender: a detour, or the same one if this cannot be a raw
     *         socket's packet
     */
    Ptr<Ipv6Route> Divert(const Ptr<Packet>& packet,
                          const Ipv6Header& header,
                          const Ptr<Ipv6Route>& route);

    /// Let go of the node's trace sources.
    void Stop();

  private:
    void ListenToOutgoing();

    const NfIpv6Node& m_node;
    bool m_hearsOutgoing{false}; //!< of the node's stack
};

} // namespace ns3

#endif /* NF_IPV6_RAW_DIVERSION_H */
