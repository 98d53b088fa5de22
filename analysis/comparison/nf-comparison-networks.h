// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_COMPARISON_NETWORKS_H
#define NF_COMPARISON_NETWORKS_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/// A node of a variant's network, and what happened there in a run, on average.
struct NfComparedNode
{
    std::string name;
    std::string kind;                                  //!< "router", "host" or "lan"
    std::optional<std::pair<double, double>> position; //!< x and y; nothing: unknown
    bool isFirewall{false};
    double sentBytes{0};
    double dropped{0}; //!< packets, by its rules
};

/// The network of a variant.
struct NfComparedNetwork
{
    std::string label;
    int64_t runs{0}; //!< that the averages are of
    std::vector<NfComparedNode> nodes;
    std::vector<std::pair<std::size_t, std::size_t>> links; //!< by numbers of nodes, from 0

    /// @param other another one
    /// @return whether it has the same nodes and links, by name
    bool IsLike(const NfComparedNetwork& other) const;
};

/**
 * Read the networks of a campaign.
 * @param path of results.db
 * @return those of variants of which a run that finished has one, in the order of the variants
 */
std::vector<NfComparedNetwork> NfReadNetworks(const std::string& path);

} // namespace ns3

#endif /* NF_COMPARISON_NETWORKS_H */
