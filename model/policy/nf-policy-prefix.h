// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_POLICY_PREFIX_H
#define NF_POLICY_PREFIX_H

#include "nf-topology-plan.h"

#include "ns3/ipv4-address.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace ns3
{

/// A set of addresses that begin alike.
struct NfPolicyPrefix
{
    uint32_t address{0}; //!< in host order; other bits are 0
    uint8_t length{0};

    /// \param other an address \return true if it is in it
    bool Contains(Ipv4Address other) const;

    /// \return "10.0.0.0/24"
    std::string ToString() const;
};

/**
 * Prefixes that contain the addresses of some nodes of a plan, and of no others. Addresses of the
 * plan's networks that nobody has may be in them, so that they are few; others are not.
 * \param plan the plan
 * \param isMeant tells of a node if its addresses are to be in
 * \return the prefixes, ascending
 */
std::vector<NfPolicyPrefix> NfCoverNodes(const NfTopologyPlan& plan,
                                         const std::function<bool(std::size_t node)>& isMeant);

} // namespace ns3

#endif /* NF_POLICY_PREFIX_H */
