// SPDX-License-Identifier: GPL-2.0-only

// nfsim replay --pcap: which frames it takes, when they are played, and what it says of files that
// are not as they should be.

#include "capture-builder.h"
#include "nfsim-runner.h"

#include <gmock/gmock.h>

namespace ns3
{

namespace
{

using testing::HasSubstr;
using testing::Not;
using Json = nlohmann::json;

constexpr uint32_t CLIENT = 0x0a000002; // 10.0.0.2
constexpr uint32_t SERVER = 0xc0000209; // 192.0.2.9
constexpr const char* RULES = "*filter\n"
                              ":INPUT ACCEPT [0:0]\n"
                              ":FORWARD DROP [0:0]\n"
                              ":OUTPUT ACCEPT [0:0]\n"
                              "-A FORWARD -p udp -m udp --dport 53 -j ACCEPT\n"
                              "COMMIT\n";

std::string
Query(uint16_t port = 1000, bool sound = true)
{
    return MakeUdp(CLIENT, SERVER, port, 53, "ab", sound);
}

std::string
Ethernet(const std::string& packet, const std::string& tags = "", uint16_t type = 0x0800)
{
    return Octets()
        .Add(0x020000000001, 6)
        .Add(0x020000000002, 6)
        .Add(tags)
        .Add(type, 2)
        .Add(packet)
        .Get();
}

class ReplayCapture : public NfsimTest
{
  protected:
    ReplayCapture()
    {
        std::ofstream(Path("fw.rules")) << RULES;
    }

    std::vector<std::string> Arguments(const std::vector<std::string>& more = {}) const
    {
        std::vector<std::string> arguments{"replay",
                                           "--pcap",
                                           Path("in.pcap"),
                                           "--interface",
                                           "eth0",
                                           "--rules",
                                           Path("fw.rules"),
                                           "--address",
                                           "eth0=10.0.0.1/24",
                                           "--address",
                                           "eth1=192.0.2.1/24"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return arguments;
    }

    Json Play(const std::vector<std::string>& more = {}) const
    {
        const NfsimResult result = Run(Arguments(more));
        EXPECT_EQ(result.code, 0) << result.err;
        EXPECT_EQ(result.err, "");
        return result.code == 0 ? result.Json() : Json();
    }

    // Plays a capture of one packet in a frame, and expects that it is forwarded.
    void ExpectForwarded(uint32_t linkType, const std::string& frame) const
    {
        SCOPED_TRACE(linkType);
        CaptureBuilder(linkType).Frame(1, 0, frame).Write(Path("in.pcap"));
        const Json result = Play();
        ASSERT_EQ(result["packets"].size(), 1U);
        ASSERT_EQ(result["packets"][0]["outputs"].size(), 1U);
        EXPECT_EQ(result["packets"][0]["outputs"][0]["dev"], "eth1");
        EXPECT_TRUE(result["warnings"].empty()) << result["warnings"];
    }

    std::string Refusal() const
    {
        return Refused(Arguments());
    }
};

TEST_F(ReplayCapture, FramesOfEveryLinkTypeAreTaken)
{
    const std::string packet = Query();
    ExpectForwarded(0, "\2" + std::string(3, '\0') + packet);
    ExpectForwarded(0, std::string(3, '\0') + "\2" + packet);
    ExpectForwarded(1, Ethernet(packet));
    ExpectForwarded(9, Octets().Add(0x0021, 2).Add(packet).Get());
    ExpectForwarded(9, Octets().Add(0xff030021, 4).Add(packet).Get());
    for (uint32_t raw : {12, 14, 101, 228})
    {
        ExpectForwarded(raw, packet);
    }
    ExpectForwarded(108, std::string(3, '\0') + "\2" + packet);
    ExpectForwarded(113, std::string(14, '\0') + Octets().Add(0x0800, 2).Add(packet).Get());
    ExpectForwarded(276, Octets().Add(0x0800, 2).Add(std::string(18, '\0')).Add(packet).Get());
}

TEST_F(ReplayCapture, VlanTagsAreSkipped)
{
    ExpectForwarded(1, Ethernet(Query(), Octets().Add(0x81000005, 4).Get()));
    ExpectForwarded(1, Ethernet(Query(), Octets().Add(0x88a80005, 4).Add(0x81000006, 4).Get()));
    const std::string tagged = Octets().Add(0x00050800, 4).Add(Query()).Get();
    ExpectForwarded(113, std::string(14, '\0') + Octets().Add(0x8100, 2).Add(tagged).Get());
}

TEST_F(ReplayCapture, BothByteOrdersAndUnitsGiveTheSameTimes)
{
    for (bool bigEndian : {false, true})
    {
        for (bool nano : {false, true})
        {
            const uint32_t unit = nano ? 1000 : 1;
            CaptureBuilder(101, bigEndian, nano)
                .Frame(1'700'000'000, 999'999 * unit, Query(1000))
                .Frame(1'700'000'001, 1 * unit, Query(1001))
                .Frame(1'700'000'011, 999'999 * unit, Query(1002))
                .Write(Path("in.pcap"));
            const Json packets = Play()["packets"];
            ASSERT_EQ(packets.size(), 3U);
            EXPECT_DOUBLE_EQ(packets[0]["sent"]["at"], 0);
            EXPECT_DOUBLE_EQ(packets[1]["sent"]["at"], 2e-6);
            EXPECT_DOUBLE_EQ(packets[2]["sent"]["at"], 11);
        }
    }
}

TEST_F(ReplayCapture, PacketsArePlayedAtTheirTimesHoweverSoonTheyFollow)
{
    CaptureBuilder capture(101);
    for (uint32_t i = 0; i < 100; ++i)
    {
        capture.Frame(5, i * 10, Query(1000 + i));
    }
    capture.Write(Path("in.pcap"));
    const NfsimResult result = Run(Arguments({"--text"}));
    EXPECT_THAT(result.out, HasSubstr("packet 99, 0.000990 s: into eth0, 10.0.0.2 > 192.0.2.9 "));
}

TEST_F(ReplayCapture, WhatIsNoPacketOfIpIsLeftOutAndTold)
{
    CaptureBuilder(1)
        .Frame(1, 0, Ethernet(std::string(28, '\0'), "", 0x0806))
        .Frame(2, 0, Ethernet(Query()))
        .Frame(3, 0, Ethernet(std::string(40, '\x60'), "", 0x86dd))
        .Frame(4, 0, "")
        .Write(Path("in.pcap"));
    const Json result = Play();
    ASSERT_EQ(result["packets"].size(), 1U);
    EXPECT_DOUBLE_EQ(result["packets"][0]["sent"]["at"], 1) << "time counts from the first frame";
    ASSERT_EQ(result["warnings"].size(), 1U);
    EXPECT_THAT(result["warnings"][0],
                HasSubstr("3 of 4 frames hold no IP packet and were left out (1 ARP, 1 IPv6, "
                          "1 too short)"));
}

TEST_F(ReplayCapture, PaddingIsNoPartOfThePacket)
{
    CaptureBuilder(1).Frame(1, 0, Ethernet(Query()) + std::string(16, '\0')).Write(Path("in.pcap"));
    EXPECT_EQ(Play()["packets"][0]["sent"]["hex"].get<std::string>().size(), 2 * Query().size());
}

TEST_F(ReplayCapture, WrongChecksumsAreToldAndPutRightIfAsked)
{
    CaptureBuilder(101).Frame(1, 0, Query(1000, false)).Frame(2, 0, Query()).Write(Path("in.pcap"));
    const Json kept = Play();
    EXPECT_THAT(kept["warnings"].at(0), HasSubstr("1 of 2 packets have wrong checksums"));
    EXPECT_EQ(kept["packets"][0]["journeys"][0]["hooks"][0]["ct"], "INVALID");
    const Json fixed = Play({"--fix-checksums"});
    EXPECT_TRUE(fixed["warnings"].empty());
    EXPECT_EQ(fixed["packets"][0]["journeys"][0]["hooks"][0]["ct"], "NEW,ORIGINAL");
    EXPECT_EQ(fixed["packets"][0]["sent"]["hex"], fixed["packets"][1]["sent"]["hex"]);
}

TEST_F(ReplayCapture, ABoxWithoutAddressesIsTold)
{
    CaptureBuilder(101).Frame(1, 0, Query()).Write(Path("in.pcap"));
    const NfsimResult result = Run({"replay", "--pcap", Path("in.pcap"), "--interface", "eth0"});
    EXPECT_EQ(result.code, 0);
    EXPECT_THAT(result.Json()["warnings"].at(0), HasSubstr("neither addresses nor routes"));
}

TEST_F(ReplayCapture, RoutesAndGatewaysOfOptionsAreUsed)
{
    CaptureBuilder(101).Frame(1, 0, MakeUdp(CLIENT, 0x08080808, 1000, 53)).Write(Path("in.pcap"));
    const Json result = Play({"--route", "default=192.0.2.254"});
    EXPECT_EQ(result["packets"][0]["outputs"][0]["dev"], "eth1");
    const Json other = Play({"--route", "8.0.0.0/8=eth2"});
    EXPECT_EQ(other["packets"][0]["outputs"][0]["dev"], "eth2");
}

TEST_F(ReplayCapture, TheConnectionTableMayBeToldAtTheEndOnly)
{
    CaptureBuilder(101).Frame(1, 0, Query()).Write(Path("in.pcap"));
    const Json result = Play({"--conntrack-at-end"});
    EXPECT_TRUE(result["packets"][0]["conntrack"].empty());
    EXPECT_EQ(result["conntrack"].size(), 1U);
}

TEST_F(ReplayCapture, FilesThatAreNoCaptureAreRefused)
{
    EXPECT_THAT(Refusal(), HasSubstr("in.pcap: cannot open it"));
    std::ofstream(Path("in.pcap")) << "";
    EXPECT_THAT(Refusal(), HasSubstr("shorter than the header"));
    std::ofstream(Path("in.pcap")) << std::string(100, 'x');
    EXPECT_THAT(Refusal(), HasSubstr("neither a pcap nor a pcapng file"));
    std::ofstream(Path("in.pcap"), std::ios::binary)
        << Octets().Add(0x0a0d0d0a, 4).Get() + std::string(24, '\0');
    EXPECT_THAT(Refusal(), HasSubstr("tells no order of bytes"));
    CaptureBuilder(105).Frame(1, 0, Query()).Write(Path("in.pcap"));
    EXPECT_THAT(Refusal(), HasSubstr("link type 105"));
}

TEST_F(ReplayCapture, FilesThatAreCutOffAreRefusedWithThePlace)
{
    const CaptureBuilder capture = CaptureBuilder(101).Frame(1, 0, Query()).Frame(2, 0, Query());
    const std::size_t second = capture.Get().size() - Query().size() - 16;
    capture.Write(Path("in.pcap"), capture.Get().size() - 5);
    EXPECT_THAT(Refusal(), HasSubstr("frame 2, at byte"));
    EXPECT_THAT(Refusal(), HasSubstr("25 of 30 bytes are there"));
    capture.Write(Path("in.pcap"), second + 16);
    EXPECT_THAT(Refusal(), HasSubstr("0 of 30 bytes are there"));
    capture.Write(Path("in.pcap"), second + 3);
    EXPECT_THAT(Refusal(), HasSubstr("3 of 16 bytes are there"));
    capture.Write(Path("in.pcap"), second);
    EXPECT_EQ(Play()["packets"].size(), 1U) << "a file that ends between two frames is whole";
}

TEST_F(ReplayCapture, BrokenFramesAreRefusedWithTheirNumber)
{
    CaptureBuilder(101).Frame(1, 0, Query()).Frame(2, 0, Query(), 24).Write(Path("in.pcap"));
    EXPECT_THAT(Refusal(), HasSubstr("frame 2: only 24 of its 30 bytes were captured"));
    CaptureBuilder(101).Frame(1, 2'000'000, Query()).Write(Path("in.pcap"));
    EXPECT_THAT(Refusal(), HasSubstr("frame 1, at byte 40: its time is broken"));
    std::string huge = CaptureBuilder(101).Frame(1, 0, Query()).Get();
    huge.replace(32, 4, "\xff\xff\xff\xff");
    std::ofstream(Path("in.pcap"), std::ios::binary) << huge;
    EXPECT_THAT(Refusal(), HasSubstr("4294967295 bytes cannot be a frame"));
}

// Padding that was not captured is no loss.
TEST_F(ReplayCapture, AFrameMayBeCutBehindItsPacket)
{
    const std::string frame = Ethernet(Query());
    CaptureBuilder(1)
        .Frame(1, 0, frame + std::string(16, '\0'), frame.size())
        .Write(Path("in.pcap"));
    EXPECT_EQ(Play()["packets"].size(), 1U);
}

TEST_F(ReplayCapture, OptionsThatDoNotFitAreRefused)
{
    CaptureBuilder(101).Frame(1, 0, Query()).Write(Path("in.pcap"));
    const std::string capture = Path("in.pcap");
    EXPECT_THAT(Refused({"replay", "--pcap", capture}), HasSubstr("--interface must say"));
    EXPECT_THAT(Refused(Arguments({"--interface", "eth1"})), HasSubstr("one for each --pcap"));
    EXPECT_THAT(Refused(Arguments({"--mac", "eth0=1:2:3"})), HasSubstr("XX:XX:XX:XX:XX:XX"));
    EXPECT_THAT(Refused(Arguments({"--date", "soon"})), HasSubstr("2026-11-28T07:46:36"));
    EXPECT_THAT(Refused({"replay", "--interface", "eth0"}), HasSubstr("a scenario or --pcap"));
    EXPECT_THAT(Refused({"replay", "--pcap", capture, "--interface", "lo"}),
                HasSubstr("no name for an interface"));
    EXPECT_THAT(Refused(Arguments({"--address", "eth0"})), HasSubstr("INTERFACE=ADDRESS/LENGTH"));
    EXPECT_THAT(Refused(Arguments({"--address", "eth0=1.2.3.4/33"})), HasSubstr("eth0=1.2.3.4/33"));
    EXPECT_THAT(Refused(Arguments({"--route", "default"})), HasSubstr("PREFIX=GATEWAY"));
    EXPECT_THAT(Refused(Arguments({"--route", "default=8.8.8.8"})), HasSubstr("on no link"));
    std::ofstream(Path("fw.rules")) << "*filter\n-A FORWARD -p udp --dport x -j DROP\nCOMMIT\n";
    EXPECT_THAT(Refusal(), HasSubstr("fw.rules:2:27: "));
}

} // namespace

} // namespace ns3
