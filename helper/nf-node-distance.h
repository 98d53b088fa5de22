// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NODE_DISTANCE_H
#define NF_NODE_DISTANCE_H

#include "ns3/node.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <optional>

namespace ns3
{

/**
 * @param from a node
 * @param to number of a node
 * @return channels on the shortest way between them, which need not be the way that packets take;
 *         nothing if there is none
 */
std::optional<uint32_t> NfNodeDistance(Ptr<Node> from, uint32_t to);

} // namespace ns3

#endif /* NF_NODE_DISTANCE_H */
