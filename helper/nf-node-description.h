// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NODE_DESCRIPTION_H
#define NF_NODE_DESCRIPTION_H

#include "nf-trace-writer.h"

#include "ns3/node.h"

namespace ns3
{

/**
 * Write a node, its interfaces and their addresses as they are now; what was written of the node
 * before is replaced. Without the layer, interfaces get the names and numbers that the layer would
 * give them; on a node without IPv4 (a bridge) the devices are numbered from 2 and have no
 * addresses.
 * @param writer where to write
 * @param node the node
 * @param traced whether what happens on it is in the trace
 */
void NfWriteNode(NfTraceWriter& writer, Ptr<Node> node, bool traced);

} // namespace ns3

#endif /* NF_NODE_DESCRIPTION_H */
