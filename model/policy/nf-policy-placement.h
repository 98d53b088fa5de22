// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_POLICY_PLACEMENT_H
#define NF_POLICY_PLACEMENT_H

#include "nf-policy.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ns3
{

/**
 * Which denying lines of a policy a firewall enforces, by their numbers in the file; 0 is the
 * default. Nothing: all. What a firewall does not enforce it lets pass, for others to deny.
 */
using NfPolicyShare = std::optional<std::set<uint32_t>>;

/**
 * @ingroup netfilter
 * Where a policy is enforced: at which nodes, and which part of it.
 */
struct NfPlacement
{
    std::string name;
    std::map<std::size_t, NfPolicyShare> firewalls; //!< by node

    /// @param name what to call it
    /// @param nodes where all of the policy is enforced
    /// @return the placement
    static NfPlacement AllAt(const std::string& name, const std::vector<std::size_t>& nodes)
    {
        NfPlacement placement{name, {}};
        for (const std::size_t node : nodes)
        {
            placement.firewalls.emplace(node, std::nullopt);
        }
        return placement;
    }

    /// @return the nodes, ascending
    std::vector<std::size_t> GetNodes() const
    {
        std::vector<std::size_t> nodes;
        for (const auto& [node, share] : firewalls)
        {
            nodes.push_back(node);
        }
        return nodes;
    }
};

} // namespace ns3

#endif /* NF_POLICY_PLACEMENT_H */
