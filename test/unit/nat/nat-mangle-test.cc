// SPDX-License-Identifier: GPL-2.0-only

#include "nat-box.h"
#include "nf-nat-mangle.h"

#include "ns3/packet.h"

#include <gtest/gtest.h>
#include <string>

namespace ns3
{
namespace
{

NfPacket
MakeSegment(const std::string& data, uint32_t seq = 1000)
{
    Bytes options(12, 1);
    Bytes bytes = packets::TcpSegment("10.0.0.2",
                                      1000,
                                      "198.51.100.1",
                                      21,
                                      {packets::ACK, seq, 5, options, data});
    NfIpHeader ip;
    ip.protocol = NfProtocol::TCP;
    ip.source = V4("10.0.0.2");
    ip.destination = V4("198.51.100.1");
    return NfPacket(ip, Create<Packet>(bytes.data() + 20, bytes.size() - 20));
}

std::string
DataOf(const NfPacket& packet)
{
    Bytes bytes = packet.CopyPayload();
    return std::string(bytes.begin() + 32, bytes.end());
}

TEST(NfNatMangle, ExchangesAPieceOfAnyLengthAnywhere)
{
    struct Case
    {
        uint32_t offset;
        uint32_t length;
        const char* replacement;
        const char* expected;
    };

    for (const Case& c : {Case{0, 2, "XY", "XYcdefgh"},
                          Case{2, 3, "longer", "ablongerfgh"},
                          Case{2, 3, "s", "absfgh"},
                          Case{6, 2, "", "abcdef"},
                          Case{8, 0, "tail", "abcdefghtail"},
                          Case{0, 8, "", ""}})
    {
        NfPacket packet = MakeSegment("abcdefgh");
        auto connection = Create<NfConnection>();
        uint64_t uid = packet.GetUid();
        ASSERT_TRUE(NfNatMangle::MangleTcp(packet, *connection, c.offset, c.length, c.replacement));
        EXPECT_EQ(DataOf(packet), c.expected);
        EXPECT_EQ(packet.GetUid(), uid);
        EXPECT_EQ(WrongChecksums(packet.CopyBytes()), "") << c.expected;
    }
}

TEST(NfNatMangle, AnotherLengthShiftsWhatFollowsAndTheSameLengthDoesNot)
{
    NfPacket packet = MakeSegment("abcdefgh");
    auto connection = Create<NfConnection>();
    ASSERT_TRUE(NfNatMangle::MangleTcp(packet, *connection, 0, 2, "XY"));
    EXPECT_FALSE(connection->Has(NfCtStatus::SEQ_ADJUST));
    ASSERT_TRUE(NfNatMangle::MangleTcp(packet, *connection, 0, 2, "longer"));
    EXPECT_TRUE(connection->Has(NfCtStatus::SEQ_ADJUST));
    EXPECT_EQ(connection->sequence[0].offsetAfter, 4);
    EXPECT_EQ(connection->sequence[0].offsetBefore, 0);
    EXPECT_EQ(connection->sequence[0].correctionPosition, 1000U);
}

TEST(NfNatMangle, EarlierWritesToTheHeaderAreKept)
{
    NfPacket packet = MakeSegment("abcdefgh");
    packet.MutableL4(2)[1] = 0xff;
    auto connection = Create<NfConnection>();
    ASSERT_TRUE(NfNatMangle::MangleTcp(packet, *connection, 0, 1, "Z"));
    EXPECT_EQ(packet.CopyPayload()[1], 0xff);
    EXPECT_EQ(DataOf(packet), "Zbcdefgh");
}

TEST(NfNatMangle, NoChecksumStaysNone)
{
    NfPacket packet = MakeSegment("abcdefgh");
    NfWrite16(packet.MutableL4(20) + 16, 0);
    auto connection = Create<NfConnection>();
    ASSERT_TRUE(NfNatMangle::MangleTcp(packet, *connection, 0, 2, "longer"));
    EXPECT_EQ(NfRead16(packet.L4(20) + 16), 0);
}

TEST(NfNatMangle, RefusesWhatIsOutsideOrDoesNotFit)
{
    NfPacket packet = MakeSegment("abcdefgh");
    Bytes before = packet.CopyBytes();
    auto connection = Create<NfConnection>();
    EXPECT_FALSE(NfNatMangle::MangleTcp(packet, *connection, 7, 2, "x"));
    EXPECT_FALSE(NfNatMangle::MangleTcp(packet, *connection, 0xffffffff, 2, "x"));
    EXPECT_FALSE(NfNatMangle::MangleTcp(packet, *connection, 0, 1, std::string(65535, 'x')));
    EXPECT_EQ(packet.CopyBytes(), before);

    packet.MutableL4(13)[12] = 0xf0; // 60 bytes of header, but there are 40 in all
    EXPECT_FALSE(NfNatMangle::MangleTcp(packet, *connection, 0, 1, "x"));
    packet.ip.protocol = NfProtocol::UDP;
    EXPECT_FALSE(NfNatMangle::MangleTcp(packet, *connection, 0, 1, "x"));
}

NfPacket
MakeDatagram(const std::string& data)
{
    Bytes bytes = packets::Udp("10.0.0.2", 1000, "198.51.100.1", 5060, data);
    NfIpHeader ip;
    ip.protocol = NfProtocol::UDP;
    ip.source = V4("10.0.0.2");
    ip.destination = V4("198.51.100.1");
    return NfPacket(ip, Create<Packet>(bytes.data() + 20, bytes.size() - 20));
}

TEST(NfNatMangle, ExchangesAPieceOfADatagramAndTellsItsLength)
{
    NfPacket packet = MakeDatagram("abcdefgh");
    ASSERT_TRUE(NfNatMangle::MangleUdp(packet, 2, 3, "longer"));
    const Bytes bytes = packet.CopyPayload();
    EXPECT_EQ(std::string(bytes.begin() + 8, bytes.end()), "ablongerfgh");
    EXPECT_EQ(NfRead16(&bytes[4]), bytes.size());
    EXPECT_EQ(WrongChecksums(packet.CopyBytes()), "");

    NfWrite16(packet.MutableL4(8) + 6, 0);
    ASSERT_TRUE(NfNatMangle::MangleUdp(packet, 0, 0, "x"));
    EXPECT_EQ(NfRead16(packet.L4(8) + 6), 0) << "no checksum stays none";

    const Bytes before = packet.CopyBytes();
    EXPECT_FALSE(NfNatMangle::MangleUdp(packet, 12, 1, "x"));
    EXPECT_FALSE(NfNatMangle::MangleUdp(packet, 0xffffffff, 2, "x"));
    EXPECT_FALSE(NfNatMangle::MangleUdp(packet, 0, 1, std::string(65535, 'x')));
    EXPECT_EQ(packet.CopyBytes(), before);
}

} // namespace
} // namespace ns3
