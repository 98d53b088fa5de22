// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_INTERPOSITION_H
#define NF_IPV4_INTERPOSITION_H

#include "ns3/ip-l4-protocol.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <set>

namespace ns3
{

class NfIpv4Output;
class NfIpv4OutputRouting;
struct NfIpv4Node;

/**
 * @ingroup netfilter
 * Takes the places where packets enter and leave ns-3's IPv4 on one node, above its devices (see
 * NfDeviceLayer for those):
 *  - the routing protocol, by NfRoutingWrapper;
 *  - the traffic-control layer that interfaces send to, by the device layer's proxy;
 *  - the down target of every transport protocol.
 *
 * Nothing is taken before the layer is first used: an idle layer cannot be told from none. When it
 * is idle again, the routing protocol is given its place back, so that scripts find what they have
 * installed; the other places are kept, and let everything pass.
 *
 * Invariant: Take() may be called at any time and any number of times; each place is taken once.
 */
class NfIpv4Interposition
{
  public:
    /**
     * @param node whose places to take
     * @param output takes what is sent
     * @param routing answers the stock stack's questions for routes
     */
    NfIpv4Interposition(NfIpv4Node& node, NfIpv4Output& output, const NfIpv4OutputRouting& routing);
    ~NfIpv4Interposition();

    /// Take all places that are not taken yet, but for those of devices.
    void Take();

    /// Give the routing protocol its place back, now or at the end of the reception that is going
    /// on.
    void ReleaseRouting();

  private:
    void TakeRouting();
    void TakeInterfaces();
    void TakeTransports();
    void TakeTransport(Ptr<IpL4Protocol> protocol);
    void Changed(uint32_t interface, bool up);

    NfIpv4Node& m_node;
    NfIpv4Output& m_output;
    const NfIpv4OutputRouting& m_routing;
    std::set<Ptr<IpL4Protocol>> m_transports; //!< taken; never iterated
};

} // namespace ns3

#endif /* NF_IPV4_INTERPOSITION_H */
