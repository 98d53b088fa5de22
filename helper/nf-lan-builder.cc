// SPDX-License-Identifier: GPL-2.0-only

#include "nf-lan-builder.h"

#include "nf-stream-name.h"
#include "nf-topology-media.h"
#ifdef NF_HAS_WIFI
#include "nf-wifi-lan.h"
#endif

#include "ns3/abort.h"
#include "ns3/bridge-helper.h"
#include "ns3/csma-helper.h"
#include "ns3/csma-net-device.h"
#include "ns3/data-rate.h"
#include "ns3/error-model.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/names.h"
#include "ns3/pointer.h"

#include <algorithm>

namespace ns3
{

namespace
{

Ptr<CsmaChannel>
MakeChannel(uint64_t bitRate, Time delay)
{
    Ptr<CsmaChannel> channel = CreateObject<CsmaChannel>();
    channel->SetAttribute("DataRate", DataRateValue(DataRate(bitRate)));
    channel->SetAttribute("Delay", TimeValue(delay));
    return channel;
}

} // namespace

bool
NfHasWifi()
{
#ifdef NF_HAS_WIFI
    return true;
#else
    return false;
#endif
}

void
NfSetLoss(Ptr<NetDevice> device, double loss, const std::string& stream)
{
    NS_ABORT_MSG_UNLESS(loss >= 0 && loss <= 1, "a link cannot lose " << loss << " of its packets");
    if (loss == 0)
    {
        return;
    }
    Ptr<RateErrorModel> model = CreateObject<RateErrorModel>();
    model->SetUnit(RateErrorModel::ERROR_UNIT_PACKET);
    model->SetRate(loss);
    model->AssignStreams(NfStreamOf(stream));
#ifdef NF_HAS_WIFI
    if (device->GetInstanceTypeId().GetName() == "ns3::WifiNetDevice")
    {
        NfSetWifiLoss(device, model);
        return;
    }
#endif
    device->SetAttribute("ReceiveErrorModel", PointerValue(model));
}

NfLanBuilder::NfLanBuilder(const NfTopologyPlan& plan,
                           const std::vector<Ptr<Node>>& nodes,
                           const std::vector<uint32_t>& ranks)
    : m_plan(plan),
      m_graph(plan.GetGraph()),
      m_nodes(nodes),
      m_ranks(ranks)
{
}

std::vector<Ptr<NetDevice>>
NfLanBuilder::Build(const NfTopologySegment& segment)
{
    m_cables = NfFindCables(m_graph, segment);
    for (const std::size_t lan : segment.lans)
    {
        if (HasBox(lan))
        {
            MakeBox(lan);
        }
    }
    MakeChannels(segment);
    std::vector<Ptr<NetDevice>> devices;
    devices.reserve(segment.interfaces.size());
    for (const std::size_t interface : segment.interfaces)
    {
        devices.push_back(Join(m_plan.GetInterfaces()[interface]));
    }
    for (const std::size_t link : segment.links)
    {
        JoinLans(link);
    }
    for (const std::size_t lan : segment.lans)
    {
        if (m_graph.GetNode(lan).medium == NfTopologyMedium::WIFI)
        {
            MakeWifi(segment, lan, devices);
        }
        if (m_ports[lan].GetN() > 0)
        {
            BridgeHelper().Install(m_boxes[lan], m_ports[lan]);
        }
    }
    return devices;
}

bool
NfLanBuilder::HasBox(std::size_t lan) const
{
    const NfTopologyNode& node = m_graph.GetNode(lan);
    return node.medium == NfTopologyMedium::BRIDGE ||
           (node.medium == NfTopologyMedium::WIFI && !node.wifi.accessPoint);
}

void
NfLanBuilder::MakeBox(std::size_t lan)
{
    const Ptr<Node> box = CreateObject<Node>(m_ranks.empty() ? 0 : m_ranks[lan]);
    Names::Add(m_graph.GetNode(lan).name, box);
    InternetStackHelper stack;
    stack.SetIpv6StackInstall(false);
    stack.SetRoutingHelper(Ipv4StaticRoutingHelper()); // it has no routes to make
    stack.Install(box);
    m_boxes[lan] = box;
}

// Of the CSMA LANs.
void
NfLanBuilder::MakeChannels(const NfTopologySegment& segment)
{
    std::map<std::size_t, std::pair<uint64_t, Time>> cables; // rate and delay
    for (const std::size_t number : segment.links)
    {
        const NfTopologyLink& link = m_graph.GetLink(number);
        for (const std::size_t end : {link.from, link.to})
        {
            const NfTopologyNode& node = m_graph.GetNode(end);
            if (node.kind == NfTopologyKind::LAN && node.medium == NfTopologyMedium::CSMA)
            {
                auto& [rate, delay] =
                    cables.try_emplace(m_cables.at(end), *link.bitRate, *link.delay).first->second;
                rate = std::min(rate, *link.bitRate);
                delay = std::max(delay, *link.delay);
            }
        }
    }
    for (const auto& [cable, values] : cables)
    {
        m_channels[cable] = MakeChannel(values.first, values.second);
    }
}

// Null for an interface on Wi-Fi, which is made later.
Ptr<NetDevice>
NfLanBuilder::Join(const NfTopologyInterface& interface)
{
    const NfTopologyLink& link = m_graph.GetLink(interface.link);
    const std::size_t lan = link.from == interface.node ? link.to : link.from;
    const NfTopologyMedium medium = m_graph.GetNode(lan).medium;
    if (medium == NfTopologyMedium::WIFI)
    {
        return nullptr;
    }
    const Ptr<CsmaChannel> channel = medium == NfTopologyMedium::CSMA
                                         ? m_channels.at(m_cables.at(lan))
                                         : MakeChannel(*link.bitRate, *link.delay);
    const Ptr<NetDevice> device = CsmaHelper().Install(m_nodes[interface.node], channel).Get(0);
    if (medium == NfTopologyMedium::BRIDGE)
    {
        AddPort(lan, channel, link);
    }
    return device;
}

// What a link between two LANs adds to each that is a box.
void
NfLanBuilder::JoinLans(std::size_t number)
{
    const NfTopologyLink& link = m_graph.GetLink(number);
    const auto from = m_cables.find(link.from);
    const auto to = m_cables.find(link.to);
    if (from == m_cables.end() || to == m_cables.end() || from->second == to->second)
    {
        return;
    }
    const bool isFromBox = HasBox(link.from);
    const bool isToBox = HasBox(link.to);
    const Ptr<CsmaChannel> channel = !isFromBox ? m_channels.at(from->second)
                                     : !isToBox ? m_channels.at(to->second)
                                                : MakeChannel(*link.bitRate, *link.delay);
    if (isFromBox)
    {
        AddPort(link.from, channel, link);
    }
    if (isToBox)
    {
        AddPort(link.to, channel, link);
    }
}

void
NfLanBuilder::AddPort(std::size_t lan, Ptr<CsmaChannel> channel, const NfTopologyLink& link)
{
    const std::string name = m_graph.GetNode(lan).name + " " + std::to_string(m_ports[lan].GetN());
    const Ptr<NetDevice> port = CsmaHelper().Install(m_boxes[lan], channel).Get(0);
    DynamicCast<CsmaNetDevice>(port)->AssignStreams(NfStreamOf("csma " + name));
    NfSetLoss(port, link.loss, "loss " + name);
    m_ports[lan].Add(port);
}

void
NfLanBuilder::MakeWifi([[maybe_unused]] const NfTopologySegment& segment,
                       std::size_t lan,
                       [[maybe_unused]] std::vector<Ptr<NetDevice>>& devices)
{
    const NfTopologyNode& node = m_graph.GetNode(lan);
#ifdef NF_HAS_WIFI
    auto makeMember = [this](std::size_t number, Ptr<Node> box) {
        NfWifiMember member{box, {}};
        const auto& position = m_graph.GetNode(number).position;
        if (position && !position->isGeographic)
        {
            member.position = {position->x, position->y};
        }
        return member;
    };
    NfWifiLan wifi;
    wifi.name = node.name;
    wifi.standard = node.wifi.standard;
    wifi.rates = node.wifi.rates;
    wifi.radius = node.wifi.radius;
    std::vector<std::size_t> members; // their places in devices
    std::optional<std::size_t> access;
    for (std::size_t i = 0; i < segment.interfaces.size(); ++i)
    {
        const NfTopologyInterface& interface = m_plan.GetInterfaces()[segment.interfaces[i]];
        if (m_graph.GetOtherEnd(interface.link, interface.node) != lan)
        {
            continue;
        }
        const NfWifiMember member = makeMember(interface.node, m_nodes[interface.node]);
        if (interface.node == node.wifi.accessPoint)
        {
            wifi.accessPoint = member;
            access = i;
            continue;
        }
        wifi.stations.push_back(member);
        members.push_back(i);
    }
    if (!access)
    {
        wifi.accessPoint = makeMember(lan, m_boxes.at(lan));
    }
    const NetDeviceContainer made = wifi.Make();
    for (uint32_t i = 0; i < made.GetN(); ++i)
    {
        NfAssignWifiStreams(
            made.Get(i),
            NfStreamOf("wifi " + node.name + " " + Names::FindName(made.Get(i)->GetNode())));
        if (i > 0)
        {
            devices[members[i - 1]] = made.Get(i);
        }
    }
    if (access)
    {
        devices[*access] = made.Get(0);
    }
    else if (m_ports[lan].GetN() > 0)
    {
        m_ports[lan].Add(made.Get(0));
    }
#else
    NS_ABORT_MSG("the Wi-Fi '" << node.name
                               << "' needs ns-3's module wifi, which the module was "
                                  "built without");
#endif
}

} // namespace ns3
