// SPDX-License-Identifier: GPL-2.0-only

// What Wi-Fi loses is in the trace, each packet once, and nothing that Wi-Fi repeats.

#include "test-net.h"
#include "test-sql.h"
#include "test-traffic.h"

#include "ns3/error-model.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/mobility-helper.h"
#include "ns3/mobility-model.h"
#include "ns3/nf-trace-helper.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/ssid.h"
#include "ns3/string.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/wifi-net-device.h"
#include "ns3/yans-wifi-helper.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ns3
{
namespace
{

using testing::AnyOf;
using testing::ElementsAre;
using testing::IsEmpty;

/// Stations 0 and 1 - access point 2. The trace is on all of them.
class WifiLosses : public testing::TestWithParam<WifiStandard>
{
  protected:
    enum
    {
        STATION,
        OTHER,
        ACCESS_POINT
    };

    WifiLosses()
    {
        nodes.Create(3);
        InternetStackHelper stack;
        stack.SetIpv6StackInstall(false);
        stack.Install(nodes);
        YansWifiPhyHelper phy;
        phy.SetChannel(YansWifiChannelHelper::Default().Create());
        WifiHelper helper;
        helper.SetStandard(GetParam());
        WifiMacHelper mac;
        const Ssid ssid("test");
        mac.SetType("ns3::StaWifiMac", "Ssid", SsidValue(ssid));
        wifi = helper.Install(phy, mac, NodeContainer(nodes.Get(STATION), nodes.Get(OTHER)));
        mac.SetType("ns3::ApWifiMac", "Ssid", SsidValue(ssid));
        wifi.Add(helper.Install(phy, mac, nodes.Get(ACCESS_POINT)));
        MobilityHelper mobility;
        mobility.Install(nodes);
        air = Ipv4AddressHelper("10.1.0.0", "255.255.255.0").Assign(wifi);
        trace.Install(nodes);
        Ptr<Socket> sink =
            Socket::CreateSocket(nodes.Get(ACCESS_POINT), UdpSocketFactory::GetTypeId());
        sink->Bind(InetSocketAddress(Ipv4Address::GetAny(), 9));
        sockets.push_back(sink);
    }

    ~WifiLosses() override
    {
        Simulator::Destroy();
    }

    static void Move(uint32_t node, double metres, const NodeContainer& nodes)
    {
        nodes.Get(node)->GetObject<MobilityModel>()->SetPosition(Vector(metres, 0, 0));
    }

    void SendAt(double seconds, uint32_t node, Ipv4Address to)
    {
        Simulator::Schedule(Seconds(seconds), [this, node, to] {
            Ptr<Socket> socket =
                Socket::CreateSocket(nodes.Get(node), UdpSocketFactory::GetTypeId());
            socket->SetAllowBroadcast(true);
            socket->SendTo(Create<Packet>(100), 0, InetSocketAddress(to, 9));
            sockets.push_back(socket);
        });
    }

    std::vector<std::string> Run(double seconds)
    {
        Simulator::Stop(Seconds(seconds));
        Simulator::Run();
        trace.Finish();
        SQLite::Database database(path);
        return TestRows(database, "SELECT node, packet, place, reason FROM loss ORDER BY id");
    }

    NodeContainer nodes;
    NetDeviceContainer wifi;
    Ipv4InterfaceContainer air;
    std::vector<Ptr<Socket>> sockets;
    std::string path{MakeTestDirectory("wifi-losses") + "/run.db"};
    NfTraceHelper trace{path};
};

TEST_P(WifiLosses, OfAnIdleAndOfAWorkingNetworkAreNone)
{
    SendAt(1, STATION, air.GetAddress(ACCESS_POINT));
    SendAt(1.5, ACCESS_POINT, Ipv4Address("10.1.0.255"));
    EXPECT_THAT(Run(2), IsEmpty());
}

TEST_P(WifiLosses, OfAStationOutOfReachAreToldOnceBySender)
{
    SendAt(1, STATION, air.GetAddress(ACCESS_POINT));
    Simulator::Schedule(Seconds(1.4), Move, STATION, 1e5, nodes);
    SendAt(1.5, STATION, air.GetAddress(ACCESS_POINT));
    // Where frames are acknowledged in blocks, ns-3.37 gives up one that was repeated too often,
    // and the window moves past it; newer ns-3 repeats it for the half second that it may wait.
    testing::Matcher<std::string> isLoss = "0 2 wifi retry-limit";
    if (GetParam() != WIFI_STANDARD_80211a)
    {
        isLoss = AnyOf("0 2 wifi too-old", "0 2 wifi expired");
    }
    EXPECT_THAT(Run(2.5), ElementsAre(isLoss));
}

TEST_P(WifiLosses, OfAStationThatIsNotAssociatedAreTold)
{
    Move(STATION, 1e5, nodes);
    SendAt(1, STATION, Ipv4Address("10.1.0.255"));
    EXPECT_THAT(Run(2), ElementsAre("0 1 wifi not-associated"));
}

TEST_P(WifiLosses, OfABroadcastAreToldByEachStationThatDoesNotHearIt)
{
    Ptr<RateErrorModel> errors = CreateObject<RateErrorModel>();
    errors->SetRate(1);
    Simulator::Schedule(Seconds(1.4), [this, errors] {
        Ptr<WifiNetDevice> device = DynamicCast<WifiNetDevice>(wifi.Get(OTHER));
        device->GetPhy()->SetAttribute("PostReceptionErrorModel", PointerValue(errors));
    });
    SendAt(1.5, ACCESS_POINT, Ipv4Address("10.1.0.255"));
    EXPECT_THAT(Run(1.55), ElementsAre("1 1 wifi not-received"));
}

TEST_P(WifiLosses, OfAUnicastThatIsRepeatedAreNone)
{
    SendAt(1, STATION, air.GetAddress(ACCESS_POINT));
    Ptr<ReceiveListErrorModel> errors = CreateObject<ReceiveListErrorModel>();
    errors->SetList({0});
    Simulator::Schedule(Seconds(1.4999), [this, errors] {
        Ptr<WifiNetDevice> device = DynamicCast<WifiNetDevice>(wifi.Get(ACCESS_POINT));
        device->GetPhy()->SetAttribute("PostReceptionErrorModel", PointerValue(errors));
    });
    SendAt(1.5, STATION, air.GetAddress(ACCESS_POINT));
    EXPECT_THAT(Run(2), IsEmpty());
    SQLite::Database database(path);
    EXPECT_THAT(
        TestRows(database, "SELECT packet FROM v_packet_path WHERE node = 2 AND place = 'INPUT'"),
        ElementsAre("1", "2"));
}

INSTANTIATE_TEST_SUITE_P(Standards,
                         WifiLosses,
                         testing::Values(WIFI_STANDARD_80211a, WIFI_STANDARD_80211ax),
                         [](const auto& info) {
                             return info.param == WIFI_STANDARD_80211a ? "Ieee80211a"
                                                                       : "Ieee80211ax";
                         });

} // namespace
} // namespace ns3
