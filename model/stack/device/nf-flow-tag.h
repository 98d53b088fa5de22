// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_FLOW_TAG_H
#define NF_FLOW_TAG_H

#include "nf-address.h"

#include "ns3/packet.h"
#include "ns3/ptr.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * Keep FlowMonitor's hold on a packet whose addresses were changed.
 *
 * FlowMonitor recognises its packets by a byte tag that names their addresses, and ignores the tag
 * when the header says otherwise. This rewrites the addresses in the tag, so that a NATed packet
 * goes on being the packet of the flow that its sender opened.
 *
 * The tag's class is private to FlowMonitor; its TypeId name and serialization are not.
 *
 * @param packet what follows the network header
 * @param oldSource source address before
 * @param oldDestination destination address before
 * @param newSource source address now
 * @param newDestination destination address now
 */
void NfRewriteFlowTag(Ptr<Packet> packet,
                      const NfAddress& oldSource,
                      const NfAddress& oldDestination,
                      const NfAddress& newSource,
                      const NfAddress& newDestination);

} // namespace ns3

#endif /* NF_FLOW_TAG_H */
