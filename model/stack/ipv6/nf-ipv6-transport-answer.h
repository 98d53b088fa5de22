// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_TRANSPORT_ANSWER_H
#define NF_IPV6_TRANSPORT_ANSWER_H

#include "nf-packet.h"

namespace ns3
{

class NfIpv6Delivery;
struct NfIpv6Node;

/**
 * @ingroup netfilter
 * What ns-3's transports answer at once over IPv6 to a packet that they are given, such as a reset
 * or an ICMPv6 error: sent in the form that Linux gives it, or not at all if Linux does not answer.
 */
class NfIpv6TransportAnswer
{
  public:
    /**
     * @param node whose transports answer
     * @param delivery of the node, which knows what they are given
     */
    NfIpv6TransportAnswer(NfIpv6Node& node, const NfIpv6Delivery& delivery)
        : m_node(node),
          m_delivery(delivery)
    {
    }

    /**
     * @param answer what a transport sends; an echo reply is changed in place
     * @return true if it has been sent in another form, or is not to be sent; false if it is to go
     *         on as it is now
     */
    bool Replace(NfPacket& answer) const;

  private:
    bool ReplaceIcmp(NfPacket& answer, NfPacket& about) const;
    bool ReplaceReset(const NfPacket& answer, const NfPacket& about) const;

    NfIpv6Node& m_node;
    const NfIpv6Delivery& m_delivery;
};

} // namespace ns3

#endif /* NF_IPV6_TRANSPORT_ANSWER_H */
