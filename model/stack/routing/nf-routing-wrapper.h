// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ROUTING_WRAPPER_H
#define NF_ROUTING_WRAPPER_H

#include "ns3/ipv4-list-routing.h"

#include <functional>
#include <type_traits>

namespace ns3
{

/// The type by which RouteInput takes its callbacks: by value in ns-3.37 and 3.38, later by
/// reference. Read off the signature, so that the same source compiles with both.
namespace nfinternal
{
template <class R, class T, class A, class B, class D, class U, class... X>
constexpr bool
TakesReference(R (T::*)(A, B, D, U, X...))
{
    return std::is_reference_v<U>;
}
} // namespace nfinternal

template <class C>
using NfCallbackArgument =
    std::conditional_t<nfinternal::TakesReference(&Ipv4RoutingProtocol::RouteInput), const C&, C>;

/**
 * @ingroup netfilter
 * Stands in front of a node's IPv4 routing protocol, so that the netfilter layer hears when the
 * stock stack asks for a route and can answer itself.
 *
 * It is there only while the layer is not idle, and even then the wrapped protocol can be found: by
 * Ipv4RoutingHelper::GetRouting(), because the wrapper is an Ipv4ListRouting that answers the
 * list's questions from the wrapped protocol, even if that is no list; and by GetObject(), because
 * it is aggregated to the wrapped protocol. Only a DynamicCast to a class that is no list fails
 * then. The wrapped protocol stays bound to the node's Ipv4 and hears all notifications.
 *
 * Invariant: there is one wrapper for an aggregate of objects, found by Of(). As objects that are
 * aggregated live and end together, it refers to the wrapped protocol without counting.
 */
class NfRoutingWrapper : public Ipv4ListRouting
{
  public:
    /// @return the TypeId
    static TypeId GetTypeId();

    /**
     * @param protocol a node's routing protocol
     * @return its wrapper, which it wraps from now on; the protocol itself if it is a wrapper
     */
    static Ptr<NfRoutingWrapper> Of(Ptr<Ipv4RoutingProtocol> protocol);

    /// What the stock stack asked RouteInput to call.
    struct Callbacks
    {
        UnicastForwardCallback unicast;
        MulticastForwardCallback multicast;
        LocalDeliverCallback local;
        ErrorCallback error;
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
    using OutputFunction = std::function<Ptr<Ipv4Route>(const Ptr<Packet>&,
                                                        const Ipv4Header&,
                                                        const Ptr<NetDevice>&,
                                                        Socket::SocketErrno&)>;

    /**
     * @param output answers RouteOutput; null: the wrapped protocol does
     * @param changed called after an interface has come up, changed its addresses (true)
     *        or gone down (false), with its number; may be null
     */
    void Set(OutputFunction output, std::function<void(uint32_t, bool)> changed);

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
    Ptr<Ipv4RoutingProtocol> GetInner() const
    {
        return m_inner;
    }

    void AddRoutingProtocol(Ptr<Ipv4RoutingProtocol> routingProtocol, int16_t priority) override;
    uint32_t GetNRoutingProtocols() const override;
    Ptr<Ipv4RoutingProtocol> GetRoutingProtocol(uint32_t index, int16_t& priority) const override;
    Ptr<Ipv4Route> RouteOutput(Ptr<Packet> packet,
                               const Ipv4Header& header,
                               Ptr<NetDevice> oif,
                               Socket::SocketErrno& error) override;
    bool RouteInput(Ptr<const Packet> packet,
                    const Ipv4Header& header,
                    Ptr<const NetDevice> device,
                    NfCallbackArgument<UnicastForwardCallback> unicast,
                    NfCallbackArgument<MulticastForwardCallback> multicast,
                    NfCallbackArgument<LocalDeliverCallback> local,
                    NfCallbackArgument<ErrorCallback> error) override;
    void NotifyInterfaceUp(uint32_t interface) override;
    void NotifyInterfaceDown(uint32_t interface) override;
    void NotifyAddAddress(uint32_t interface, Ipv4InterfaceAddress address) override;
    void NotifyRemoveAddress(uint32_t interface, Ipv4InterfaceAddress address) override;
    void SetIpv4(Ptr<Ipv4> ipv4) override;
    void PrintRoutingTable(Ptr<OutputStreamWrapper> stream, Time::Unit unit) const override;

  protected:
    void DoDispose() override;

  private:
    Ptr<Ipv4ListRouting> InnerList() const;
    void TellChanged(uint32_t interface, bool up) const;

    Ipv4RoutingProtocol* m_inner{nullptr}; //!< of the same aggregate
    const Replay* m_replay{nullptr};
    Callbacks m_callbacks;
    OutputFunction m_output;
    std::function<void(uint32_t, bool)> m_changed;
};

} // namespace ns3

#endif /* NF_ROUTING_WRAPPER_H */
