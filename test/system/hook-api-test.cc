// SPDX-License-Identifier: GPL-2.0-only

// Callbacks of researchers: verdicts, order, packets that are kept and given back.

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/netfilter-helper.h"
#include "ns3/simulator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory>

namespace ns3
{
namespace
{

using testing::ElementsAre;

/// Where a packet of node 0 to node 2 is taken.
struct Place
{
    const char* name;
    uint32_t node;
    NfFamily family;
    NfHook hook;
};

const Place PLACES[] = {
    {"Output", 0, NfFamily::IPV4, NfHook::OUTPUT},
    {"SenderPostrouting", 0, NfFamily::IPV4, NfHook::POSTROUTING},
    {"Egress", 0, NfFamily::NETDEV, NfHook::EGRESS},
    {"Ingress", 1, NfFamily::NETDEV, NfHook::INGRESS},
    {"Prerouting", 1, NfFamily::IPV4, NfHook::PREROUTING},
    {"Forward", 1, NfFamily::IPV4, NfHook::FORWARD},
    {"Postrouting", 1, NfFamily::IPV4, NfHook::POSTROUTING},
    {"Input", 2, NfFamily::IPV4, NfHook::INPUT},
};

/// A datagram and a ping from node 0 to node 2, of which one station takes hold.
class HookApi : public testing::TestWithParam<Place>
{
  protected:
    HookApi()
        : net(3),
          udp(net.At(0), net.At(2), 9)
    {
        net.RouteGlobally();
        receivedAt.clear();
        udp.receiver->SetRecvCallback(Callback<void, Ptr<Socket>>([this](Ptr<Socket> socket) {
            while (socket->Recv())
            {
                receivedAt.push_back(Simulator::Now().GetSeconds());
            }
        }));
    }

    NfHookRegistry& Hooks()
    {
        return net.Layer(GetParam().node)->GetHooks();
    }

    NfHookRegistry::Id Register(int priority, NfHookRegistry::Callback callback)
    {
        return Hooks().Register(GetParam().family, GetParam().hook, priority, callback, "test");
    }

    /// @return true for what this test is about: IP, long enough not to be ARP
    static bool IsDatagram(const NfPacket& packet)
    {
        return packet.etherType == 0x0800 && packet.GetPayloadSize() > 60;
    }

    TestNet net;
    TestUdp udp;
    std::vector<double> receivedAt;
};

TEST_P(HookApi, StolenAndReinjectedLater)
{
    std::string order;
    Register(-1, [&](NfPacket& packet) {
        order += IsDatagram(packet) ? "a" : "";
        return NfVerdict::ACCEPT;
    });
    Register(0, [&](NfPacket& packet) {
        if (!IsDatagram(packet))
        {
            return NfVerdict::ACCEPT;
        }
        order += "t";
        Ptr<NfStolenPacket> stolen = NfHookRegistry::Steal(packet);
        Simulator::Schedule(Seconds(2), [stolen] { stolen->Reinject(NfVerdict::ACCEPT); });
        return NfVerdict::STOLEN;
    });
    Register(1, [&](NfPacket& packet) {
        order += IsDatagram(packet) ? "z" : "";
        return NfVerdict::ACCEPT;
    });
    udp.Send(1, net.Address(1, 1), 9);
    net.Run(2.9);
    EXPECT_THAT(receivedAt, ElementsAre());
    EXPECT_EQ(order, "at");
    net.Run(5);
    ASSERT_EQ(receivedAt.size(), 1U);
    EXPECT_NEAR(receivedAt[0], 3, 0.1);
    EXPECT_EQ(order, "atz");
}

TEST_P(HookApi, StolenAndRepeatedOrDropped)
{
    uint32_t calls = 0;
    bool drop = false;
    Register(0, [&](NfPacket& packet) {
        if (!IsDatagram(packet))
        {
            return NfVerdict::ACCEPT;
        }
        if (++calls % 2 == 0)
        {
            return NfVerdict::ACCEPT;
        }
        Ptr<NfStolenPacket> stolen = NfHookRegistry::Steal(packet);
        Simulator::Schedule(MilliSeconds(10), [stolen, drop] {
            stolen->Reinject(drop ? NfVerdict::DROP : NfVerdict::REPEAT);
        });
        return NfVerdict::STOLEN;
    });
    uint32_t before = 0;
    Register(-5, [&](NfPacket& packet) {
        before += IsDatagram(packet);
        return NfVerdict::ACCEPT;
    });
    udp.Send(1, net.Address(1, 1), 9);
    net.Run(2);
    EXPECT_EQ(receivedAt.size(), 1U);
    EXPECT_EQ(calls, 2U) << "REPEAT calls the taker again";
    EXPECT_EQ(before, 1U) << "and none that ran before it";
    drop = true;
    udp.Send(1, net.Address(1, 1), 9);
    net.Run(2);
    EXPECT_EQ(receivedAt.size(), 1U);
    EXPECT_EQ(calls, 3U);
}

TEST_P(HookApi, StolenAndForgotten)
{
    Register(0, [&](NfPacket& packet) {
        return IsDatagram(packet) ? NfVerdict::STOLEN : NfVerdict::ACCEPT;
    });
    udp.Send(1, net.Address(1, 1), 9);
    net.Run(2);
    EXPECT_THAT(receivedAt, ElementsAre());
}

TEST_P(HookApi, QueuedForAHandler)
{
    std::vector<Ptr<NfStolenPacket>> queue;
    Register(0, [&](NfPacket& packet) {
        packet.queue = 5;
        return IsDatagram(packet) ? NfVerdict::QUEUE : NfVerdict::ACCEPT;
    });
    udp.Send(1, net.Address(1, 1), 9);
    net.Run(2);
    EXPECT_THAT(receivedAt, ElementsAre()) << "without a handler a queued packet is dropped";
    Hooks().SetQueueHandler(5, [&](Ptr<NfStolenPacket> packet) { queue.push_back(packet); });
    udp.Send(1, net.Address(1, 1), 9);
    udp.Send(1.1, net.Address(1, 1), 9);
    net.Run(2);
    EXPECT_THAT(receivedAt, ElementsAre());
    ASSERT_EQ(queue.size(), 2U);
    // The second overtakes the first.
    queue[1]->Reinject(NfVerdict::ACCEPT);
    net.Run(1);
    EXPECT_EQ(receivedAt.size(), 1U);
    queue[0]->Reinject(NfVerdict::ACCEPT);
    net.Run(1);
    EXPECT_EQ(receivedAt.size(), 2U);
}

TEST_P(HookApi, Repeat)
{
    uint32_t calls = 0;
    Register(0, [&](NfPacket& packet) {
        return IsDatagram(packet) && ++calls < 4 ? NfVerdict::REPEAT : NfVerdict::ACCEPT;
    });
    udp.Send(1, net.Address(1, 1), 9);
    net.Run(2);
    EXPECT_EQ(calls, 4U);
    EXPECT_EQ(receivedAt.size(), 1U);
}

TEST_P(HookApi, UnregisterWhileTraversing)
{
    std::string order;
    NfHookRegistry::Id later = 0;
    NfHookRegistry::Id self = 0;
    self = Register(0, [&](NfPacket& packet) {
        if (IsDatagram(packet))
        {
            order += "s";
            Hooks().Unregister(self);
            Hooks().Unregister(later);
            Register(2, [&](NfPacket& p) {
                order += IsDatagram(p) ? "n" : "";
                return NfVerdict::ACCEPT;
            });
        }
        return NfVerdict::ACCEPT;
    });
    later = Register(1, [&](NfPacket& packet) {
        order += IsDatagram(packet) ? "l" : "";
        return NfVerdict::ACCEPT;
    });
    Register(3, [&](NfPacket& packet) {
        order += IsDatagram(packet) ? "e" : "";
        return NfVerdict::ACCEPT;
    });
    udp.Send(1, net.Address(1, 1), 9);
    udp.Send(1.1, net.Address(1, 1), 9);
    net.Run(2);
    EXPECT_EQ(order, "snene");
    EXPECT_EQ(receivedAt.size(), 2U);
}

INSTANTIATE_TEST_SUITE_P(Places, HookApi, testing::ValuesIn(PLACES), [](const auto& info) {
    return std::string(info.param.name);
});

TEST(HookOrder, ByPriorityThenRegistration)
{
    TestNet net(2);
    std::string order;
    NfHookRegistry& hooks = net.Layer(1)->GetHooks();
    auto add = [&](int priority, char name) {
        hooks.Register(NfFamily::IPV4, NfHook::INPUT, priority, [&order, name](NfPacket&) {
            order += name;
            return NfVerdict::ACCEPT;
        });
    };
    add(5, 'd');
    add(0, 'b');
    add(0, 'c');
    add(-5, 'a');
    add(5, 'e');
    TestUdp udp(net.At(0), net.At(1), 9);
    udp.Send(1, net.Address(0, 1), 9);
    net.Run(2);
    EXPECT_EQ(order, "abcde");
}

TEST(ChangedPackets, PayloadHeaderAndMark)
{
    TestNet net(3);
    net.RouteGlobally();
    NfHookRegistry& hooks = net.Layer(1)->GetHooks();
    hooks.Register(NfFamily::IPV4, NfHook::PREROUTING, 0, [](NfPacket& packet) {
        if (packet.ip.protocol == NfProtocol::UDP)
        {
            packet.MutableL4(12)[8] = 'x';
            packet.ip.tos = 0x10;
            packet.mark = 77;
        }
        return NfVerdict::ACCEPT;
    });
    uint32_t mark = 0;
    hooks.Register(NfFamily::IPV4, NfHook::POSTROUTING, 0, [&](NfPacket& packet) {
        mark = packet.mark;
        return NfVerdict::ACCEPT;
    });
    uint8_t byte = 0;
    uint8_t tos = 0;
    uint32_t markElsewhere = 1;
    net.Layer(2)->GetHooks().Register(NfFamily::IPV4, NfHook::INPUT, 0, [&](NfPacket& packet) {
        byte = packet.L4(12)[8];
        tos = packet.ip.tos;
        markElsewhere = packet.mark;
        return NfVerdict::ACCEPT;
    });
    TestUdp udp(net.At(0), net.At(2), 9);
    udp.Send(1, net.Address(1, 1), 9);
    net.Run(2);
    EXPECT_EQ(udp.received, 1U);
    EXPECT_EQ(byte, 'x');
    EXPECT_EQ(tos, 0x10);
    EXPECT_EQ(mark, 77U);
    EXPECT_EQ(markElsewhere, 0U) << "a mark stays within its node";
}

} // namespace
} // namespace ns3
