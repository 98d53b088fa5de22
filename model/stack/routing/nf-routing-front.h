// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ROUTING_FRONT_H
#define NF_ROUTING_FRONT_H

#include "ns3/abort.h"
#include "ns3/net-device.h"
#include "ns3/nstime.h"
#include "ns3/output-stream-wrapper.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"
#include "ns3/socket.h"

#include <cstdint>
#include <functional>
#include <type_traits>
#include <utility>

namespace ns3
{

/// The type by which RouteInput takes its callbacks: by value in ns-3.37 and 3.38, later by
/// reference. Read off the signature, so that the same source compiles with both.
namespace nfinternal
{
/// @return whether a member function takes the fourth of its arguments by reference
template <class R, class T, class A, class B, class D, class U, class... X>
constexpr bool
TakesReference(R (T::*)(A, B, D, U, X...))
{
    return std::is_reference_v<U>;
}
} // namespace nfinternal

/// The type by which RouteInput of a class of routing protocols takes a callback of type C.
template <class Protocol, class C>
using NfCallbackArgument =
    std::conditional_t<nfinternal::TakesReference(&Protocol::RouteInput), const C&, C>;

/**
 * @ingroup netfilter
 * Stands in front of a node's routing protocol of one address family, so that the netfilter layer
 * hears when the stock stack asks for a route and can answer itself.
 *
 * It is there only while the layer is not idle, and even then the wrapped protocol can be found: by
 * Ipv4RoutingHelper::GetRouting() and Ipv6RoutingHelper::GetRouting(), because the wrapper is a
 * list that answers the list's questions from the wrapped protocol, even if that is no list; and by
 * GetObject(), because it is aggregated to the wrapped protocol. Only a DynamicCast to a class that
 * is no list fails then. The wrapped protocol stays bound to the node's stack and hears all
 * notifications.
 *
 * Invariant: there is one wrapper for an aggregate of objects, found by Of(). As objects that are
 * aggregated live and end together, it refers to the wrapped protocol without counting.
 *
 * @tparam Wrapper the class that derives from this: a family's wrapper
 * @tparam Types the family's classes of ns-3: List, Protocol, Header, Route, InterfaceAddress
 */
template <class Wrapper, class Types>
class NfRoutingFront : public Types::List
{
  public:
    /// ns-3's base of the family's routing protocols.
    using Protocol = typename Types::Protocol;
    /// ns-3's network header.
    using Header = typename Types::Header;
    /// ns-3's route.
    using Route = typename Types::Route;
    /// ns-3's address of an interface.
    using InterfaceAddress = typename Types::InterfaceAddress;
    /// What RouteInput calls for a packet to forward.
    using Unicast = typename Protocol::UnicastForwardCallback;
    /// What RouteInput calls for a packet to forward to a group.
    using Multicast = typename Protocol::MulticastForwardCallback;
    /// What RouteInput calls for a packet of the node's own.
    using Local = typename Protocol::LocalDeliverCallback;
    /// What RouteInput calls for a packet that cannot be routed.
    using Error = typename Protocol::ErrorCallback;

    /**
     * @param protocol a node's routing protocol
     * @return its wrapper, which it wraps from now on; the protocol itself if it is a wrapper
     */
    static Ptr<Wrapper> Of(Ptr<Protocol> protocol)
    {
        Ptr<Wrapper> wrapper = DynamicCast<Wrapper>(protocol);
        if (wrapper)
        {
            return wrapper;
        }
        wrapper = protocol->template GetObject<Wrapper>();
        if (!wrapper)
        {
            wrapper = CreateObject<Wrapper>();
            protocol->AggregateObject(wrapper);
        }
        wrapper->m_inner = PeekPointer(protocol);
        return wrapper;
    }

    /// What the stock stack asked RouteInput to call.
    struct Callbacks
    {
        Unicast unicast;
        Multicast multicast;
        Local local;
        Error error;
    };

    /// Answers one RouteInput: refers to a callable that returns what RouteInput shall return, and
    /// that must outlive it. (A std::function would allocate for each packet.)
    class Replay
    {
      public:
        /// @param answer callable with const Callbacks&
        template <class F>
        explicit Replay(const F& answer)
            : m_answer(&answer),
              m_call([](const void* a, const Callbacks& callbacks) -> bool {
                  return (*static_cast<const F*>(a))(callbacks);
              })
        {
        }

        /**
         * @param callbacks what the stock stack has asked to call
         * @return what RouteInput shall return
         */
        bool operator()(const Callbacks& callbacks) const
        {
            return m_call(m_answer, callbacks);
        }

      private:
        const void* m_answer;
        bool (*m_call)(const void*, const Callbacks&);
    };

    /// Answers RouteOutput.
    using OutputFunction = std::function<
        Ptr<Route>(const Ptr<Packet>&, const Header&, const Ptr<NetDevice>&, Socket::SocketErrno&)>;

    /**
     * @param output answers RouteOutput; null: the wrapped protocol does
     * @param changed called after an interface has come up, changed its addresses (true)
     *        or gone down (false), with its number; may be null
     */
    void Set(OutputFunction output, std::function<void(uint32_t, bool)> changed)
    {
        m_output = std::move(output);
        m_changed = std::move(changed);
    }

    /**
     * Answer the next RouteInput, in place of the wrapped protocol.
     * @param replay the answer; must live until RouteInput has been called or this is called again;
     *        null: leave RouteInput to the wrapped protocol
     */
    void SetReplay(const Replay* replay)
    {
        m_replay = replay;
    }

    /// @return what the stock stack gave to the last replayed RouteInput; null ones before
    const Callbacks& GetCallbacks() const
    {
        return m_callbacks;
    }

    /// @return the wrapped protocol
    Ptr<Protocol> GetInner() const
    {
        return m_inner;
    }

    void AddRoutingProtocol(Ptr<Protocol> routingProtocol, int16_t priority) override
    {
        NS_ABORT_MSG_UNLESS(InnerList(),
                            "the node's routing protocol is "
                                << m_inner->GetInstanceTypeId()
                                << ", not a list: nothing can be added");
        InnerList()->AddRoutingProtocol(routingProtocol, priority);
    }

    uint32_t GetNRoutingProtocols() const override
    {
        return InnerList() ? InnerList()->GetNRoutingProtocols() : 1;
    }

    Ptr<Protocol> GetRoutingProtocol(uint32_t index, int16_t& priority) const override
    {
        if (InnerList())
        {
            return InnerList()->GetRoutingProtocol(index, priority);
        }
        priority = 0;
        return GetInner();
    }

    Ptr<Route> RouteOutput(Ptr<Packet> packet,
                           const Header& header,
                           Ptr<NetDevice> oif,
                           Socket::SocketErrno& error) override
    {
        return m_output ? m_output(packet, header, oif, error)
                        : m_inner->RouteOutput(packet, header, oif, error);
    }

    bool RouteInput(Ptr<const Packet> packet,
                    const Header& header,
                    Ptr<const NetDevice> device,
                    NfCallbackArgument<Protocol, Unicast> unicast,
                    NfCallbackArgument<Protocol, Multicast> multicast,
                    NfCallbackArgument<Protocol, Local> local,
                    NfCallbackArgument<Protocol, Error> error) override
    {
        if (m_replay)
        {
            m_callbacks.unicast = std::move(unicast);
            m_callbacks.multicast = std::move(multicast);
            m_callbacks.local = std::move(local);
            m_callbacks.error = std::move(error);
            return (*std::exchange(m_replay, nullptr))(m_callbacks);
        }
        return m_inner->RouteInput(packet,
                                   header,
                                   device,
                                   std::move(unicast),
                                   std::move(multicast),
                                   std::move(local),
                                   std::move(error));
    }

    void NotifyInterfaceUp(uint32_t interface) override
    {
        m_inner->NotifyInterfaceUp(interface);
        TellChanged(interface, true);
    }

    void NotifyInterfaceDown(uint32_t interface) override
    {
        m_inner->NotifyInterfaceDown(interface);
        TellChanged(interface, false);
    }

    void NotifyAddAddress(uint32_t interface, InterfaceAddress address) override
    {
        m_inner->NotifyAddAddress(interface, address);
        TellChanged(interface, true);
    }

    void NotifyRemoveAddress(uint32_t interface, InterfaceAddress address) override
    {
        m_inner->NotifyRemoveAddress(interface, address);
        TellChanged(interface, true);
    }

    void PrintRoutingTable(Ptr<OutputStreamWrapper> stream, Time::Unit unit) const override
    {
        m_inner->PrintRoutingTable(stream, unit);
    }

  protected:
    void DoDispose() override
    {
        m_callbacks = {};
        Set(nullptr, nullptr);
        Types::List::DoDispose();
    }

  private:
    Ptr<typename Types::List> InnerList() const
    {
        return DynamicCast<typename Types::List>(GetInner());
    }

    void TellChanged(uint32_t interface, bool up) const
    {
        if (m_changed)
        {
            m_changed(interface, up);
        }
    }

    Protocol* m_inner{nullptr}; //!< of the same aggregate
    const Replay* m_replay{nullptr};
    Callbacks m_callbacks;
    OutputFunction m_output;
    std::function<void(uint32_t, bool)> m_changed;
};

} // namespace ns3

#endif /* NF_ROUTING_FRONT_H */
