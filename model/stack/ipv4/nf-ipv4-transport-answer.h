// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_TRANSPORT_ANSWER_H
#define NF_IPV4_TRANSPORT_ANSWER_H

#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <cstdint>

namespace ns3
{

class NfIpv4Delivery;
struct NfIpv4Node;

/**
 * @ingroup netfilter
 * What ns-3's transports answer at once to a packet that they are given, such as a reset or an ICMP
 * error: sent in the form that Linux gives it, or not at all if Linux does not answer.
 */
class NfIpv4TransportAnswer
{
  public:
    /**
     * @param node whose transports answer
     * @param delivery of the node, which knows what they are given
     */
    NfIpv4TransportAnswer(NfIpv4Node& node, const NfIpv4Delivery& delivery)
        : m_node(node),
          m_delivery(delivery)
    {
    }

    /**
     * @param payload what a transport sends; an echo reply is changed in place
     * @param protocol of the payload
     * @return true if it has been sent in another form, or is not to be sent; false if it is to go
     *         on as it is now
     */
    bool Replace(const Ptr<Packet>& payload, uint8_t protocol) const;

  private:
    NfIpv4Node& m_node;
    const NfIpv4Delivery& m_delivery;
};

} // namespace ns3

#endif /* NF_IPV4_TRANSPORT_ANSWER_H */
