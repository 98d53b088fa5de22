// SPDX-License-Identifier: GPL-2.0-only

#include "conntrack-fixture.h"

using namespace ns3;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::StartsWith;
using TcpTrackingTest = ConntrackTest;

TEST_F(TcpTrackingTest, Behaviour34BrokenHeadersAreInvalid)
{
    EXPECT_EQ(Pass(Make(NfProtocol::TCP, std::vector<uint8_t>(19))), "INVALID");
    std::vector<uint8_t> bytes(20);
    bytes[12] = 6 << 4; // says 24 bytes
    bytes[13] = TcpFlags("S");
    EXPECT_EQ(Pass(Make(NfProtocol::TCP, bytes)), "INVALID");
    bytes[12] = 4 << 4;
    EXPECT_EQ(Pass(Make(NfProtocol::TCP, bytes)), "INVALID");
    bytes[12] = 5 << 4;
    EXPECT_EQ(Pass(Make(NfProtocol::TCP, bytes)), "NEW");
}

TEST_F(TcpTrackingTest, Behaviour39FirstSegmentsByFlags)
{
    for (const char* flags :
         {"SF", "SR", "", "F", "FPU", "FSRPAU", "R", "RA", "SA", "FA", "P", "U", "SAR"})
    {
        EXPECT_EQ(FromClient({flags, 100}), "INVALID") << flags;
    }
    EXPECT_EQ(conntrack->GetSize(), 0U);
    EXPECT_EQ(Pass(Tcp({"SPU", 100}, false, 1001)), "NEW");
    EXPECT_EQ(Pass(Tcp({"SEC", 100}, false, 1002)), "NEW");
}

TEST_F(TcpTrackingTest, Behaviour40LoneAckIsPickedUp)
{
    EXPECT_EQ(FromClient({"A", 100, 200}), "NEW");
    EXPECT_EQ(State(), "ESTABLISHED");
    EXPECT_EQ(Left(), 300);
    EXPECT_FALSE(Assured());
    // The answer makes it a full connection.
    EXPECT_EQ(FromServer({"A", 200, 100}), "ESTABLISHED");
    EXPECT_EQ(FromClient({"A", 100, 200}), "ESTABLISHED");
    EXPECT_TRUE(Assured());
}

TEST_F(TcpTrackingTest, Behaviour40NotWithoutLoose)
{
    conntrack->SetAttribute("TcpLoose", BooleanValue(false));
    EXPECT_EQ(FromClient({"A", 100, 200}), "INVALID");
    EXPECT_EQ(FromClient({"S", 100}), "NEW");
}

TEST_F(TcpTrackingTest, Behaviour41AssuredAtHandshakesLastAck)
{
    FromClient({"S", 100});
    EXPECT_EQ(State(), "SYN_SENT");
    EXPECT_EQ(Left(), 120);
    FromServer({"SA", 500, 101});
    EXPECT_EQ(State(), "SYN_RECV");
    EXPECT_EQ(Left(), 60);
    EXPECT_FALSE(Assured());
    FromClient({"A", 101, 501});
    EXPECT_EQ(State(), "ESTABLISHED");
    EXPECT_EQ(Left(), 432000);
    EXPECT_TRUE(Assured());
    EXPECT_THAT(events,
                ElementsAre("NEW",
                            "STATE_CHANGE SYN_SENT>SYN_RECV",
                            "REPLY",
                            "STATE_CHANGE SYN_RECV>ESTABLISHED",
                            "ASSURED"));
}

TEST_F(TcpTrackingTest, Behaviour41UnacknowledgedDataShortens)
{
    Handshake();
    EXPECT_EQ(FromClient({"PA", 101, 501, 1000, 10}), "ESTABLISHED");
    EXPECT_EQ(Left(), 300);
    EXPECT_EQ(FromServer({"A", 501, 111}), "ESTABLISHED");
    EXPECT_EQ(Left(), 432000);
}

TEST_F(TcpTrackingTest, Behaviour42RepeatedSynNeitherRefreshesNorCounts)
{
    FromClient({"S", 100});
    Advance(Seconds(10));
    EXPECT_EQ(FromClient({"S", 100}), "NEW");
    EXPECT_EQ(Left(), 110);
    EXPECT_EQ(Only().counters[0].packets, 1U);
}

TEST_F(TcpTrackingTest, Behaviour43RstAsFirstAnswerDeletes)
{
    FromClient({"S", 100});
    EXPECT_EQ(FromServer({"RA", 0, 101}), "ESTABLISHED");
    EXPECT_EQ(conntrack->GetSize(), 0U);
    // Listeners are not told of the state and the reply of what is gone.
    EXPECT_THAT(events, ElementsAre(StartsWith("NEW"), "DESTROY reset @0"));
}

TEST_F(TcpTrackingTest, Behaviour43RstAfterAReplyCloses)
{
    FromClient({"S", 100});
    FromServer({"SA", 500, 101});
    EXPECT_EQ(FromServer({"RA", 501, 101}), "ESTABLISHED");
    EXPECT_EQ(State(), "CLOSE");
    EXPECT_EQ(Left(), 10);
}

TEST_F(TcpTrackingTest, Behaviour44RstInWindowButNotExactStaysEstablished)
{
    Handshake();
    EXPECT_EQ(FromServer({"R", 601}), "ESTABLISHED");
    EXPECT_EQ(State(), "ESTABLISHED");
    EXPECT_EQ(Left(), 10);
}

TEST_F(TcpTrackingTest, Behaviour44ExactRstCloses)
{
    Handshake();
    EXPECT_EQ(FromServer({"R", 501}), "ESTABLISHED");
    EXPECT_EQ(State(), "CLOSE");
}

TEST_F(TcpTrackingTest, Behaviour44RstFarOutsideIsInvalid)
{
    Handshake();
    EXPECT_EQ(FromServer({"R", 400}), "INVALID");
    EXPECT_EQ(FromServer({"R", 100000}), "INVALID");
    EXPECT_EQ(State(), "ESTABLISHED");
    conntrack->SetAttribute("TcpIgnoreInvalidRst", BooleanValue(true));
    EXPECT_EQ(FromServer({"R", 400}), "ESTABLISHED");
}

TEST_F(TcpTrackingTest, Behaviour45BeyondTheWindowIsInvalid)
{
    Handshake();
    NfConnection before = Only();
    EXPECT_EQ(FromClient({"PA", 101 + 5000, 501, 1000, 10}), "INVALID");
    EXPECT_EQ(FromClient({"A", 101, 502}), "INVALID"); // never sent
    EXPECT_EQ(Only().counters[0].packets, before.counters[0].packets);
    EXPECT_EQ(Only().timeout, before.timeout);
    conntrack->SetAttribute("TcpBeLiberal", BooleanValue(true));
    EXPECT_EQ(FromClient({"PA", 101 + 5000, 501, 1000, 10}), "ESTABLISHED");
}

TEST_F(TcpTrackingTest, Behaviour45VeryOldDataPassesUncounted)
{
    Handshake();
    uint64_t counted = Only().counters[0].packets;
    EXPECT_EQ(FromClient({"PA", 101U - 3000, 501, 1000, 10}), "ESTABLISHED");
    EXPECT_EQ(Only().counters[0].packets, counted);
    EXPECT_EQ(FromClient({"A", 101, 501U - 100000}), "ESTABLISHED");
    EXPECT_EQ(Only().counters[0].packets, counted);
}

TEST_F(TcpTrackingTest, Behaviour45WindowScaleCounts)
{
    std::vector<uint8_t> scale7{1, 3, 3, 7};
    FromClient({"S", 100, 0, 1000, 0, scale7});
    FromServer({"SA", 500, 101, 1000, 0, scale7});
    FromClient({"A", 101, 501});
    FromServer({"A", 501, 101}); // 1000 << 7 from now on
    EXPECT_EQ(FromClient({"PA", 101 + 100000, 501, 1000, 10}), "ESTABLISHED");
    EXPECT_EQ(FromClient({"PA", 101 + 400000, 501, 1000, 10}), "INVALID");
}

TEST_F(TcpTrackingTest, Behaviour45ScaleOfOneSideIsIgnored)
{
    FromClient({"S", 100, 0, 1000, 0, {1, 3, 3, 7}});
    FromServer({"SA", 500, 101});
    EXPECT_EQ(Only().tcp.sides[0].scale, 0);
}

TEST_F(TcpTrackingTest, Behaviour46SynInEstablishedIsIgnored)
{
    Handshake();
    EXPECT_EQ(FromClient({"S", 9000}), "ESTABLISHED");
    EXPECT_EQ(State(), "ESTABLISHED");
    EXPECT_EQ(Only().id, 1U);
}

TEST_F(TcpTrackingTest, AnsweredSynInEstablishedResynchronises)
{
    Handshake();
    FromClient({"S", 9000});
    EXPECT_EQ(FromServer({"SA", 7000, 9001}), "ESTABLISHED");
    EXPECT_EQ(State(), "SYN_RECV");
    EXPECT_EQ(FromClient({"A", 9001, 7001}), "ESTABLISHED");
    EXPECT_EQ(State(), "ESTABLISHED");
}

TEST_F(TcpTrackingTest, Behaviour46SynInTimeWaitMakesANewEntry)
{
    Handshake();
    FromClient({"FA", 101, 501});
    EXPECT_EQ(State(), "FIN_WAIT");
    EXPECT_EQ(Left(), 120);
    FromServer({"A", 501, 102});
    EXPECT_EQ(State(), "CLOSE_WAIT");
    EXPECT_EQ(Left(), 60);
    FromServer({"FA", 501, 102});
    EXPECT_EQ(State(), "LAST_ACK");
    EXPECT_EQ(Left(), 30);
    FromClient({"A", 102, 502});
    EXPECT_EQ(State(), "TIME_WAIT");
    EXPECT_EQ(Left(), 120);
    EXPECT_EQ(FromServer({"S", 20000}), "NEW");
    EXPECT_EQ(State(), "SYN_SENT");
    EXPECT_EQ(Only().id, 2U);
    EXPECT_EQ(Only().Original().sourcePort, 80);
    EXPECT_THAT(events, Contains("DESTROY replaced @0"));
}

TEST_F(TcpTrackingTest, Behaviour46InCloseOnlyTheResettersSynReopens)
{
    Handshake();
    FromServer({"R", 501});
    EXPECT_EQ(FromClient({"S", 9000}), "ESTABLISHED"); // ignored
    EXPECT_EQ(Only().id, 1U);

    conntrack->Flush();
    Handshake();
    FromClient({"R", 101});
    EXPECT_EQ(State(), "CLOSE");
    EXPECT_EQ(FromClient({"S", 9000}), "NEW");
    EXPECT_EQ(Only().id, 3U);
}

TEST_F(TcpTrackingTest, Behaviour47SimultaneousOpen)
{
    FromClient({"S", 100});
    EXPECT_EQ(FromServer({"S", 500}), "ESTABLISHED");
    EXPECT_EQ(State(), "SYN_SENT2");
    EXPECT_EQ(FromClient({"SA", 100, 501}), "ESTABLISHED");
    EXPECT_EQ(State(), "SYN_RECV");
    FromServer({"A", 501, 101});
    EXPECT_EQ(State(), "ESTABLISHED");
}

TEST_F(TcpTrackingTest, Behaviour47SynAckWithAWrongAckIsInvalid)
{
    FromClient({"S", 100});
    EXPECT_EQ(FromServer({"SA", 500, 777}), "INVALID");
    EXPECT_EQ(State(), "SYN_SENT");
}

TEST_F(TcpTrackingTest, ChallengeAckInLastAckIsNotTheLastAck)
{
    Handshake();
    FromServer({"FA", 501, 101});
    FromClient({"FA", 101, 502});
    EXPECT_EQ(State(), "LAST_ACK");
    EXPECT_EQ(FromClient({"S", 9000}), "ESTABLISHED");
    EXPECT_EQ(FromServer({"A", 502, 102}), "ESTABLISHED");
    EXPECT_EQ(State(), "LAST_ACK");
    FromServer({"A", 502, 102});
    EXPECT_EQ(State(), "TIME_WAIT");
}

TEST_F(TcpTrackingTest, ManyRetransmissionsShorten)
{
    Handshake();
    for (int i = 0; i < 4; ++i)
    {
        FromClient({"A", 101, 501});
    }
    EXPECT_EQ(Left(), 300);
}

TEST_F(TcpTrackingTest, SackMayAcknowledgeBeyondAck)
{
    std::vector<uint8_t> sackPermitted{4, 2, 1, 1};
    FromClient({"S", 100, 0, 1000, 0, sackPermitted});
    FromServer({"SA", 500, 101, 1000, 0, sackPermitted});
    FromClient({"A", 101, 501});
    FromServer({"PA", 501, 101, 1000, 100});
    std::vector<uint8_t> sack{1, 1, 5, 10, 0, 0, 2, 0x27, 0, 0, 2, 0x59}; // 551 to 601
    EXPECT_EQ(FromClient({"A", 101, 501, 1000, 0, sack}), "ESTABLISHED");
    sack[11] = 0x5a; // 602: never sent
    EXPECT_EQ(FromClient({"A", 101, 501, 1000, 0, sack}), "INVALID");
}

TEST_F(TcpTrackingTest, BadChecksumIsInvalidOnlyInPrerouting)
{
    conntrack->SetAttribute("VerifyChecksums", BooleanValue(true));
    EXPECT_EQ(FromClient({"S", 100}), "INVALID");
    NfPacket local = Tcp({"S", 100});
    EXPECT_EQ(Track(local, NfHook::OUTPUT), "NEW");

    conntrack->SetAttribute("VerifyChecksums", BooleanValue(false));
    NfPacket known = Tcp({"S", 100});
    known.checksumBad = true;
    EXPECT_EQ(Pass(known), "INVALID");
}

TEST_F(TcpTrackingTest, PickedUpServerStaysLiberalAfterResynchronisation)
{
    FromClient({"PA", 50, 75000, 1000, 10});
    FromClient({"S", 9000});
    FromServer({"SA", 4000000, 9001});
    FromClient({"A", 9001, 4000001});
    EXPECT_EQ(FromServer({"A", 4900000, 9001}), "ESTABLISHED");
    EXPECT_EQ(FromClient({"A", 990000, 4000001}), "INVALID");
}
