// SPDX-License-Identifier: GPL-2.0-only

#include "nf-topology-helper.h"

#include "nf-dhcp-service.h"
#include "nf-lan-builder.h"
#include "nf-object-text.h"
#include "nf-own-rank.h"
#include "nf-stream-name.h"
#include "nf-topology-reader.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/csma-net-device.h"
#include "ns3/data-rate.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv4.h"
#include "ns3/names.h"
#include "ns3/net-device-queue-interface.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/string.h"
#include "ns3/traffic-control-helper.h"

#include <algorithm>
#include <map>
#include <set>

namespace ns3
{

namespace
{

bool
IsWifi(const NfTopologyNode& node)
{
    return node.kind == NfTopologyKind::LAN && node.medium == NfTopologyMedium::WIFI;
}

} // namespace

NfTopologyHelper::NfTopologyHelper(NfTopologyGraph graph)
    : m_graph(std::move(graph))
{
}

NfTopologyHelper::NfTopologyHelper(const std::string& file)
{
    NfTopologyReading reading;
    const NfStatus wrong = NfReadTopology(file, reading);
    NS_ABORT_MSG_IF(wrong, wrong->ToString());
    m_graph = std::move(reading.graph);
}

NfTopologyHelper::~NfTopologyHelper() = default;

void
NfTopologyHelper::SetPlan(const NfTopologyPlanSettings& settings)
{
    m_settings = settings;
}

void
NfTopologyHelper::SetRoutingHelper(const Ipv4RoutingHelper& routing)
{
    m_routing.reset(routing.Copy());
}

void
NfTopologyHelper::SetRanks(const std::vector<uint32_t>& ranks)
{
    NS_ABORT_MSG_IF(m_plan, "ranks are set before the topology is built");
    NS_ABORT_MSG_UNLESS(ranks.empty() || ranks.size() == m_graph.GetNNodes(),
                        "ranks of " << ranks.size() << " nodes, but there are "
                                    << m_graph.GetNNodes());
    m_ranks = ranks;
}

void
NfTopologyHelper::SetRemoteRoutingHelper(const Ipv4RoutingHelper& routing)
{
    m_remoteRouting.reset(routing.Copy());
}

uint32_t
NfTopologyHelper::GetRank(std::size_t node) const
{
    return m_ranks.empty() ? 0 : m_ranks[node];
}

void
NfTopologyHelper::Build()
{
    NS_ABORT_MSG_IF(m_plan, "the topology has been built already");
    CheckLinks();
    m_plan = std::make_unique<NfTopologyPlan>(m_graph, m_settings);
    MakeNodes();
    m_devices.resize(m_plan->GetInterfaces().size());
    for (const NfTopologySegment& segment : m_plan->GetSegments())
    {
        MakeDevices(segment);
    }
    AssignAddresses();
    StartDhcp();
    for (std::size_t node = 0; node < m_graph.GetNNodes() && !m_routing; ++node)
    {
        AddRoutes(node);
    }
    AssignStreams();
}

void
NfTopologyHelper::AssignStreams() const
{
    for (std::size_t i = 0; i < m_nodes.size(); ++i)
    {
        if (!m_nodes[i])
        {
            continue;
        }
        const std::string& name = m_graph.GetNode(i).name;
        InternetStackHelper().AssignStreams(NodeContainer(m_nodes[i]), NfStreamOf("stack " + name));
        for (uint32_t device = 0; device < m_nodes[i]->GetNDevices(); ++device)
        {
            if (const auto csma = DynamicCast<CsmaNetDevice>(m_nodes[i]->GetDevice(device)))
            {
                csma->AssignStreams(NfStreamOf("csma " + name + " " + std::to_string(device)));
            }
        }
    }
}

void
NfTopologyHelper::CheckLinks() const
{
    std::size_t bad = 0;
    for (std::size_t i = 0; i < m_graph.GetNLinks(); ++i)
    {
        const NfTopologyLink& link = m_graph.GetLink(i);
        const bool isOnAir = IsWifi(m_graph.GetNode(link.from)) || IsWifi(m_graph.GetNode(link.to));
        bad += (link.bitRate && link.delay) || isOnAir ? 0 : 1;
    }
    NS_ABORT_MSG_IF(bad > 0,
                    bad << " of " << m_graph.GetNLinks()
                        << " links have no rate or no delay: NfTopologyGraph::SetDefaults() gives "
                           "them one");
}

void
NfTopologyHelper::MakeNodes()
{
    NodeContainer boxes;
    const Ipv4StaticRoutingHelper staticRouting;
    const Ipv4RoutingHelper& routing =
        m_routing ? *m_routing : static_cast<const Ipv4RoutingHelper&>(staticRouting);
    InternetStackHelper own;
    own.SetIpv6StackInstall(false);
    own.SetRoutingHelper(routing);
    InternetStackHelper remote;
    remote.SetIpv6StackInstall(false);
    remote.SetRoutingHelper(m_remoteRouting ? *m_remoteRouting : routing);
    for (std::size_t i = 0; i < m_graph.GetNNodes(); ++i)
    {
        const NfTopologyNode& node = m_graph.GetNode(i);
        m_nodes.emplace_back();
        if (node.kind != NfTopologyKind::LAN)
        {
            m_nodes.back() = CreateObject<Node>(GetRank(i));
            boxes.Add(m_nodes.back());
            Names::Add(node.name, m_nodes.back());
        }
    }
    for (auto box = boxes.Begin(); box != boxes.End(); ++box)
    {
        (NfIsOwnNode(*box) ? own : remote).Install(*box);
    }
    for (std::size_t i = 0; i < m_graph.GetNNodes(); ++i)
    {
        if (m_graph.GetNode(i).kind == NfTopologyKind::HOST)
        {
            m_nodes[i]->GetObject<Ipv4>()->SetAttribute("IpForward", BooleanValue(false));
        }
    }
}

void
NfTopologyHelper::MakeDevices(const NfTopologySegment& segment)
{
    NodeContainer ends;
    for (const std::size_t interface : segment.interfaces)
    {
        ends.Add(m_nodes[m_plan->GetInterfaces()[interface].node]);
    }
    if (ends.GetN() == 0)
    {
        return;
    }
    std::vector<Ptr<NetDevice>> devices;
    if (segment.isLan)
    {
        devices = NfLanBuilder(*m_plan, m_nodes, m_ranks).Build(segment);
    }
    else
    {
        PointToPointHelper cable;
        cable.SetDeviceAttribute("DataRate", DataRateValue(DataRate(*segment.bitRate)));
        cable.SetChannelAttribute("Delay", TimeValue(*segment.delay));
        const NetDeviceContainer both = cable.Install(ends);
        devices = {both.Get(0), both.Get(1)};
    }
    for (std::size_t i = 0; i < segment.interfaces.size(); ++i)
    {
        m_devices[segment.interfaces[i]] = devices[i];
        SetLoss(segment.interfaces[i]);
    }
}

void
NfTopologyHelper::SetLoss(std::size_t interface)
{
    const NfTopologyInterface& end = m_plan->GetInterfaces()[interface];
    NfSetLoss(m_devices[interface],
              m_graph.GetLink(end.link).loss,
              "loss " + m_graph.GetNode(end.node).name + " " + end.name);
}

void
NfTopologyHelper::InstallQueueDisc(std::size_t interface)
{
    const std::string& text = m_graph.GetLink(m_plan->GetInterfaces()[interface].link).queueDisc;
    if (text.empty())
    {
        // As ns-3 does: a queue for each of the device's, of which Wi-Fi has four.
        const auto queues = m_devices[interface]->GetObject<NetDeviceQueueInterface>();
        TrafficControlHelper::Default(queues ? queues->GetNTxQueues() : 1)
            .Install(m_devices[interface]);
        return;
    }
    NfObjectText queueDisc;
    const std::string wrong = NfParseObjectText(text, "ns3::QueueDisc", queueDisc);
    NS_ABORT_MSG_UNLESS(wrong.empty(), text << ": " << wrong);
    TrafficControlHelper queues;
    queues.SetRootQueueDisc(queueDisc.type);
    const Ptr<QueueDisc> made = queues.Install(m_devices[interface]).Get(0);
    for (const auto& [name, value] : queueDisc.attributes)
    {
        made->SetAttribute(name, StringValue(value));
    }
}

// In the order in which the plan names the interfaces of each node.
void
NfTopologyHelper::AssignAddresses()
{
    for (std::size_t node = 0; node < m_graph.GetNNodes(); ++node)
    {
        for (const std::size_t number : m_plan->GetInterfaces(node))
        {
            const NfTopologyInterface& interface = m_plan->GetInterfaces()[number];
            const NfTopologySegment& segment = m_plan->GetSegments()[interface.segment];
            const Ptr<Ipv4> ipv4 = m_nodes[node]->GetObject<Ipv4>();
            const uint32_t added = ipv4->AddInterface(m_devices[number]);
            // Of a node of another rank no DHCP client tells this one when it got its lease.
            if (!interface.dhcpServer || !NfIsOwnNode(m_nodes[node]))
            {
                ipv4->AddAddress(
                    added,
                    Ipv4InterfaceAddress(interface.address, segment.network.ToIpv4Mask()));
            }
            ipv4->SetMetric(added, 1);
            ipv4->SetUp(added);
            InstallQueueDisc(number);
        }
    }
}

// A server for each segment on which somebody asks, with an entry for each who does.
void
NfTopologyHelper::StartDhcp()
{
    std::map<std::size_t, std::vector<std::size_t>> clients; // by the server's interface
    for (std::size_t i = 0; i < m_plan->GetInterfaces().size(); ++i)
    {
        if (const auto server = m_plan->GetInterfaces()[i].dhcpServer)
        {
            clients[*server].push_back(i);
        }
    }
    for (const auto& [server, all] : clients)
    {
        NfServeDhcp(*m_plan, server, all, m_devices);
    }
}

void
NfTopologyHelper::AddRoutes(std::size_t node)
{
    const std::vector<std::size_t>& own = m_plan->GetInterfaces(node);
    if (own.empty())
    {
        return;
    }

    struct Route
    {
        std::size_t segment;
        uint32_t interface;
        std::size_t gateway;
    };

    std::vector<Route> routes;
    std::set<std::size_t> gateways;
    for (std::size_t segment = 0; segment < m_plan->GetSegments().size(); ++segment)
    {
        const auto hop = m_plan->GetHop(node, segment);
        // The lease brings the default route of an interface with DHCP.
        if (hop && hop->gateway && !m_plan->GetInterfaces()[hop->interface].dhcpServer)
        {
            const auto found = std::find(own.begin(), own.end(), hop->interface);
            // The loopback device is interface 0.
            routes.push_back(
                {segment, static_cast<uint32_t>(found - own.begin() + 1), *hop->gateway});
            gateways.insert(*hop->gateway);
        }
    }
    const Ptr<Ipv4StaticRouting> table =
        Ipv4StaticRoutingHelper().GetStaticRouting(m_nodes[node]->GetObject<Ipv4>());
    const bool isLeased = std::any_of(own.begin(), own.end(), [this](std::size_t interface) {
        return m_plan->GetInterfaces()[interface].dhcpServer.has_value();
    });
    if (gateways.size() == 1 && !isLeased)
    {
        table->SetDefaultRoute(m_plan->GetInterfaces()[*gateways.begin()].address,
                               routes.front().interface);
        return;
    }
    for (const Route& route : routes)
    {
        const NfTopologySegment& segment = m_plan->GetSegments()[route.segment];
        table->AddNetworkRouteTo(segment.network.GetAddress().ToIpv4(),
                                 segment.network.ToIpv4Mask(),
                                 m_plan->GetInterfaces()[route.gateway].address,
                                 route.interface);
    }
}

const NfTopologyPlan&
NfTopologyHelper::GetPlan() const
{
    NS_ABORT_MSG_UNLESS(m_plan, "Build() comes first");
    return *m_plan;
}

NodeContainer
NfTopologyHelper::GetNodes(const std::string& pattern) const
{
    NS_ABORT_MSG_UNLESS(m_plan, "Build() comes first");
    NodeContainer result;
    for (const std::size_t node : m_graph.FindNodes(pattern))
    {
        result.Add(m_nodes[node]);
    }
    NS_ABORT_MSG_IF(result.GetN() == 0, "no node's name fits '" << pattern << "'");
    return result;
}

std::size_t
NfTopologyHelper::FindBox(const std::string& name) const
{
    NS_ABORT_MSG_UNLESS(m_plan, "Build() comes first");
    const auto node = m_graph.FindNode(name);
    NS_ABORT_MSG_UNLESS(node && m_nodes[*node], "there is no node '" << name << "'");
    return *node;
}

Ptr<Node>
NfTopologyHelper::GetNode(const std::string& name) const
{
    return m_nodes[FindBox(name)];
}

Ipv4Address
NfTopologyHelper::GetAddress(const std::string& name) const
{
    const std::vector<std::size_t>& interfaces = GetPlan().GetInterfaces(FindBox(name));
    NS_ABORT_MSG_IF(interfaces.empty(), "node '" << name << "' has no interface");
    return m_plan->GetInterfaces()[interfaces[0]].address;
}

uint32_t
NfTopologyHelper::GetInterfaceFor(Ptr<Node> from, Ptr<Node> to) const
{
    const std::vector<std::size_t>& interfaces =
        GetPlan().GetInterfaces(FindBox(Names::FindName(to)));
    const std::size_t sender = FindBox(Names::FindName(from));
    const auto found =
        interfaces.size() < 2
            ? interfaces.end()
            : std::find_if(interfaces.begin(), interfaces.end(), [&](std::size_t interface) {
                  return m_plan->GetHop(sender, m_plan->GetInterfaces()[interface].segment);
              });
    // Number 0 is the loopback.
    return found == interfaces.end() ? 1 : static_cast<uint32_t>(found - interfaces.begin()) + 1;
}

Ptr<NetDevice>
NfTopologyHelper::GetDevice(std::size_t interface) const
{
    NS_ABORT_MSG_IF(interface >= m_devices.size(), "there is no interface " << interface);
    return m_devices[interface];
}

} // namespace ns3
