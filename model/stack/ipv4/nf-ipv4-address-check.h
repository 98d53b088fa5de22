// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_ADDRESS_CHECK_H
#define NF_IPV4_ADDRESS_CHECK_H

#include "nf-drop-reason.h"
#include "nf-packet.h"

#include <cstdint>
#include <optional>

namespace ns3
{

class NfIpv4OutputRouting;
struct NfIpv4Node;

/**
 * @ingroup netfilter
 * The checks of a received packet's addresses between PREROUTING and the routing decision (Linux's
 * ip_route_input_slow and fib_validate_source): martians, groups that nobody has joined, own
 * addresses from outside, the reverse path.
 */
class NfIpv4AddressCheck
{
  public:
    /**
     * @param node whose packets to check
     * @param routing of the node, for reverse paths
     */
    NfIpv4AddressCheck(const NfIpv4Node& node, const NfIpv4OutputRouting& routing)
        : m_node(node),
          m_routing(routing)
    {
    }

    /**
     * @param packet has passed PREROUTING
     * @return why it ends here; nothing if it goes on
     */
    std::optional<NfDropReason> Check(const NfPacket& packet) const;

  private:
    std::optional<NfDropReason> CheckMartian(uint32_t source, uint32_t destination) const;
    std::optional<NfDropReason> CheckReversePath(const NfPacket& packet) const;

    const NfIpv4Node& m_node;
    const NfIpv4OutputRouting& m_routing;
};

} // namespace ns3

#endif /* NF_IPV4_ADDRESS_CHECK_H */
