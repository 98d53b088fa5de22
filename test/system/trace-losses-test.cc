// SPDX-License-Identifier: GPL-2.0-only

// Losses outside of the layer (queues, devices, channels, ARP) are in the trace, each once.

#include "test-net.h"
#include "test-sql.h"
#include "test-traffic.h"

#include "ns3/arp-cache.h"
#include "ns3/csma-channel.h"
#include "ns3/csma-net-device.h"
#include "ns3/drop-tail-queue.h"
#include "ns3/error-model.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/nf-trace-helper.h"
#include "ns3/pointer.h"
#include "ns3/queue-size.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/traffic-control-helper.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ns3
{
namespace
{

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* LOSSES = "SELECT node, packet, ifindex, place, reason FROM loss ORDER BY id";

class TraceLosses : public testing::TestWithParam<const char*>
{
  protected:
    void Start(TestNet& net)
    {
        net.RouteGlobally();
        trace.Set("Level", StringValue(GetParam()));
        trace.Install(net.nodes);
    }

    std::vector<std::string> Rows(const std::string& query)
    {
        SQLite::Database database(path);
        return TestRows(database, query);
    }

    // Finish, and expect that every lost packet is described as if it had been traced whole.
    std::vector<std::string> Losses()
    {
        trace.Finish();
        EXPECT_THAT(Rows("SELECT packet FROM loss WHERE packet NOT IN (SELECT uid FROM packet)"),
                    IsEmpty());
        return Rows(LOSSES);
    }

    // A device that receives nothing.
    static void Break(Ptr<NetDevice> device)
    {
        Ptr<RateErrorModel> errors = CreateObject<RateErrorModel>();
        errors->SetRate(1);
        device->SetAttribute("ReceiveErrorModel", PointerValue(errors));
    }

    // One more station of the first link, an Ethernet, at 10.0.0.77, without flow control.
    static Ptr<Node> AddStation(TestNet& net, Ptr<Queue<Packet>> queue)
    {
        Ptr<Node> station = CreateObject<Node>();
        Ptr<CsmaNetDevice> device = CreateObject<CsmaNetDevice>();
        device->SetAddress(Mac48Address::Allocate());
        device->SetQueue(queue);
        station->AddDevice(device);
        device->Attach(DynamicCast<CsmaChannel>(net.devices[0].Get(0)->GetChannel()));
        InternetStackHelper().Install(station);
        Ptr<Ipv4> ipv4 = station->GetObject<Ipv4>();
        const uint32_t interface = ipv4->AddInterface(device);
        ipv4->AddAddress(interface, Ipv4InterfaceAddress("10.0.0.77", "255.255.255.0"));
        ipv4->SetUp(interface);
        return station;
    }

    // Packets that wait for an address are to be lost for what the test is about alone.
    static void Resolve(TestNet& net, TestUdp& udp)
    {
        udp.Send(0.5, net.Address(net.devices.size() - 1, 1), 9);
    }

    std::string path{MakeTestDirectory("losses") + "/run.db"};
    NfTraceHelper trace{path};
};

TEST_P(TraceLosses, OnAChannelAreToldByTheDeviceThatShouldHaveReceived)
{
    TestNet net(3);
    Start(net);
    TestUdp udp(net.At(0), net.At(2), 9);
    Resolve(net, udp);
    net.Schedule(0.9, 2, [&] { Break(net.devices[1].Get(1)); });
    udp.Send(1, net.Address(1, 1), 9);
    net.Run(3);
    // Packet 2, on the server's eth0, once.
    EXPECT_THAT(Losses(), ElementsAre("2 2 2 device not-received"));
    EXPECT_EQ(udp.received, 1U);
    EXPECT_THAT(Rows("SELECT first_node, sent, length, source, destination_port FROM packet "
                     "JOIN v_flow USING (flow, run) WHERE uid = 2"),
                ElementsAre("0 1 128 10.0.0.1 9"));
    EXPECT_THAT(Rows("SELECT node, place, reason, interface_name, source, destination FROM "
                     "v_losses"),
                ElementsAre("2 device not-received eth0 10.0.0.1 10.0.1.2"));
    EXPECT_THAT(Rows("SELECT place, verdict FROM v_packet_path WHERE packet = 2 ORDER BY id DESC "
                     "LIMIT 1"),
                ElementsAre("device LOST"));
}

TEST_P(TraceLosses, OfAFrameForAnotherStationAreNone)
{
    TestNet net(3);
    Start(net);
    Ptr<Node> station = AddStation(net, CreateObject<DropTailQueue<Packet>>());
    Break(station->GetDevice(0));
    trace.Install(station);
    TestUdp udp(net.At(0), net.At(2), 9);
    udp.Send(1, net.Address(1, 1), 9);
    net.Run(3);
    EXPECT_THAT(Losses(), IsEmpty());
    EXPECT_EQ(udp.received, 1U);
}

TEST_P(TraceLosses, InAQueueDiscAreToldWithItsReason)
{
    TestNet::Options options;
    options.rate = "100kbps";
    TestNet net(2, options);
    TrafficControlHelper().Uninstall(net.devices[0].Get(0));
    TrafficControlHelper control;
    control.SetRootQueueDisc("ns3::PfifoFastQueueDisc", "MaxSize", StringValue("3p"));
    control.Install(net.devices[0].Get(0));
    PointerValue queue;
    net.devices[0].Get(0)->GetAttribute("TxQueue", queue);
    queue.Get<Queue<Packet>>()->SetMaxSize(QueueSize("1p"));
    Start(net);
    TestUdp udp(net.At(0), net.At(1), 9);
    Resolve(net, udp);
    for (int i = 0; i < 10; ++i)
    {
        udp.Send(1, net.Address(0, 1), 9);
    }
    net.Run(5);
    const std::vector<std::string> losses = Losses();
    // What was sent either arrived or is lost here, once.
    EXPECT_EQ(losses.size() + udp.received, 11U);
    EXPECT_GT(losses.size(), 2U);
    EXPECT_THAT(Rows("SELECT DISTINCT node, ifindex, place, reason FROM loss"),
                ElementsAre("0 2 queue-disc Queue disc limit exceeded"));
    EXPECT_THAT(Rows("SELECT COUNT(DISTINCT packet) FROM loss"),
                ElementsAre(std::to_string(losses.size())));
}

TEST_P(TraceLosses, InADevicesQueueAreOneAlthoughTheDeviceReportsThemToo)
{
    TestNet::Options options;
    options.rate = "100kbps";
    TestNet net(2, options);
    Start(net);
    Ptr<Queue<Packet>> queue = CreateObject<DropTailQueue<Packet>>();
    queue->SetMaxSize(QueueSize("2p"));
    Ptr<Node> station = AddStation(net, queue);
    trace.Install(station);
    TestUdp udp(station, net.At(0), 9);
    udp.Send(0.5, net.Address(0, 0), 9);
    for (int i = 0; i < 10; ++i)
    {
        udp.Send(1, net.Address(0, 0), 9);
    }
    net.Run(5);
    const std::vector<std::string> losses = Losses();
    EXPECT_EQ(losses.size() + udp.received, 11U);
    EXPECT_GT(losses.size(), 5U);
    EXPECT_THAT(Rows("SELECT DISTINCT node, ifindex, place, reason FROM loss"),
                ElementsAre("2 2 device-queue full"));
}

TEST_P(TraceLosses, OfAStoppedDeviceWithoutAQueueDiscAreTold)
{
    TestNet::Options options;
    options.rate = "100kbps";
    TestNet net(3, options);
    TrafficControlHelper().Uninstall(net.devices[1].Get(0));
    PointerValue queue;
    net.devices[1].Get(0)->GetAttribute("TxQueue", queue);
    queue.Get<Queue<Packet>>()->SetMaxSize(QueueSize("2p"));
    Start(net);
    TestUdp udp(net.At(1), net.At(2), 9);
    for (int i = 0; i < 10; ++i)
    {
        udp.Send(1, net.Address(1, 1), 9);
    }
    net.Run(5);
    const std::vector<std::string> losses = Losses();
    EXPECT_EQ(losses.size() + udp.received, 10U);
    EXPECT_THAT(Rows("SELECT DISTINCT node, ifindex, place, reason FROM loss"),
                ElementsAre("1 - queue-disc device-stopped"));
}

TEST_P(TraceLosses, ThatWaitForAnAddressInVainAreToldByArp)
{
    TestNet net(2);
    Start(net);
    Break(net.devices[0].Get(1));
    TestUdp udp(net.At(0), net.At(1), 9);
    udp.Send(1, net.Address(0, 1), 9);
    net.Run(10);
    EXPECT_THAT(Losses(), ElementsAre("0 1 2 arp no-answer"));
}

TEST_P(TraceLosses, OfADownInterfaceAreToldAndWhatRulesDropIsNoLoss)
{
    TestNet net(3);
    net.helper.RestoreText(net.At(1), "*filter\n:FORWARD DROP [0:0]\nCOMMIT\n");
    Start(net);
    TestUdp udp(net.At(0), net.At(2), 9);
    udp.Send(1, net.Address(1, 1), 9);        // dropped by the policy
    udp.Send(2, Ipv4Address("10.99.0.1"), 9); // no route
    net.Run(4);
    EXPECT_THAT(Losses(), IsEmpty());
    EXPECT_THAT(Rows("SELECT place, reason FROM v_drops"), ElementsAre("FORWARD filter"));
}

INSTANTIATE_TEST_SUITE_P(Levels, TraceLosses, testing::Values("rules", "hooks", "drops"));

} // namespace
} // namespace ns3
