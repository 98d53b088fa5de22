// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_LOSS_LISTENER_H
#define NF_LOSS_LISTENER_H

#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/packet.h"
#include "ns3/queue-item.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace ns3
{

class NfDeviceTable;

/// A packet that a node lost outside of the netfilter layer.
struct NfLoss
{
    Ptr<const Packet> packet;
    uint32_t ifindex{0};     //!< device that it concerns; 0: none
    std::string_view place;  //!< "queue-disc", "device-queue", "device", "arp", "ipv4", "ipv6",
                             //!< "wifi"
    std::string_view reason; //!< why, as far as the place tells
};

/**
 * @ingroup netfilter
 * Hears of the packets that one node loses outside of the layer, from ns-3's trace sources:
 *
 * - root queue discs (which report what their classes and inner queues lose), and the
 *   traffic-control layer itself,
 * - a device's transmit queue, where it has the attribute TxQueue,
 * - devices: not sent, not transmitted, not received (error models, collisions),
 * - ARP and its caches, and Ipv4L3Protocol's "Drop",
 * - Wi-Fi devices, as NfListenToWifiLosses() says, if the library is built with ns-3's module wifi,
 * - kinds of devices that a program registered with AddKind().
 *
 * A device that reports one loss twice (its queue refuses the packet, then the device itself) is
 * heard once: what is the same packet, on the same device, at the same moment, is one loss. Frames
 * that a shared medium brings to a station they are not addressed to are no loss there. Listening
 * schedules nothing and changes nothing.
 */
class NfLossListener
{
  public:
    /// Called with each loss; views in it live only during the call.
    using Function = std::function<void(const NfLoss& loss)>;

    /**
     * Listens to a kind of device that reports losses in a way of its own. Gives what undoes it.
     * @param device a device
     * @param lost to call with each packet, and the reason
     */
    using Connector = std::function<std::function<void()>(
        Ptr<NetDevice> device,
        std::function<void(Ptr<const Packet> packet, std::string_view reason)> lost)>;

    /**
     * @param node the node
     * @param devices its devices, which must outlive this
     * @param function what to call
     */
    NfLossListener(Ptr<Node> node, const NfDeviceTable& devices, Function function);
    ~NfLossListener();

    NfLossListener(const NfLossListener&) = delete;
    NfLossListener& operator=(const NfLossListener&) = delete;

    /// Listen to what has been added to the node since; what it listens to already stays.
    void Update();

    /**
     * Teach all listeners to come a kind of device.
     * @param type name of its TypeId, "ns3::WifiNetDevice"
     * @param place what to call the place of its losses
     * @param connector listens to a device
     * @return true
     */
    static bool AddKind(const std::string& type, const std::string& place, Connector connector);

  private:
    /// A trace source that is listened to.
    struct Source;

    void Listen(Ptr<Object> object,
                const char* name,
                uint32_t ifindex,
                const char* place,
                const char* reason);
    void ListenToQueueDisc(Ptr<Object> disc, uint32_t ifindex);
    void ListenToDevice(Ptr<NetDevice> device, uint32_t ifindex);
    void ListenToIpv4();
    void Lost(const Source& source, Ptr<const Packet> packet, std::string_view reason);
    void Ipv4Dropped(const Ipv4Header& header,
                     Ptr<const Packet> packet,
                     Ipv4L3Protocol::DropReason reason,
                     Ptr<Ipv4> ipv4,
                     uint32_t interface);
    void Ipv6Dropped(const Ipv6Header& header,
                     Ptr<const Packet> packet,
                     Ipv6L3Protocol::DropReason reason,
                     Ptr<Ipv6> ipv6,
                     uint32_t interface);
    static void OnPacket(Source* source, Ptr<const Packet> packet);
    static void OnItem(Source* source, Ptr<const QueueDiscItem> item, const char* reason);

    Ptr<Node> m_node;
    const NfDeviceTable& m_devices;
    Function m_function;
    std::vector<std::unique_ptr<Source>> m_sources;
    std::vector<std::function<void()>> m_undo;
    std::set<std::pair<const Object*, std::string>> m_known; //!< sources; never iterated
};

} // namespace ns3

#endif /* NF_LOSS_LISTENER_H */
