// SPDX-License-Identifier: GPL-2.0-only

// A simulation with the idle layer is, byte for byte and event for event, the one without it.

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/aodv-helper.h"
#include "ns3/csma-helper.h"
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
#include "ns3/point-to-point-helper.h"
#include "ns3/rip-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"
#include "ns3/yans-wifi-helper.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <memory>

namespace ns3
{
namespace
{

/// What the layer does in a run.
enum class Presence
{
    NONE,
    IDLE_BEFORE, //!< installed before there are devices
    IDLE_AFTER,  //!< installed after addresses are assigned
    RETIRED      //!< had hooks until shortly before the traffic
};

/// \param kind of routing \param stack receives it
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

/// Client - CSMA - router - point-to-point - router - Wi-Fi - server.
class Scene
{
  public:
    Scene(const std::string& routing, Presence presence)
        : m_presence(presence)
    {
        m_nodes.Create(4);
        InternetStackHelper stack;
        SetRouting(routing, stack);
        stack.Install(m_nodes);
        if (presence == Presence::IDLE_BEFORE)
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
        if (presence == Presence::IDLE_AFTER || presence == Presence::RETIRED)
        {
            NetfilterHelper().Install(m_nodes);
        }
    }

    ~Scene()
    {
        Simulator::Destroy();
    }

    /// Run, and leave what was seen in a directory.
    void Run(const std::string& directory, double start)
    {
        if (m_presence == Presence::RETIRED)
        {
            Retire();
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
        closed.Send(start + 0.05, server, 4242);
        TestUdp broadcast(m_nodes.Get(0), m_nodes.Get(1), 10);
        broadcast.Send(start + 0.06, Ipv4Address("255.255.255.255"), 10);
        broadcast.Send(start + 0.07, Ipv4Address("10.1.0.255"), 10);
        TestUdp self(m_nodes.Get(1), m_nodes.Get(1), 11, true);
        self.Send(start + 0.08, Ipv4Address("127.0.0.1"), 11);
        self.Send(start + 0.09, m_cableAddresses.GetAddress(0), 11);
        TestPing ping(m_nodes.Get(3), m_csmaAddresses.GetAddress(0), start + 0.2, 10);
        TestPing lost(m_nodes.Get(0), Ipv4Address("198.51.100.1"), start + 0.3, 3);
        TestBulk bulk(m_nodes.Get(0), m_nodes.Get(3), server, 80, 80, 100000, start + 1.5);
        // Draws from random streams that are created last.
        OnOffHelper onOff("ns3::UdpSocketFactory", InetSocketAddress(server, 9));
        onOff.SetAttribute("OnTime", StringValue("ns3::ExponentialRandomVariable[Mean=0.1]"));
        onOff.SetAttribute("OffTime", StringValue("ns3::ExponentialRandomVariable[Mean=0.1]"));
        onOff.Install(m_nodes.Get(0)).Start(Seconds(start + 0.4));
        Simulator::Stop(Seconds(start + 6));
        Simulator::Run();
        monitor->SerializeToXmlFile(directory + "/flows.xml", true, true);
        std::ofstream summary(directory + "/summary");
        summary << "events " << Simulator::GetEventCount() << "\nudp " << udp.received << " "
                << udp.echoed << "\nself " << self.received << " " << self.echoed << "\nbroadcast "
                << broadcast.received << "\nping " << ping.Received() << "\nbulk "
                << bulk.Received() << "\n";
    }

  private:
    void Wire()
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

    void Wireless()
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

    void Static()
    {
        auto table = [this](uint32_t i) {
            return Ipv4StaticRoutingHelper().GetStaticRouting(m_nodes.Get(i)->GetObject<Ipv4>());
        };
        table(0)->SetDefaultRoute(m_csmaAddresses.GetAddress(1), 1);
        table(1)->SetDefaultRoute(m_cableAddresses.GetAddress(1), 2);
        table(2)->SetDefaultRoute(m_cableAddresses.GetAddress(0), 1);
        table(3)->SetDefaultRoute(m_wifi.GetAddress(0), 1);
    }

    void Retire()
    {
        for (uint32_t i = 0; i < m_nodes.GetN(); ++i)
        {
            Ptr<Netfilter> layer = NetfilterHelper::Get(m_nodes.Get(i));
            for (NfHook hook : INET_HOOKS)
            {
                auto accept = [](NfPacket&) { return NfVerdict::ACCEPT; };
                auto id = layer->GetHooks().Register(NfFamily::IPV4, hook, 0, accept);
                Simulator::Schedule(MilliSeconds(1),
                                    [layer, id] { layer->GetHooks().Unregister(id); });
            }
        }
    }

    Presence m_presence;
    NodeContainer m_nodes;
    CsmaHelper m_csma;
    PointToPointHelper m_cable;
    YansWifiPhyHelper m_phy;
    NetDeviceContainer m_csmaDevices;
    NetDeviceContainer m_cableDevices;
    NetDeviceContainer m_wifiDevices;
    Ipv4InterfaceContainer m_csmaAddresses;
    Ipv4InterfaceContainer m_cableAddresses;
    Ipv4InterfaceContainer m_wifi;
};

/// \param directory whose files \return their names and contents
std::map<std::string, std::string>
ReadAll(const std::string& directory)
{
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(directory))
    {
        files[entry.path().filename()] = ReadTestFile(entry.path());
    }
    return files;
}

class ZeroPerturbation : public testing::TestWithParam<const char*>
{
  protected:
    /// \return what a run left
    std::map<std::string, std::string> Play(const std::string& name, Presence presence)
    {
        std::string directory = MakeTestDirectory(name);
        std::string routing = GetParam();
        bool converges = routing == "olsr" || routing == "rip";
        bool ran = RunInChild([&] {
            auto scene = std::make_unique<Scene>(routing, presence);
            scene->Run(directory, converges ? 30 : 1);
        });
        EXPECT_TRUE(ran) << name;
        std::map<std::string, std::string> files = ReadAll(directory);
        std::filesystem::remove_all(directory);
        return files;
    }

    /// Compare, without printing megabytes.
    static void Compare(const std::map<std::string, std::string>& expected,
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
};

TEST_P(ZeroPerturbation, IdleLayer)
{
    auto without = Play("without", Presence::NONE);
    ASSERT_GE(without.size(), 8U);
    // The traffic has really flowed.
    EXPECT_NE(without["summary"].find("bulk 100000\n"), std::string::npos) << without["summary"];
    EXPECT_NE(without["summary"].find("ping 10\n"), std::string::npos) << without["summary"];
    {
        SCOPED_TRACE("installed after addresses");
        Compare(without, Play("after", Presence::IDLE_AFTER));
    }
    {
        SCOPED_TRACE("installed before devices");
        Compare(without, Play("before", Presence::IDLE_BEFORE));
    }
}

TEST_P(ZeroPerturbation, RetiredLayer)
{
    auto without = Play("without", Presence::NONE);
    auto retired = Play("retired", Presence::RETIRED);
    // The events that retire it are the only difference.
    retired["summary"] = without["summary"].substr(0, without["summary"].find('\n')) +
                         retired["summary"].substr(retired["summary"].find('\n'));
    Compare(without, retired);
}

INSTANTIATE_TEST_SUITE_P(Routing,
                         ZeroPerturbation,
                         testing::Values("static", "global", "olsr", "rip", "aodv", "nix"),
                         [](const auto& info) { return std::string(info.param); });

} // namespace
} // namespace ns3
