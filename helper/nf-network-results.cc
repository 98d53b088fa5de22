// SPDX-License-Identifier: GPL-2.0-only

#include "nf-network-results.h"

#include "netfilter-helper.h"
#include "netfilter.h"
#include "nf-results.h"

#include "ns3/callback.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/names.h"
#include "ns3/node.h"

#include <functional>
#include <map>

namespace ns3
{

namespace
{

Ptr<Node>
FindNode(const std::string& name)
{
    return Names::Find<Node>(name);
}

} // namespace

void
NfNetworkResults::Add(const NfNodeResult& node)
{
    m_nodes.push_back(node);
}

void
NfNetworkResults::AddLink(const std::string& a, const std::string& b)
{
    m_links.emplace_back(a, b);
}

void
NfNetworkResults::Listen()
{
    for (std::size_t i = 0; i < m_nodes.size(); ++i)
    {
        const Ptr<Node> node = FindNode(m_nodes[i].name);
        const auto ipv4 = node ? node->GetObject<Ipv4L3Protocol>() : nullptr;
        if (ipv4)
        {
            ipv4->TraceConnectWithoutContext(
                "Tx",
                Callback<void, Ptr<const Packet>, Ptr<Ipv4>, uint32_t>(
                    [this, i](Ptr<const Packet> packet, Ptr<Ipv4> from, uint32_t interface) {
                        Count(i, packet, from, interface);
                    }));
        }
    }
}

void
NfNetworkResults::Count(std::size_t node,
                        Ptr<const Packet> packet,
                        Ptr<Ipv4> ipv4,
                        uint32_t interface)
{
    const Ptr<NetDevice> device = ipv4->GetNetDevice(interface);
    if (interface != 0 && device)
    {
        m_nodes[node].sentBytes += packet->GetSize();
    }
}

void
NfNetworkResults::Collect(const NfResults& results)
{
    const std::map<std::string, uint64_t> dropped = results.GetDropsByNode();
    for (NfNodeResult& result : m_nodes)
    {
        const auto found = dropped.find(result.name);
        result.dropped = found == dropped.end() ? 0 : found->second;
        const Ptr<Node> node = FindNode(result.name);
        if (node && node->GetObject<Netfilter>())
        {
            result.rules = NfResults::CountRules(node);
        }
    }
}

} // namespace ns3
