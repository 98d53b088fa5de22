// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RAW_DIVERSION_H
#define NF_RAW_DIVERSION_H

#include "ns3/ipv4-header.h"
#include "ns3/ipv4-route.h"
#include "ns3/ipv4.h"
#include "ns3/packet.h"

#include <cstdint>
#include <memory>

namespace ns3
{

struct NfIpv4Node;

/**
 * @ingroup netfilter
 * Brings what raw sockets send to the layer before ARP, without a trace of the detour.
 *
 * A raw socket asks for a route and then calls Ipv4::Send() or SendWithHeader(), which go straight
 * to the interface. Divert() answers with a route whose gateway is the node's own address on that
 * interface. The interface hands such a packet to its traffic-control layer, which is the layer's
 * proxy, as received: in the same call and without an event. "Tx", which fires before, would tell
 * of a packet that no hook has seen and that may never leave; a listener of the diversion's own,
 * ahead of all others, keeps it from them.
 *
 * Invariant: a listener of "Tx" hears each datagram once, as it leaves. Should a diverted packet
 * never arrive, the others are listened to again with the next "Tx" at the latest.
 */
class NfRawDiversion
{
  public:
    /// @param node whose packets to divert
    explicit NfRawDiversion(const NfIpv4Node& node);
    ~NfRawDiversion();

    NfRawDiversion(const NfRawDiversion&) = delete;
    NfRawDiversion& operator=(const NfRawDiversion&) = delete;

    /**
     * @param packet that is about to be sent; it is tagged
     * @param header of it, of which protocol and destination are set
     * @param route that it would take
     * @return the route to give to the sender: a detour, or the same one if this cannot be a raw
     *         socket's packet, or its interface has no address
     */
    Ptr<Ipv4Route> Divert(const Ptr<Packet>& packet,
                          const Ipv4Header& header,
                          const Ptr<Ipv4Route>& route);

    /**
     * Undo the diversion of a packet that has come by another way.
     * @param packet that is being sent; loses its tag
     * @param route that its sender was given; may be null
     * @return the route that the packet was to take
     */
    Ptr<Ipv4Route> Undo(const Ptr<Packet>& packet, const Ptr<Ipv4Route>& route);

    /**
     * Receive a diverted packet, or a fragment of it.
     * @param packet what an interface has handed over as received; loses its tag
     * @param route receives the route that the packet was to take; null if that is not known
     * @return false if the packet was not diverted here
     */
    bool Take(const Ptr<Packet>& packet, Ptr<Ipv4Route>& route);

    /// Let go of the node's trace source.
    void Stop();

  private:
    bool MayBeRaw(const Ipv4Header& header, const Ipv4Route& route) const;
    void Listen();
    void Hear(Ptr<const Packet> packet, Ptr<Ipv4> ipv4, uint32_t interface);
    void Mute();
    void Unmute();

    /// What listens to "Tx", and, while it is not let, what does not.
    struct Listeners;

    const NfIpv4Node& m_node;
    const std::unique_ptr<Listeners> m_listeners;
    uint64_t m_serial{0};      //!< of the last diversion
    Ptr<Ipv4Route> m_original; //!< of the last diversion
    Ptr<Ipv4Route> m_detour;   //!< of the last diversion
    bool m_listening{false};   //!< ahead of all others
};

} // namespace ns3

#endif /* NF_RAW_DIVERSION_H */
