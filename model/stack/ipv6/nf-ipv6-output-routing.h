// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_OUTPUT_ROUTING_H
#define NF_IPV6_OUTPUT_ROUTING_H

#include "nf-ipv6-node.h"
#include "nf-ipv6-route-entry.h"
#include "nf-packet.h"
#include "nf-send-result.h"

#include "ns3/ipv6-header.h"
#include "ns3/ipv6-route.h"
#include "ns3/net-device.h"
#include "ns3/socket.h"

#include <optional>

namespace ns3
{

class NfIpv6RawDiversion;

/**
 * @ingroup netfilter
 * The routing decision of a packet that the node sends (Linux's ip6_route_output): its own
 * addresses, then policy routes, then the node's routing protocol.
 *
 * A destination that means something on one link only needs a link: the one the packet came in by,
 * or that of its source address.
 */
class NfIpv6OutputRouting
{
  public:
    /**
     * @param node whose packets to route
     * @param diversion of the node
     */
    NfIpv6OutputRouting(const NfIpv6Node& node, NfIpv6RawDiversion& diversion)
        : m_node(node),
          m_diversion(diversion)
    {
    }

    /// An answer.
    struct Answer
    {
        Ptr<NfIpv6RouteEntry> entry; //!< null: there is no route
        NfSendResult result{NfSendResult::SENT};
    };

    /**
     * @param packet to be sent; an unset source stays unset
     * @param link of a destination or source that needs one; null: that of the source address
     * @return where it goes
     */
    Answer Route(NfPacket& packet, const NfDevice* link = nullptr) const;

    /**
     * A route by which a packet reaches a host that it is not addressed to.
     * @param gateway the host
     * @param packet the packet
     * @param device to send it by, on its link if routing has no way there; null: any
     * @return the route; null if there is none
     */
    Ptr<NfIpv6RouteEntry> RouteToward(const NfAddress& gateway,
                                      const NfPacket& packet,
                                      const NfDevice* device) const;

    /**
     * @param destination an address that is not the node's
     * @param link of a destination that needs one; may be null
     * @return the device by which the routing protocol reaches it; null if it does not
     */
    const NfDevice* FindDevice(const NfAddress& destination, const NfDevice* link) const;

    /**
     * What rules and their tables say of an address (the match addrtype), as of a packet of the
     * node without source and mark.
     * @param address one that is none of the node's interfaces'
     * @param device if not null, the way out, by which nothing is LOCAL
     * @return LOCAL, UNREACHABLE if it is refused, else UNICAST: where the routing protocol
     *         decides, it is not asked
     */
    NfAddressType GetTypeByRules(const NfAddress& address, const NfDevice* device) const;

    /**
     * @param packet a received packet
     * @param useMark whether policy rules see its mark
     * @param isLocal receives whether a route of type local has been found instead
     * @return the device by which its source is reached; null if it is not
     */
    const NfDevice* FindReverseDevice(const NfPacket& packet, bool useMark, bool& isLocal) const;

    /**
     * @param route of a packet
     * @param destination of it
     * @return the entry for it: hooks see lo for the node's own addresses; null if the route leads
     *         to no interface
     */
    Ptr<NfIpv6RouteEntry> MakeEntry(const Ptr<Ipv6Route>& route,
                                    const NfAddress& destination) const;

    /**
     * @param route to a destination
     * @param destination the destination
     * @return the length of the prefix that the route is for: of the network on its link, 0 of the
     *         default route; 64 of others, which ns-3 does not tell
     */
    uint8_t GetPrefixLength(const Ipv6Route& route, const NfAddress& destination) const;

    /**
     * The stock stack asks for a route. Parameters and result as Ipv6RoutingProtocol::RouteOutput.
     *
     * To a group of a link, without saying which, there is none: ns-3's static routing takes the
     * device for granted, and a packet of an unknown protocol to ff02::1 is enough to make ns-3's
     * ICMPv6 ask so, for an answer that Linux does not send.
     */
    Ptr<Ipv6Route> AnswerStock(const Ptr<Packet>& packet,
                               const Ipv6Header& header,
                               const Ptr<NetDevice>& oif,
                               Socket::SocketErrno& error) const;

  private:
    Ptr<Ipv6Route> Ask(const NfIpHeader& ip,
                       const Ptr<Packet>& packet,
                       const Ptr<NetDevice>& oif) const;
    // Ask policy routes and routing protocol as the stock stack would.
    Ptr<Ipv6Route> RouteStock(const Ptr<Packet>& packet,
                              const Ipv6Header& header,
                              const Ptr<NetDevice>& oif,
                              Socket::SocketErrno& error) const;
    // What policy routes say; nothing: the routing protocol decides.
    std::optional<Answer> RouteByPolicy(const NfIpHeader& ip,
                                        uint32_t mark,
                                        const NfDevice* oif) const;

    const NfIpv6Node& m_node;
    NfIpv6RawDiversion& m_diversion;
};

/**
 * @param found a route of policy routing
 * @param source of the packet
 * @param destination of it
 * @return the route as ns-3 has it
 */
Ptr<Ipv6Route> NfMakePolicyRoute(const NfPolicyRouting::Result& found,
                                 const NfAddress& source,
                                 const NfAddress& destination);

/**
 * A route to the next hop on a link.
 * @param source of the packet
 * @param destination of it
 * @param out device
 * @return the route
 */
Ptr<Ipv6Route> NfMakeLinkRoute(const Ipv6Address& source,
                               const Ipv6Address& destination,
                               const Ptr<NetDevice>& out);

} // namespace ns3

#endif /* NF_IPV6_OUTPUT_ROUTING_H */
