// SPDX-License-Identifier: GPL-2.0-only

#include "nf-comparison-networks.h"

#include "nf-results-part.h"
#include "nf-trace-query.h"

#include <algorithm>

namespace ns3
{

namespace
{

bool
HasNetworks(sqlite3* database)
{
    NfTraceQuery tables(database,
                        "SELECT COUNT(*) FROM sqlite_master WHERE name IN ('node', 'link')");
    tables.Next();
    return tables.Int(0) == 2;
}

void
ReadNodes(sqlite3* database, int64_t variant, NfComparedNetwork& network)
{
    NfTraceQuery nodes(database,
                       "SELECT n.name, n.kind, n.x, n.y, MAX(n.firewall), AVG(n.sent_bytes), "
                       "AVG(n.dropped), COUNT(*) FROM campaign_run AS c JOIN node AS n ON "
                       "n.run_id = c.run_id WHERE c.variant = ?1 GROUP BY n.number, n.name ORDER "
                       "BY n.number");
    nodes.Bind(1, variant);
    while (nodes.Next())
    {
        NfComparedNode node;
        node.name = nodes.Text(0);
        node.kind = nodes.Text(1);
        if (!nodes.IsNull(2) && !nodes.IsNull(3))
        {
            node.position = {nodes.Double(2), nodes.Double(3)};
        }
        node.isFirewall = nodes.Int(4) != 0;
        node.sentBytes = nodes.Double(5);
        node.dropped = nodes.Double(6);
        network.runs = std::max(network.runs, nodes.Int(7));
        network.nodes.push_back(node);
    }
}

void
ReadLinks(sqlite3* database, int64_t variant, NfComparedNetwork& network)
{
    NfTraceQuery links(database,
                       "SELECT from_node, to_node FROM link WHERE run_id = (SELECT MIN(run_id) "
                       "FROM campaign_run WHERE variant = ?1) ORDER BY number");
    links.Bind(1, variant);
    const auto count = static_cast<int64_t>(network.nodes.size());
    while (links.Next())
    {
        const int64_t from = links.Int(0);
        const int64_t to = links.Int(1);
        if (from > 0 && from <= count && to > 0 && to <= count)
        {
            network.links.emplace_back(from - 1, to - 1);
        }
    }
}

} // namespace

bool
NfComparedNetwork::IsLike(const NfComparedNetwork& other) const
{
    return links == other.links && std::equal(nodes.begin(),
                                              nodes.end(),
                                              other.nodes.begin(),
                                              other.nodes.end(),
                                              [](const NfComparedNode& a, const NfComparedNode& b) {
                                                  return a.name == b.name &&
                                                         a.position == b.position;
                                              });
}

std::vector<NfComparedNetwork>
NfReadNetworks(const std::string& path)
{
    const NfSqliteHandle database = NfOpenResults(path, false);
    std::vector<NfComparedNetwork> networks;
    if (!HasNetworks(database.get()))
    {
        return networks;
    }
    NfTraceQuery variants(database.get(),
                          "SELECT number, label FROM campaign_variant ORDER BY number");
    while (variants.Next())
    {
        NfComparedNetwork network;
        network.label = variants.Text(1);
        ReadNodes(database.get(), variants.Int(0), network);
        ReadLinks(database.get(), variants.Int(0), network);
        if (!network.nodes.empty())
        {
            networks.push_back(std::move(network));
        }
    }
    return networks;
}

} // namespace ns3
