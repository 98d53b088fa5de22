// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_STACK_H
#define NF_IPV4_STACK_H

#include "nf-address-book.h"
#include "nf-device-table.h"
#include "nf-drop-reason.h"
#include "nf-hook-registry.h"
#include "nf-ipv4-route-entry.h"
#include "nf-netns.h"
#include "nf-policy-routing.h"
#include "nf-routing-wrapper.h"

#include "ns3/ipv4-l3-protocol.h"
#include "ns3/node.h"
#include "ns3/object.h"
#include "ns3/random-variable-stream.h"
#include "ns3/traced-callback.h"

#include <functional>
#include <memory>
#include <unordered_map>

namespace ns3
{

class NfIpv4Forward;
class NfIpv4Input;
class NfIpv4Interposition;
class NfIpv4Output;
class TrafficControlLayer;

/// How an attempt of the node to send a datagram ended. Names of the errno that Linux returns.
enum class NfSendResult : uint8_t
{
    SENT,
    PERM,        //!< EPERM: dropped by a hook
    NETUNREACH,  //!< ENETUNREACH: no route
    HOSTUNREACH, //!< EHOSTUNREACH: an unreachable route
    ACCES,       //!< EACCES: a prohibit route
    INVAL,       //!< EINVAL: a blackhole route
    MSGSIZE      //!< EMSGSIZE: longer than the MTU
};

/**
 * \ingroup netfilter
 * The netfilter layer's hold on the IPv4 stack of one node: the network namespace that hooks work
 * in, and the owner of the three ways of a packet (NfIpv4Input, NfIpv4Forward, NfIpv4Output).
 *
 * It works on an unmodified ns-3 by taking the places where packets enter and leave ns-3's IPv4
 * (see NfIpv4Interposition). While no callback is registered, nothing traces and no policy route
 * exists, packets go the stock way, untouched: the same events, bytes and trace calls as without
 * the layer. Otherwise the order of hooks, the checks between them, and ICMP errors of forwarding
 * are Linux's.
 *
 * Known differences from Linux: IP options do not exist in ns-3; echo replies keep ns-3's form;
 * ICMP rate limits and redirects are not modelled; packets of the node's own transports have no IP
 * id in OUTPUT and POSTROUTING, because ns-3 assigns it later.
 */
class NfIpv4Stack : public Object, public NfNetns
{
  public:
    /// \return the TypeId
    static TypeId GetTypeId();

    NfIpv4Stack();
    ~NfIpv4Stack() override;

    /**
     * Take the node's IPv4 stack. Later calls are the same as Sync().
     * \param node has an Ipv4L3Protocol and a TrafficControlLayer; otherwise it is an NS_ABORT
     */
    void Attach(Ptr<Node> node);

    /// \return true after Attach()
    bool IsAttached() const
    {
        return bool(m_node);
    }

    /// Take what has appeared since: interfaces, protocols, another routing protocol. Idempotent.
    void Sync();

    /// \return a number that grows whenever interfaces, their names or addresses may have changed
    uint64_t GetGeneration() const
    {
        return m_generation;
    }

    /// \return the devices
    NfDeviceTable& GetDevices()
    {
        return m_devices;
    }

    /// \return rules and routes in front of the node's routing protocol
    NfPolicyRouting& GetPolicyRouting()
    {
        return m_policy;
    }

    /**
     * Send a datagram as a raw socket with IP_HDRINCL does: routing, OUTPUT, POSTROUTING, sending.
     * A callback that keeps the packet makes the result SENT.
     * \param packet header and payload; an unset source is chosen by routing
     * \return how it ended
     */
    NfSendResult SendDatagram(NfPacket packet);

    /**
     * Use fixed random stream numbers.
     * \param stream first number to use \return how many were used
     */
    int64_t AssignStreams(int64_t stream);

    /**
     * Reassemble fragments for local delivery, before INPUT, where connection tracking does not do
     * it in PREROUTING.
     * \param defrag ACCEPT: the packet is whole; STOLEN: it waits; DROP
     */
    void SetLocalDefrag(std::function<NfVerdict(NfPacket&)> defrag)
    {
        m_localDefrag = std::move(defrag);
    }

    /// \param callback called when an interface goes down, with its device
    void SetDeviceDownCallback(std::function<void(const NfDevice&)> callback)
    {
        m_deviceDown = std::move(callback);
    }

    // NfNetns
    NfHookRegistry& GetHooks() override;
    uint32_t GetNodeId() const override;
    const NfDevice* GetLoopback() const override;
    NfAddressType GetAddressType(const NfAddress& address, const NfDevice* device) const override;
    std::optional<NfAddress> SelectMasqueradeAddress(const NfPacket& packet,
                                                     const NfDevice* out) const override;
    std::optional<NfAddress> GetPrimaryAddress(const NfDevice* device) const override;
    bool Reroute(NfPacket& packet) override;
    bool CheckReversePath(const NfPacket& packet,
                          bool loose,
                          bool useMark,
                          bool acceptLocal) const override;
    bool SendGenerated(const NfIpHeader& header,
                       Ptr<Packet> payload,
                       const NfPacket* about) override;
    void SendIcmpError(NfPacket& about, uint8_t type, uint8_t code, uint32_t info) override;
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
    friend class NfIpv4Forward;
    friend class NfIpv4Input;
    friend class NfIpv4Interposition;
    friend class NfIpv4Output;

    /// What routing said of an own packet.
    struct OutputRoute
    {
        Ptr<NfIpv4RouteEntry> entry; //!< null: see result
        NfSendResult result{NfSendResult::SENT};
    };

    /// What a packet that the node sends to itself keeps on its way (an sk_buff on lo).
    struct LoopState
    {
        Ptr<NfConntrackEntry> ct;
        NfCtState ctState;
        NfDirection ctDirection;
        uint32_t mark;
        bool traced;
    };

    bool IsIdle() const;

    bool IsLocal(Ipv4Address address) const
    {
        return m_addresses.IsLocal(address);
    }

    uint64_t NextSerial()
    {
        return ++m_serial;
    }

    // The entry of a device that a route leads to, taken up now if it is new; null if the device is
    // no interface of the node's IPv4.
    const NfDevice* FindRouteDevice(const Ipv4Route& route);
    // The header of a packet as ns-3 has it.
    Ipv4Header MakeHeader(const NfPacket& packet) const;
    // Report a packet that ends here, to listeners of ours and of the stock stack.
    void Drop(NfPacket& packet, NfDropReason reason);
    // Check the addresses of a received packet (ip_route_input_slow, fib_validate_source).
    std::optional<NfDropReason> CheckAddresses(const NfPacket& packet) const;
    std::optional<NfDropReason> CheckMartian(Ipv4Address source, Ipv4Address destination) const;
    // The device through which the node would send to an address; null if none.
    const NfDevice* FindReverseDevice(const NfPacket& packet, bool useMark) const;
    // Ask for the route of an own packet.
    OutputRoute RouteOutput(const NfPacket& packet, Ptr<Packet> tagged, Ptr<NetDevice> oif);
    Ptr<Ipv4Route> RouteFlow(const NfFlow& flow,
                             uint8_t protocol,
                             Ptr<Packet> packet,
                             Ptr<NetDevice> oif,
                             NfSendResult& result) const;
    // The stock stack asks for a route.
    Ptr<Ipv4Route> AnswerRouteOutput(Ptr<Packet> packet,
                                     const Ipv4Header& header,
                                     Ptr<NetDevice> oif,
                                     Socket::SocketErrno& error);
    // Stamp a packet and, if it is going to come back, keep what it must not lose.
    void Stamp(NfPacket& packet, Ptr<Packet> payload, bool comesBack);
    // Give a packet back what it had when it was stamped. False if the node did not stamp it.
    bool TakeLoopState(NfPacket& packet, Ptr<Packet> payload);
    Ptr<Node> m_node;
    Ptr<Ipv4L3Protocol> m_ipv4;
    Ptr<TrafficControlLayer> m_trafficControl;
    Ptr<NfRoutingWrapper> m_routing;
    NfHookRegistry m_hooks;
    NfDeviceTable m_devices;
    NfAddressBook m_addresses;
    NfPolicyRouting m_policy;
    std::unique_ptr<NfIpv4Input> m_input;
    std::unique_ptr<NfIpv4Forward> m_forward;
    std::unique_ptr<NfIpv4Output> m_output;
    std::unique_ptr<NfIpv4Interposition> m_interposition;
    std::function<NfVerdict(NfPacket&)> m_localDefrag;
    std::function<void(const NfDevice&)> m_deviceDown;
    std::unordered_map<uint64_t, LoopState> m_loopStates; //!< by serial; never iterated
    Ptr<UniformRandomVariable> m_random;
    NfPacket* m_delivering{nullptr}; //!< what the transports are being given now
    uint64_t m_serial{0};
    uint64_t m_generation{0}; //!< counts Sync()
    uint16_t m_ipId{0};
    uint8_t m_defaultTtl{64};
    bool m_checksums{false}; //!< Node::ChecksumEnabled(), which is slow to ask

    bool m_routeLocalnet{false};
    bool m_acceptLocal{false};
    bool m_checkSource{true};
    bool m_loopBroadcasts{false};
    bool m_receiveMulticast{true};
    uint8_t m_rpFilter{0};
};

} // namespace ns3

#endif /* NF_IPV4_STACK_H */
