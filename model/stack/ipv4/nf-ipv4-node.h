// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_NODE_H
#define NF_IPV4_NODE_H

#include "nf-address-book.h"
#include "nf-icmp-limit.h"
#include "nf-ip-interfaces.h"
#include "nf-ipv4-convert.h"
#include "nf-ipv4-routing-facts.h"
#include "nf-ipv4-settings.h"
#include "nf-kernel-sender.h"
#include "nf-packet.h"
#include "nf-policy-routing.h"
#include "nf-routing-wrapper.h"
#include "nf-stack-node.h"

#include "ns3/ipv4-l3-protocol.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * The IPv4 of one node as the parts of the layer see it: beside what both families share, ns-3's
 * objects, addresses and policy routes, and the settings. NfIpv4Stack owns it; the parts refer to
 * it.
 *
 * ns-3's objects are null before NfIpv4Stack::Attach() and after the stack's disposal, and the IPv4
 * ones always on a node that has IPv6 only.
 */
struct NfIpv4Node : NfStackNode
{
    /**
     * What it is given must outlive it.
     * @param nodeSettings in effect
     * @param nodeNetns of the node
     * @param dropReporter of the node
     */
    NfIpv4Node(const NfIpv4Settings& nodeSettings, NfNetns& nodeNetns, NfDropReporter& dropReporter)
        : NfStackNode(nodeNetns, dropReporter),
          settings(nodeSettings)
    {
    }

    /// @return true if the node's routing protocol has been replaced, for which ns-3 has no
    /// notification
    bool IsRerouted() const
    {
        return ipv4->GetRoutingProtocol() != routing;
    }

    /// @return true if the stock stack asks the layer's wrapper for routes
    bool IsRoutingTaken() const
    {
        return routing && ipv4->GetRoutingProtocol() == routing;
    }

    /**
     * @param address an address
     * @return true if it is one of the node's, or 127/8
     */
    bool IsLocal(const NfAddress& address) const
    {
        return addresses.IsLocal(address.V4());
    }

    /**
     * @param packet a packet
     * @return its header as ns-3 has it
     */
    Ipv4Header MakeHeader(const NfPacket& packet) const
    {
        return NfToIpv4(packet.ip, packet.GetPayloadSize(), checksums);
    }

    /**
     * @param device of an interface
     * @return true if the interface is up
     */
    bool IsUp(const NfDevice& device) const
    {
        return ipv4->IsUp(interfaces.NumberOf(device));
    }

    /**
     * @param device of an interface
     * @return true if what comes in there is forwarded
     */
    bool IsForwarding(const NfDevice& device) const
    {
        return ipv4->IsForwarding(interfaces.NumberOf(device));
    }

    /**
     * @param route a route
     * @return the device that it leads to, taken up now if it is new; null if it is no interface
     */
    const NfDevice* FindRouteDevice(const Ipv4Route& route) const
    {
        const Ptr<NetDevice> netDevice = route.GetOutputDevice();
        const NfDevice* device = devices.Find(netDevice);
        if (!device)
        {
            sync();
            device = devices.Find(netDevice);
        }
        return device;
    }

    const NfIpv4Settings& settings;
    NfKernelSender* kernel{nullptr}; //!< sends what the node itself makes; set before the first use
    Ptr<Ipv4L3Protocol> ipv4;
    Ptr<NfRoutingWrapper> routing; //!< of the node's routing protocol; null while never needed
    NfIpv4Interfaces interfaces;
    NfAddressBook addresses;
    NfIpv4RoutingFacts routingFacts{*this};
    NfPolicyRouting policy{NfFamily::IPV4, routingFacts};
    NfIcmpLimit icmpLimit{settings};
    uint8_t defaultTtl{64};
};

} // namespace ns3

#endif /* NF_IPV4_NODE_H */
