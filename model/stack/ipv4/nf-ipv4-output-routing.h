// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_OUTPUT_ROUTING_H
#define NF_IPV4_OUTPUT_ROUTING_H

#include "nf-ipv4-route-entry.h"
#include "nf-policy-routing.h"
#include "nf-send-result.h"

#include "ns3/ipv4-header.h"
#include "ns3/ipv4.h"
#include "ns3/socket.h"

namespace ns3
{

class NfIpv4RawDiversion;
struct NfIpv4Node;

/**
 * @ingroup netfilter
 * Routes of packets that the node sends (Linux's ip_route_output_key): its own addresses, then the
 * policy routes, then the node's routing protocol. Also answers the stock stack's own questions,
 * those of raw sockets with a detour (NfIpv4RawDiversion).
 */
class NfIpv4OutputRouting
{
  public:
    /// A route, or why there is none.
    struct Answer
    {
        Ptr<NfIpv4RouteEntry> entry; //!< null: see result
        NfSendResult result{NfSendResult::SENT};
    };

    /**
     * @param node whose packets to route
     * @param diversion of the node
     */
    NfIpv4OutputRouting(const NfIpv4Node& node, NfIpv4RawDiversion& diversion)
        : m_node(node),
          m_diversion(diversion)
    {
    }

    /**
     * @param packet a packet of the node
     * @return its route
     */
    Answer Route(NfPacket& packet) const;

    /**
     * A route by which a packet reaches a host that it is not addressed to.
     * @param gateway the host
     * @param packet the packet
     * @param device to send it by, on its link if routing has no way there; null: any
     * @return the route; null if there is none
     */
    Ptr<NfIpv4RouteEntry> RouteToward(const NfAddress& gateway,
                                      const NfPacket& packet,
                                      const NfDevice* device) const;

    /**
     * @param packet a received packet
     * @param useMark route with its mark
     * @param isLocal receives whether a route of type local has been found instead; may be null
     * @return the device through which the node would send to its source; null if none
     */
    const NfDevice* FindReverseDevice(const NfPacket& packet,
                                      bool useMark,
                                      bool* isLocal = nullptr) const;

    /// The stock stack asks for a route. Parameters and result as Ipv4RoutingProtocol::RouteOutput.
    Ptr<Ipv4Route> AnswerStock(const Ptr<Packet>& packet,
                               const Ipv4Header& header,
                               const Ptr<NetDevice>& oif,
                               Socket::SocketErrno& error) const;

  private:
    Ptr<Ipv4Route> RouteFlow(const NfFlow& flow,
                             uint8_t protocol,
                             Ptr<Packet> packet,
                             Ptr<NetDevice> oif,
                             NfSendResult& result,
                             bool* local = nullptr) const;
    // Ask policy routes and routing protocol as the stock stack would.
    Ptr<Ipv4Route> RouteStock(const Ptr<Packet>& packet,
                              const Ipv4Header& header,
                              const Ptr<NetDevice>& oif,
                              Socket::SocketErrno& error) const;

    const NfIpv4Node& m_node;
    NfIpv4RawDiversion& m_diversion;
};

/**
 * A route to the next hop on a link.
 * @param source of the packet
 * @param destination of it
 * @param out device
 * @return the route
 */
Ptr<Ipv4Route> NfMakeLinkRoute(Ipv4Address source, Ipv4Address destination, Ptr<NetDevice> out);

/**
 * @param found a route of policy routing
 * @param destination that it was found for
 * @param ipv4 the node's stack, which chooses a source if the route has none
 * @return the route as ns-3 has it
 */
Ptr<Ipv4Route> NfMakePolicyRoute(const NfPolicyRouting::Result& found,
                                 const NfAddress& destination,
                                 const Ptr<Ipv4>& ipv4);

} // namespace ns3

#endif /* NF_IPV4_OUTPUT_ROUTING_H */
