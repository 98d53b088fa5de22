// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_INTERPOSITION_H
#define NF_IPV6_INTERPOSITION_H

#include "nf-neighbour-watch.h"

#include "ns3/ip-l4-protocol.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <set>

namespace ns3
{

class NfIpv6Output;
class NfIpv6OutputRouting;
struct NfIpv6Node;

/**
 * @ingroup netfilter
 * Takes the places where packets enter and leave ns-3's IPv6 on one node, above its devices (see
 * NfDeviceLayer for those):
 *  - the routing protocol, by NfIpv6RoutingWrapper;
 *  - the traffic-control layer that interfaces send to, by the device layer's proxy;
 *  - the down target of every transport protocol, ICMPv6 among them;
 *  - the device that neighbour discovery sends to, by NfNeighbourWatch.
 *
 * Nothing is taken before the layer is first used: an idle layer cannot be told from none. When it
 * is idle again, the routing protocol is given its place back, and neighbour caches their
 * devices, so that scripts find what they have installed; the other places are kept, and let
 * everything pass.
 *
 * Invariant: Take() may be called at any time and any number of times; each place is taken once.
 */
class NfIpv6Interposition
{
  public:
    /**
     * @param node whose places to take
     * @param output takes what is sent
     * @param routing answers the stock stack's questions for routes
     */
    NfIpv6Interposition(NfIpv6Node& node, NfIpv6Output& output, const NfIpv6OutputRouting& routing);
    ~NfIpv6Interposition();

    /// Take all places that are not taken yet, but for those of devices.
    void Take();

    /// Give back what scripts may look for.
    void Release();

  private:
    void TakeRouting();
    void TakeInterfaces();
    void TakeTransports();
    void Changed(uint32_t interface, bool up);

    NfIpv6Node& m_node;
    NfIpv6Output& m_output;
    const NfIpv6OutputRouting& m_routing;
    NfNeighbourWatch m_neighbours;
    std::set<Ptr<IpL4Protocol>> m_transports; //!< taken; never iterated
};

} // namespace ns3

#endif /* NF_IPV6_INTERPOSITION_H */
