// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_KERNEL_SENDER_H
#define NF_IPV4_KERNEL_SENDER_H

#include "nf-kernel-sender.h"

#include <functional>
#include <utility>

namespace ns3
{

class NfIpv4Output;
class NfIpv4OutputRouting;
struct NfIpv4Node;

/**
 * @ingroup netfilter
 * The IPv4 packets that the kernel of a node makes: what they look like, and where they are sent
 * from (Linux's icmp_send and ip_local_out).
 */
class NfIpv4KernelSender final : public NfKernelSender
{
  public:
    /// Told of each packet that answers one, before its hooks: the packet, and what it is about.
    using Listener = std::function<void(const NfPacket& packet, const NfPacket& about)>;

    /**
     * @param node whose kernel it is, and which is given this
     * @param routing of the node
     * @param output of the node; need not be there yet
     * @param generated is called for each answer
     */
    NfIpv4KernelSender(NfIpv4Node& node,
                       const NfIpv4OutputRouting& routing,
                       NfIpv4Output& output,
                       Listener generated);

    NfSendResult SendDatagram(NfPacket packet) override;
    bool SendGenerated(const NfIpHeader& header,
                       Ptr<Packet> payload,
                       const NfPacket* about) override;
    void SendCopy(NfPacket& packet, const NfAddress& gateway, std::string_view device) override;
    void SendIcmpError(NfPacket& about,
                       uint8_t type,
                       uint8_t code,
                       uint32_t info,
                       uint32_t limit) override;

  private:
    NfIpv4Node& m_node;
    const NfIpv4OutputRouting& m_routing;
    NfIpv4Output& m_output;
    Listener m_generated;
    bool m_copying{false}; //!< a copy is on its way through the node, of which none is made
};

} // namespace ns3

#endif /* NF_IPV4_KERNEL_SENDER_H */
