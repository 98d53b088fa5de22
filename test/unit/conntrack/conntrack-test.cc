// SPDX-License-Identifier: GPL-2.0-only

#include "conntrack-fixture.h"
#include "nf-packet-tuple.h"

using namespace ns3;
using ::testing::ElementsAre;

TEST_F(ConntrackTest, Behaviour32HooksOnlyWhileActive)
{
    EXPECT_TRUE(netns.hooks.IsIdle());
    conntrack->Activate();
    conntrack->Activate();
    EXPECT_FALSE(netns.hooks.IsEmpty(NfFamily::IPV4, NfHook::PREROUTING));
    EXPECT_FALSE(netns.hooks.IsEmpty(NfFamily::IPV4, NfHook::INPUT));
    EXPECT_TRUE(netns.hooks.IsEmpty(NfFamily::IPV4, NfHook::FORWARD));
    EXPECT_FALSE(netns.hooks.IsEmpty(NfFamily::IPV4, NfHook::OUTPUT));
    EXPECT_FALSE(netns.hooks.IsEmpty(NfFamily::IPV4, NfHook::POSTROUTING));
    EXPECT_EQ(netns.conntrack, PeekPointer(conntrack));
    conntrack->Deactivate();
    EXPECT_TRUE(netns.hooks.IsIdle());
}

TEST_F(ConntrackTest, Behaviour33EntryExistsOnlyOnceConfirmed)
{
    NfPacket first = Udp();
    EXPECT_EQ(Track(first), "NEW");
    EXPECT_EQ(conntrack->GetSize(), 0U);
    NfPacket second = Udp();
    EXPECT_EQ(Pass(second), "NEW");
    EXPECT_NE(first.ct, second.ct);
    EXPECT_EQ(conntrack->GetSize(), 1U);
}

TEST_F(ConntrackTest, Behaviour33ExistingEntryIsUpdatedEvenIfThePacketIsDropped)
{
    Pass(Udp());
    NfPacket reply = Udp(true);
    EXPECT_EQ(Track(reply), "ESTABLISHED"); // and never confirmed
    EXPECT_TRUE(Only().Has(NfCtStatus::SEEN_REPLY));
    EXPECT_EQ(Pass(Udp()), "ESTABLISHED");
}

TEST_F(ConntrackTest, Behaviour34UdpLengths)
{
    NfPacket zeroPort = Udp(false, 0);
    EXPECT_EQ(Pass(zeroPort), "NEW");
    EXPECT_EQ(Pass(Make(NfProtocol::UDP, std::vector<uint8_t>(7))), "INVALID");
    NfPacket longer = Udp();
    NfWrite16(longer.MutableL4(8) + 4, 13);
    EXPECT_EQ(Pass(longer), "INVALID");
    NfPacket shorter = Udp();
    NfWrite16(shorter.MutableL4(8) + 4, 7);
    EXPECT_EQ(Pass(shorter), "INVALID");
    NfPacket padded = Udp();
    NfWrite16(padded.MutableL4(8) + 4, 8);
    EXPECT_EQ(Pass(padded), "NEW");
}

TEST_F(ConntrackTest, Behaviour34UdpChecksums)
{
    conntrack->SetAttribute("VerifyChecksums", BooleanValue(true));
    EXPECT_EQ(Pass(Udp()), "NEW"); // zero: none was computed
    NfPacket bad = Udp();
    NfWrite16(bad.MutableL4(8) + 6, 1);
    EXPECT_EQ(Pass(bad), "INVALID");
    NfPacket good = Udp(false, 1001);
    std::vector<uint8_t> bytes = good.CopyPayload();
    uint64_t sum = NfChecksum::PseudoHeader(NfFamily::IPV4,
                                            good.ip.source,
                                            good.ip.destination,
                                            NfProtocol::UDP,
                                            bytes.size());
    NfWrite16(good.MutableL4(8) + 6,
              NfChecksum::Finish(NfChecksum::Add(bytes.data(), bytes.size(), sum)));
    EXPECT_EQ(Pass(good), "NEW");
}

TEST_F(ConntrackTest, Behaviour35IcmpQueries)
{
    for (uint8_t type = 0; type < 30; ++type)
    {
        bool opens = type == 8 || type == 13 || type == 15 || type == 17;
        EXPECT_EQ(Pass(Icmp(type, 100 + type)), opens ? "NEW" : "INVALID") << int{type};
    }
    EXPECT_EQ(Pass(Icmp(0, 108, true)), "ESTABLISHED");
    EXPECT_EQ(Pass(Icmp(8, 108)), "ESTABLISHED");
    EXPECT_EQ(Pass(Icmp(0, 109, true)), "INVALID");
}

TEST_F(ConntrackTest, Behaviour35ErrorsAreRelated)
{
    Pass(Udp());
    for (uint8_t type : {3, 4, 5, 11, 12})
    {
        NfPacket error = Error(Udp(), type, 1);
        EXPECT_EQ(Pass(error), "RELATED");
        EXPECT_EQ(error.ctDirection, NfDirection::REPLY);
    }
    EXPECT_EQ(Only().counters[1].packets, 0U);
    NfPacket aboutReply = Error(Udp(true), 3, 1);
    EXPECT_EQ(Pass(aboutReply), "RELATED");
    EXPECT_EQ(aboutReply.ctDirection, NfDirection::ORIGINAL);
}

TEST_F(ConntrackTest, Behaviour35ErrorsThatDoNotFitAreInvalid)
{
    Pass(Udp());
    EXPECT_EQ(Pass(Error(Udp(false, 1001), 3, 1)), "INVALID");
    NfPacket elsewhere = Error(Udp(), 3, 1);
    elsewhere.ip.destination = NfAddress(0x0a000009U);
    EXPECT_EQ(Pass(elsewhere), "INVALID");
    EXPECT_EQ(Pass(Error(Udp(), 3, 1, 23)), "INVALID"); // no room for ports
    EXPECT_EQ(Pass(Error(Udp(), 3, 1, 24)), "RELATED");
    EXPECT_EQ(Pass(Error(Udp(), 3, 1, 0)), "INVALID");
}

TEST_F(ConntrackTest, Behaviour36ErrorsAboutUntrackedPacketsAreInvalid)
{
    NfPacket untracked = Udp();
    untracked.ctState = NfCtState::UNTRACKED;
    EXPECT_EQ(Pass(untracked), "UNTRACKED");
    EXPECT_EQ(conntrack->GetSize(), 0U);
    EXPECT_EQ(Pass(Error(Udp(), 3, 1)), "INVALID");
}

TEST_F(ConntrackTest, Behaviour38UdpBecomesAStreamAfterTwoSeconds)
{
    Pass(Udp());
    EXPECT_EQ(Left(), 30);
    Advance(Seconds(1));
    Pass(Udp(true));
    Pass(Udp());
    EXPECT_EQ(Left(), 30);
    EXPECT_FALSE(Assured());
    Advance(Seconds(1));
    Pass(Udp());
    EXPECT_FALSE(Assured()); // exactly two seconds
    Advance(MilliSeconds(1));
    Pass(Udp());
    EXPECT_EQ(Left(), 120);
    EXPECT_TRUE(Assured());
}

TEST_F(ConntrackTest, Behaviour38UdpWithoutAnswerIsNeverAssured)
{
    Pass(Udp());
    Advance(Seconds(5));
    Pass(Udp());
    EXPECT_EQ(Left(), 30);
    EXPECT_FALSE(Assured());
}

TEST_F(ConntrackTest, Behaviour38OtherTimeouts)
{
    Pass(Make(99, {1, 2, 3}));
    EXPECT_EQ(Left(), 600);
    EXPECT_EQ(Pass(Make(99, {}, true)), "ESTABLISHED");
    conntrack->Flush();
    Pass(Icmp(8));
    EXPECT_EQ(Left(), 30);
}

TEST_F(ConntrackTest, Behaviour48AttachedConnectionStays)
{
    NfPacket local = Udp();
    Pass(local);
    NfPacket back = Udp();
    back.ct = local.ct;
    back.ctState = local.ctState;
    EXPECT_EQ(Pass(back), "NEW");
    EXPECT_EQ(Only().counters[0].packets, 1U);
}

TEST_F(ConntrackTest, Behaviour49ZonesAreSeparate)
{
    NfPacket zoned = Udp();
    zoned.ct = NfConntrack::MakeTemplate(5);
    Pass(zoned);
    Pass(Udp());
    EXPECT_EQ(conntrack->GetSize(), 2U);
    NfPacket reply = Udp(true);
    reply.ct = NfConntrack::MakeTemplate(5);
    EXPECT_EQ(Pass(reply), "ESTABLISHED");
    EXPECT_EQ(NfGetConnection(reply)->zone, 5);
}

TEST_F(ConntrackTest, Behaviour49ZoneOfTheOriginalDirection)
{
    NfPacket zoned = Udp();
    zoned.ct = NfConntrack::MakeTemplate(5, 1);
    Pass(zoned);
    EXPECT_EQ(Pass(Udp(true)), "ESTABLISHED"); // needs no zone
    NfPacket again = Udp();
    again.ct = NfConntrack::MakeTemplate(5, 1);
    EXPECT_EQ(Pass(again), "ESTABLISHED");
    EXPECT_EQ(conntrack->GetSize(), 1U);
}

TEST_F(ConntrackTest, Behaviour49ZoneOfBothMustBeSetForReplies)
{
    NfPacket zoned = Udp();
    zoned.ct = NfConntrack::MakeTemplate(5);
    Pass(zoned);
    EXPECT_EQ(Pass(Udp(true)), "NEW");
}

TEST_F(ConntrackTest, Behaviour22TakenTuples)
{
    NfPacket first = Udp();
    Pass(first);
    NfPacket other = Udp(false, 2000);
    Track(other);
    NfConnection& newcomer = *NfGetConnection(other);
    const NfConnection& present = Only();
    EXPECT_TRUE(conntrack->IsTaken(present.Reply(), newcomer));
    EXPECT_TRUE(conntrack->IsTaken(present.Original(), newcomer));
    EXPECT_FALSE(conntrack->IsTaken(newcomer.Reply(), newcomer));
    NfPacket sameFlow = Udp();
    sameFlow.ct = NfConntrack::MakeTemplate(0);
    NfConnection twin;
    twin.tuples = present.tuples;
    EXPECT_FALSE(conntrack->IsTaken(present.Reply(), twin));
    newcomer.zone = 3;
    EXPECT_FALSE(conntrack->IsTaken(present.Reply(), newcomer));
}

TEST_F(ConntrackTest, Behaviour25TakenReplyTupleDropsAtConfirm)
{
    Pass(Udp());
    NfPacket other = Udp(false, 2000);
    Track(other);
    NfConnection* connection = NfGetConnection(other);
    connection->status |= NfCtStatus::SRC_NAT_DONE;
    Only().status |= NfCtStatus::SRC_NAT_DONE;
    conntrack->AlterReply(*connection, Only().Reply());
    other.hook = NfHook::POSTROUTING;
    EXPECT_EQ(conntrack->Confirm(other), NfVerdict::DROP);
    EXPECT_EQ(conntrack->GetStatistics().insertFailed, 1U);
    EXPECT_EQ(events.back(), "DESTROY insert failed @0");
    EXPECT_EQ(conntrack->GetSize(), 1U);
}

TEST_F(ConntrackTest, TwoFirstPacketsOfAFlowShareTheEntry)
{
    NfPacket first = Udp();
    Track(first);
    NfPacket second = Udp();
    Track(second);
    EXPECT_EQ(conntrack->Confirm(first), NfVerdict::ACCEPT);
    EXPECT_EQ(conntrack->Confirm(second), NfVerdict::ACCEPT);
    EXPECT_EQ(second.ct, first.ct);
    EXPECT_EQ(Only().counters[0].packets, 2U);
    NfPacket tcp1 = Tcp({"S", 1});
    NfPacket tcp2 = Tcp({"S", 1});
    Track(tcp1);
    Track(tcp2);
    EXPECT_EQ(conntrack->Confirm(tcp1), NfVerdict::ACCEPT);
    EXPECT_EQ(conntrack->Confirm(tcp2), NfVerdict::DROP);
}

TEST_F(ConntrackTest, ExpiryIsReportedInOrderWithItsTime)
{
    Pass(Udp(false, 1001));
    Pass(Udp(false, 1002));
    Advance(Seconds(10));
    Pass(Udp(false, 1003));
    Pass(Udp(false, 1001)); // lives on until 40
    events.clear();
    destroyedIds.clear();
    Advance(Seconds(29));
    EXPECT_EQ(conntrack->GetSize(), 2U);
    Advance(Seconds(100));
    EXPECT_EQ(conntrack->GetSize(), 0U);
    EXPECT_THAT(
        events,
        ElementsAre("DESTROY timeout @30000", "DESTROY timeout @40000", "DESTROY timeout @40000"));
    EXPECT_THAT(destroyedIds, ElementsAre(2, 1, 3));
}

TEST_F(ConntrackTest, ExpiredExactlyAtItsTime)
{
    Pass(Udp());
    Advance(Seconds(30) - NanoSeconds(1));
    EXPECT_TRUE(conntrack->Find(Only().Original()));
    NfTuple tuple = Only().Original();
    Advance(NanoSeconds(1));
    EXPECT_FALSE(conntrack->Find(tuple));
    EXPECT_EQ(Pass(Udp()), "NEW");
    EXPECT_EQ(Only().id, 2U);
}

TEST_F(ConntrackTest, FullTableEvictsWhatIsNotAssured)
{
    conntrack->SetAttribute("MaxEntries", UintegerValue(2));
    Handshake();
    Pass(Udp(false, 1001));
    EXPECT_EQ(Pass(Udp(false, 1002)), "NEW");
    EXPECT_EQ(conntrack->GetSize(), 2U);
    EXPECT_EQ(conntrack->GetStatistics().earlyDrop, 1U);
    EXPECT_EQ(events.at(events.size() - 2), "DESTROY early drop @0");
    for (NfConnection* connection : {PeekPointer(conntrack->GetConnections()[1])})
    {
        connection->status |= NfCtStatus::ASSURED;
    }
    EXPECT_EQ(Pass(Udp(false, 1003)), "DROP");
    EXPECT_EQ(conntrack->GetStatistics().drop, 1U);
}

TEST_F(ConntrackTest, FullTableLooksForRoomInEightBucketsOnly)
{
    constexpr uint32_t limit = 1000;
    conntrack->SetAttribute("MaxEntries", UintegerValue(limit));
    for (uint16_t i = 0; i < limit; ++i)
    {
        ASSERT_EQ(Pass(Udp(false, 1000 + i)), "NEW");
    }
    ASSERT_EQ(conntrack->GetSize(), limit);
    const auto all = conntrack->GetConnections();
    for (const Ptr<NfConnection>& connection : all)
    {
        connection->status |= NfCtStatus::ASSURED;
    }
    all[500]->status &= ~NfCtStatus::ASSURED;
    uint32_t dropped = 0;
    for (uint16_t i = 0; i < 20; ++i)
    {
        dropped += Pass(Udp(false, 20000 + i)) == "DROP";
    }
    EXPECT_GE(dropped, 18U) << "one entry of a thousand is seldom near a newcomer";
    EXPECT_EQ(conntrack->GetStatistics().drop, dropped);
    EXPECT_EQ(conntrack->GetStatistics().earlyDrop, 20 - dropped);
    EXPECT_EQ(netns.log.size(), 10U) << "Linux logs ten of them in five seconds";
    EXPECT_EQ(netns.log.at(0), "nf_conntrack: table full, dropping packet");
    conntrack->SetAttribute("Buckets", UintegerValue(8));
    all[500]->status &= ~NfCtStatus::ASSURED;
    EXPECT_EQ(Pass(Udp(false, 30000)), dropped == 20 ? "NEW" : "DROP")
        << "eight buckets are the whole table";
}

TEST_F(ConntrackTest, CollectorMakesRoomAfterADrop)
{
    constexpr uint32_t limit = 200;
    conntrack->SetAttribute("MaxEntries", UintegerValue(limit));
    conntrack->SetAttribute("UdpTimeout", TimeValue(Hours(1)));
    for (uint16_t i = 0; i < limit; ++i)
    {
        Pass(Udp(false, 1000 + i));
    }
    for (const Ptr<NfConnection>& connection : conntrack->GetConnections())
    {
        connection->status |= NfCtStatus::ASSURED;
    }
    EXPECT_EQ(Pass(Udp(false, 2000)), "DROP");
    for (const Ptr<NfConnection>& connection : conntrack->GetConnections())
    {
        connection->status &= ~NfCtStatus::ASSURED;
    }
    // The mean of 100 times 60 s and 200 times 300 s is more than the collector's longest pace.
    Advance(Seconds(59));
    EXPECT_EQ(Pass(Udp(false, 2001)), "NEW");
    EXPECT_GE(conntrack->GetSize(), limit - 5) << "early drop, no collector yet";
    while (conntrack->GetSize() < limit)
    {
        Pass(Udp(false, 3000 + conntrack->GetSize()));
    }
    Advance(Seconds(2));
    EXPECT_EQ(Pass(Udp(false, 2002)), "NEW");
    EXPECT_EQ(conntrack->GetSize(), limit / 100 * 95) << "up to 95 % of the limit may stay";
}

TEST_F(ConntrackTest, RemoveAndFlush)
{
    Pass(Udp(false, 1001));
    Pass(Udp(false, 1002));
    Pass(Udp(false, 1003));
    auto all = conntrack->GetConnections();
    conntrack->Remove(*all[1]);
    conntrack->Remove(*all[1]);
    EXPECT_EQ(conntrack->GetSize(), 2U);
    events.clear();
    conntrack->Flush();
    EXPECT_THAT(events, ElementsAre("DESTROY flushed @0", "DESTROY flushed @0"));
    NfPacket fresh = Udp();
    Track(fresh);
    conntrack->Remove(*NfGetConnection(fresh));
    EXPECT_EQ(conntrack->Confirm(fresh), NfVerdict::DROP);
}

TEST_F(ConntrackTest, TuplesInvertAndPrint)
{
    NfTuple udp = *NfGetTuple(Udp());
    EXPECT_EQ(udp.ToString(), "udp 10.0.0.2:1000 > 198.51.100.1:53");
    EXPECT_EQ(NfInvertTuple(udp)->ToString(), "udp 198.51.100.1:53 > 10.0.0.2:1000");
    NfTuple icmp = *NfGetTuple(Icmp(8));
    EXPECT_EQ(icmp.ToString(), "icmp 10.0.0.2 > 198.51.100.1 type 8 code 0 id 7");
    EXPECT_EQ(NfInvertTuple(icmp)->ToString(), "icmp 198.51.100.1 > 10.0.0.2 type 0 code 0 id 7");
    icmp.destinationPort = 3 << 8;
    EXPECT_FALSE(NfInvertTuple(icmp));
}

TEST_F(ConntrackTest, ExpectedConnectionIsRelated)
{
    Handshake();
    Only().mark = 9;
    NfExpectation expectation;
    expectation.master = &Only();
    expectation.tuple = *NfGetTuple(Udp());
    expectation.sourceMask = NfAddress(0xffffffffU);
    int called = 0;
    expectation.callback = [&](NfConnection&, const NfExpectation&) { ++called; };
    EXPECT_TRUE(conntrack->Expect(expectation));
    EXPECT_TRUE(conntrack->Expect(expectation)); // renewed
    EXPECT_EQ(conntrack->GetExpectations().size(), 1U);
    NfPacket packet = Udp();
    EXPECT_EQ(Pass(packet), "RELATED");
    EXPECT_EQ(NfGetConnection(packet)->mark, 9U);
    EXPECT_EQ(called, 1);
    EXPECT_EQ(conntrack->GetExpectations().size(), 0U);
    EXPECT_EQ(Pass(Udp(true)), "ESTABLISHED");
    EXPECT_EQ(Pass(Udp(false, 1001)), "NEW");
}

TEST_F(ConntrackTest, AnEqualExpectationOfAnotherConnectionMayDo)
{
    Handshake();
    NfExpectation expectation;
    expectation.master = &Only();
    expectation.tuple = *NfGetTuple(Udp());
    const auto first = conntrack->ExpectOnce(expectation);
    ASSERT_TRUE(first);
    EXPECT_NE(*first, 0U);
    const auto again = conntrack->ExpectOnce(expectation);
    ASSERT_TRUE(again);
    EXPECT_GT(*again, *first) << "renewed";
    NfExpectation other = expectation;
    other.master = Create<NfConnection>();
    EXPECT_EQ(conntrack->ExpectOnce(other), std::optional<uint64_t>(0));
    EXPECT_FALSE(conntrack->Expect(other));
    other.sourceMask = NfAddress(0xffffffffU);
    EXPECT_FALSE(conntrack->ExpectOnce(other)) << "it covers some of the packets only";
    EXPECT_EQ(conntrack->GetExpectations().size(), 1U);
}

/// Expects what it has been told, and lets nothing pass.
class RefusingHelper : public NfConnectionHelper
{
  public:
    std::string GetName() const override
    {
        return "refusing";
    }

    uint8_t GetProtocol() const override
    {
        return NfProtocol::UDP;
    }

    uint16_t GetPort() const override
    {
        return 53;
    }

    NfVerdict Help(NfPacket& packet,
                   NfConnection& connection,
                   NfConntrack& conntrack) const override
    {
        NfExpectation expectation;
        expectation.master = &connection;
        expectation.tuple = *NfGetTuple(packet);
        expectations += conntrack.Expect(expectation);
        return NfVerdict::DROP;
    }

    mutable int expectations{0};
};

TEST_F(ConntrackTest, AConnectionThatEndsWithItsFirstPacketLeavesNoExpectations)
{
    const RefusingHelper helper;
    NfPacket packet = Udp();
    packet.ct = NfConntrack::MakeTemplate(0, 3, &helper);
    EXPECT_EQ(Pass(packet), "DROP");
    EXPECT_EQ(helper.expectations, 1);
    EXPECT_EQ(conntrack->GetExpectations().size(), 0U);
}

TEST_F(ConntrackTest, AnInactiveExpectationWaits)
{
    Handshake();
    NfExpectation expectation;
    expectation.master = &Only();
    expectation.tuple = *NfGetTuple(Udp());
    expectation.inactive = true;
    expectation.permanent = true;
    ASSERT_TRUE(conntrack->Expect(expectation));
    NfPacket early = Udp();
    EXPECT_EQ(Pass(early), "NEW");
    conntrack->Remove(*NfGetConnection(early));
    const auto found = conntrack->FindExpectation(expectation.tuple, 0);
    ASSERT_TRUE(found);
    conntrack->ActivateExpectation(found->id, Seconds(100));
    EXPECT_EQ(Pass(Udp()), "RELATED");
    EXPECT_EQ(conntrack->GetExpectations().size(), 1U) << "it is permanent";
    Advance(Seconds(100));
    EXPECT_EQ(conntrack->GetExpectations().size(), 0U);
}

TEST_F(ConntrackTest, ExpectationsEndWithTimeAndMaster)
{
    Handshake();
    NfExpectation expectation;
    expectation.master = &Only();
    expectation.tuple = *NfGetTuple(Udp());
    conntrack->Expect(expectation);
    Advance(Minutes(5));
    EXPECT_EQ(Pass(Udp()), "NEW");
    conntrack->Expect(expectation);
    conntrack->Remove(*expectation.master);
    EXPECT_EQ(conntrack->GetExpectations().size(), 0U);
}
