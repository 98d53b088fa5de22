// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_LAN_BUILDER_H
#define NF_LAN_BUILDER_H

#include "nf-topology-plan.h"

#include "ns3/csma-channel.h"
#include "ns3/net-device-container.h"
#include "ns3/node.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace ns3
{

/// @return true if the ns-3 that the library was built with has the module wifi
bool NfHasWifi();

/**
 * @ingroup netfilter
 * Makes the devices of a segment of LANs, as NfTopologyMedium says of each.
 *
 * CSMA LANs that links join are one channel, with the least rate and the greatest delay of all that
 * is linked to it. A bridge is a node with an ns-3 BridgeNetDevice, and each link to it a CSMA
 * channel of its own, with the link's rate and delay. A Wi-Fi is a channel of its own; unless one
 * of the nodes is its access point, that is a node which bridges to the LANs that are linked to it.
 *
 * The nodes that are made have the LAN's name, and an IPv4 stack without addresses: what is lost at
 * their ports is traced as what is lost anywhere. All that is random of the ports draws from
 * streams that are named after node and port.
 */
class NfLanBuilder
{
  public:
    /**
     * @param plan the plan of the topology
     * @param nodes the boxes of the topology by number; null for LANs
     * @param ranks of the nodes in a distributed simulation, LANs too; empty: all on rank 0
     */
    NfLanBuilder(const NfTopologyPlan& plan,
                 const std::vector<Ptr<Node>>& nodes,
                 const std::vector<uint32_t>& ranks);

    /**
     * @param segment a segment of LANs
     * @return the devices of its interfaces, in their order
     */
    std::vector<Ptr<NetDevice>> Build(const NfTopologySegment& segment);

  private:
    void MakeBox(std::size_t lan);
    void MakeChannels(const NfTopologySegment& segment);
    Ptr<NetDevice> Join(const NfTopologyInterface& interface);
    void JoinLans(std::size_t link);
    void AddPort(std::size_t lan, Ptr<CsmaChannel> channel, const NfTopologyLink& link);
    void MakeWifi(const NfTopologySegment& segment,
                  std::size_t lan,
                  std::vector<Ptr<NetDevice>>& devices);
    bool HasBox(std::size_t lan) const;

    const NfTopologyPlan& m_plan;
    const NfTopologyGraph& m_graph;
    const std::vector<Ptr<Node>>& m_nodes;
    const std::vector<uint32_t>& m_ranks;
    std::map<std::size_t, Ptr<Node>> m_boxes;           //!< by LAN
    std::map<std::size_t, std::size_t> m_cables;        //!< see NfFindCables()
    std::map<std::size_t, Ptr<CsmaChannel>> m_channels; //!< by the first LAN of a cable
    std::map<std::size_t, NetDeviceContainer> m_ports;  //!< by LAN, to be bridged
};

/**
 * Have an interface lose packets that arrive at it, of whatever kind its device is.
 * @param device the device
 * @param loss the share of packets, from 0 to 1; 0: none, and nothing is made
 * @param stream name of the random stream
 */
void NfSetLoss(Ptr<NetDevice> device, double loss, const std::string& stream);

} // namespace ns3

#endif /* NF_LAN_BUILDER_H */
