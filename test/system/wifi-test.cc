// SPDX-License-Identifier: GPL-2.0-only

// The layer on an access point: stations on Wi-Fi behind masquerade, a server on a cable.

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/boolean.h"
#include "ns3/global-value.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/mobility-helper.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/simulator.h"
#include "ns3/ssid.h"
#include "ns3/string.h"
#include "ns3/yans-wifi-helper.h"

#include <gtest/gtest.h>
#include <map>
#include <sstream>

namespace ns3
{
namespace
{

/// Stations 0 and 1 - access point 2 - server 3. The layer is on all of them.
class WifiTest : public testing::Test
{
  protected:
    enum
    {
        STATION,
        OTHER,
        ACCESS_POINT,
        SERVER
    };

    WifiTest()
    {
        GlobalValue::Bind("ChecksumEnabled", BooleanValue(true));
        nodes.Create(4);
        InternetStackHelper stack;
        stack.SetIpv6StackInstall(false);
        stack.Install(nodes);
        InstallWifi();
        PointToPointHelper helper;
        helper.SetDeviceAttribute("DataRate", StringValue("10Mbps"));
        NetDeviceContainer cable = helper.Install(nodes.Get(ACCESS_POINT), nodes.Get(SERVER));
        Ipv4AddressHelper addresses("10.1.0.0", "255.255.255.0");
        air = addresses.Assign(wifi);
        addresses.SetBase("10.2.0.0", "255.255.255.0");
        line = addresses.Assign(cable);
        for (uint32_t i : {STATION, OTHER})
        {
            Ipv4StaticRoutingHelper()
                .GetStaticRouting(nodes.Get(i)->GetObject<Ipv4>())
                ->SetDefaultRoute(air.GetAddress(ACCESS_POINT), 1);
        }
        netfilter.Install(nodes);
        for (uint32_t i = 0; i < nodes.GetN(); ++i)
        {
            for (NfHook hook : INET_HOOKS)
            {
                NetfilterHelper::Get(nodes.Get(i))
                    ->GetHooks()
                    .Register(NfFamily::IPV4, hook, 0, [this, i, hook](NfPacket& packet) {
                        ++counts[i][hook];
                        return NfVerdict::ACCEPT;
                    });
            }
        }
    }

    ~WifiTest() override
    {
        Simulator::Destroy();
        GlobalValue::Bind("ChecksumEnabled", BooleanValue(false));
    }

    void InstallWifi()
    {
        YansWifiPhyHelper phy;
        phy.SetChannel(YansWifiChannelHelper::Default().Create());
        WifiHelper helper;
        WifiMacHelper mac;
        Ssid ssid("test");
        mac.SetType("ns3::StaWifiMac", "Ssid", SsidValue(ssid));
        wifi = helper.Install(phy, mac, NodeContainer(nodes.Get(STATION), nodes.Get(OTHER)));
        mac.SetType("ns3::ApWifiMac", "Ssid", SsidValue(ssid));
        wifi.Add(helper.Install(phy, mac, nodes.Get(ACCESS_POINT)));
        MobilityHelper mobility;
        mobility.Install(
            NodeContainer(nodes.Get(STATION), nodes.Get(OTHER), nodes.Get(ACCESS_POINT)));
    }

    void Run(double seconds)
    {
        Simulator::Stop(Seconds(seconds));
        Simulator::Run();
    }

    NodeContainer nodes;
    NetDeviceContainer wifi; //!< of the stations and the access point
    Ipv4InterfaceContainer air;
    Ipv4InterfaceContainer line;
    NetfilterHelper netfilter;
    std::map<uint32_t, std::map<NfHook, uint64_t>> counts; //!< by node
};

TEST_F(WifiTest, MasqueradesStations)
{
    netfilter.Iptables(nodes.Get(ACCESS_POINT), "-t nat -A POSTROUTING -o eth1 -j MASQUERADE");
    TestChecksums checksums(nodes);
    TestUdp udp(nodes.Get(STATION), nodes.Get(SERVER), 9, true);
    TestUdp twin(nodes.Get(OTHER), nodes.Get(SERVER), 10, true);
    udp.Send(1, line.GetAddress(1), 9);
    twin.Send(1, line.GetAddress(1), 10);
    TestPing ping(nodes.Get(OTHER), line.GetAddress(1), 2, 5);
    TestBulk bulk(nodes.Get(STATION), nodes.Get(SERVER), line.GetAddress(1), 80, 80, 100000, 3);
    Run(8);
    EXPECT_EQ(udp.echoed, 1U);
    EXPECT_EQ(udp.lastSource, line.GetAddress(0));
    EXPECT_EQ(twin.echoed, 1U);
    EXPECT_EQ(ping.Received(), 5U);
    EXPECT_EQ(bulk.Received(), 100000U);
    EXPECT_EQ(checksums.bad, 0U);
    EXPECT_GT(checksums.good, 400U);
    auto& router = counts[ACCESS_POINT];
    EXPECT_EQ(router[NfHook::PREROUTING], router[NfHook::FORWARD]);
    EXPECT_EQ(router[NfHook::FORWARD], router[NfHook::POSTROUTING]);
    EXPECT_EQ(counts[SERVER][NfHook::INPUT] + counts[STATION][NfHook::INPUT] +
                  counts[OTHER][NfHook::INPUT],
              router[NfHook::FORWARD]);
    EXPECT_EQ(router[NfHook::INPUT] + router[NfHook::OUTPUT], 0U);
}

TEST_F(WifiTest, FiltersByTheStationsLinkLayerAddress)
{
    std::ostringstream rule;
    rule << "-A FORWARD -m mac --mac-source "
         << Mac48Address::ConvertFrom(wifi.Get(OTHER)->GetAddress()) << " -j DROP";
    netfilter.Iptables(nodes.Get(ACCESS_POINT), rule.str());
    Ipv4StaticRoutingHelper()
        .GetStaticRouting(nodes.Get(SERVER)->GetObject<Ipv4>())
        ->SetDefaultRoute(line.GetAddress(0), 1);
    TestUdp udp(nodes.Get(STATION), nodes.Get(SERVER), 9, true);
    TestUdp refused(nodes.Get(OTHER), nodes.Get(SERVER), 10, true);
    TestUdp local(nodes.Get(OTHER), nodes.Get(STATION), 11, true);
    udp.Send(1, line.GetAddress(1), 9);
    refused.Send(1, line.GetAddress(1), 10);
    local.Send(1, air.GetAddress(STATION), 11);
    Run(3);
    EXPECT_EQ(udp.echoed, 1U);
    EXPECT_EQ(refused.received, 0U);
    EXPECT_EQ(local.echoed, 1U) << "stations talk below IP";
    // Callbacks of one priority run in the order of registration: ours is before the table.
    EXPECT_EQ(counts[ACCESS_POINT][NfHook::FORWARD], 3U);
    EXPECT_EQ(counts[ACCESS_POINT][NfHook::POSTROUTING], 2U);
}

} // namespace
} // namespace ns3
