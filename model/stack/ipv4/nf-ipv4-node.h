// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_NODE_H
#define NF_IPV4_NODE_H

#include "nf-address-book.h"
#include "nf-device-layer.h"
#include "nf-drop-reporter.h"
#include "nf-hook-registry.h"
#include "nf-icmp-limit.h"
#include "nf-ipv4-convert.h"
#include "nf-ipv4-interfaces.h"
#include "nf-ipv4-settings.h"
#include "nf-kernel-sender.h"
#include "nf-netns.h"
#include "nf-packet.h"
#include "nf-policy-routing.h"
#include "nf-routing-wrapper.h"
#include "nf-socket-owners.h"

#include "ns3/ipv4-l3-protocol.h"
#include "ns3/node.h"

#include <functional>

namespace ns3
{

/**
 * @ingroup netfilter
 * The IPv4 of one node as the parts of the layer see it: ns-3's objects, the hooks, devices,
 * addresses and policy routes, and the settings. NfIpv4Stack owns it; the parts refer to it.
 *
 * ns-3's objects are null before NfIpv4Stack::Attach() and after the stack's disposal.
 */
struct NfIpv4Node
{
    /**
     * What it is given must outlive it.
     * @param nodeSettings in effect
     * @param nodeNetns of the node
     * @param dropReporter of the node
     */
    NfIpv4Node(const NfIpv4Settings& nodeSettings, NfNetns& nodeNetns, NfDropReporter& dropReporter)
        : settings(nodeSettings),
          netns(nodeNetns),
          drops(dropReporter)
    {
    }

    /// @return true if packets go the stock way, untouched: no hook, nothing traces, no policy
    /// route; or disposed
    bool IsIdle() const
    {
        return link.IsIdle();
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

    /// @return the number of the next way of a packet through the node
    uint64_t NextSerial()
    {
        return ++serial;
    }

    const NfIpv4Settings& settings;
    NfNetns& netns;
    NfDropReporter& drops;
    NfKernelSender* kernel{nullptr}; //!< sends what the node itself makes; set before the first use
    std::function<void()> sync;      //!< see NfIpv4Stack::Sync()
    Ptr<Node> node;
    Ptr<Ipv4L3Protocol> ipv4;
    Ptr<NfRoutingWrapper> routing; //!< of the node's routing protocol; null while never needed
    NfHookRegistry hooks;
    NfDeviceLayer link{netns, hooks, drops};
    NfDeviceTable& devices{link.GetTable()};
    NfIpv4Interfaces interfaces;
    NfAddressBook addresses;
    NfPolicyRouting policy;
    NfSocketOwners owners;
    NfIcmpLimit icmpLimit{settings};
    std::function<NfVerdict(NfPacket&)> localDefrag; //!< see NfIpv4Stack::SetLocalDefrag()
    std::function<void(const NfDevice&)> deviceDown; //!< see NfIpv4Stack::SetDeviceDownCallback()
    uint8_t defaultTtl{64};
    bool checksums{false}; //!< Node::ChecksumEnabled(), which is slow to ask
    uint64_t serial{0};    //!< of the last packet
};

} // namespace ns3

#endif /* NF_IPV4_NODE_H */
