// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_EGRESS_H
#define NF_IPV4_EGRESS_H

#include "ns3/net-device.h"
#include "ns3/ptr.h"
#include "ns3/queue-item.h"

namespace ns3
{

class NfIpv4Stack;
struct NfIpv4Node;

/**
 * \ingroup netfilter
 * The egress hook of devices: frames of all protocols on their way to the traffic-control layer
 * (Linux's nf_hook_egress, which runs before the queueing discipline). What a callback changes in
 * an IPv4 header goes out changed.
 */
class NfIpv4Egress
{
  public:
    /// \param stack whose frames to pass \param node its IPv4
    NfIpv4Egress(NfIpv4Stack& stack, NfIpv4Node& node)
        : m_stack(stack),
          m_node(node)
    {
    }

    /**
     * Pass a frame over the hook, and on to the traffic-control layer.
     * \param device that it leaves by
     * \param item the frame's packet, header and link-layer destination
     */
    void Pass(const Ptr<NetDevice>& device, const Ptr<QueueDiscItem>& item);

  private:
    NfIpv4Stack& m_stack;
    NfIpv4Node& m_node;
};

} // namespace ns3

#endif /* NF_IPV4_EGRESS_H */
