// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_LINK_SWITCH_H
#define NF_LINK_SWITCH_H

#include "nf-topology-helper.h"

#include "ns3/ipv4-routing-table-entry.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Takes links and interfaces of a topology down and up while it runs.
 *
 * ns-3's static routing forgets the routes through an interface that goes down. Here they are kept,
 * and are back when the interface is, as what administers a Linux box sees to; routing protocols
 * are told by ns-3 and do as they do. An interface is up if neither its link nor its node is down.
 * A route whose gateway is in none of the interface's networks by then, because a lease ran out or
 * the address was changed, stays away. What is down already, or up, is left alone.
 *
 * @code
 *   NfLinkSwitch links(topology);
 *   Simulator::Schedule(Seconds(4), &NfLinkSwitch::SetLink, &links, backbone, false);
 *   Simulator::Schedule(Seconds(8), &NfLinkSwitch::SetLink, &links, backbone, true);
 * @endcode
 */
class NfLinkSwitch
{
  public:
    /// @param topology a network that was built; it must outlive this
    explicit NfLinkSwitch(const NfTopologyHelper& topology);

    /**
     * @param link number of a link of the topology
     * @param up whether it is to carry packets
     */
    void SetLink(std::size_t link, bool up);

    /**
     * @param interface number of an interface of the plan
     * @param up whether its node lets it carry packets: it does if its link does as well
     */
    void SetInterface(std::size_t interface, bool up);

    /**
     * @param interface number of an interface of the plan
     * @return its number in its node's Ipv4
     */
    uint32_t FindIpv4Interface(std::size_t interface) const;

  private:
    /// A static route that goes away with its interface.
    struct Route
    {
        Ipv4RoutingTableEntry entry;
        uint32_t metric{0};
    };

    void Apply(std::size_t interface);
    void TakeDown(std::size_t interface);
    void BringUp(std::size_t interface);

    const NfTopologyHelper& m_topology;
    std::set<std::size_t> m_downLinks;                //!< numbers of links
    std::set<std::size_t> m_downInterfaces;           //!< those that their nodes took down
    std::map<std::size_t, std::vector<Route>> m_lost; //!< by interface that is down
};

} // namespace ns3

#endif /* NF_LINK_SWITCH_H */
