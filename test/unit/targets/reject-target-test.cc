// SPDX-License-Identifier: GPL-2.0-only

#include "target-fixture.h"

#include <fstream>

using namespace ns3;

namespace
{

using RejectTarget = TargetFixture;

TEST_F(RejectTarget, AnswersAsTheKernelDoes)
{
    std::ifstream file(NF_TEST_UNIT "/targets/reject.cases");
    ASSERT_TRUE(file);
    auto icmp = MakeTarget("filter FORWARD -j REJECT");
    auto reset = MakeTarget("filter FORWARD -p tcp -j REJECT --reject-with tcp-reset");
    unsigned cases = 0;
    for (std::string line; std::getline(file, line);)
    {
        if (line.empty() || line[0] == '#')
        {
            continue;
        }
        SCOPED_TRACE(line);
        std::string expected;
        ASSERT_TRUE(std::getline(file, expected));
        NfPacket packet = MakePacket(line);
        const uint8_t* ports = packet.L4(4);
        bool toPort80 = packet.ip.protocol == NfProtocol::TCP && ports && ports[2] == 0 &&
                        ports[3] == 80 && packet.ip.fragmentOffset == 0;
        netns.sent.clear();
        netns.icmpErrors.clear();
        EXPECT_EQ((toPort80 ? reset : icmp)->Execute(packet), NfTargetResult::DROP);
        EXPECT_EQ(netns.icmpErrors.size(), expected == "icmp" ? 1U : 0U);
        bool expectsReset = expected != "icmp" && expected != "none";
        ASSERT_EQ(netns.sent.size(), expectsReset ? 1U : 0U);
        if (expectsReset)
        {
            NfPacket answer(netns.sent[0].first, netns.sent[0].second);
            EXPECT_EQ(ToHex(answer.CopyBytes()), expected);
        }
        ++cases;
    }
    EXPECT_GT(cases, 30U);
}

TEST_F(RejectTarget, SendsTheCodeOfItsType)
{
    const std::pair<const char*, uint8_t> types[] = {{"icmp-net-unreachable", 0},
                                                     {"icmp-host-unreachable", 1},
                                                     {"icmp-proto-unreachable", 2},
                                                     {"icmp-port-unreachable", 3},
                                                     {"icmp-net-prohibited", 9},
                                                     {"icmp-host-prohibited", 10},
                                                     {"icmp-admin-prohibited", 13}};
    for (auto [name, code] : types)
    {
        NfPacket packet =
            MakePacket("45000021000100003f1147950a000002c633640100010002000d87c868656c"
                       "6c6f");
        Run(std::string("filter FORWARD -j REJECT --reject-with ") + name, packet);
        EXPECT_EQ(netns.icmpErrors.back().type, 3);
        EXPECT_EQ(netns.icmpErrors.back().code, code) << name;
    }
}

TEST_F(RejectTarget, DoesNotResetBroadcasts)
{
    auto rule = "filter INPUT -p tcp -j REJECT --reject-with tcp-reset";
    NfPacket packet = MakePacket("45000028000100003f0600000a000002c6336401000100500000000100000000"
                                 "500200000000000000000000");
    packet.SetPayload(
        Create<Packet>(FromHex("0001005000000001000000005002000000000000").data(), 20));
    Run(rule, packet);
    EXPECT_EQ(netns.sent.size(), 1U) << "a checksum that ns-3 left out is no wrong one";
    netns.addressTypes[packet.ip.destination] = NfAddressType::BROADCAST;
    Run(rule, packet);
    EXPECT_EQ(netns.sent.size(), 1U);
}

} // namespace
