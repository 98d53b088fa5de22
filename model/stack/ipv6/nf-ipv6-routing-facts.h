// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_ROUTING_FACTS_H
#define NF_IPV6_ROUTING_FACTS_H

#include "nf-routing-facts.h"

namespace ns3
{

struct NfIpv6Node;

/**
 * @ingroup netfilter
 * What policy routing wants to know about a node's IPv6.
 */
class NfIpv6RoutingFacts : public NfRoutingFacts
{
  public:
    /// @param node whose facts these are
    explicit NfIpv6RoutingFacts(NfIpv6Node& node)
        : m_node(node)
    {
    }

    const NfDevice* FindDevice(std::string_view name) const override;
    std::optional<NfLinkNetwork> FindNetwork(const NfAddress& destination,
                                             const NfDevice* oif) const override;
    NfKnownPrefix FindPrefix(const NfAddress& destination) const override;
    void SetLocalNetworks(std::vector<NfPrefix> networks) override;

  private:
    NfIpv6Node& m_node;
};

} // namespace ns3

#endif /* NF_IPV6_ROUTING_FACTS_H */
