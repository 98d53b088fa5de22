// SPDX-License-Identifier: GPL-2.0-only

#include "nat-box.h"
#include "nf-crc32c.h"
#include "nf-nat-rewrite.h"

#include "ns3/boolean.h"
#include "ns3/global-value.h"
#include "ns3/packet.h"

#include <gtest/gtest.h>
#include <string>

namespace ns3
{
namespace
{

/// Runs each test with ns-3's checksums switched on or off.
class NatRewriteTest : public testing::TestWithParam<bool>
{
  protected:
    void SetUp() override
    {
        GlobalValue::Bind("ChecksumEnabled", BooleanValue(GetParam()));
    }

    void TearDown() override
    {
        GlobalValue::Bind("ChecksumEnabled", BooleanValue(false));
    }
};

NfPacket
Make(const Bytes& bytes)
{
    NfIpHeader ip;
    ip.protocol = bytes[9];
    ip.source = NfAddress(NfRead32(&bytes[12]));
    ip.destination = NfAddress(NfRead32(&bytes[16]));
    return NfPacket(ip, Create<Packet>(bytes.data() + 20, bytes.size() - 20));
}

NfTuple
Target(const char* source, uint16_t sourcePort, const char* destination, uint16_t destinationPort)
{
    NfTuple tuple;
    tuple.source = V4(source);
    tuple.destination = V4(destination);
    tuple.sourcePort = sourcePort;
    tuple.destinationPort = destinationPort;
    return tuple;
}

const NfTuple TO = Target("192.0.2.7", 4321, "172.16.0.9", 8080);

TEST_P(NatRewriteTest, TcpSourceAndDestinationKeepTheChecksumRight)
{
    NfPacket packet = Make(
        packets::TcpSegment("10.0.0.2", 1000, "198.51.100.1", 80, {packets::ACK, 1, 2, {}, "xyz"}));
    ASSERT_TRUE(NfNatRewrite::Apply(packet, TO, NfManip::SOURCE));
    EXPECT_EQ(Describe(packet.CopyBytes()), "tcp 192.0.2.7:4321 > 198.51.100.1:80");
    EXPECT_EQ(WrongChecksums(packet.CopyBytes()), "");
    ASSERT_TRUE(NfNatRewrite::Apply(packet, TO, NfManip::DESTINATION));
    EXPECT_EQ(Describe(packet.CopyBytes()), "tcp 192.0.2.7:4321 > 172.16.0.9:8080");
    EXPECT_EQ(WrongChecksums(packet.CopyBytes()), "");
}

TEST_P(NatRewriteTest, UdpSourceAndDestinationKeepTheChecksumRight)
{
    NfPacket packet = Make(packets::Udp("10.0.0.2", 1000, "198.51.100.1", 80, "odd"));
    ASSERT_TRUE(NfNatRewrite::Apply(packet, TO, NfManip::SOURCE));
    ASSERT_TRUE(NfNatRewrite::Apply(packet, TO, NfManip::DESTINATION));
    EXPECT_EQ(Describe(packet.CopyBytes()), "udp 192.0.2.7:4321 > 172.16.0.9:8080");
    EXPECT_EQ(WrongChecksums(packet.CopyBytes()), "");
}

TEST_P(NatRewriteTest, WritesReachTheNs3Packet)
{
    NfPacket packet = Make(packets::Udp("10.0.0.2", 1000, "198.51.100.1", 80));
    ASSERT_TRUE(NfNatRewrite::Apply(packet, TO, NfManip::SOURCE));
    uint8_t port[2];
    packet.GetPayload()->CopyData(port, 2);
    EXPECT_EQ(NfRead16(port), 4321);
}

TEST_P(NatRewriteTest, UdpChecksumOfZeroStaysZero)
{
    Bytes bytes = packets::Udp("10.0.0.2", 1000, "198.51.100.1", 80);
    bytes[26] = bytes[27] = 0;
    NfPacket packet = Make(bytes);
    ASSERT_TRUE(NfNatRewrite::Apply(packet, TO, NfManip::SOURCE));
    EXPECT_EQ(NfRead16(packet.L4(8) + 6), 0);
}

TEST_P(NatRewriteTest, UdpChecksumThatBecomesZeroIsWrittenAsOnes)
{
    // Of all source ports, one makes the checksum zero: every one is tried.
    bool met = false;
    for (uint32_t port = 0; port <= 0xffff; ++port)
    {
        NfPacket packet = Make(packets::Udp("10.0.0.2", 1000, "198.51.100.1", 80));
        ASSERT_TRUE(
            NfNatRewrite::Apply(packet, Target("192.0.2.7", port, "0.0.0.0", 0), NfManip::SOURCE));
        uint16_t checksum = NfRead16(packet.L4(8) + 6);
        ASSERT_NE(checksum, 0);
        met = met || checksum == 0xffff;
    }
    EXPECT_TRUE(met);
}

TEST_P(NatRewriteTest, AWrongChecksumStaysWrong)
{
    Bytes bytes = packets::TcpSegment("10.0.0.2", 1000, "198.51.100.1", 80);
    bytes[37] ^= 0x55;
    NfPacket packet = Make(bytes);
    ASSERT_TRUE(NfNatRewrite::Apply(packet, TO, NfManip::SOURCE));
    EXPECT_EQ(WrongChecksums(packet.CopyBytes()), "tcp ");
}

TEST_P(NatRewriteTest, TcpChecksumOfZeroMeansNoneOnlyWhereNoneAreComputed)
{
    Bytes bytes = packets::TcpSegment("10.0.0.2", 1000, "198.51.100.1", 80);
    bytes[36] = bytes[37] = 0;
    NfPacket packet = Make(bytes);
    ASSERT_TRUE(NfNatRewrite::Apply(packet, TO, NfManip::SOURCE));
    EXPECT_EQ(NfRead16(packet.L4(20) + 16) != 0, GetParam());
}

TEST_P(NatRewriteTest, EchoIdChangesButAnErrorsSecondWordDoesNot)
{
    NfPacket echo = Make(packets::Echo("10.0.0.2", "198.51.100.1", 8, 7));
    ASSERT_TRUE(NfNatRewrite::Apply(echo, TO, NfManip::SOURCE));
    EXPECT_EQ(Describe(echo.CopyBytes()), "icmp 192.0.2.7 > 198.51.100.1 type 8 code 0 id 4321");
    EXPECT_EQ(WrongChecksums(echo.CopyBytes()), "");

    NfPacket answer = Make(packets::Echo("198.51.100.1", "10.0.0.2", 0, 7));
    ASSERT_TRUE(NfNatRewrite::Apply(answer, TO, NfManip::DESTINATION));
    EXPECT_EQ(Describe(answer.CopyBytes()), "icmp 198.51.100.1 > 172.16.0.9 type 0 code 0 id 4321");
    EXPECT_EQ(WrongChecksums(answer.CopyBytes()), "");

    Bytes about = packets::Udp("198.51.100.1", 1, "10.0.0.2", 2);
    NfPacket error = Make(packets::Error("10.0.0.2", "198.51.100.1", 3, 4, about));
    ASSERT_TRUE(NfNatRewrite::Apply(error, TO, NfManip::SOURCE));
    EXPECT_EQ(NfRead32(error.L4(8) + 4), 0U);
    EXPECT_EQ(WrongChecksums(error.CopyBytes()), "");
}

TEST_P(NatRewriteTest, QuotedPacketAndBothChecksums)
{
    const std::pair<Bytes, const char*> cases[] = {
        {packets::Udp("198.51.100.1", 53, "192.0.2.1", 1000),
         "udp 192.0.2.7:4321 > 192.0.2.1:1000"},
        {packets::TcpSegment("198.51.100.1", 80, "192.0.2.1", 1000),
         "tcp 192.0.2.7:4321 > 192.0.2.1:1000"},
        {packets::Echo("198.51.100.1", "192.0.2.1", 8, 5),
         "icmp 192.0.2.7 > 192.0.2.1 type 8 code 0 id 4321"}};
    for (const auto& [about, expected] : cases)
    {
        NfPacket error = Make(packets::Error("203.0.113.9", "198.51.100.1", 3, 1, about));
        ASSERT_TRUE(NfNatRewrite::ApplyToQuote(error, TO, NfManip::SOURCE));
        EXPECT_EQ(Describe(error.CopyBytes()),
                  std::string("icmp 203.0.113.9 > 198.51.100.1 type 3 code 1 {") + expected + "}");
        EXPECT_EQ(WrongChecksums(error.CopyBytes()), "");
    }
}

TEST_P(NatRewriteTest, QuoteOfEightBytesSufficesAndOfSevenDoesNot)
{
    const Bytes tcp = packets::TcpSegment("198.51.100.1", 80, "192.0.2.1", 1000);
    NfPacket enough = Make(packets::Error("203.0.113.9", "198.51.100.1", 3, 1, tcp, 28));
    ASSERT_TRUE(NfNatRewrite::ApplyToQuote(enough, TO, NfManip::DESTINATION));
    EXPECT_EQ(Describe(enough.CopyBytes()),
              "icmp 203.0.113.9 > 198.51.100.1 type 3 code 1 {tcp 198.51.100.1:80 > "
              "172.16.0.9:8080}");
    EXPECT_EQ(WrongChecksums(enough.CopyBytes()), "");

    const Bytes cut = packets::Error("203.0.113.9", "198.51.100.1", 3, 1, tcp, 27);
    NfPacket packet = Make(cut);
    Bytes before = packet.CopyBytes();
    EXPECT_FALSE(NfNatRewrite::ApplyToQuote(packet, TO, NfManip::DESTINATION));
    EXPECT_EQ(packet.CopyBytes(), before);
}

TEST_P(NatRewriteTest, QuotedIpOptionsAreSteppedOver)
{
    Bytes about = packets::Udp("198.51.100.1", 53, "192.0.2.1", 1000);
    about.insert(about.begin() + 20, 4, 1); // four NOPs
    about[0] = 0x46;
    NfPacket error = Make(packets::Error("203.0.113.9", "198.51.100.1", 3, 1, about));
    ASSERT_TRUE(NfNatRewrite::ApplyToQuote(error, TO, NfManip::SOURCE));
    Bytes bytes = error.CopyBytes();
    EXPECT_EQ(NfRead16(&bytes[20 + 8 + 24]), 4321);
    // Outer checksums only: the reader of quoted ones knows no options.
    EXPECT_EQ(NfChecksum::Finish(NfChecksum::Add(&bytes[20], bytes.size() - 20)), 0);
}

TEST_P(NatRewriteTest, TooShortForPortsIsRefusedAndUnchanged)
{
    for (uint8_t protocol : {1, 6, 17, 132})
    {
        NfPacket packet = Make(packets::Raw("10.0.0.2", "198.51.100.1", protocol, Bytes(7, 0x11)));
        Bytes before = packet.CopyBytes();
        EXPECT_FALSE(NfNatRewrite::Apply(packet, TO, NfManip::SOURCE));
        EXPECT_EQ(packet.CopyBytes(), before);
    }
}

TEST_P(NatRewriteTest, OtherProtocolsChangeTheirAddressOnly)
{
    NfPacket packet = Make(packets::Raw("10.0.0.2", "198.51.100.1", 89, Bytes(3, 0x22)));
    ASSERT_TRUE(NfNatRewrite::Apply(packet, TO, NfManip::DESTINATION));
    EXPECT_EQ(Describe(packet.CopyBytes()), "proto 89 10.0.0.2 > 172.16.0.9");
    EXPECT_EQ(packet.CopyPayload(), Bytes(3, 0x22));
}

TEST_P(NatRewriteTest, SctpCrcIsComputedAfresh)
{
    Bytes sctp(16, 0x5a);
    NfPacket packet = Make(packets::Raw("10.0.0.2", "198.51.100.1", 132, sctp));
    ASSERT_TRUE(NfNatRewrite::Apply(packet, TO, NfManip::SOURCE));
    Bytes after = packet.CopyPayload();
    EXPECT_EQ(NfRead16(&after[0]), 4321);
    Bytes zeroed = after;
    std::fill(zeroed.begin() + 8, zeroed.begin() + 12, 0);
    uint32_t stored =
        after[8] | after[9] << 8 | after[10] << 16 | static_cast<uint32_t>(after[11]) << 24;
    EXPECT_EQ(stored, NfCrc32c(zeroed.data(), zeroed.size()));
}

INSTANTIATE_TEST_SUITE_P(Checksums, NatRewriteTest, testing::Bool(), [](const auto& info) {
    return info.param ? "on" : "off";
});

TEST(Crc32c, CheckValueOfTheCatalogue)
{
    const std::string digits = "123456789";
    EXPECT_EQ(NfCrc32c(reinterpret_cast<const uint8_t*>(digits.data()), digits.size()),
              0xe3069283U);
}

} // namespace
} // namespace ns3
