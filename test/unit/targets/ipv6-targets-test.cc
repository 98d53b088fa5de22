// SPDX-License-Identifier: GPL-2.0-only

#include "nf-checksum.h"
#include "nf-tcp-reset.h"
#include "target-fixture.h"

#include <fstream>
#include <gmock/gmock.h>

using namespace ns3;
using ::testing::IsEmpty;

namespace
{

using Ipv6Targets = TargetFixture;

/// From 2001:db8:1::2 to 2001:db8:2::2.
const std::string ADDRESSES = "20010db800010000000000000000000220010db8000200000000000000000002";

/// Each packet of packets6.cases leaves as the kernel let it leave, or is answered as there.
TEST_F(Ipv6Targets, ChangePacketsAsTheKernelDoes)
{
    std::ifstream file(NF_TEST_UNIT "/targets/packets6.cases");
    ASSERT_TRUE(file);
    unsigned cases = 0;
    for (std::string rule; std::getline(file, rule);)
    {
        if (rule.empty() || rule[0] == '#')
        {
            continue;
        }
        std::string hex;
        std::string expected;
        ASSERT_TRUE(std::getline(file, hex) && std::getline(file, expected));
        SCOPED_TRACE(rule + " " + hex);
        NfPacket packet = MakePacket(hex);
        netns.icmpErrors.clear();
        const bool before = rule.find("PREROUTING") != std::string::npos;
        packet.ip.ttl -= before ? 0 : 1;
        const NfTargetResult result = Run(rule, packet);
        packet.ip.ttl -= before ? 1 : 0;
        ++cases;
        if (expected.rfind("icmp ", 0) != 0)
        {
            EXPECT_EQ(result, NfTargetResult::CONTINUE);
            EXPECT_EQ(ToHex(packet.CopyBytes()), expected);
            continue;
        }
        EXPECT_EQ(result, NfTargetResult::DROP);
        ASSERT_EQ(netns.icmpErrors.size(), 1U);
        EXPECT_EQ(netns.icmpErrors[0].type, 4);
        EXPECT_EQ(netns.icmpErrors[0].info, std::stoul(expected.substr(5, 8), nullptr, 16));
        EXPECT_EQ(ToHex(netns.icmpErrors[0].about), expected.substr(14));
    }
    EXPECT_GT(cases, 40U);
}

TEST_F(Ipv6Targets, RejectSendsEachKindOfUnreachable)
{
    const std::pair<const char*, uint8_t> kinds[] = {{"icmp6-no-route", 0},
                                                     {"icmp6-adm-prohibited", 1},
                                                     {"icmp6-addr-unreachable", 3},
                                                     {"icmp6-port-unreachable", 4},
                                                     {"icmp6-policy-fail", 5},
                                                     {"icmp6-reject-route", 6}};
    for (const auto& [name, code] : kinds)
    {
        netns.icmpErrors.clear();
        NfPacket packet = MakePacket("60000000000c1140" + ADDRESSES + "03e80035000cdb7961626364");
        EXPECT_EQ(Run(std::string("filter FORWARD -j REJECT --reject-with ") + name, packet),
                  NfTargetResult::DROP);
        ASSERT_EQ(netns.icmpErrors.size(), 1U) << name;
        EXPECT_EQ(netns.icmpErrors[0].type, 1);
        EXPECT_EQ(netns.icmpErrors[0].code, code);
    }
}

TEST_F(Ipv6Targets, RejectDoesNotAnswerLaterFragmentsWrongChecksumsAndEmptyPackets)
{
    const std::string packets[] = {"6000000000182c40" + ADDRESSES +
                                       "110000110000000778787878787878787878787878787878",
                                   "60000000000c1140" + ADDRESSES + "03e80035000c123461626364",
                                   "6000000000001140" + ADDRESSES};
    for (const std::string& hex : packets)
    {
        NfPacket packet = MakePacket(hex);
        EXPECT_EQ(Run("filter FORWARD -j REJECT", packet), NfTargetResult::DROP);
        EXPECT_THAT(netns.icmpErrors, IsEmpty()) << hex;
    }
}

TEST_F(Ipv6Targets, RejectResetsOnlyBetweenUnicastAddresses)
{
    const std::string segment = "03e800500000000100000000500203e84c490000";
    const std::string rule = "filter FORWARD -p tcp -j REJECT --reject-with tcp-reset";
    NfPacket packet = MakePacket("6000000000140640" + ADDRESSES + segment);
    Run(rule, packet);
    ASSERT_EQ(netns.sent.size(), 1U);
    EXPECT_EQ(netns.sent[0].first.family, NfFamily::IPV6);
    EXPECT_EQ(netns.sent[0].first.source, packet.ip.destination);
    NfPacket group = MakePacket("6000000000140640" + ADDRESSES + segment);
    group.ip.destination = *NfParseAddress("ff02::1", NfFamily::IPV6);
    Run(rule, group);
    EXPECT_EQ(netns.sent.size(), 1U);
}

TEST_F(Ipv6Targets, TcpmssClampsToTheMtuLessTheHeadersOfIpv6)
{
    NfPacket packet = MakePacket("6000000000180640" + ADDRESSES +
                                 "03e800500000000100000000600203e800000000020405b4");
    Run("mangle FORWARD -p tcp --syn -j TCPMSS --set-mss 1220", packet);
    EXPECT_EQ(NfRead16(packet.L4(24) + 22), 1220);
    NfPacket bare =
        MakePacket("6000000000140640" + ADDRESSES + "03e800500000000100000000500203e800000000");
    Run("mangle FORWARD -p tcp --syn -j TCPMSS --set-mss 1400", bare);
    EXPECT_EQ(NfRead16(bare.L4(24) + 22), 1220)
        << "what a sender assumes of IPv6 without the option";
}

} // namespace
