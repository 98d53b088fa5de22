// SPDX-License-Identifier: GPL-2.0-only

#include "conntrack-fixture.h"
#include "nf-crc32c.h"
#include "nf-sctp-states.h"

#include <gmock/gmock.h>

using namespace ns3;

namespace
{

using namespace NfSctpChunkType;

/// A chunk for tests.
struct Chunk
{
    uint8_t type;
    uint32_t initTag{0}; //!< INIT and INIT ACK
    uint8_t flags{0};
};

class SctpTest : public ConntrackTest
{
  protected:
    NfPacket Sctp(uint32_t tag, const std::vector<Chunk>& chunks, bool reply)
    {
        constexpr std::size_t valueSize = 16;
        std::vector<uint8_t> bytes(12);
        NfWrite16(&bytes[0], reply ? 80 : 1000);
        NfWrite16(&bytes[2], reply ? 1000 : 80);
        NfWrite32(&bytes[4], tag);
        for (const Chunk& chunk : chunks)
        {
            const std::size_t at = bytes.size();
            bytes.resize(at + 4 + valueSize);
            bytes[at] = chunk.type;
            bytes[at + 1] = chunk.flags;
            NfWrite16(&bytes[at + 2], 4 + valueSize);
            NfWrite32(&bytes[at + 4], chunk.initTag);
        }
        const uint32_t crc = NfCrc32c(bytes.data(), bytes.size());
        for (unsigned i = 0; i < 4; ++i)
        {
            bytes[8 + i] = crc >> (8 * i) & 0xff;
        }
        return Make(NfProtocol::SCTP, bytes, reply);
    }

    std::string FromClient(uint32_t tag, const std::vector<Chunk>& chunks)
    {
        return Pass(Sctp(tag, chunks, false));
    }

    std::string FromServer(uint32_t tag, const std::vector<Chunk>& chunks)
    {
        return Pass(Sctp(tag, chunks, true));
    }

    std::string State()
    {
        return NfToString(Only().sctp.state);
    }

    /// The client is to be called 1, the server 2.
    void Handshake()
    {
        ASSERT_EQ(FromClient(0, {{INIT, 1}}), "NEW");
        ASSERT_EQ(FromServer(1, {{INIT_ACK, 2}}), "ESTABLISHED");
        ASSERT_EQ(FromClient(2, {{COOKIE_ECHO}, {DATA}}), "ESTABLISHED");
        ASSERT_EQ(FromServer(1, {{COOKIE_ACK}, {DATA}}), "ESTABLISHED");
    }
};

TEST_F(SctpTest, AnAssociationOpensAndCloses)
{
    Handshake();
    EXPECT_EQ(State(), "ESTABLISHED");
    EXPECT_TRUE(Assured());
    EXPECT_EQ(Left(), 210);
    EXPECT_EQ(FromServer(1, {{SHUTDOWN}}), "ESTABLISHED");
    EXPECT_EQ(State(), "SHUTDOWN_RECD");
    EXPECT_EQ(FromClient(2, {{SHUTDOWN_ACK}}), "ESTABLISHED");
    EXPECT_EQ(Left(), 3);
    EXPECT_EQ(FromServer(1, {{SHUTDOWN_COMPLETE}}), "ESTABLISHED");
    EXPECT_EQ(State(), "CLOSED");
    EXPECT_EQ(Left(), 10);
}

TEST_F(SctpTest, ChangesOfItsStateAreEvents)
{
    Handshake();
    EXPECT_THAT(events,
                testing::ElementsAre("NEW",
                                     "STATE_CHANGE CLOSED>COOKIE_WAIT",
                                     "REPLY",
                                     "STATE_CHANGE COOKIE_WAIT>COOKIE_ECHOED",
                                     "STATE_CHANGE COOKIE_ECHOED>ESTABLISHED",
                                     "ASSURED"));
}

TEST_F(SctpTest, OnlyAShutdownAckTellsTheTagOfItsAnswerByItsOwn)
{
    EXPECT_EQ(FromClient(5, {{SHUTDOWN_ACK}}), "NEW");
    EXPECT_EQ(FromServer(0, {{SHUTDOWN_COMPLETE}}), "INVALID");
    EXPECT_EQ(FromServer(5, {{SHUTDOWN_COMPLETE}}), "ESTABLISHED");
    conntrack->Flush();
    EXPECT_EQ(FromClient(5, {{HEARTBEAT_ACK}}), "NEW");
    EXPECT_EQ(FromServer(5, {{SHUTDOWN_COMPLETE}}), "INVALID");
    EXPECT_EQ(FromServer(0, {{SHUTDOWN_COMPLETE}}), "ESTABLISHED");
}

TEST_F(SctpTest, DataWithoutAnAssociationIsInvalid)
{
    for (uint8_t chunk : {DATA, uint8_t{3}, ABORT, COOKIE_ACK, SHUTDOWN_COMPLETE})
    {
        EXPECT_EQ(FromClient(5, {{chunk}}), "INVALID") << unsigned{chunk};
    }
    EXPECT_EQ(conntrack->GetConnections().size(), 0U);
}

TEST_F(SctpTest, WrongTagsAreInvalid)
{
    EXPECT_EQ(FromClient(7, {{INIT, 1}}), "INVALID") << "INIT has none";
    Handshake();
    EXPECT_EQ(FromClient(1, {{DATA}}), "INVALID");
    EXPECT_EQ(FromClient(1, {{ABORT}}), "INVALID");
    EXPECT_EQ(State(), "ESTABLISHED");
    EXPECT_EQ(FromClient(1, {{ABORT, 0, 1}}), "ESTABLISHED") << "flag T: the sender's own tag";
    EXPECT_EQ(State(), "CLOSED");
}

TEST_F(SctpTest, ChunksThatStandAloneSufferNoOther)
{
    EXPECT_EQ(FromClient(0, {{INIT, 1}, {DATA}}), "INVALID");
    EXPECT_EQ(FromClient(0, {{DATA}, {INIT, 1}}), "INVALID");
    EXPECT_EQ(FromClient(0, {}), "INVALID");
}

TEST_F(SctpTest, ARepeatedInitDoesNotLengthenALife)
{
    FromClient(0, {{INIT, 1}});
    Advance(Seconds(4));
    EXPECT_EQ(FromClient(0, {{INIT, 3}}), "NEW");
    EXPECT_EQ(Left(), 6);
    EXPECT_EQ(Only().sctp.tags[1], 3U);
}

TEST_F(SctpTest, AHeartbeatOpensASecondPath)
{
    EXPECT_EQ(FromClient(5, {{HEARTBEAT}}), "NEW");
    EXPECT_EQ(State(), "HEARTBEAT_SENT");
    EXPECT_EQ(Left(), 30);
    EXPECT_EQ(FromServer(6, {{HEARTBEAT_ACK}}), "ESTABLISHED");
    EXPECT_EQ(State(), "ESTABLISHED");
    EXPECT_EQ(FromClient(5, {{DATA}}), "ESTABLISHED");
    EXPECT_EQ(FromServer(6, {{DATA}}), "ESTABLISHED");
}

TEST_F(SctpTest, TheAnswerToAHeartbeatWithANewTagChangesTheTags)
{
    Handshake();
    Advance(Seconds(10));
    EXPECT_EQ(FromClient(9, {{HEARTBEAT}}), "ESTABLISHED");
    EXPECT_EQ(Left(), 200) << "it does not lengthen the life";
    EXPECT_EQ(FromServer(8, {{HEARTBEAT_ACK}}), "ESTABLISHED");
    EXPECT_EQ(FromServer(8, {{DATA}}), "ESTABLISHED");
    EXPECT_EQ(FromServer(1, {{DATA}}), "INVALID");
}

TEST_F(SctpTest, AWrongCrcIsInvalidIfChecksumsAreVerified)
{
    conntrack->SetAttribute("VerifyChecksums", BooleanValue(true));
    NfPacket packet = Sctp(0, {{INIT, 1}}, false);
    packet.MutableL4(12)[8] ^= 1;
    EXPECT_EQ(Pass(packet), "INVALID");
    EXPECT_EQ(FromClient(0, {{INIT, 1}}), "NEW");
}

} // namespace
