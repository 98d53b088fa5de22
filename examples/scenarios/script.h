// SPDX-License-Identifier: GPL-2.0-only

#ifndef SCRIPT_H
#define SCRIPT_H

#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/netfilter-module.h"
#include "ns3/network-module.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

/// Names of nodes.
using NodeNames = std::vector<std::string>;

/// @param prefix what all names begin with
/// @param n how many
/// @return prefix1, prefix2, ...
NodeNames Count(const std::string& prefix, int n);

/// What differs from the usual link.
struct LinkOptions
{
    std::string network{};                          //!< "10.0.1.0/24"; empty: from the plan's pool
    std::map<std::string, std::string> addresses{}; //!< by node
    bool isPrivate{false};                          //!< nobody beyond a NAT gets a route to it
    std::string rate{};                             //!< empty: as usual
    std::string delay{};                            //!< empty: as usual
    std::string dhcp{};                             //!< node that gives addresses; empty: none does
};

/**
 * What the scripts of this folder have in common: a network, what is set up in it, what is sent,
 * what changes, and what is expected. Each script does the same as the scenario file of its name,
 * and `nfsim run` of that file gives the same results.
 */
class Script
{
  public:
    /// @param name of the scenario
    /// @param rate of links
    /// @param delay of links
    Script(std::string name, std::string rate, std::string delay);

    /// @param names of new nodes
    /// @param kind what they are
    /// @param isNat whether they translate
    void Add(const NodeNames& names,
             ns3::NfTopologyKind kind = ns3::NfTopologyKind::ROUTER,
             bool isNat = false);

    /// @param name of a new switch: a cable of its own to each that is linked to it
    void AddBridge(const std::string& name);

    /// Link nodes: all of one side with the one of the other.
    /// @param options what is not as usual
    void Link(const NodeNames& from, const NodeNames& to, const LinkOptions& options = {});

    /// The nodes and links are complete: make them.
    void Build();

    /// @param node name of a node
    /// @param rules as iptables-save prints them
    void Rules(const std::string& node, const std::string& rules);

    /// @param node name of a node
    /// @param commands of iptables
    void Iptables(const std::string& node, const std::vector<std::string>& commands);

    /// @param node name of a node
    /// @param commands of ip
    void Ip(const std::string& node, const std::vector<std::string>& commands);

    /**
     * Take a link down or up, when the network is built.
     * @param one name of a node
     * @param other name of the node at its other end
     * @param up whether it carries packets
     */
    void SetLink(const std::string& one, const std::string& other, bool up);

    /// @param text of a policy
    /// @param firewalls where to enforce it: names or patterns
    void Policy(const std::string& text, const std::string& firewalls);

    /// @param name of a node
    /// @return the node, with streams of random numbers of its own
    ns3::Ptr<ns3::Node> Filter(const std::string& name);

    /**
     * @param name of the traffic
     * @param kind of traffic
     * @param from senders
     * @param to receivers
     * @param values its parameters, and "start", "stop" and "meant" ("allowed" or "denied")
     */
    void Send(const std::string& name,
              const std::string& kind,
              const NodeNames& from,
              const NodeNames& to,
              std::map<std::string, std::string> values);

    /// @param time when something changes
    /// @param change the change to make then
    void At(ns3::Time time, std::function<void()> change);

    /// @param text of an expectation
    void Expect(const std::string& text);

    /**
     * Run, and tell which expectations hold.
     * @param duration of the simulation
     * @param database for results; empty: none
     * @return whether all hold
     */
    bool Run(ns3::Time duration, const std::string& database);

  private:
    std::string m_name;
    std::string m_rate;
    std::string m_delay;
    ns3::NfTopologyGraph m_graph;
    std::map<std::string, std::vector<std::size_t>> m_zones; //!< of the policy: numbers of nodes
    std::vector<std::size_t> m_firewalls;                    //!< numbers of nodes
    std::unique_ptr<ns3::NfTopologyHelper> m_topology;
    std::unique_ptr<ns3::NfLinkSwitch> m_links;
    ns3::NfTrafficHelper m_traffic;
    std::vector<std::pair<ns3::Time, std::function<void()>>> m_changes;
    std::vector<ns3::NfRunExpectation> m_expectations;
};

#endif /* SCRIPT_H */
