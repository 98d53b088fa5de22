// SPDX-License-Identifier: GPL-2.0-only

#include "nf-connection.h"
#include "nf-queue-bypass.h"
#include "target-fixture.h"

#include <set>

using namespace ns3;

namespace
{

using SteeringTargets = TargetFixture;

const char* const UDP = "45000021000100003f1147950a000002c633640100010002000d87c868656c6c6f";

TEST_F(SteeringTargets, TraceMarksThePacket)
{
    NfPacket packet = MakePacket(UDP);
    EXPECT_EQ(Run("raw PREROUTING -j TRACE", packet), NfTargetResult::CONTINUE);
    EXPECT_TRUE(packet.traced);
}

/// What a trace says of a rule hit: the fate of the packet when the target does its work.
TEST_F(SteeringTargets, TypicalResultsAreThoseOfTheKernel)
{
    using Result = NfTargetResult;
    for (const auto& [rule, expected] : std::vector<std::pair<const char*, Result>>{
             {"filter INPUT -j REJECT", Result::DROP},
             {"nat POSTROUTING -j SNAT --to-source 10.0.0.1", Result::ACCEPT},
             {"nat PREROUTING -j DNAT --to-destination 10.0.0.1", Result::ACCEPT},
             {"nat POSTROUTING -j MASQUERADE", Result::ACCEPT},
             {"nat PREROUTING -j REDIRECT", Result::ACCEPT},
             {"nat PREROUTING -j NETMAP --to 10.0.0.0/8", Result::ACCEPT},
             {"filter INPUT -j NFQUEUE", Result::QUEUE},
             {"raw PREROUTING -j NOTRACK", Result::CONTINUE},
             {"raw PREROUTING -j CT --notrack", Result::CONTINUE},
             {"mangle FORWARD -j MARK --set-mark 1", Result::CONTINUE},
             {"filter INPUT -j LOG", Result::CONTINUE}})
    {
        EXPECT_EQ(MakeTarget(rule)->GetTypicalResult(), expected) << rule;
    }
}

TEST_F(SteeringTargets, NotrackUntracksWhatIsNotDecided)
{
    for (const char* rule : {"raw PREROUTING -j NOTRACK", "raw PREROUTING -j CT --notrack"})
    {
        NfPacket packet = MakePacket(UDP);
        EXPECT_EQ(Run(rule, packet), NfTargetResult::CONTINUE);
        EXPECT_EQ(packet.ctState, NfCtState::UNTRACKED);
        EXPECT_EQ(packet.ct, nullptr);

        NfPacket tracked = MakePacket(UDP);
        tracked.ct = Create<NfConnection>();
        tracked.ctState = NfCtState::ESTABLISHED;
        Run(rule, tracked);
        EXPECT_EQ(tracked.ctState, NfCtState::ESTABLISHED) << "a packet back from lo";
        EXPECT_NE(tracked.ct, nullptr);
    }
}

TEST_F(SteeringTargets, NotrackLeavesTheAnswerToAnUntrackedPacket)
{
    for (const char* rule : {"raw OUTPUT -j NOTRACK", "raw OUTPUT -j CT --notrack"})
    {
        NfPacket answer = MakePacket(UDP);
        answer.ctState = NfCtState::RELATED; // a label without a connection
        Run(rule, answer);
        EXPECT_EQ(answer.ctState, NfCtState::RELATED) << rule;
        EXPECT_EQ(answer.ct, nullptr);
    }
}

TEST_F(SteeringTargets, CtAttachesATemplate)
{
    NfPacket packet = MakePacket(UDP);
    packet.mark = 9;
    Run("raw PREROUTING -j CT --zone-orig 5", packet);
    const NfConnection* connection = NfGetConnection(packet);
    ASSERT_NE(connection, nullptr);
    EXPECT_TRUE(connection->Has(NfCtStatus::TEMPLATE));
    EXPECT_EQ(connection->zone, 5);
    EXPECT_EQ(connection->zoneDirections, 1);

    Run("raw PREROUTING -j CT --zone 6", packet);
    Run("raw PREROUTING -j NOTRACK", packet);
    EXPECT_EQ(NfGetConnection(packet), connection) << "the first rule wins";

    NfPacket marked = MakePacket(UDP);
    marked.mark = 9;
    Run("raw PREROUTING -j CT --zone mark", marked);
    EXPECT_EQ(NfGetConnection(marked)->zone, 9);
    EXPECT_EQ(NfGetConnection(marked)->zoneDirections, 3);

    NfPacket untracked = MakePacket(UDP);
    Run("raw PREROUTING -j NOTRACK", untracked);
    Run("raw PREROUTING -j CT --zone 6", untracked);
    EXPECT_EQ(untracked.ct, nullptr);
}

TEST_F(SteeringTargets, NfqueueNamesItsQueue)
{
    NfPacket packet = MakePacket(UDP);
    EXPECT_EQ(Run("filter FORWARD -j NFQUEUE --queue-num 5", packet), NfTargetResult::QUEUE);
    EXPECT_EQ(packet.queue, 5U);
}

TEST_F(SteeringTargets, NfqueueSaysThatNobodyNeedHandleItsQueue)
{
    NfPacket packet = MakePacket(UDP);
    EXPECT_EQ(Run("filter FORWARD -j NFQUEUE --queue-num 5 --queue-bypass", packet),
              NfTargetResult::QUEUE);
    EXPECT_EQ(packet.queue, 5U | NF_QUEUE_BYPASS);
}

TEST_F(SteeringTargets, NfqueueSpreadsConnections)
{
    auto target = MakeTarget("filter FORWARD -j NFQUEUE --queue-balance 10:13");
    std::set<uint32_t> queues;
    for (uint32_t host = 1; host <= 100; ++host)
    {
        NfPacket packet = MakePacket(UDP);
        packet.ip.source = NfAddress(0x0a000000U + host);
        target->Execute(packet);
        queues.insert(packet.queue);
        uint32_t there = packet.queue;
        std::swap(packet.ip.source, packet.ip.destination);
        target->Execute(packet);
        EXPECT_EQ(packet.queue, there) << "both directions go to one queue";
    }
    EXPECT_EQ(queues, (std::set<uint32_t>{10, 11, 12, 13}));
}

} // namespace
