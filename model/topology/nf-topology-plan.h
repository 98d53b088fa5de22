// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TOPOLOGY_PLAN_H
#define NF_TOPOLOGY_PLAN_H

#include "nf-topology-graph.h"

#include "ns3/ipv4-address.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ns3
{

class NfTopologyRouter;

/// What is on one medium, and so in one IP network: the two ends of a cable, or a LAN.
struct NfTopologySegment
{
    bool isLan{false};
    std::vector<std::size_t> lans;       //!< nodes of kind LAN that make it, joined by links
    std::vector<std::size_t> links;      //!< all its links
    std::vector<std::size_t> interfaces; //!< that are on it
    NfPrefix network;                    //!< of length 0 only while it is not yet known
    std::optional<uint64_t> bitRate; //!< of a LAN: the least of its links; nothing: none is known
    std::optional<Time> delay; //!< of a LAN: the greatest of its links; nothing: none is known
    bool isPrivate{false};     //!< nobody beyond a NAT has a route to it
};

/// Why a topology can have no plan.
struct NfTopologyFault
{
    std::string message;
    std::optional<std::size_t> link; //!< number of the link whose fault it is; nothing: of none
};

/// Where a node meets a segment.
struct NfTopologyInterface
{
    std::size_t node{0};
    std::size_t segment{0};
    std::size_t link{0};
    std::string name; //!< within its node: "eth0", "eth1", ...
    Ipv4Address address;
    std::optional<std::size_t> dhcpServer; //!< interface from which it gets its address, by DHCP
};

/// Where a node sends what goes to a segment.
struct NfTopologyHop
{
    std::size_t interface {
        0
    };                                  //!< of the node, through which it sends
    std::optional<std::size_t> gateway; //!< interface of the next router; nothing: on the segment
};

/// A box that a packet passes.
struct NfTopologyStep
{
    std::size_t node{0};
    std::optional<std::size_t> in;  //!< interface through which it comes; nothing: it begins here
    std::optional<std::size_t> out; //!< interface through which it goes; nothing: it ends here
};

/// What NfTopologyPlan chooses by.
struct NfTopologyPlanSettings
{
    /// What a path should have little of.
    enum class Metric : uint8_t
    {
        HOPS, //!< segments
        DELAY //!< propagation delay; a segment of unknown delay counts as one of a millisecond
    };

    Ipv4Address pool{"10.0.0.0"}; //!< from here on, addresses are given
    uint8_t poolLength{8};        //!< how many bits of the pool are given
    Metric metric{Metric::HOPS};
};

/**
 * @param network an IPv4 network
 * @return whether hosts can have its addresses: none of "this network", loopback and multicast
 */
bool NfIsHostNetwork(const NfPrefix& network);

/**
 * @ingroup netfilter
 * The IP network over a topology, before there are ns-3 nodes: interfaces with their names and
 * addresses, and the shortest paths. NfTopologyHelper builds what this says, so that whoever asks
 * this (a policy's compiler and check, a drawing) knows where the simulated packets will go.
 *
 * - Each link between two boxes is a segment with a /30 network; LANs that links join are one
 *   segment, whose network has room for it (/24 at least). Networks are given in the order of
 *   links, aligned to their size; addresses in the order of interfaces, routers first. A network or
 *   an address that a link names is taken as it is, and not given a second time.
 * - An interface is named as the netfilter layer will name it: eth0, eth1, ... in the order of the
 *   node's links.
 * - Self-loops and second links of a box to one LAN are no interfaces; links between LANs are none
 *   either.
 * - A path never leads through a host. Among equally good next hops the one that comes first by
 *   the node's interface, then by the gateway's, is taken, so each destination has one path; there
 *   and back may differ, as may the ways to two addresses of one node.
 * - Nodes of kind LAN have no interface; nothing is routed between components.
 * - A private network lies behind as many NATs as the way to a public one leads through, at least
 *   behind one. The way to it leads through a router that is a NAT only from networks that lie at
 *   least as deep: who is outside has no route, be it a provider that is behind a NAT itself.
 * - Networks that links name may overlap if both are private and no node has a way to both; then
 *   addresses may be there more than once.
 * - An interface that gets its address by DHCP always gets the one that the plan says: the server
 *   keeps it for the interface. Its node has no other routes through it than those to its default
 *   gateway, which is the server if that is a router, else the first router on the segment.
 * - LANs that links join may be of different media; bridges in a loop are refused, as ns-3 has no
 *   spanning tree.
 *
 * The graph must stay, and stay as it is. Routes are computed when they are first asked for. What
 * FindFault() finds is an NS_ABORT.
 */
class NfTopologyPlan
{
  public:
    /**
     * @param graph the topology
     * @param settings what to choose by
     */
    explicit NfTopologyPlan(const NfTopologyGraph& graph,
                            const NfTopologyPlanSettings& settings = {});
    ~NfTopologyPlan();

    NfTopologyPlan(const NfTopologyPlan&) = delete;
    NfTopologyPlan& operator=(const NfTopologyPlan&) = delete;

    /**
     * @param graph a topology
     * @param settings what to choose by
     * @return why there is no plan of it: a pool that is too small, networks that overlap, an
     *         address that is not in its network or given twice; nothing: there is one
     */
    static std::optional<NfTopologyFault> FindFault(const NfTopologyGraph& graph,
                                                    const NfTopologyPlanSettings& settings = {});

    /// @return the topology
    const NfTopologyGraph& GetGraph() const
    {
        return m_graph;
    }

    /// @return all segments
    const std::vector<NfTopologySegment>& GetSegments() const
    {
        return m_segments;
    }

    /// @return all interfaces
    const std::vector<NfTopologyInterface>& GetInterfaces() const
    {
        return m_interfaces;
    }

    /// @param node number of a node
    /// @return numbers of its interfaces, in the order of their names
    const std::vector<std::size_t>& GetInterfaces(std::size_t node) const;

    /// @return links that carry nothing: self-loops, and second links of a box to one LAN
    const std::vector<std::size_t>& GetUnusedLinks() const
    {
        return m_unusedLinks;
    }

    /// @param address an address
    /// @return the interface that has it; nothing if none has, or several
    std::optional<std::size_t> FindInterface(Ipv4Address address) const;

    /**
     * @param node number of a node
     * @param segment number of a segment
     * @return how the node reaches it; nothing if it cannot
     */
    std::optional<NfTopologyHop> GetHop(std::size_t node, std::size_t segment) const;

    /**
     * @param node number of the node that sends
     * @param interface number of the interface whose address the packet goes to
     * @return the boxes that it passes, the sender first and the owner of the address last; empty
     * if there is no path
     */
    std::vector<NfTopologyStep> GetPath(std::size_t node, std::size_t interface) const;

    /**
     * As GetPath(), of very many paths.
     * @param node number of the node that sends
     * @param interface number of the interface whose address the packet goes to
     * @param path receives the boxes in the place of what it has
     */
    void FindPath(std::size_t node, std::size_t interface, std::vector<NfTopologyStep>& path) const;

  private:
    NfTopologyPlan(const NfTopologyGraph& graph,
                   const NfTopologyPlanSettings& settings,
                   std::optional<NfTopologyFault>& fault);
    void AddCable(std::size_t link);
    void AddLan(std::size_t lan, std::vector<char>& seen);
    void AddInterface(std::size_t node, std::size_t segment, std::size_t link);
    void NameInterfaces();
    std::optional<NfTopologyFault> GiveAddresses(const NfTopologyPlanSettings& settings);
    std::optional<NfTopologyFault> TakeNetworks();
    std::optional<NfTopologyFault> TakeAddresses(const NfTopologySegment& segment,
                                                 std::set<uint32_t>& taken);
    std::optional<NfTopologyFault> NumberInterfaces(const NfTopologySegment& segment,
                                                    std::set<uint32_t>& taken);
    std::optional<NfTopologyFault> FindServers();
    std::optional<NfTopologyFault> CheckOverlaps(NfTopologyRouter& router) const;
    std::optional<Ipv4Address> FindGivenAddress(const NfTopologyInterface& interface) const;
    void SumUp(NfTopologySegment& segment) const;

    const NfTopologyGraph& m_graph;
    std::vector<NfTopologySegment> m_segments;
    std::vector<NfTopologyInterface> m_interfaces;
    std::vector<std::vector<std::size_t>> m_ofNodes; //!< interfaces
    std::vector<std::size_t> m_unusedLinks;
    std::multimap<uint32_t, std::size_t> m_byAddress;
    std::vector<std::size_t> m_overlapping;     //!< segments whose networks overlap another's
    std::unique_ptr<NfTopologyRouter> m_router; //!< hides Boost.Graph
};

} // namespace ns3

#endif /* NF_TOPOLOGY_PLAN_H */
