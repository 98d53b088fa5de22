// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_NODE_H
#define NF_IPV6_NODE_H

#include "nf-ip-interfaces.h"
#include "nf-ipv6-address-book.h"
#include "nf-ipv6-routing-facts.h"
#include "nf-ipv6-routing-wrapper.h"
#include "nf-ipv6-settings.h"
#include "nf-kernel-sender.h"
#include "nf-packet.h"
#include "nf-policy-routing.h"
#include "nf-stack-node.h"

#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-route.h"

namespace ns3
{

class NfNeighbourWatch;

/**
 * @ingroup netfilter
 * The IPv6 of one node as the parts of the layer see it: what both families share, ns-3's objects,
 * addresses, and the settings. NfIpv6Stack owns it; the parts refer to it.
 *
 * ns-3's objects are null as long as the node has no IPv6, and after the stack's disposal.
 */
struct NfIpv6Node
{
    /**
     * What it is given must outlive it.
     * @param nodeSettings in effect
     * @param sharedNode what both families share
     */
    NfIpv6Node(const NfIpv6Settings& nodeSettings, NfStackNode& sharedNode)
        : settings(nodeSettings),
          shared(sharedNode)
    {
    }

    /// @return true if packets go the stock way, untouched
    bool IsIdle() const
    {
        return shared.IsIdle();
    }

    /// @return true if the node's routing protocol has been replaced, for which ns-3 has no
    /// notification
    bool IsRerouted() const
    {
        return ipv6->GetRoutingProtocol() != routing;
    }

    /**
     * @param device of an interface
     * @return true if it has more or fewer addresses than are known here: a script may give them
     *         to ns-3's interface itself, which notifies nobody
     */
    bool HasOtherAddresses(const NfDevice& device) const
    {
        const uint32_t number = interfaces.NumberOf(device);
        return ipv6->GetNAddresses(number) != addresses.CountOf(number);
    }

    /// @return true if the stock stack asks the layer's wrapper for routes
    bool IsRoutingTaken() const
    {
        return routing && ipv6->GetRoutingProtocol() == routing;
    }

    /**
     * @param device of an interface
     * @return true if the interface is up
     */
    bool IsUp(const NfDevice& device) const
    {
        return ipv6->IsUp(interfaces.NumberOf(device));
    }

    /**
     * @param device of an interface
     * @return true if what comes in there is forwarded
     */
    bool IsForwarding(const NfDevice& device) const
    {
        return ipv6->IsForwarding(interfaces.NumberOf(device));
    }

    /**
     * @param route a route
     * @return the device that it leads to, taken up now if it is new; null if it is no interface
     */
    const NfDevice* FindRouteDevice(const Ipv6Route& route) const
    {
        const Ptr<NetDevice> netDevice = route.GetOutputDevice();
        const NfDevice* device = shared.devices.Find(netDevice);
        if (!device)
        {
            shared.sync();
            device = shared.devices.Find(netDevice);
        }
        return device;
    }

    const NfIpv6Settings& settings;
    NfStackNode& shared;
    NfKernelSender* kernel{nullptr}; //!< sends what the node itself makes; set before the first use
    Ptr<Ipv6L3Protocol> ipv6;
    Ptr<NfIpv6RoutingWrapper> routing; //!< of the node's routing protocol; null while never needed
    NfNeighbourWatch* neighbours{nullptr}; //!< null while no place is taken
    NfIpv6Interfaces interfaces;
    NfIpv6AddressBook addresses;
    NfIpv6RoutingFacts routingFacts{*this};
    NfPolicyRouting policy{NfFamily::IPV6, routingFacts};
    uint8_t defaultHopLimit{64};
    uint8_t defaultTrafficClass{0};
};

} // namespace ns3

#endif /* NF_IPV6_NODE_H */
