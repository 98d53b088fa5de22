// SPDX-License-Identifier: GPL-2.0-only

#include "test-scene.h"

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/aodv-helper.h"
#include "ns3/double.h"
#include "ns3/flow-monitor-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-global-routing-helper.h"
#include "ns3/ipv4-list-routing-helper.h"
#include "ns3/ipv4-nix-vector-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/mobility-helper.h"
#include "ns3/olsr-helper.h"
#include "ns3/on-off-helper.h"
#include "ns3/rip-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

namespace ns3
{

namespace
{

/// @param kind of routing
/// @param stack receives it
void
SetRouting(const std::string& kind, InternetStackHelper& stack)
{
    Ipv4StaticRoutingHelper fixed;
    Ipv4ListRoutingHelper list;
    if (kind == "olsr")
    {
        list.Add(fixed, 0);
        list.Add(OlsrHelper(), 10);
        stack.SetRoutingHelper(list);
    }
    else if (kind == "rip")
    {
        list.Add(RipHelper(), 0);
        stack.SetRoutingHelper(list);
    }
    else if (kind == "aodv")
    {
        stack.SetRoutingHelper(AodvHelper());
    }
    else if (kind == "nix")
    {
        stack.SetRoutingHelper(Ipv4NixVectorHelper());
    }
}

} // namespace

TestScene::TestScene(const std::string& routing, TestPresence presence, bool errors)
    : m_presence(presence),
      m_errors(errors)
{
    m_nodes.Create(4);
    InternetStackHelper stack;
    SetRouting(routing, stack);
    stack.Install(m_nodes);
    if (presence == TestPresence::IDLE_BEFORE)
    {
        NetfilterHelper().Install(m_nodes);
    }
    Wire();
    Wireless();
    if (routing == "global")
    {
        Ipv4GlobalRoutingHelper::PopulateRoutingTables();
    }
    if (routing == "static")
    {
        Static();
    }
    if (presence != TestPresence::NONE)
    {
        NetfilterHelper().Install(m_nodes);
    }
}

TestScene::~TestScene()
{
    Simulator::Destroy();
}

void
TestScene::Run(const std::string& directory, double start)
{
    if (m_presence == TestPresence::RETIRED || m_presence == TestPresence::ACCEPTING)
    {
        Register();
    }
    m_csma.EnablePcap(directory + "/csma", m_csmaDevices, true);
    m_cable.EnablePcap(directory + "/cable", m_cableDevices, true);
    m_phy.EnablePcap(directory + "/wifi", m_wifiDevices);
    FlowMonitorHelper flows;
    Ptr<FlowMonitor> monitor = flows.InstallAll();
    Ipv4Address server = m_wifi.GetAddress(1);
    TestUdp udp(m_nodes.Get(0), m_nodes.Get(3), 9, true);
    for (uint32_t i = 0; i < 10; ++i)
    {
        udp.Send(start + 0.1 * i, server, 9, 200 + 300 * i);
    }
    TestUdp closed(m_nodes.Get(0), nullptr, 0);
    TestUdp quiet(m_nodes.Get(0), m_nodes.Get(3), 12);
    if (m_errors)
    {
        closed.Send(start + 0.05, server, 4242);
    }
    TestUdp broadcast(m_nodes.Get(0), m_nodes.Get(1), 10);
    broadcast.Send(start + 0.06, Ipv4Address("255.255.255.255"), 10);
    broadcast.Send(start + 0.07, Ipv4Address("10.1.0.255"), 10);
    TestUdp self(m_nodes.Get(1), m_nodes.Get(1), 11, true);
    self.Send(start + 0.08, Ipv4Address("127.0.0.1"), 11);
    self.Send(start + 0.09, m_cableAddresses.GetAddress(0), 11);
    TestPing ping(m_nodes.Get(3), m_csmaAddresses.GetAddress(0), start + 0.2, 10);
    Ipv4Address elsewhere(m_errors ? "198.51.100.1" : "10.1.0.2");
    TestPing lost(m_nodes.Get(0), elsewhere, start + 0.3, 3);
    TestBulk bulk(m_nodes.Get(0), m_nodes.Get(3), server, 80, 80, 100000, start + 1.5);
    // Draws from random streams that are created last.
    OnOffHelper onOff("ns3::UdpSocketFactory", InetSocketAddress(server, m_errors ? 9 : 12));
    onOff.SetAttribute("OnTime", StringValue("ns3::ExponentialRandomVariable[Mean=0.1]"));
    onOff.SetAttribute("OffTime", StringValue("ns3::ExponentialRandomVariable[Mean=0.1]"));
    onOff.Install(m_nodes.Get(0)).Start(Seconds(start + 0.4));
    Simulator::Stop(Seconds(start + 6));
    Simulator::Run();
    monitor->SerializeToXmlFile(directory + "/flows.xml", true, true);
    std::ofstream summary(directory + "/summary");
    // The first line is of what a simulation uses up, seen or not.
    summary << "events " << Simulator::GetEventCount() << ", scheduled "
            << Simulator::ScheduleNow([] {}).GetUid() << "\nudp " << udp.received << " "
            << udp.echoed << "\nself " << self.received << " " << self.echoed << "\nbroadcast "
            << broadcast.received << "\nping " << ping.Received() << "\nbulk " << bulk.Received()
            << "\n";
}

void
TestScene::Wire()
{
    NodeContainer lan(m_nodes.Get(0), m_nodes.Get(1));
    NodeContainer line(m_nodes.Get(1), m_nodes.Get(2));
    m_csmaDevices = m_csma.Install(lan);
    m_cable.SetDeviceAttribute("DataRate", StringValue("10Mbps"));
    m_cable.SetChannelAttribute("Delay", StringValue("1ms"));
    m_cableDevices = m_cable.Install(line);
    Ipv4AddressHelper addresses;
    addresses.SetBase("10.1.0.0", "255.255.255.0");
    m_csmaAddresses = addresses.Assign(m_csmaDevices);
    addresses.SetBase("10.2.0.0", "255.255.255.0");
    m_cableAddresses = addresses.Assign(m_cableDevices);
}

void
TestScene::Wireless()
{
    NodeContainer air(m_nodes.Get(2), m_nodes.Get(3));
    YansWifiChannelHelper channel = YansWifiChannelHelper::Default();
    m_phy.SetChannel(channel.Create());
    WifiHelper wifi;
    WifiMacHelper mac;
    mac.SetType("ns3::AdhocWifiMac");
    m_wifiDevices = wifi.Install(m_phy, mac, air);
    MobilityHelper mobility;
    mobility.SetPositionAllocator("ns3::GridPositionAllocator",
                                  "DeltaX",
                                  DoubleValue(5),
                                  "DeltaY",
                                  DoubleValue(5));
    mobility.Install(air);
    Ipv4AddressHelper addresses;
    addresses.SetBase("10.3.0.0", "255.255.255.0");
    m_wifi = addresses.Assign(m_wifiDevices);
}

void
TestScene::Static()
{
    auto table = [this](uint32_t i) {
        return Ipv4StaticRoutingHelper().GetStaticRouting(m_nodes.Get(i)->GetObject<Ipv4>());
    };
    table(0)->SetDefaultRoute(m_csmaAddresses.GetAddress(1), 1);
    table(1)->SetDefaultRoute(m_cableAddresses.GetAddress(1), 2);
    table(2)->SetDefaultRoute(m_cableAddresses.GetAddress(0), 1);
    table(3)->SetDefaultRoute(m_wifi.GetAddress(0), 1);
}

void
TestScene::Register()
{
    for (uint32_t i = 0; i < m_nodes.GetN(); ++i)
    {
        Ptr<Netfilter> layer = NetfilterHelper::Get(m_nodes.Get(i));
        for (NfHook hook : INET_HOOKS)
        {
            auto accept = [](NfPacket&) { return NfVerdict::ACCEPT; };
            auto id = layer->GetHooks().Register(NfFamily::IPV4, hook, 0, accept);
            if (m_presence == TestPresence::RETIRED)
            {
                Simulator::Schedule(MilliSeconds(1),
                                    [layer, id] { layer->GetHooks().Unregister(id); });
            }
        }
    }
}

std::map<std::string, std::string>
TestScene::Play(const std::string& routing, TestPresence presence, bool errors)
{
    std::string directory = MakeTestDirectory("scene");
    bool converges = routing == "olsr" || routing == "rip";
    bool ran = RunInChild([&] {
        TestScene scene(routing, presence, errors);
        scene.Run(directory, converges ? 30 : 1);
    });
    EXPECT_TRUE(ran);
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(directory))
    {
        files[entry.path().filename()] = ReadTestFile(entry.path());
    }
    std::filesystem::remove_all(directory);
    return files;
}

void
TestScene::Compare(const std::map<std::string, std::string>& expected,
                   const std::map<std::string, std::string>& actual)
{
    ASSERT_EQ(expected.size(), actual.size());
    for (const auto& file : expected)
    {
        ASSERT_TRUE(actual.count(file.first)) << file.first;
        const std::string& other = actual.at(file.first);
        if (file.first == "summary")
        {
            EXPECT_EQ(file.second, other);
        }
        EXPECT_TRUE(file.second == other)
            << file.first << ": " << file.second.size() << " and " << other.size() << " bytes";
    }
}

} // namespace ns3
