// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RAW_DIVERSION_H
#define NF_RAW_DIVERSION_H

#include "nf-stack-node.h"
#include "nf-stack-tags.h"

#include "ns3/callback.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <iterator>
#include <list>
#include <utility>

namespace ns3
{

/**
 * @ingroup netfilter
 * Brings what raw sockets send to the layer before the link-layer address is looked up, without a
 * trace of the detour.
 *
 * A raw socket asks for a route and then calls Send() or SendWithHeader() of ns-3's Ipv4 or Ipv6,
 * which go straight to the interface. Divert() answers with a route whose gateway is everybody on
 * that link. The interface needs no neighbour for such a packet, whatever the device, and hands it
 * to its traffic-control layer, which is the layer's proxy, in the same call. "Tx", which fires
 * before, would tell of a packet that no hook has seen and that may never leave; a listener of the
 * diversion's own, ahead of all others, keeps it from them.
 *
 * Invariant: a listener of "Tx" hears each datagram once, as it leaves. Should a diverted packet
 * never arrive, the others are listened to again with the next "Tx" at the latest.
 *
 * @tparam Types what is the family's: Ip and Stack, ns-3's base and class of the stack, Route, and
 *         GetTxListeners(stack), the listeners of its trace source "Tx"
 */
template <class Types>
class NfRawDiversionOf
{
  public:
    /// A listener of "Tx".
    using Listener = Callback<void, Ptr<const Packet>, Ptr<typename Types::Ip>, uint32_t>;
    /// Listeners of "Tx".
    using Listeners = std::list<Listener>;
    /// ns-3's route.
    using Route = typename Types::Route;
    /// ns-3's class of the stack.
    using Stack = typename Types::Stack;

    /**
     * @param node whose packets to divert
     * @param stack of the node, null while there is none
     */
    NfRawDiversionOf(const NfStackNode& node, const Ptr<Stack>& stack)
        : m_node(node),
          m_stack(stack)
    {
    }

    NfRawDiversionOf(const NfRawDiversionOf&) = delete;
    NfRawDiversionOf& operator=(const NfRawDiversionOf&) = delete;

    /**
     * Undo the diversion of a packet that has come by another way.
     * @param packet that is being sent; loses its tag
     * @param route that its sender was given; may be null
     * @return the route that the packet was to take
     */
    Ptr<Route> Undo(const Ptr<Packet>& packet, const Ptr<Route>& route)
    {
        NfRawOutputTag diverted;
        packet->RemovePacketTag(diverted);
        return route && route == m_detour ? m_original : route;
    }

    /// @return true if what an interface hands over next may be a diverted packet
    bool IsArriving() const
    {
        return m_arrives;
    }

    /**
     * Receive a diverted packet, or a fragment of it.
     * @param packet what an interface has handed over; loses its tag
     * @param route receives the route that the packet was to take; null if that is not known
     * @return false if the packet was not diverted here
     */
    bool Take(const Ptr<Packet>& packet, Ptr<Route>& route)
    {
        NfRawOutputTag diverted;
        if (!std::exchange(m_arrives, false) || !IsDiverted(packet, diverted))
        {
            return false;
        }
        Unmute();
        packet->RemovePacketTag(diverted);
        route = diverted.Get().serial == m_serial ? m_original : nullptr;
        return true;
    }

    /// Let go of the node's trace source.
    void Stop()
    {
        if (m_listening)
        {
            Unmute();
            Types::GetTxListeners(m_stack).pop_front();
            m_listening = false;
        }
        m_original = nullptr;
        m_detour = nullptr;
    }

  protected:
    /**
     * @param packet that is about to be sent; it is tagged
     * @param route that it would take
     * @param gateway that makes the interface hand it over: a group; or the route's, if Redirect()
     *        is called in time
     * @return the detour
     */
    template <class Address>
    Ptr<Route> Detour(const Ptr<Packet>& packet, const Ptr<Route>& route, const Address& gateway)
    {
        m_original = route;
        m_detour = Create<Route>(*route);
        m_detour->SetGateway(gateway);
        NfRawOutputTag diverted({m_node.node->GetId(), ++m_serial});
        packet->ReplacePacketTag(diverted);
        Listen();
        return m_detour;
    }

    /**
     * @param packet that is being sent; if it is the last that was diverted, its detour now has
     *        the gateway that makes the interface hand it over
     * @param gateway a group
     */
    template <class Address>
    void Redirect(const Ptr<const Packet>& packet, const Address& gateway)
    {
        NfRawOutputTag diverted;
        if (m_detour && IsDiverted(packet, diverted) && diverted.Get().serial == m_serial)
        {
            m_detour->SetGateway(gateway);
        }
    }

  private:
    bool IsDiverted(const Ptr<const Packet>& packet, NfRawOutputTag& diverted) const
    {
        return packet->PeekPacketTag(diverted) && diverted.Get().node == m_node.node->GetId();
    }

    void Listen()
    {
        if (!m_listening)
        {
            Types::GetTxListeners(m_stack).push_front(
                Listener([this](Ptr<const Packet> packet, Ptr<typename Types::Ip>, uint32_t) {
                    Unmute();
                    NfRawOutputTag diverted;
                    m_arrives = IsDiverted(packet, diverted);
                    if (m_arrives)
                    {
                        Mute();
                    }
                }));
            m_listening = true;
        }
    }

    void Mute()
    {
        Listeners& all = Types::GetTxListeners(m_stack);
        m_muted.splice(m_muted.end(), all, std::next(all.begin()), all.end());
    }

    void Unmute()
    {
        if (!m_muted.empty())
        {
            Listeners& all = Types::GetTxListeners(m_stack);
            all.splice(std::next(all.begin()), m_muted);
        }
    }

    const NfStackNode& m_node;
    const Ptr<Stack>& m_stack;
    uint64_t m_serial{0};    //!< of the last diversion
    Ptr<Route> m_original;   //!< of the last diversion
    Ptr<Route> m_detour;     //!< of the last diversion
    bool m_listening{false}; //!< ahead of all others
    bool m_arrives{false};   //!< a diverted packet is what the interface hands over next
    Listeners m_muted;       //!< all but the diversion's own, while they are not let listen
};

} // namespace ns3

#endif /* NF_RAW_DIVERSION_H */
