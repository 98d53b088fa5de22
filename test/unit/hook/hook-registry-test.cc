// SPDX-License-Identifier: GPL-2.0-only

#include "nf-hook-registry.h"
#include "nf-queue-bypass.h"

#include "ns3/udp-header.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <vector>

using namespace ns3;
using ::testing::ElementsAre;

namespace
{

/// ns-3 wants to be told before the program's first packet, whichever test makes it.
[[maybe_unused]] const bool PRINTING = (Packet::EnablePrinting(), true);

/// What the stack would keep for a packet between hooks.
struct Context
{
    NfPacket packet;
};

class HookRegistryTest : public ::testing::Test
{
  protected:
    /// Register a callback that notes its name and says a verdict.
    NfHookRegistry::Id Add(int priority,
                           const std::string& name,
                           NfVerdict verdict = NfVerdict::ACCEPT)
    {
        return hooks.Register(
            NfFamily::IPV4,
            NfHook::FORWARD,
            priority,
            [this, name, verdict](NfPacket&) {
                calls.push_back(name);
                return verdict;
            },
            name);
    }

    /// Send a packet over FORWARD; notes "next" or "dropped".
    void Pass()
    {
        Context context{NfPacket(NfIpHeader{}, Create<Packet>(10))};
        hooks.Traverse(
            NfFamily::IPV4,
            NfHook::FORWARD,
            context,
            [this](Context&) { calls.emplace_back("next"); },
            [this](Context&) { calls.emplace_back("dropped"); });
    }

    NfHookRegistry hooks;
    std::vector<std::string> calls;
};

} // namespace

TEST_F(HookRegistryTest, RunsInOrderOfPriorityThenRegistration)
{
    Add(0, "filter");
    Add(NfPriority::CONFIRM, "confirm");
    Add(NfPriority::RAW, "raw");
    Add(0, "filter2");
    Pass();
    EXPECT_THAT(calls, ElementsAre("raw", "filter", "filter2", "confirm", "next"));
}

TEST_F(HookRegistryTest, DropEndsTheTraversal)
{
    Add(0, "a", NfVerdict::DROP);
    Add(1, "b");
    Pass();
    EXPECT_THAT(calls, ElementsAre("a", "dropped"));
}

TEST_F(HookRegistryTest, RepeatCallsTheSameAgain)
{
    int n = 0;
    Add(0, "before");
    hooks.Register(NfFamily::IPV4, NfHook::FORWARD, 1, [&](NfPacket&) {
        calls.emplace_back("r");
        return ++n < 3 ? NfVerdict::REPEAT : NfVerdict::ACCEPT;
    });
    Add(2, "after");
    Pass();
    EXPECT_THAT(calls, ElementsAre("before", "r", "r", "r", "after", "next"));
}

TEST_F(HookRegistryTest, EndlessRepeatIsAnError)
{
    Add(1, "stubborn", NfVerdict::REPEAT);
    EXPECT_DEATH(Pass(), "\"stubborn\" at FORWARD repeats without end");
}

TEST_F(HookRegistryTest, UnregisteredWhileItRepeatsIsNotCalledAgain)
{
    NfHookRegistry::Id self = 0;
    self = hooks.Register(NfFamily::IPV4, NfHook::FORWARD, 1, [&](NfPacket&) {
        calls.emplace_back("r");
        hooks.Unregister(self);
        return NfVerdict::REPEAT;
    });
    Add(2, "after");
    Pass();
    EXPECT_THAT(calls, ElementsAre("r", "after", "next"));
}

TEST_F(HookRegistryTest, UnregisterOfAnEarlierOneSkipsNothing)
{
    NfHookRegistry::Id first = Add(0, "first");
    NfHookRegistry::Id second = Add(0, "second");
    hooks.Register(NfFamily::IPV4, NfHook::FORWARD, 0, [&](NfPacket&) {
        calls.emplace_back("third");
        hooks.Unregister(first);
        hooks.Unregister(second);
        return NfVerdict::ACCEPT;
    });
    Add(0, "fourth");
    Add(0, "fifth");
    Pass();
    EXPECT_THAT(calls, ElementsAre("first", "second", "third", "fourth", "fifth", "next"));
}

TEST_F(HookRegistryTest, ExchangeOfACallbackIsNoticed)
{
    // One goes, one comes: as many as before.
    NfHookRegistry::Id later = 0;
    hooks.Register(NfFamily::IPV4, NfHook::FORWARD, 0, [&](NfPacket&) {
        hooks.Unregister(later);
        Add(1, "new");
        return NfVerdict::ACCEPT;
    });
    later = Add(2, "later");
    Pass();
    EXPECT_THAT(calls, ElementsAre("new", "next"));
}

TEST_F(HookRegistryTest, UnregisterOfTheUnknownIsAnError)
{
    NfHookRegistry::Id id = Add(0, "a");
    hooks.Unregister(id);
    EXPECT_DEATH(hooks.Unregister(id), "no hook is registered");
    EXPECT_DEATH(hooks.Unregister(77), "no hook is registered");
    EXPECT_TRUE(hooks.IsIdle());
}

TEST_F(HookRegistryTest, KeeperMayGoBeforeItsPacketComesBack)
{
    Ptr<NfStolenPacket> stolen;
    NfHookRegistry::Id thief =
        hooks.Register(NfFamily::IPV4, NfHook::FORWARD, 0, [&](NfPacket& packet) {
            stolen = NfHookRegistry::Steal(packet);
            return NfVerdict::STOLEN;
        });
    Add(0, "after");
    Pass();
    hooks.Unregister(thief);
    stolen->Reinject(NfVerdict::REPEAT);
    EXPECT_THAT(calls, ElementsAre("after", "next"));
}

TEST_F(HookRegistryTest, KeptPacketsEndWithTheRegistry)
{
    auto registry = std::make_unique<NfHookRegistry>();
    Ptr<NfStolenPacket> stolen;
    auto pass = [&] {
        Context context{NfPacket(NfIpHeader{}, Create<Packet>(10))};
        registry->Traverse(
            NfFamily::IPV4,
            NfHook::INPUT,
            context,
            [this](Context&) { calls.emplace_back("next"); },
            [this](Context&) { calls.emplace_back("dropped"); });
    };
    registry->Register(NfFamily::IPV4, NfHook::INPUT, 0, [&](NfPacket& packet) {
        stolen = NfHookRegistry::Steal(packet);
        return NfVerdict::STOLEN;
    });
    pass();
    registry->Close();
    stolen->Reinject(NfVerdict::DROP);
    pass();
    registry = nullptr;
    stolen->Reinject(NfVerdict::ACCEPT);
    EXPECT_THAT(calls, ElementsAre());
}

TEST_F(HookRegistryTest, StolenPacketGoesOnAfterReinjection)
{
    Ptr<NfStolenPacket> stolen;
    hooks.Register(NfFamily::IPV4, NfHook::FORWARD, 0, [&](NfPacket& p) {
        calls.emplace_back("thief");
        stolen = NfHookRegistry::Steal(p);
        return NfVerdict::STOLEN;
    });
    Add(0, "after");
    Pass();
    EXPECT_THAT(calls, ElementsAre("thief"));
    stolen->GetPacket().mark = 7;
    stolen->Reinject(NfVerdict::ACCEPT);
    EXPECT_THAT(calls, ElementsAre("thief", "after", "next"));
}

TEST_F(HookRegistryTest, StolenPacketCanBeRepeatedOrDropped)
{
    Ptr<NfStolenPacket> stolen;
    hooks.Register(NfFamily::IPV4, NfHook::FORWARD, 0, [&](NfPacket& p) {
        calls.emplace_back("thief");
        stolen = NfHookRegistry::Steal(p);
        return NfVerdict::STOLEN;
    });
    Pass();
    Ptr<NfStolenPacket> first = stolen;
    first->Reinject(NfVerdict::REPEAT);
    EXPECT_THAT(calls, ElementsAre("thief", "thief"));
    stolen->Reinject(NfVerdict::DROP);
    EXPECT_THAT(calls, ElementsAre("thief", "thief", "dropped"));
}

TEST_F(HookRegistryTest, QueueWithoutHandlerDrops)
{
    Add(0, "queue", NfVerdict::QUEUE);
    Pass();
    EXPECT_THAT(calls, ElementsAre("queue", "dropped"));
}

TEST_F(HookRegistryTest, QueueThatMayBePassedByNeedsNoHandler)
{
    hooks.Register(NfFamily::IPV4, NfHook::FORWARD, 0, [&](NfPacket& packet) {
        calls.emplace_back("queue");
        packet.queue = 7 | NF_QUEUE_BYPASS;
        return NfVerdict::QUEUE;
    });
    Add(1, "after");
    Pass();
    EXPECT_THAT(calls, ElementsAre("queue", "after", "next"));
    calls.clear();
    hooks.SetQueueHandler(7, [&](Ptr<NfStolenPacket> p) {
        calls.emplace_back("handler");
        p->Reinject(NfVerdict::DROP);
    });
    Pass();
    EXPECT_THAT(calls, ElementsAre("queue", "handler", "dropped"));
}

TEST_F(HookRegistryTest, QueueHandlerDecides)
{
    Add(0, "queue", NfVerdict::QUEUE);
    Add(1, "after");
    hooks.SetQueueHandler(0, [&](Ptr<NfStolenPacket> p) {
        calls.emplace_back("handler");
        p->Reinject(NfVerdict::ACCEPT);
    });
    Pass();
    EXPECT_THAT(calls, ElementsAre("queue", "handler", "after", "next"));
}

TEST_F(HookRegistryTest, UnregisterDuringTraversalIsSafe)
{
    NfHookRegistry::Id self = 0;
    NfHookRegistry::Id later = 0;
    self = hooks.Register(NfFamily::IPV4, NfHook::FORWARD, 0, [&](NfPacket&) {
        calls.emplace_back("self");
        hooks.Unregister(self);
        hooks.Unregister(later);
        Add(5, "added");
        Add(-5, "too early for this packet");
        return NfVerdict::ACCEPT;
    });
    later = Add(1, "later");
    Add(2, "last");
    Pass();
    EXPECT_THAT(calls, ElementsAre("self", "last", "added", "next"));
}

TEST_F(HookRegistryTest, TracesEnterAndLeave)
{
    static std::vector<std::string> trace;
    trace.clear();
    hooks.m_enter.ConnectWithoutContext(
        Callback<void, const NfPacket&>([](const NfPacket&) { trace.emplace_back("enter"); }));
    hooks.m_leave.ConnectWithoutContext(
        Callback<void, const NfPacket&, NfVerdict, const std::string&>(
            [](const NfPacket&, NfVerdict v, const std::string& name) {
                trace.push_back(NfToString(v) + (" by " + name));
            }));
    EXPECT_FALSE(hooks.IsIdle());
    Add(0, "a", NfVerdict::DROP);
    Pass();
    EXPECT_THAT(trace, ElementsAre("enter", "DROP by a"));
}

TEST(PacketTest, WritesReachThePayloadAndKeepItsMetadata)
{
    Ptr<Packet> payload = Create<Packet>(100);
    UdpHeader udp;
    udp.SetSourcePort(1000);
    udp.SetDestinationPort(53);
    payload->AddHeader(udp);
    uint64_t uid = payload->GetUid();
    NfPacket packet(NfIpHeader{}, payload);
    EXPECT_EQ(packet.L4(NfPacket::L4_WINDOW), nullptr);
    uint8_t* l4 = packet.MutableL4(8);
    ASSERT_NE(l4, nullptr);
    l4[1] = 0x99;
    EXPECT_EQ(packet.CopyPayload()[1], 0x99);
    Ptr<Packet> out = packet.GetPayload();
    EXPECT_EQ(out->GetUid(), uid);
    EXPECT_EQ(out->GetSize(), 108U);
    auto items = out->BeginItem();
    PacketMetadata::Item item = items.Next();
    EXPECT_EQ(item.tid.GetName(), "ns3::UdpHeader");
    out->RemoveHeader(udp);
    EXPECT_EQ(udp.GetSourcePort(), 0x0399);
}
