// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SCENARIO_H
#define NF_SCENARIO_H

#include "nf-scenario-source.h"
#include "nf-scenario-view.h"

#include "ns3/nf-policy-placement.h"
#include "ns3/nf-policy.h"
#include "ns3/nf-run-expectation.h"
#include "ns3/nf-topology-graph.h"
#include "ns3/nf-topology-plan.h"
#include "ns3/nf-traffic-spec.h"
#include "ns3/nstime.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/// What is to be set up at nodes that are alike.
struct NfScenarioNode
{
    std::vector<std::string> names;
    std::optional<NfScenarioSource> rules;
    std::vector<NfScenarioText> iptables;
    std::vector<NfScenarioText> ip;
    std::vector<std::pair<NfScenarioText, NfScenarioText>> sysctls;
    std::optional<NfScenarioSource> ipsets;
    /// Attributes of its CPU queue and their values; nothing: it has none.
    std::optional<std::vector<std::pair<std::string, std::string>>> cpu;
};

/// What changes while the network runs.
struct NfScenarioChange
{
    enum class Kind : uint8_t
    {
        LINK_DOWN,
        LINK_UP,
        IPTABLES,
        RULES,
        IP,
        CONNTRACK,
        ADDRESS,
        RESTART
    };

    Kind kind{Kind::LINK_DOWN};
    Time at;
    NfYamlPlace place;                     //!< of what changes
    std::vector<std::string> nodes;        //!< whose it is
    std::vector<std::size_t> links;        //!< that go down or up
    std::vector<NfScenarioText> commands;  //!< of iptables, ip or conntrack
    std::optional<NfScenarioSource> rules; //!< new ones
    std::string interface;                 //!< whose address changes
    Ipv4Address address;                   //!< new one
    uint8_t prefixLength{0};               //!< of the new address
    Time duration;                         //!< how long a node is down
};

/// Which rank of a distributed simulation a node was given, and where the scenario says so.
struct NfScenarioRank
{
    uint32_t rank{0};
    NfYamlPlace place;
};

/// What is sent, and where the scenario says so.
struct NfScenarioTraffic
{
    NfTrafficSpec spec;
    NfYamlPlace place;
};

/// Who makes routes.
enum class NfScenarioRouting : uint8_t
{
    STATIC,
    GLOBAL,
    RIP,
    OLSR,
    NIXVECTOR
};

/// A scenario: what one variant of its file says, with names looked up.
struct NfScenario
{
    std::string file;      //!< as it was called
    std::string text;      //!< of the file
    std::string hash;      //!< of the text, 16 hexadecimal digits
    std::string name;      //!< what it calls itself
    std::string variant;   //!< which variant this is; empty if there is one
    std::string placement; //!< which firewalls; empty: as the file says

    Time duration;
    uint32_t seed{1};
    std::string traceLevel{"rules"};

    NfTopologyGraph graph;
    NfTopologyPlanSettings plan;
    NfScenarioRouting routing{NfScenarioRouting::STATIC};
    std::map<std::string, std::vector<std::size_t>> links; //!< by name
    std::vector<NfYamlPlace> linkPlaces;                   //!< by link
    std::vector<NfScenarioNode> nodes;
    std::map<std::size_t, NfScenarioRank> ranks; //!< by node; of others any
    std::optional<NfPolicy> policy;
    NfYamlPlace policyPlace;
    NfPlacement firewalls;                                 //!< where the policy is enforced
    std::vector<NfPlacement> placements;                   //!< allocations, then those listed
    std::map<std::string, std::vector<std::size_t>> zones; //!< of the policy: their nodes
    std::vector<NfScenarioTraffic> traffic;
    std::vector<NfRunExpectation> expectations;
    std::vector<NfScenarioChange> changes; //!< in the order of their times, then of the file

    /// @return what to call this run: name, variant and placement
    std::string GetLabel() const
    {
        return name + (variant.empty() ? "" : " " + variant) +
               (placement.empty() ? "" : " @" + placement);
    }
};

} // namespace ns3

#endif /* NF_SCENARIO_H */
