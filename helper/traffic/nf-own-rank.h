// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_OWN_RANK_H
#define NF_OWN_RANK_H

#include "ns3/node.h"
#include "ns3/simulator.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * @param node a node
 * @return whether this process simulates it. The ranks of a distributed simulation build all nodes,
 *         and let only their own do something; without ranks, all nodes are a process' own
 */
inline bool
NfIsOwnNode(Ptr<const Node> node)
{
    return node->GetSystemId() == Simulator::GetSystemId();
}

} // namespace ns3

#endif /* NF_OWN_RANK_H */
