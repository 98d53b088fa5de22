// SPDX-License-Identifier: GPL-2.0-only

#include "conntrack-fixture.h"
#include "nf-helper-ftp.h"
#include "nf-sequence-adjuster.h"
#include "nf-standard-helpers.h"

using namespace ns3;

namespace
{

class FtpTest : public ConntrackTest
{
  protected:
    /// A control connection, given to the helper; both sides have said a line.
    void SetUp() override
    {
        NfPacket syn = Tcp({"S", 100});
        syn.ct = NfConntrack::MakeTemplate(0, 3, conntrack->FindHelper("ftp", NfProtocol::TCP));
        ASSERT_EQ(Pass(syn), "NEW");
        FromServer({"SA", 500, 101});
        FromClient({"A", 101, 501});
        ASSERT_TRUE(Only().helper);
        ASSERT_TRUE(Only().Has(NfCtStatus::HELPER));
        Say("220 hello\r\n", true);
        Say("USER x\r\n", false);
    }

    /// A line of one side, in sequence.
    std::string Say(const std::string& text, bool server)
    {
        uint32_t& seq = server ? m_serverSeq : m_clientSeq;
        NfPacket packet = Tcp({"PA", seq, server ? m_clientSeq : m_serverSeq, 60000}, server);
        packet.GetPayload()->AddAtEnd(
            Create<Packet>(reinterpret_cast<const uint8_t*>(text.data()), text.size()));
        packet.SetPayload(packet.GetPayload());
        std::string state = Pass(packet);
        seq += text.size();
        return state;
    }

    /// A first SYN of a data connection.
    std::string Open(uint16_t port, bool fromServer)
    {
        std::vector<uint8_t> bytes(20);
        NfWrite16(&bytes[0], fromServer ? 20 : 40000);
        NfWrite16(&bytes[2], port);
        bytes[12] = 5 << 4;
        bytes[13] = TcpFlags("S");
        return Pass(Make(NfProtocol::TCP, bytes, fromServer));
    }

    std::shared_ptr<NfFtpHelper> m_ftp{NfRegisterStandardHelpers(*conntrack).ftp};
    uint32_t m_clientSeq{101};
    uint32_t m_serverSeq{501};
};

} // namespace

TEST_F(FtpTest, PortExpectsTheServersConnection)
{
    EXPECT_EQ(Say("PORT 10,0,0,2,4,1\r\n", false), "ESTABLISHED");
    ASSERT_EQ(conntrack->GetExpectations().size(), 1U);
    EXPECT_EQ(Open(1025, true), "RELATED");
    EXPECT_EQ(conntrack->GetConnections().back()->master, conntrack->GetConnections().front());
    EXPECT_EQ(conntrack->GetStatistics().expectNew, 1U);
}

TEST_F(FtpTest, PassiveModeExpectsTheClientsConnection)
{
    Say("227 Entering Passive Mode (198,51,100,1,8,0).\r\n", true);
    EXPECT_EQ(Open(2048, false), "RELATED");
    EXPECT_EQ(Open(2049, false), "NEW");
}

TEST_F(FtpTest, ExtendedFormats)
{
    Say("EPRT |1|10.0.0.2|1026|\r\n", false);
    EXPECT_EQ(Open(1026, true), "RELATED");
    Say("229 Entering Extended Passive Mode (|||2050|)\r\n", true);
    EXPECT_EQ(Open(2050, false), "RELATED");
}

TEST_F(FtpTest, ThirdHostsAreNotExpectedUnlessLoose)
{
    Say("PORT 10,0,0,9,4,1\r\n", false);
    Say("EPRT |1|10.0.0.9|1026|\r\n", false);
    Say("227 Entering Passive Mode (198,51,100,9,8,0).\r\n", true);
    EXPECT_EQ(conntrack->GetExpectations().size(), 0U);
    m_ftp->SetLoose(true);
    Say("PORT 10,0,0,9,4,1\r\n", false);
    ASSERT_EQ(conntrack->GetExpectations().size(), 1U);
    EXPECT_EQ(conntrack->GetExpectations()[0].tuple.destination, NfAddress(0x0a000009U));
}

TEST_F(FtpTest, OnlyWholeLinesAreRead)
{
    Say("NOOP ", false); // the next packet does not begin a line
    Say("PORT 10,0,0,2,4,1\r\n", false);
    EXPECT_EQ(conntrack->GetExpectations().size(), 0U);
    EXPECT_EQ(Say("PORT 10,0,0,2,4,1", false), "DROP");
    EXPECT_EQ(Say("PORT 10,0,0,2,4,1\r\n", true), "ESTABLISHED"); // not the server's word
    EXPECT_EQ(conntrack->GetExpectations().size(), 0U);
}

TEST_F(FtpTest, TheNewestAnnouncementCounts)
{
    Say("PORT 10,0,0,2,4,1\r\n", false);
    Say("PORT 10,0,0,2,4,2\r\n", false);
    EXPECT_EQ(conntrack->GetExpectations().size(), 1U);
    EXPECT_EQ(Open(1025, true), "NEW");
    EXPECT_EQ(Open(1026, true), "RELATED");
}

TEST_F(FtpTest, TheTwoLatestLineEndsAreRemembered)
{
    Say("NOOP\r\n", false);
    uint32_t port = m_clientSeq;
    Say("PORT 10,0,0,2,4,1\r\n", false);
    uint32_t after = m_clientSeq;
    auto sayAgain = [&] {
        for (const NfExpectation& expectation : conntrack->GetExpectations())
        {
            conntrack->Unexpect(expectation.id);
        }
        m_clientSeq = port;
        Say("PORT 10,0,0,2,4,1\r\n", false);
        return conntrack->GetExpectations().size();
    };
    EXPECT_EQ(sayAgain(), 1U) << "a line that comes again still begins a line";
    m_clientSeq = after;
    Say("NOOP\r\n", false);
    EXPECT_EQ(sayAgain(), 0U) << "two lines later it does not";
    m_clientSeq = after;
    Say("PORT 10,0,0,2,4,2\r\n", false);
    EXPECT_EQ(conntrack->GetExpectations().size(), 1U) << "the one before the latest does";
}

TEST_F(FtpTest, ManglerIsAskedForTranslatedConnections)
{
    Only().status |= NfCtStatus::SRC_NAT;
    NfFtpAnnouncement seen{};
    m_ftp->SetMangler(
        [&](NfPacket&, NfConnection&, const NfFtpAnnouncement& announcement, NfExpectation&) {
            seen = announcement;
            return NfVerdict::ACCEPT;
        });
    Say("PORT 10,0,0,2,4,1\r\n", false);
    EXPECT_EQ(seen.format, NfFtpFormat::PORT);
    EXPECT_EQ(seen.offset, 5U);
    EXPECT_EQ(seen.length, 12U);
    EXPECT_EQ(seen.port, 1025);
    EXPECT_EQ(conntrack->GetExpectations().size(), 0U);
}

TEST_F(FtpTest, MalformedAnnouncements)
{
    NfFtpAnnouncement found;
    auto client = [&](const char* text) {
        return NfFtpHelper::Read(text, NfDirection::ORIGINAL, found);
    };
    EXPECT_EQ(client("port 1,2,3,4,5,6\r\n"), NfFtpHelper::Finding::FOUND);
    EXPECT_EQ(found.port, 5 * 256 + 6);
    EXPECT_EQ(client("PORT 1,2,3,4,5\r\n"), NfFtpHelper::Finding::PARTIAL);
    EXPECT_EQ(client("PO"), NfFtpHelper::Finding::PARTIAL);
    EXPECT_EQ(client("EPRT |2|::1|5|\r\n"), NfFtpHelper::Finding::PARTIAL);
    EXPECT_EQ(client("EPRT |1|1.2.3.4|0|\r\n"), NfFtpHelper::Finding::PARTIAL);
    EXPECT_EQ(client("EPRT |1|1.2.3.4|7|\r\n"), NfFtpHelper::Finding::FOUND);
    EXPECT_EQ(found.length, 13U);
    EXPECT_EQ(client("LIST\r\n"), NfFtpHelper::Finding::NOTHING);
    EXPECT_EQ(NfFtpHelper::Read("227 no numbers\r\n", NfDirection::REPLY, found),
              NfFtpHelper::Finding::PARTIAL);
}

TEST_F(FtpTest, SequenceNumbersAreShiftedBothWays)
{
    NfSequenceAdjuster::Note(Only(), NfDirection::ORIGINAL, m_clientSeq, 3);
    NfPacket before = Tcp({"A", m_clientSeq, m_serverSeq});
    Pass(before);
    EXPECT_EQ(NfRead32(before.L4(20) + 4), m_clientSeq);
    uint32_t later = m_clientSeq + 20;
    Pass(Tcp({"PA", m_clientSeq, m_serverSeq, 60000, 20}));
    NfPacket shifted = Tcp({"A", later, m_serverSeq});
    std::vector<uint8_t> sack{1, 5, 10, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    Pass(shifted);
    EXPECT_EQ(NfRead32(shifted.L4(20) + 4), later + 3);
    NfPacket answer = Tcp({"A", m_serverSeq, later + 3, 60000, 0, sack}, true);
    NfWrite16(answer.MutableL4(20) + 16, 0);
    NfWrite32(answer.MutableL4(32) + 23, later + 1);
    NfWrite32(answer.MutableL4(32) + 27, later + 3);
    std::vector<uint8_t> bytes = answer.CopyPayload();
    NfWrite16(answer.MutableL4(20) + 16,
              NfChecksum::Finish(NfChecksum::Add(bytes.data(), bytes.size())));
    EXPECT_EQ(Pass(answer), "ESTABLISHED");
    EXPECT_EQ(NfRead32(answer.L4(20) + 8), later);
    EXPECT_EQ(NfRead32(answer.L4(32) + 27), later);
    bytes = answer.CopyPayload(); // the checksum covers itself: a right one sums to zero
    EXPECT_EQ(NfChecksum::Finish(NfChecksum::Add(bytes.data(), bytes.size())), 0);
}
