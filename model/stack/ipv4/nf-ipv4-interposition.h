// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_INTERPOSITION_H
#define NF_IPV4_INTERPOSITION_H

#include "nf-traffic-control-proxy.h"

#include "ns3/ip-l4-protocol.h"
#include "ns3/net-device.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <set>
#include <utility>
#include <vector>

namespace ns3
{

class NfIpv4Input;
class NfIpv4Output;
class NfIpv4OutputRouting;
class NfIpv4Stack;
struct NfIpv4Node;

/**
 * \ingroup netfilter
 * Takes the places where packets enter and leave ns-3's IPv4 on one node:
 *  - the node's protocol handlers for IPv4, ARP and IPv6 frames (and IPv4's own for lo);
 *  - the routing protocol, by NfRoutingWrapper;
 *  - the traffic-control layer that interfaces and ARP send to, by NfTrafficControlProxy;
 *  - the down target of every transport protocol.
 *
 * Nothing is taken before the layer is first used: an idle layer cannot be told from none. When it
 * is idle again, the routing protocol is given its place back, so that scripts find what they have
 * installed; the other places are kept, and let everything pass.
 *
 * Invariant: Take() may be called at any time and any number of times; each place is taken once.
 * Handlers cannot be exchanged while the node walks over them to deliver a frame, which happens
 * only in events of the node's own context; in such an event Take() puts this part off to one of
 * its own.
 */
class NfIpv4Interposition
{
  public:
    /// \param stack to sync again when a node changes \param node whose places to take
    /// \param input takes what is received \param output takes what is sent
    /// \param routing answers the stock stack's questions for routes
    NfIpv4Interposition(NfIpv4Stack& stack,
                        NfIpv4Node& node,
                        NfIpv4Input& input,
                        NfIpv4Output& output,
                        const NfIpv4OutputRouting& routing);
    ~NfIpv4Interposition();

    /// Take all places that are not taken yet.
    void Take();

    /// Give the routing protocol its place back, now or at the end of the reception that is going
    /// on.
    void ReleaseRouting();

  private:
    /// A device and the number of a protocol whose frames a handler gets.
    using Handler = std::pair<Ptr<NetDevice>, uint16_t>;

    void TakeRouting();
    void TakeInterfaces();
    // Take handlers now, if the node cannot be walking over them, or else in an event of their own.
    void TakeHandlers();
    void ExchangeHandlers();
    std::vector<Handler> FindFreshHandlers() const;
    bool MayBeWalkingHandlers() const;
    void TakeTransports();
    void TakeTransport(Ptr<IpL4Protocol> protocol);
    void Changed(uint32_t interface, bool up);

    NfIpv4Stack& m_stack;
    NfIpv4Node& m_node;
    NfIpv4Input& m_input;
    NfIpv4Output& m_output;
    const NfIpv4OutputRouting& m_routing;
    Ptr<NfTrafficControlProxy> m_proxy;
    bool m_exchangeDue{false};                //!< handlers are to be exchanged by an event
    std::set<Handler> m_handlers;             //!< taken; never iterated
    std::set<Ptr<IpL4Protocol>> m_transports; //!< taken; never iterated
};

} // namespace ns3

#endif /* NF_IPV4_INTERPOSITION_H */
