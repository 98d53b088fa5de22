// SPDX-License-Identifier: GPL-2.0-only

#include "nf-network-description.h"

namespace ns3
{

NfNetworkResults
NfDescribeNetwork(const NfTopologyGraph& graph,
                  const std::map<std::string, std::vector<std::size_t>>& zones,
                  const std::vector<std::size_t>& firewalls)
{
    std::vector<NfNodeResult> nodes(graph.GetNNodes());
    for (std::size_t i = 0; i < nodes.size(); ++i)
    {
        const NfTopologyNode& node = graph.GetNode(i);
        nodes[i].name = node.name;
        nodes[i].kind = NfToString(node.kind);
        if (node.position)
        {
            nodes[i].position = {node.position->x, node.position->y};
        }
    }
    for (const auto& [zone, members] : zones)
    {
        for (const std::size_t member : members)
        {
            nodes[member].zone = zone;
        }
    }
    for (const std::size_t firewall : firewalls)
    {
        nodes[firewall].isFirewall = true;
    }
    NfNetworkResults network;
    for (const NfNodeResult& node : nodes)
    {
        network.Add(node);
    }
    for (std::size_t i = 0; i < graph.GetNLinks(); ++i)
    {
        const NfTopologyLink& link = graph.GetLink(i);
        network.AddLink(graph.GetNode(link.from).name, graph.GetNode(link.to).name);
    }
    return network;
}

} // namespace ns3
