// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_STACK_H
#define NF_IPV6_STACK_H

#include "nf-family-stack.h"
#include "nf-ipv6-settings.h"
#include "nf-policy-routing.h"
#include "nf-send-result.h"

#include "ns3/object.h"
#include "ns3/ptr.h"
#include "ns3/traced-callback.h"

#include <functional>
#include <memory>

namespace ns3
{

struct NfIpv6Node;
struct NfStackNode;

/**
 * @ingroup netfilter
 * The netfilter layer's hold on the IPv6 stack of one node: what NfIpv4Stack, whose hooks, devices
 * and idleness it shares, asks about IPv6, and the owner of the three ways of an IPv6 packet
 * (NfIpv6Input, NfIpv6Forward, NfIpv6Output).
 *
 * It works on an unmodified ns-3 by taking the places where packets enter and leave ns-3's IPv6
 * (see NfIpv6Interposition). While the node's layer is idle, it takes none. A node without IPv6 has
 * this object all the same; it does nothing until the node has an Ipv6L3Protocol.
 *
 * Known differences from Linux: the flow label of what the node's transports send is ns-3's, 1;
 * anycast addresses, routing headers and jumbograms do nothing in ns-3; no address is tentative in
 * the eyes of the layer.
 */
class NfIpv6Stack : public Object, public NfFamilyStack, private NfIpv6Settings
{
  public:
    /// @return the TypeId
    static TypeId GetTypeId();

    NfIpv6Stack();
    ~NfIpv6Stack() override;

    /**
     * Join the layer of a node.
     * @param shared what both families share
     * @param generated called for each packet that the layer makes, before its hooks: the packet,
     *        and what it is about
     */
    void Join(NfStackNode& shared, std::function<void(const NfPacket&, const NfPacket&)> generated);

    /**
     * The node's policy routing of IPv6. While it is empty, the node's routing protocol decides
     * alone.
     * @return it, to read and to change
     */
    NfPolicyRouting& GetPolicyRouting();

    /// @return true if the node has IPv6 and the layer knows it
    bool IsAttached() const;

    /**
     * Send a datagram as a raw socket does: routing, OUTPUT, POSTROUTING, sending. A callback that
     * keeps the packet makes the result SENT.
     * @param packet header and payload; an unset source is chosen by routing
     * @return how it ended
     */
    NfSendResult SendDatagram(NfPacket packet);

    /**
     * As SendDatagram(), for a raw socket with IPV6_HDRINCL: the route is chosen without the
     * source, and what is longer than the MTU is not sent.
     * @param packet header and payload
     * @return how it ended
     */
    NfSendResult SendIncluded(NfPacket packet);

    // NfFamilyStack
    void Sync() override;
    void Release() override;
    void UpdateDevices() override;
    bool HasPolicy() const override;
    void SetPolicyUsed(std::function<void()> used) override;
    void ReportDrop(NfPacket& packet, NfDropReason reason) override;
    NfAddressType GetAddressType(const NfAddress& address, const NfDevice* device) const override;
    std::optional<NfAddress> SelectMasqueradeAddress(const NfPacket& packet,
                                                     const NfDevice& out) const override;
    std::optional<NfAddress> GetPrimaryAddress(const NfDevice& device) const override;
    bool Reroute(NfPacket& packet) override;
    bool CheckReversePath(const NfPacket& packet,
                          bool loose,
                          bool useMark,
                          bool acceptLocal) const override;
    bool SendGenerated(const NfIpHeader& header,
                       Ptr<Packet> payload,
                       const NfPacket* about) override;
    void SendCopy(NfPacket& packet, const NfAddress& gateway, std::string_view device) override;
    void SendIcmpError(NfPacket& about, uint8_t type, uint8_t code, uint32_t info) override;

  protected:
    void DoDispose() override;

  private:
    struct Parts;

    // Null before Join().
    std::unique_ptr<NfIpv6Node> m_node;
    std::unique_ptr<Parts> m_parts;
};

} // namespace ns3

#endif /* NF_IPV6_STACK_H */
