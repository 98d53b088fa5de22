// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NETWORK_RESULTS_H
#define NF_NETWORK_RESULTS_H

#include "ns3/ipv4.h"
#include "ns3/packet.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

class NfResults;

/// A node of a run, and what happened there.
struct NfNodeResult
{
    std::string name;
    std::string kind;                                  //!< "router", "host" or "lan"
    std::string zone;                                  //!< of the policy; empty: of none
    std::optional<std::pair<double, double>> position; //!< x and y; nothing: unknown
    bool isFirewall{false};                            //!< it enforces the policy
    uint64_t rules{0};                                 //!< of all its tables, at the end
    uint64_t sentBytes{0};                             //!< IPv4 packets that it sent or forwarded
    uint64_t dropped{0};                               //!< packets that its rules dropped
};

/**
 * @ingroup netfilter
 * The network of a run as results keep it: nodes and links, what nodes sent, and what their rules
 * dropped, to be drawn.
 *
 * It listens to the trace source Tx of the nodes' Ipv4L3Protocol, which changes nothing in the
 * simulation. Packets to a node itself (loopback) are not counted.
 */
class NfNetworkResults
{
  public:
    /// @param node a node, as it is known beforehand: the figures of what happened are 0
    void Add(const NfNodeResult& node);

    /// @param a name of a node
    /// @param b name of another
    void AddLink(const std::string& a, const std::string& b);

    /**
     * Count what another rank of a distributed simulation has seen.
     * @param node number of a node, in the order in which they were added
     * @param bytes that it sent there
     */
    void AddSent(std::size_t node, uint64_t bytes)
    {
        m_nodes[node].sentBytes += bytes;
    }

    /// Begin to count. This must stay until the simulation ends.
    void Listen();

    /// Count rules and drops, after the simulation.
    /// @param results of the run, collected
    void Collect(const NfResults& results);

    /// @return the nodes, in the order in which they were added
    const std::vector<NfNodeResult>& GetNodes() const
    {
        return m_nodes;
    }

    /// @return the links, by names of their ends
    const std::vector<std::pair<std::string, std::string>>& GetLinks() const
    {
        return m_links;
    }

  private:
    void Count(std::size_t node, Ptr<const Packet> packet, Ptr<Ipv4> ipv4, uint32_t interface);

    std::vector<NfNodeResult> m_nodes;
    std::vector<std::pair<std::string, std::string>> m_links;
};

} // namespace ns3

#endif /* NF_NETWORK_RESULTS_H */
