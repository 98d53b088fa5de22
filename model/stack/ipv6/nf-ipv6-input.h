// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_INPUT_H
#define NF_IPV6_INPUT_H

#include "nf-drop-reason.h"
#include "nf-frame-protocol.h"
#include "nf-ipv6-input-routing.h"
#include "nf-packet.h"
#include "nf-received-packet.h"

#include <optional>

namespace ns3
{

class NfIpv6Delivery;
class NfIpv6Forward;
class NfIpv6OutputRouting;
class NfStamps;
struct NfIpv6Node;

/**
 * @ingroup netfilter
 * The way of a received IPv6 packet: checks (Linux's ip6_rcv), PREROUTING, routing decision, then
 * INPUT and the stock stack, or NfIpv6Forward.
 *
 * ns-3's IPv6 gives a packet to raw sockets and to the node's transports before it asks for a
 * route. So the layer decides itself what is the node's own, by ns-3's rules, and routing is asked
 * about the rest only, once, before the stock stack sees the packet (NfIpv6InputRouting). The
 * packet that has passed its hooks is then handed to the stock stack as if just received.
 */
class NfIpv6Input
{
  public:
    /**
     * @param node whose packets to take
     * @param outputRouting of the node
     * @param delivery of the node
     * @param forward of the node
     * @param stamps of the node
     */
    NfIpv6Input(NfIpv6Node& node,
                const NfIpv6OutputRouting& outputRouting,
                NfIpv6Delivery& delivery,
                NfIpv6Forward& forward,
                NfStamps& stamps);

    /**
     * A frame has come in; the layer is not idle.
     * @param frame the frame
     * @param in the device that it came in by
     * @param passed the frame as callbacks of INGRESS have left it; null: there are none
     */
    void Receive(const NfFrame& frame, const NfDevice* in, NfPacket* passed);

    /**
     * A packet of the node to one of its own addresses, see NfReceiveSelf().
     * @param frame the packet
     */
    void ReceiveSelf(const NfFrame& frame);

  private:
    using Context = NfReceivedPacket;

    /// A packet's copy for one interface.
    struct Leg
    {
        NfPacket packet;
    };

    void ReceiveIpv6(Context& context, const Ptr<const Packet>& frame, bool self);
    // What Linux drops before PREROUTING for its addresses.
    std::optional<NfDropReason> CheckAddresses(const NfPacket& packet) const;
    NetDevice::PacketType ClassifyFrame(const NfPacket& packet) const;
    void Prerouting(Context& context);
    void AfterPrerouting(Context& context);
    bool IsJoined(const NfPacket& packet) const;
    // On a link without neighbours Linux joins no group of solicitations and looks for no
    // duplicate; ns-3 does the latter on every link, unless told not to (attribute DAD).
    bool LooksForDuplicates() const;
    void Deliver(Context& context, const NfIpv6RouteAnswer& answer);
    // What the stock stack is answered if it asks for a route for a packet of the node.
    NfIpv6RouteAnswer MakeLocal(const Context& context) const;
    void DistributeGroup(Context& context);
    void ForwardGroup(NfPacket& packet, const Ipv6MulticastRoute& route);
    // Whether there are hop-by-hop options that Linux does not read at this node, or not as ns-3.
    static bool HidesOptions(const Context& context);
    void ForwardUnicast(Context& context, const Ptr<Ipv6Route>& route);
    void Unroutable(Context& context, std::optional<NfDropReason> refusal);

    NfIpv6Node& m_node;
    const NfIpv6OutputRouting& m_outputRouting;
    NfIpv6Forward& m_forward;
    NfStamps& m_stamps;
    NfIpv6Delivery& m_delivery;
    NfIpv6InputRouting m_routing;
};

} // namespace ns3

#endif /* NF_IPV6_INPUT_H */
