// SPDX-License-Identifier: GPL-2.0-only

#include "nf-checksum.h"
#include "nf-connection.h"
#include "target-fixture.h"

using namespace ns3;

namespace
{

using MangleTargets = TargetFixture;

// A SYN from 10.0.0.2 port 1 to 198.51.100.1 port 2 with MSS 1460, and one without options.
const char* const SYN_MSS = "4500002c000100003f0647950a000002c63364010001000200000005000000006002"
                            "faf068f70000020405b4";
const char* const SYN = "45000028000100003f0647990a000002c6336401000100020000000500000000"
                        "5002faf080b30000";

bool
ChecksumIsRight(const NfPacket& packet)
{
    auto bytes = packet.CopyPayload();
    uint64_t sum = NfChecksum::PseudoHeader(NfFamily::IPV4,
                                            packet.ip.source,
                                            packet.ip.destination,
                                            packet.ip.protocol,
                                            bytes.size());
    return NfChecksum::Finish(NfChecksum::Add(bytes.data(), bytes.size(), sum)) == 0;
}

TEST_F(MangleTargets, MarkClearsTheMaskAndXorsTheValue)
{
    struct
    {
        const char* options;
        uint32_t after;
    } const cases[] = {{"--set-mark 0x5", 0x5},
                       {"--set-mark 0x1/0xf", 0xf1},
                       {"--set-xmark 0x3/0xf", 0xf3},
                       {"--and-mark 0xf", 0xc},
                       {"--or-mark 0x3", 0xff},
                       {"--xor-mark 0xff", 0x03}};

    for (const auto& entry : cases)
    {
        NfPacket packet = MakePacket(SYN);
        packet.mark = 0xfc;
        EXPECT_EQ(Run(std::string("mangle FORWARD -j MARK ") + entry.options, packet),
                  NfTargetResult::CONTINUE);
        EXPECT_EQ(packet.mark, entry.after) << entry.options;
    }
}

TEST_F(MangleTargets, ConnmarkCopiesUnderMasks)
{
    struct
    {
        const char* options;
        uint32_t mark;
        uint32_t ctmark;
    } const cases[] = {{"--set-mark 0x5", 0xab, 0x5},
                       {"--or-mark 0x3", 0xab, 0xcf},
                       {"--save-mark", 0xab, 0xab},
                       {"--save-mark --mask 0xf", 0xab, 0xcb},
                       {"--save-mark --nfmask 0xf --ctmask 0xff", 0xab, 0x0b},
                       {"--restore-mark", 0xcd, 0xcd},
                       {"--restore-mark --mask 0xf0", 0xcb, 0xcd},
                       {"--restore-mark --nfmask 0xff --ctmask 0xf", 0x0d, 0xcd}};

    for (const auto& entry : cases)
    {
        NfPacket packet = MakePacket(SYN);
        auto connection = Create<NfConnection>();
        connection->mark = 0xcd;
        packet.ct = connection;
        packet.mark = 0xab;
        Run(std::string("mangle FORWARD -j CONNMARK ") + entry.options, packet);
        EXPECT_EQ(packet.mark, entry.mark) << entry.options;
        EXPECT_EQ(connection->mark, entry.ctmark) << entry.options;
    }
}

TEST_F(MangleTargets, ConnmarkLeavesPacketsWithoutConnection)
{
    NfPacket packet = MakePacket(SYN);
    packet.mark = 7;
    EXPECT_EQ(Run("mangle FORWARD -j CONNMARK --restore-mark", packet), NfTargetResult::CONTINUE);
    EXPECT_EQ(packet.mark, 7U);
}

TEST_F(MangleTargets, TosWritesMaskedBitsAndDscpKeepsEcn)
{
    struct
    {
        const char* rule;
        uint8_t after;
    } const cases[] = {{"TOS --set-tos 0x10", 0x10},
                       {"TOS --set-tos Minimize-Delay", 0x90},
                       {"TOS --set-tos 0x05/0x0f", 0xb5},
                       {"TOS --and-tos 0x0f", 0x0b},
                       {"TOS --or-tos 0x04", 0xbf},
                       {"TOS --xor-tos 0xff", 0x44},
                       {"DSCP --set-dscp 0x2e", 0xbb},
                       {"DSCP --set-dscp-class BE", 0x03},
                       {"ECN --ecn-ip-ect 1", 0xb9}};

    for (const auto& entry : cases)
    {
        NfPacket packet = MakePacket(SYN);
        packet.ip.tos = 0xbb;
        Run(std::string("mangle FORWARD -j ") + entry.rule, packet);
        EXPECT_EQ(packet.ip.tos, entry.after) << entry.rule;
    }
}

TEST_F(MangleTargets, TtlStopsAtItsEnds)
{
    struct
    {
        const char* options;
        uint8_t before;
        uint8_t after;
    } const cases[] = {{"--ttl-set 64", 3, 64},
                       {"--ttl-set 0", 3, 0},
                       {"--ttl-inc 5", 3, 8},
                       {"--ttl-inc 5", 252, 255},
                       {"--ttl-dec 1", 3, 2},
                       {"--ttl-dec 5", 3, 0}};

    for (const auto& entry : cases)
    {
        NfPacket packet = MakePacket(SYN);
        packet.ip.ttl = entry.before;
        Run(std::string("mangle FORWARD -j TTL ") + entry.options, packet);
        EXPECT_EQ(packet.ip.ttl, entry.after) << entry.options;
    }
}

TEST_F(MangleTargets, EcnChangesTcpFlagsAndTheChecksum)
{
    NfPacket packet = MakePacket(SYN);
    ASSERT_TRUE(ChecksumIsRight(packet));
    Run("mangle FORWARD -p tcp -j ECN --ecn-tcp-ece 1 --ecn-tcp-cwr 1", packet);
    EXPECT_EQ(packet.L4(20)[13], 0xc2);
    EXPECT_TRUE(ChecksumIsRight(packet));
    Run("mangle FORWARD -p tcp -j ECN --ecn-tcp-remove", packet);
    EXPECT_EQ(ToHex(packet.CopyPayload()), ToHex(MakePacket(SYN).CopyPayload()));

    NfPacket cut = MakePacket("4500001c000100003f0647950a000002c63364010001000200000005");
    EXPECT_EQ(Run("mangle FORWARD -p tcp -j ECN --ecn-tcp-remove", cut), NfTargetResult::DROP);
}

TEST_F(MangleTargets, TcpmssLowersButNeverRaises)
{
    NfPacket packet = MakePacket(SYN_MSS);
    ASSERT_TRUE(ChecksumIsRight(packet));
    Run("mangle FORWARD -p tcp --syn -j TCPMSS --set-mss 1461", packet);
    EXPECT_EQ(NfRead16(packet.L4(24) + 22), 1460);
    Run("mangle FORWARD -p tcp --syn -j TCPMSS --set-mss 1000", packet);
    EXPECT_EQ(NfRead16(packet.L4(24) + 22), 1000);
    EXPECT_TRUE(ChecksumIsRight(packet));
}

TEST_F(MangleTargets, TcpmssFindsAnOptionAtAnOddPlace)
{
    NfPacket packet =
        MakePacket("45000030000100003f0647950a000002c633640100010002000000050000000070"
                   "02faf00000000001020405b4000000");
    auto bytes = packet.CopyPayload();
    uint64_t sum = NfChecksum::PseudoHeader(NfFamily::IPV4,
                                            packet.ip.source,
                                            packet.ip.destination,
                                            packet.ip.protocol,
                                            bytes.size());
    NfWrite16(&bytes[16], NfChecksum::Finish(NfChecksum::Add(bytes.data(), bytes.size(), sum)));
    packet.SetPayload(Create<Packet>(bytes.data(), bytes.size()));
    ASSERT_TRUE(ChecksumIsRight(packet));
    Run("mangle FORWARD -p tcp --syn -j TCPMSS --set-mss 1234", packet);
    EXPECT_EQ(NfRead16(packet.L4(28) + 23), 1234);
    EXPECT_TRUE(ChecksumIsRight(packet));
}

TEST_F(MangleTargets, TcpmssAddsTheOption)
{
    NfPacket packet = MakePacket(SYN);
    uint64_t uid = packet.GetUid();
    Run("mangle FORWARD -p tcp --syn -j TCPMSS --set-mss 1000", packet);
    ASSERT_EQ(packet.GetPayloadSize(), 24U);
    EXPECT_EQ(packet.GetUid(), uid);
    const uint8_t* tcp = packet.L4(24);
    EXPECT_EQ(tcp[12], 0x60);
    EXPECT_EQ(NfRead32(tcp + 20), 0x02040000U + 536);
    EXPECT_TRUE(ChecksumIsRight(packet));
}

TEST_F(MangleTargets, TcpmssLeavesLaterFragmentsAndDropsCutHeaders)
{
    NfPacket fragment = MakePacket(SYN_MSS);
    fragment.ip.fragmentOffset = 8;
    auto target = MakeTarget("mangle FORWARD -p tcp --syn -j TCPMSS --set-mss 500");
    EXPECT_EQ(target->Execute(fragment), NfTargetResult::CONTINUE);
    EXPECT_EQ(ToHex(fragment.CopyPayload()), ToHex(MakePacket(SYN_MSS).CopyPayload()));
    NfPacket cut = MakePacket("4500002a000100003f0647950a000002c63364010001000200000005000000006002"
                              "faf0683700000204");
    EXPECT_EQ(target->Execute(cut), NfTargetResult::DROP);
}

TEST_F(MangleTargets, LeftOutChecksumsStayOut)
{
    auto bytes = MakePacket(SYN_MSS).CopyPayload();
    NfWrite16(&bytes[16], 0);
    NfPacket packet = MakePacket(SYN_MSS);
    packet.SetPayload(Create<Packet>(bytes.data(), bytes.size()));
    Run("mangle FORWARD -p tcp --syn -j TCPMSS --set-mss 1000", packet);
    EXPECT_EQ(NfRead16(packet.L4(20) + 16), 0);
    packet.in = &netns.eth[0];
    Run("mangle FORWARD -j CHECKSUM --checksum-fill", packet);
    EXPECT_EQ(NfRead16(packet.L4(20) + 16), 0) << "it came in so";
    packet.in = nullptr;
    Run("mangle POSTROUTING -j CHECKSUM --checksum-fill", packet);
    EXPECT_NE(NfRead16(packet.L4(20) + 16), 0);
    EXPECT_TRUE(ChecksumIsRight(packet));
}

} // namespace
