// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_DEVICE_LAYER_H
#define NF_DEVICE_LAYER_H

#include "nf-device-table.h"
#include "nf-drop-reporter.h"
#include "nf-frame-protocol.h"
#include "nf-hook-registry.h"
#include "nf-netns.h"
#include "nf-receptions.h"
#include "nf-traffic-control-proxy.h"

#include "ns3/node.h"
#include "ns3/traffic-control-layer.h"

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Where frames enter and leave a node: takes the places of the stock stack there, passes frames
 * over the hooks of devices (Linux's netdev ingress and egress), and gives them to the network
 * protocols that have registered. Frames of others, such as ARP, see the hooks of devices, and go
 * on the stock way.
 *
 * The places are the node's protocol handlers, and the traffic-control layer that interfaces and
 * ARP send to, for which NfTrafficControlProxy steps in. None is taken before Take() is called,
 * and those of interfaces are taken by their protocol. A layer that is idle lets everything pass.
 *
 * Invariant: Take() may be called at any time and any number of times; each place is taken once.
 * Handlers cannot be exchanged while the node walks over them to deliver a frame, which happens
 * only in events of the node's own context; in such an event Take() puts this part off to one of
 * its own.
 */
class NfDeviceLayer
{
  public:
    /**
     * @param netns of the node, which packets are told
     * @param hooks of the node
     * @param drops is told of packets that hooks drop
     */
    NfDeviceLayer(NfNetns& netns, NfHookRegistry& hooks, NfDropReporter& drops);

    /// @param protocol gets its frames from now on; it must outlive this
    void Register(NfFrameProtocol& protocol);

    /// @param node whose devices these are
    void Attach(const Ptr<Node>& node);

    /**
     * @param etherType of a protocol
     * @param handler the stock stack's for the protocol's frames of the loopback device
     */
    void SetLoopbackHandler(uint16_t etherType, Node::ProtocolHandler handler)
    {
        m_loopbackHandlers[etherType] = handler;
    }

    /// Let go of the node. Places that are taken let everything pass, but for what is sent.
    void Detach();

    /// Take all places that are not taken yet.
    void Take();

    /// @return what interfaces are to send to
    Ptr<NfTrafficControlProxy> GetProxy() const
    {
        return m_proxy;
    }

    /// @return the devices
    NfDeviceTable& GetTable()
    {
        return m_devices;
    }

    /// @return the receptions that are going on
    NfReceptions& GetReceptions()
    {
        return m_receptions;
    }

    /// @return true if frames go the stock way, untouched
    bool IsIdle() const
    {
        return m_idle;
    }

    /// @param idle whether frames are to go the stock way
    void SetIdle(bool idle)
    {
        m_idle = idle;
    }

    /**
     * Give a frame to the stock stack, untouched.
     * @param frame the frame
     */
    void PassUp(const NfFrame& frame) const;

    /**
     * Give a frame to the stock traffic-control layer, which has its handlers.
     * @param frame the frame
     */
    void GiveToTrafficControl(const NfFrame& frame) const;

    /**
     * Pass a frame over EGRESS (Linux's nf_hook_egress, which runs before the queueing discipline),
     * and on to the traffic-control layer. What a callback changes in a network header goes out
     * changed.
     * @param device that it leaves by
     * @param item the frame's packet, header and link-layer destination
     */
    void Send(const Ptr<NetDevice>& device, const Ptr<QueueDiscItem>& item);

  private:
    using Handler = NfFrameHandler;

    /// A frame that passes INGRESS.
    struct Ingress;
    /// A frame that passes EGRESS.
    struct Egress;

    NfFrameProtocol* Find(uint16_t etherType) const;
    void Receive(const NfFrame& frame);
    void ReceiveOwn(const NfFrame& frame);
    void Leave(const Ptr<NetDevice>& device, const Ptr<QueueDiscItem>& item);
    /// Take handlers now, if the node cannot be walking over them, or else in an event of their
    /// own.
    void TakeHandlers();
    void ExchangeHandlers();
    std::vector<Handler> FindFreshHandlers() const;
    bool MayBeWalkingHandlers() const;

    NfNetns& m_netns;
    NfHookRegistry& m_hooks;
    NfDropReporter& m_drops;
    NfDeviceTable m_devices;
    NfReceptions m_receptions;
    std::vector<std::pair<uint16_t, NfFrameProtocol*>> m_protocols; //!< by EtherType
    bool m_idle{true};
    Ptr<Node> m_node;
    Ptr<TrafficControlLayer> m_trafficControl; //!< the node's own, below the proxy
    std::map<uint16_t, Node::ProtocolHandler> m_loopbackHandlers; //!< by EtherType
    Ptr<NfTrafficControlProxy> m_proxy;
    bool m_exchangeDue{false};        //!< handlers are to be exchanged by an event
    std::set<Handler> m_handlers;     //!< taken; never iterated
    std::shared_ptr<void> m_attached; //!< null while not; events ask whether it is still there
};

} // namespace ns3

#endif /* NF_DEVICE_LAYER_H */
