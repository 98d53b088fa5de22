// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_MULTICAST_H
#define NF_IPV4_MULTICAST_H

#include "nf-ipv4-input-routing.h"
#include "nf-ipv4-received-packet.h"
#include "nf-packet.h"

#include <memory>
#include <optional>
#include <vector>

namespace ns3
{

class NfIpv4Delivery;
class NfIpv4Forward;
class NfStamps;
struct NfIpv4Node;

/**
 * @ingroup netfilter
 * The way of a received packet that goes to several places: one pass over FORWARD and POSTROUTING
 * for each interface, and one over INPUT. The copies that have passed are handed over together,
 * because the stock stack is to receive the packet once; a copy that a hook has kept follows alone.
 *
 * If the stock stack detects duplicates, it does so when it is handed the packet; then copies are
 * made only when it asks where a packet goes, which it does not for a duplicate. INPUT, which must
 * come before raw sockets, is then passed before FORWARD, and by duplicates too.
 */
class NfIpv4Multicast
{
  public:
    /**
     * @param node whose packets to distribute
     * @param delivery of the node
     * @param forward of the node
     * @param stamps of the node
     */
    NfIpv4Multicast(NfIpv4Node& node,
                    NfIpv4Delivery& delivery,
                    NfIpv4Forward& forward,
                    NfStamps& stamps)
        : m_node(node),
          m_delivery(delivery),
          m_forward(forward),
          m_stamps(stamps)
    {
    }

    /**
     * @param context of the packet, after PREROUTING
     * @param decision where it goes
     */
    void Distribute(NfIpv4ReceivedPacket& context, const NfIpv4RouteDecision& decision);

  private:
    /// The packet's copy for one interface.
    struct Leg
    {
        Ptr<Ipv4MulticastRoute> route; //!< to this interface only; null: a flooded broadcast
        NfPacket packet;
    };

    /// The copies that have passed their hooks.
    struct Legs
    {
        std::vector<Leg> ready;
        bool collecting{true}; //!< false: what passes from now on is sent alone
    };

    // Whether the stock stack drops what it has received before (RFC 6621).
    bool DetectsDuplicates(const NfPacket& packet) const;
    // Pass copies over the hooks of forwarding. Returns the interface of a local delivery, if any.
    std::optional<uint32_t> PassAll(NfPacket& packet,
                                    const NfIpv4RouteDecision& decision,
                                    const std::shared_ptr<Legs>& legs);
    // As Distribute(), with the copies made when the stock stack asks for a route.
    void DistributeIfNew(NfIpv4ReceivedPacket& context, const NfIpv4RouteDecision& decision);

    // Make the copies of one route, and pass them over their hooks.
    void PassLegs(NfPacket& packet,
                  const Ipv4MulticastRoute& route,
                  const std::shared_ptr<Legs>& legs);
    // The same for a broadcast, which Linux would not forward: it is the routing protocol's own to
    // send on (AODV).
    void PassFlood(NfPacket& packet, Ptr<Ipv4Route> route, const std::shared_ptr<Legs>& legs);
    void PassLeg(Leg& leg, const std::shared_ptr<Legs>& legs);
    void Send(const NfRoutingWrapper::Callbacks& callbacks, Leg& leg);
    void SendAll(const NfRoutingWrapper::Callbacks& callbacks, Legs& legs);
    // Hand the packet to the stock stack: the copies, and a local delivery if there is one.
    void HandUp(NfIpv4ReceivedPacket& context, Legs& legs, std::optional<uint32_t> interface);

    NfIpv4Node& m_node;
    NfIpv4Delivery& m_delivery;
    NfIpv4Forward& m_forward;
    NfStamps& m_stamps;
};

} // namespace ns3

#endif /* NF_IPV4_MULTICAST_H */
