// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TOPOLOGY_HELPER_H
#define NF_TOPOLOGY_HELPER_H

#include "nf-topology-graph.h"
#include "nf-topology-plan.h"

#include "ns3/ipv4-address.h"
#include "ns3/ipv4-routing-helper.h"
#include "ns3/net-device.h"
#include "ns3/node-container.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Builds the network of a topology: ns-3 nodes with IPv4 stacks, point-to-point links and CSMA
 * LANs, addresses, and routes.
 *
 * @code
 *   NfTopologyHelper topology("Abilene.graphml");
 *   topology.GetGraph().SetDelaysFromPositions();
 *   topology.GetGraph().SetDefaults(1'000'000'000, MilliSeconds(1));
 *   topology.Build();
 *   NetfilterHelper().Restore("Chicago", "chicago.rules");
 * @endcode
 *
 * What is built is what GetPlan() says, to the names of interfaces. By default each node gets a
 * static route to each network that it can reach, along the plan's shortest path, or a default
 * route if all of them begin with the same gateway; SetRoutingHelper() leaves routing to a protocol
 * instead, and then packets may take other ways than the plan says. Hosts do not forward.
 *
 * Each node's stack and LAN devices draw from streams of their own, named by node, and so does a
 * link's loss, an error model at each of its interfaces. So a network does not depend on what else
 * draws, and is the same whether a scenario file or a script describes it.
 *
 * LANs are built as their medium says (NfLanBuilder). An interface that gets its address by DHCP
 * has none until ns-3's DhcpClient on it has asked ns-3's DhcpServer, which keeps the address of
 * the plan for it (other ranks of a distributed simulation know it from the start); so who rules
 * the packets of either has to let them pass, as on Linux, and who wants to send has to wait for
 * the lease.
 *
 * Each node is in ns3::Names under its name, so that other helpers take it by name. A link without
 * rate or delay is an NS_ABORT at Build(): nothing is made up.
 */
class NfTopologyHelper
{
  public:
    /// @param graph the topology
    explicit NfTopologyHelper(NfTopologyGraph graph);

    /// @param file a file that NfReadTopology() reads; an NS_ABORT with its place if it is wrong
    explicit NfTopologyHelper(const std::string& file);
    ~NfTopologyHelper();

    /// @return the topology, to be changed until Build()
    NfTopologyGraph& GetGraph()
    {
        return m_graph;
    }

    /// @return the topology
    const NfTopologyGraph& GetGraph() const
    {
        return m_graph;
    }

    /// @param settings how paths and addresses are chosen
    void SetPlan(const NfTopologyPlanSettings& settings);

    /// @param routing makes the routing protocol of each node, in the place of static routes
    void SetRoutingHelper(const Ipv4RoutingHelper& routing);

    /**
     * Share the network among the ranks of a distributed simulation. All ranks build the whole of
     * it; a link between nodes of different ranks has to be one between two boxes.
     * @param ranks rank of each node of the graph, LANs too; empty: all on rank 0
     */
    void SetRanks(const std::vector<uint32_t>& ranks);

    /**
     * @param routing makes the routing protocol of nodes of other ranks, where that must not be the
     *        same: a protocol that sends by itself would do so on each rank
     */
    void SetRemoteRoutingHelper(const Ipv4RoutingHelper& routing);

    /// Make the network. Once.
    void Build();

    /// @return what was built
    const NfTopologyPlan& GetPlan() const;

    /// @param pattern see NfTopologyGraph::FindNodes()
    /// @return the nodes; none fits: an NS_ABORT
    NodeContainer GetNodes(const std::string& pattern = "*") const;

    /// @param name name of a node
    /// @return the node; an NS_ABORT if there is none
    Ptr<Node> GetNode(const std::string& name) const;

    /// @param name name of a node
    /// @return the address of its first interface
    Ipv4Address GetAddress(const std::string& name) const;

    /**
     * @param from a node that sends
     * @param to a node with several interfaces, perhaps
     * @return the number, in ns-3's Ipv4 of `to`, of its first interface that `from` has a path to:
     *         not that to a private network which `from` is outside of. Without any, the first.
     */
    uint32_t GetInterfaceFor(Ptr<Node> from, Ptr<Node> to) const;

    /// @param interface number of an interface of the plan
    /// @return its device
    Ptr<NetDevice> GetDevice(std::size_t interface) const;

  private:
    void CheckLinks() const;
    void MakeNodes();
    void MakeDevices(const NfTopologySegment& segment);
    void SetLoss(std::size_t interface);
    void StartDhcp();
    void InstallQueueDisc(std::size_t interface);
    void AssignAddresses();
    void AddRoutes(std::size_t node);
    void AssignStreams() const;
    std::size_t FindBox(const std::string& name) const;
    uint32_t GetRank(std::size_t node) const;

    NfTopologyGraph m_graph;
    NfTopologyPlanSettings m_settings;
    std::unique_ptr<Ipv4RoutingHelper> m_routing;       //!< null: static routes
    std::unique_ptr<Ipv4RoutingHelper> m_remoteRouting; //!< null: as on this rank
    std::vector<uint32_t> m_ranks;                      //!< by node; empty: all on rank 0
    std::unique_ptr<NfTopologyPlan> m_plan;
    std::vector<Ptr<Node>> m_nodes;        //!< null for LANs
    std::vector<Ptr<NetDevice>> m_devices; //!< by interface
};

} // namespace ns3

#endif /* NF_TOPOLOGY_HELPER_H */
