// SPDX-License-Identifier: GPL-2.0-only

#include "target-fixture.h"

#include "ns3/mac48-address.h"
#include "ns3/simple-net-device.h"

#include <fstream>
#include <gmock/gmock.h>

using namespace ns3;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

namespace
{

// UDP from 10.0.0.2 port 1 to 198.51.100.1 port 2, "hello".
const char* const UDP = "45000021000100003f1147950a000002c633640100010002000d87c868656c6c6f";
const char* const UDP_TEXT = "SRC=10.0.0.2 DST=198.51.100.1 LEN=33 TOS=0x00 PREC=0x00 TTL=63 ID=1 "
                             "PROTO=UDP SPT=1 DPT=2 LEN=13 ";

using LogTarget = TargetFixture;

TEST_F(LogTarget, WritesWhatTheKernelWrites)
{
    std::ifstream file(NF_TEST_UNIT "/targets/log.cases");
    ASSERT_TRUE(file);
    auto target = MakeTarget("raw PREROUTING -j LOG --log-prefix \"p: \" --log-tcp-options "
                             "--log-tcp-sequence --log-macdecode");
    unsigned cases = 0;
    for (std::string line; std::getline(file, line);)
    {
        if (line.empty() || line[0] == '#')
        {
            continue;
        }
        std::string expected;
        ASSERT_TRUE(std::getline(file, expected));
        NfPacket packet = MakePacket(line);
        packet.out = nullptr;
        packet.mark = 0x1f;
        netns.log.clear();
        EXPECT_EQ(target->Execute(packet), NfTargetResult::CONTINUE);
        EXPECT_THAT(netns.log, ElementsAre("p: " + expected));
        ++cases;
    }
    EXPECT_GT(cases, 40U);
}

TEST_F(LogTarget, WritesOfIpv6WhatTheKernelWrites)
{
    std::ifstream file(NF_TEST_UNIT "/targets/log6.cases");
    ASSERT_TRUE(file);
    auto all = MakeTarget("mangle PREROUTING -j LOG --log-tcp-options --log-tcp-sequence "
                          "--log-ip-options",
                          NfFamily::IPV6);
    auto plain = MakeTarget("mangle PREROUTING -j LOG", NfFamily::IPV6);
    unsigned cases = 0;
    for (std::string line; std::getline(file, line);)
    {
        if (line.empty() || line[0] == '#')
        {
            continue;
        }
        std::string expected;
        std::string expectedPlain;
        ASSERT_TRUE(std::getline(file, expected) && std::getline(file, expectedPlain));
        NfPacket packet = MakePacket(line);
        packet.out = nullptr;
        packet.mark = 0x1f;
        netns.log.clear();
        all->Execute(packet);
        plain->Execute(packet);
        EXPECT_THAT(netns.log, ElementsAre(expected, expectedPlain)) << line;
        ++cases;
    }
    EXPECT_GT(cases, 50U);
}

TEST_F(LogTarget, WritesTheTypeOfIpv6Frames)
{
    auto device = CreateObject<SimpleNetDevice>();
    device->SetAddress(Mac48Address("00:00:00:00:00:01"));
    netns.eth[0].netDevice = device;
    NfPacket packet =
        MakePacket("60000000000011402001000000000000000000000000000120020000000000000000"
                   "000000000002");
    packet.sourceMac = Mac48Address("00:00:00:00:00:02");
    Run("filter FORWARD -j LOG", packet);
    Run("filter FORWARD -j LOG --log-macdecode", packet);
    EXPECT_THAT(netns.log,
                ElementsAre(HasSubstr("MAC=00:00:00:00:00:01:00:00:00:00:00:02:86:dd SRC=2001:"),
                            HasSubstr("MACPROTO=86dd SRC=2001:")));
}

TEST_F(LogTarget, LeavesOutWhatWasNotAskedFor)
{
    NfPacket tcp = MakePacket("4500002c000100003f0647950a000002c63364010001000200000005000000006002"
                              "faf068370000020405b4");
    Run("filter FORWARD -j LOG", tcp);
    EXPECT_THAT(netns.log,
                ElementsAre("IN=eth0 OUT=eth1 MAC= SRC=10.0.0.2 DST=198.51.100.1 LEN=44 TOS=0x00 "
                            "PREC=0x00 TTL=63 ID=1 PROTO=TCP SPT=1 DPT=2 WINDOW=64240 RES=0x00 SYN "
                            "URGP=0 "));
}

TEST_F(LogTarget, WritesNoMacOfOwnPackets)
{
    NfPacket packet = MakePacket(UDP);
    packet.in = nullptr;
    Run("filter OUTPUT -j LOG --log-prefix out:", packet);
    EXPECT_THAT(netns.log, ElementsAre(std::string("out:IN= OUT=eth1 ") + UDP_TEXT));
}

TEST_F(LogTarget, WritesTheMacOfLoopbackAsZeros)
{
    NfPacket packet = MakePacket(UDP);
    packet.in = &netns.lo;
    packet.out = nullptr;
    Run("filter INPUT -j LOG --log-macdecode", packet);
    EXPECT_THAT(
        netns.log,
        ElementsAre(std::string("IN=lo OUT= MAC=00:00:00:00:00:00:00:00:00:00:00:00:08:00 ") +
                    UDP_TEXT));
}

TEST_F(LogTarget, WritesTheMacOfEthernet)
{
    auto device = CreateObject<SimpleNetDevice>();
    device->SetAddress(Mac48Address("00:00:00:00:00:01"));
    netns.eth[0].netDevice = device;
    NfPacket packet = MakePacket(UDP);
    packet.sourceMac = Mac48Address("00:00:00:00:00:02");
    Run("filter FORWARD -j LOG", packet);
    packet.packetType = NetDevice::PACKET_BROADCAST;
    Run("filter FORWARD -j LOG --log-macdecode", packet);
    EXPECT_THAT(
        netns.log,
        ElementsAre(
            std::string("IN=eth0 OUT=eth1 MAC=00:00:00:00:00:01:00:00:00:00:00:02:08:00 ") +
                UDP_TEXT,
            std::string("IN=eth0 OUT=eth1 MACSRC=00:00:00:00:00:02 MACDST=ff:ff:ff:ff:ff:ff "
                        "MACPROTO=0800 ") +
                UDP_TEXT));
}

TEST_F(LogTarget, NflogNamesItsGroup)
{
    NfPacket packet = MakePacket(UDP);
    Run("filter FORWARD -j NFLOG --nflog-group 7 --nflog-prefix \"a b\"", packet);
    Run("filter FORWARD -j NFLOG", packet);
    EXPECT_THAT(netns.log,
                ElementsAre(std::string("NFLOG group 7: a b IN=eth0 OUT=eth1 MAC= ") + UDP_TEXT,
                            std::string("NFLOG group 0: IN=eth0 OUT=eth1 MAC= ") + UDP_TEXT));
}

} // namespace
