// SPDX-License-Identifier: GPL-2.0-only

// nfsim replay --text: what people read.

#include "capture-builder.h"
#include "nfsim-runner.h"

#include <gmock/gmock.h>

namespace ns3
{

namespace
{

using testing::HasSubstr;

constexpr const char* RULES = "*filter\n"
                              ":INPUT ACCEPT [0:0]\n"
                              ":FORWARD DROP [0:0]\n"
                              ":OUTPUT ACCEPT [0:0]\n"
                              "-A FORWARD -p udp -m udp --dport 53 -j ACCEPT\n"
                              "-A FORWARD -p udp -m udp --dport 9 -j REJECT\n"
                              "COMMIT\n"
                              "*nat\n"
                              ":PREROUTING ACCEPT [0:0]\n"
                              ":INPUT ACCEPT [0:0]\n"
                              ":OUTPUT ACCEPT [0:0]\n"
                              ":POSTROUTING ACCEPT [0:0]\n"
                              "-A POSTROUTING -o eth1 -j MASQUERADE\n"
                              "COMMIT\n";

class ReplayText : public NfsimTest
{
  protected:
    // Plays datagrams from 10.0.0.2, port 1000, to that address and port.
    std::string Read(uint32_t destination, uint16_t port) const
    {
        std::ofstream(Path("fw.rules")) << RULES;
        CaptureBuilder(101)
            .Frame(1, 0, MakeUdp(0x0a000002, destination, 1000, port))
            .Write(Path("in.pcap"));
        const NfsimResult result = Run({"replay",
                                        "--text",
                                        "--pcap",
                                        Path("in.pcap"),
                                        "--interface",
                                        "eth0",
                                        "--rules",
                                        Path("fw.rules"),
                                        "--address",
                                        "eth0=10.0.0.1/24",
                                        "--address",
                                        "eth1=192.0.2.1/24"});
        EXPECT_EQ(result.code, 0) << result.err;
        return result.out;
    }
};

TEST_F(ReplayText, EachHookTellsRulesRewritesAndTheEnd)
{
    const std::string expected =
        "date 1970-01-01T00:00:01 UTC\n"
        "\n"
        "packet 0, 0.000000 s: into eth0, 10.0.0.2 > 192.0.2.9 ttl 64 tos 0x00 len 28 udp "
        "1000>53\n"
        "    PREROUTING in eth0, connection NEW,ORIGINAL\n"
        "      nat PREROUTING: policy ACCEPT\n"
        "    FORWARD in eth0 out eth1, connection NEW,ORIGINAL\n"
        "      filter rule 1: -A FORWARD -p udp -m udp --dport 53 -j ACCEPT (ACCEPT)\n"
        "    POSTROUTING in eth0 out eth1, connection NEW,ORIGINAL\n"
        "      nat rule 1: -A POSTROUTING -o eth1 -j MASQUERADE (ACCEPT)\n"
        "      rewritten: source 10.0.0.2 -> 192.0.2.1\n"
        "    result: sent through eth1\n"
        "  out of eth1: 192.0.2.1 > 192.0.2.9 ttl 63 tos 0x00 len 28 udp 1000>53\n"
        "  connection new: #1 udp 10.0.0.2:1000 > 192.0.2.9:53, answers 192.0.2.9:53 > "
        "192.0.2.1:1000 [CONFIRMED,SRC_NAT,SRC_NAT_DONE,DST_NAT_DONE] mark 0x0, 29 s left\n"
        "\n";
    EXPECT_EQ(Read(0xc0000209, 53).substr(0, expected.size()), expected);
}

TEST_F(ReplayText, ADropNamesTheRuleOrThePolicy)
{
    EXPECT_THAT(Read(0xc0000209, 99), HasSubstr("result: dropped by filter FORWARD: policy DROP"));
    const std::string rejected = Read(0xc0000209, 9);
    EXPECT_THAT(rejected, HasSubstr("result: dropped by filter rule 2: -A FORWARD -p udp -m udp"));
    EXPECT_THAT(rejected, HasSubstr("then, from the box: 10.0.0.1 > 10.0.0.2 ttl 64"));
    EXPECT_THAT(rejected, HasSubstr("out of eth0: 10.0.0.1 > 10.0.0.2"));
    EXPECT_THAT(rejected, HasSubstr("icmp 3/3 {10.0.0.2 > 192.0.2.9 ttl 63"));
}

TEST_F(ReplayText, TheStackTellsWhyItDropped)
{
    EXPECT_THAT(Read(0x08080808, 53),
                HasSubstr("result: dropped by the stack after PREROUTING: no-route"));
}

TEST_F(ReplayText, TheStackTellsWhyNoHookSawThePacket)
{
    std::string broken = MakeUdp(0x0a000002, 0xc0000209, 1000, 53);
    broken[10] ^= 1; // the header's checksum
    CaptureBuilder(101).Frame(1, 0, broken).Write(Path("in.pcap"));
    const NfsimResult result =
        Run({"replay", "--text", "--pcap", Path("in.pcap"), "--interface", "eth0"});
    EXPECT_THAT(result.out, HasSubstr("result: dropped by the stack before any hook: bad-"));
}

TEST_F(ReplayText, DeliveryIsAnEnd)
{
    EXPECT_THAT(Read(0x0a000001, 53), HasSubstr("result: delivered to the box"));
}

TEST_F(ReplayText, CountersStandAtTheEnd)
{
    EXPECT_THAT(Read(0xc0000209, 53),
                HasSubstr("[1:28] -A FORWARD -p udp -m udp --dport 53 -j ACCEPT\n"));
}

TEST_F(ReplayText, FragmentsAreKeptForTheRest)
{
    std::string fragment = MakeUdp(0x0a000002, 0xc0000209, 1000, 53, std::string(8, 'x'));
    fragment[6] = 0x20; // more to come
    const uint16_t checksum = InternetChecksum(fragment.substr(0, 10) + fragment.substr(12, 8));
    fragment.replace(10, 2, Octets().Add(checksum, 2).Get());
    CaptureBuilder(101).Frame(1, 0, fragment).Write(Path("in.pcap"));
    const NfsimResult result =
        Run({"replay", "--text", "--pcap", Path("in.pcap"), "--interface", "eth0"});
    EXPECT_THAT(result.out, HasSubstr("result: kept until all fragments of the packet are there"));
}

} // namespace

} // namespace ns3
