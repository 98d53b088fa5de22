// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_STACK_H
#define NF_IPV4_STACK_H

#include "nf-device-table.h"
#include "nf-drop-reporter.h"
#include "nf-ipv4-settings.h"
#include "nf-netns.h"
#include "nf-policy-routing.h"
#include "nf-send-result.h"

#include "ns3/ipv4-route.h"
#include "ns3/node.h"
#include "ns3/object.h"
#include "ns3/random-variable-stream.h"
#include "ns3/traced-callback.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace ns3
{

class NfFamilyStack;
class NfSocketOwners;
struct NfIpv4Node;
struct NfStackNode;

/**
 * @ingroup netfilter
 * The netfilter layer's hold on the IPv4 stack of one node: the network namespace that hooks work
 * in (NfIpv4Node), and the owner of the three ways of a packet (NfIpv4Input, NfIpv4Forward,
 * NfIpv4Output). What is asked about IPv6 is answered by the stack that SetIpv6() was told of; a
 * node may have IPv6 only, and then nothing of IPv4 is taken.
 *
 * It works on an unmodified ns-3 by taking the places where packets enter and leave ns-3's IPv4
 * (see NfIpv4Interposition). While no callback is registered, nothing traces and no policy route
 * exists, it is idle: it takes no place, and packets go the stock way, with the same events, bytes
 * and trace calls as without the layer. Otherwise the order of hooks, the checks between them, and
 * ICMP errors of forwarding are Linux's.
 *
 * Known differences from Linux: IP options do not exist in ns-3; ICMP timestamps are not answered;
 * ICMP rate limits and redirects are not modelled; packets of the node's own transports have no IP
 * id in OUTPUT and POSTROUTING, because ns-3 assigns it later.
 */
class NfIpv4Stack : public Object, public NfNetns, public NfDropReporter, private NfIpv4Settings
{
  public:
    /// @return the TypeId
    static TypeId GetTypeId();

    NfIpv4Stack();
    ~NfIpv4Stack() override;

    /**
     * @param node a node
     * @return true if it has what Attach() needs
     */
    static bool CanAttach(Ptr<Node> node);

    /**
     * Take the node's stack. Later calls are the same as Sync().
     * @param node has an Ipv4L3Protocol or an Ipv6L3Protocol, and a TrafficControlLayer; otherwise
     *        it is an NS_ABORT
     */
    void Attach(Ptr<Node> node);

    /// @return true after Attach()
    bool IsAttached() const;

    /// @param ipv6 answers for IPv6 and is told what happens at the node; it must live as long as
    /// this; null: nobody does
    void SetIpv6(NfFamilyStack* ipv6);

    /// @return what the families share
    NfStackNode& GetShared();

    /// Take note of what has appeared since: interfaces, protocols, another routing protocol.
    /// Idempotent.
    void Sync();

    /// @return a number that grows whenever interfaces, their names or addresses may have changed
    uint64_t GetGeneration() const
    {
        return m_generation;
    }

    /// @return the devices
    NfDeviceTable& GetDevices();

    /// @return rules and routes in front of the node's routing protocol
    NfPolicyRouting& GetPolicyRouting();

    /// @return whose the node's sockets are
    NfSocketOwners& GetSocketOwners();

    /**
     * Send a datagram as a raw socket does: routing, OUTPUT, POSTROUTING, sending. A callback that
     * keeps the packet makes the result SENT.
     * @param packet header and payload; an unset source is chosen by routing
     * @return how it ended
     */
    NfSendResult SendDatagram(NfPacket packet);

    /**
     * As SendDatagram(), for a raw socket with IP_HDRINCL: the route is chosen without the source,
     * and what is longer than the MTU is not sent.
     * @param packet header and payload
     * @return how it ended
     */
    NfSendResult SendIncluded(NfPacket packet);

    /**
     * Use fixed random stream numbers.
     * @param stream first number to use
     * @return how many were used
     */
    int64_t AssignStreams(int64_t stream);

    /**
     * Reassemble fragments for local delivery, before INPUT, where connection tracking does not do
     * it in PREROUTING.
     * @param defrag ACCEPT: the packet is whole; STOLEN: it waits; DROP
     */
    void SetLocalDefrag(std::function<NfVerdict(NfPacket&)> defrag);

    /// @param callback called when an interface goes down, with its device
    void SetDeviceDownCallback(std::function<void(const NfDevice&)> callback);

    /**
     * Report a packet that ends here, to listeners of the layer and of the stock stack.
     * @param packet the packet
     * @param reason the reason why it ends
     */
    void Drop(NfPacket& packet, NfDropReason reason) override;

    // NfNetns
    NfHookRegistry& GetHooks() override;
    uint32_t GetNodeId() const override;
    const NfDevice* GetLoopback() const override;
    NfAddressType GetAddressType(NfFamily family,
                                 const NfAddress& address,
                                 const NfDevice* device) const override;
    std::optional<NfAddress> SelectMasqueradeAddress(const NfPacket& packet,
                                                     const NfDevice* out) const override;
    std::optional<NfAddress> GetPrimaryAddress(NfFamily family,
                                               const NfDevice* device) const override;
    bool Reroute(NfPacket& packet) override;
    bool CheckReversePath(const NfPacket& packet,
                          bool loose,
                          bool useMark,
                          bool acceptLocal) const override;
    bool SendGenerated(const NfIpHeader& header,
                       Ptr<Packet> payload,
                       const NfPacket* about) override;
    void SendIcmpError(NfPacket& about, uint8_t type, uint8_t code, uint32_t info) override;
    void SendCopy(NfPacket& packet, const NfAddress& gateway, std::string_view device) override;
    std::optional<NfAddress> GetBroadcastMask(const NfDevice& device,
                                              const NfAddress& address) const override;
    void Log(const NfPacket& packet, uint8_t level, const std::string& text) override;
    uint16_t NextIpId() override;
    uint32_t Random(uint32_t bound) override;

    /// Fired when the stack or a hook ends a packet.
    TracedCallback<const NfPacket&, NfDropReason> m_dropped;
    /// Fired for each packet that the layer makes, before its hooks: the packet, and what it is
    /// about.
    TracedCallback<const NfPacket&, const NfPacket&> m_generated;
    /// Fired for each line of the target LOG: packet, syslog level, text.
    TracedCallback<const NfPacket&, uint8_t, const std::string&> m_logged;

  protected:
    void DoInitialize() override;
    void DoDispose() override;

  private:
    struct Parts;

    static TypeId MakeTypeId();
    /// A reception has ended, during which the layer may have become idle.
    void ReceptionEnded();
    // Find out anew whether the layer is idle, and take or give back its places.
    void UpdateIdle();
    // As Sync(), as far as it is IPv4's.
    void SyncIpv4();

    // What answers for a family other than IPv4; null if nothing does.
    NfFamilyStack* FindOther(NfFamily family) const;
    void ReleaseRouting();

    const std::unique_ptr<NfIpv4Node> m_node;
    const std::unique_ptr<Parts> m_parts;
    NfFamilyStack* m_ipv6{nullptr};
    Ptr<UniformRandomVariable> m_random;
    uint64_t m_generation{0}; //!< counts Sync()
    uint16_t m_ipId{0};
    bool m_disposed{false}; //!< not to be attached again
};

} // namespace ns3

#endif /* NF_IPV4_STACK_H */
