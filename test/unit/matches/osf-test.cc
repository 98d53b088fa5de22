// SPDX-License-Identifier: GPL-2.0-only

#include "match-fixture.h"
#include "nf-osf-fingerprints.h"

#include <gmock/gmock.h>
#include <map>
#include <sstream>

using namespace ns3;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

namespace
{

// In the form of pf.os, which nfnl_osf loads.
constexpr const char* FINGERPRINTS = "# systems\n"
                                     "5840:64:1:60:M1460,S,T,N,W7:Linux:2.6:any:Linux 2.6\n"
                                     "S4:64:1:60:M*,S,T,N,W7:Linux:S4:any:Linux S4\n"
                                     "\n"
                                     "%8192:128:1:48:M*,N,N,S:Windows:XP:SP1:Windows\n"
                                     "*:255:0:40:.:Old:1:2:old\r\n"
                                     "T2:64:1:44:M*:TwoT:a:b:c\n"
                                     "8192:64:1:44:M*:@Gen:a:b:c\n";

const std::vector<uint8_t> MSS_1460{2, 4, 5, 0xb4};

std::vector<uint8_t>
LinuxOptions(uint16_t mss)
{
    return {2,
            4,
            static_cast<uint8_t>(mss >> 8),
            static_cast<uint8_t>(mss),
            4,
            2,
            8,
            10,
            0,
            0,
            0,
            1,
            0,
            0,
            0,
            0,
            1,
            3,
            3,
            7};
}

class OsfTest : public MatchEvaluationTest
{
  protected:
    OsfTest()
    {
        EXPECT_FALSE(NfOsfFingerprints::Of(netns).Load(FINGERPRINTS, "pf.os"));
    }

    NfPacket Syn(uint16_t window, uint8_t ttl, bool dontFragment, std::vector<uint8_t> options)
    {
        NfPacket packet = Tcp(1000, 80, 2, std::move(options));
        NfWrite16(packet.MutableL4(20) + 14, window);
        packet.ip.ttl = ttl;
        packet.ip.dontFragment = dontFragment;
        return packet;
    }

    /// Which of some segments a rule matches.
    std::string Ask(const std::string& options)
    {
        ParsedMatch match = ParseMatch("-p tcp -m osf " + options, "PREROUTING", "raw");
        EXPECT_FALSE(match.complaint) << options << ": " << *match.complaint;
        std::string found;
        auto ask = [&](const char* name, NfPacket packet) {
            found += match(packet) == YES ? std::string(found.empty() ? "" : " ") + name : "";
        };
        ask("linux", Syn(5840, 64, true, LinuxOptions(1460)));
        ask("linux-4-hops", Syn(5840, 60, true, LinuxOptions(1460)));
        ask("linux-ttl-70", Syn(5840, 70, true, LinuxOptions(1460)));
        ask("linux-no-df", Syn(5840, 64, false, LinuxOptions(1460)));
        ask("mss", Syn(4 * 1460, 64, true, LinuxOptions(1460)));
        ask("mss-1448", Syn(4 * 1448, 64, true, LinuxOptions(1460)));
        ask("mss-1400", Syn(4 * 1400, 64, true, LinuxOptions(1400)));
        ask("windows-8-hops", Syn(16384, 120, true, {2, 4, 5, 0xb4, 1, 1, 4, 2}));
        ask("windows-odd", Syn(16385, 120, true, {2, 4, 5, 0xb4, 1, 1, 4, 2}));
        ask("old", Syn(777, 255, false, {}));
        ask("mtu", Syn(3000, 64, true, MSS_1460));
        ask("gen", Syn(8192, 64, true, MSS_1460));
        ask("nobody", Syn(99, 64, true, MSS_1460));
        NfPacket answer = Syn(5840, 64, true, LinuxOptions(1460));
        answer.MutableL4(20)[13] = 0x12;
        ask("syn-ack", std::move(answer));
        NfPacket later = Syn(5840, 64, true, LinuxOptions(1460));
        later.MutableL4(20)[13] = 0x10;
        ask("ack", std::move(later));
        return found;
    }
};

/// Measured on Linux 6.18 with nfnl_osf, for the same lines and segments.
TEST_F(OsfTest, SaysOfSegmentsWhatTheKernelSays)
{
    const std::string known = "linux mss mss-1448 mss-1400 syn-ack";
    const std::map<std::string, std::string> answers{
        {"--genre Linux", known},
        {"! --genre Linux", known},
        {"--genre Linux --ttl 0", known},
        {"--genre Linux --ttl 1", "linux linux-4-hops mss mss-1448 mss-1400 syn-ack"},
        {"--genre Linux --ttl 2", "linux linux-4-hops linux-ttl-70 mss mss-1448 mss-1400 syn-ack"},
        {"--genre Windows", ""},
        {"--genre Windows --ttl 1", "windows-8-hops"},
        {"--genre Windows --log 0 --ttl 2",
         "linux linux-4-hops linux-ttl-70 mss mss-1448 mss-1400 windows-8-hops old mtu gen "
         "syn-ack"},
        {"--genre Nope --log 2", "linux mss mss-1448 mss-1400 old mtu gen syn-ack"},
        {"--genre Linux --log 1", "linux mss mss-1448 mss-1400 old mtu gen syn-ack"},
        {"--genre Old", "old"},
        {"--genre TwoT", "mtu"},
        {"--genre Gen", "gen"},
        {"--genre @Gen", ""},
    };
    for (const auto& [options, answer] : answers)
    {
        EXPECT_EQ(Ask(options), answer) << options;
    }
}

TEST_F(OsfTest, LogsWhatItFinds)
{
    ParsedMatch all = ParseMatch("-p tcp -m osf --genre X --ttl 2 --log 0", "INPUT", "filter");
    NfPacket two = Syn(5840, 60, true, LinuxOptions(1460));
    EXPECT_EQ(all(two), YES);
    const std::string hosts = "10.0.0.1:1000 -> 10.0.0.2:80";
    EXPECT_THAT(netns.log,
                ElementsAre(StartsWith("Linux [2.6:any] : " + hosts + " hops=4 IN=eth0 OUT="),
                            StartsWith("Linux [S4:any] : " + hosts + " hops=4 IN=eth0 OUT=")));
    netns.log.clear();
    NfPacket none = Syn(99, 64, true, MSS_1460);
    EXPECT_EQ(all(none), NO);
    EXPECT_THAT(netns.log, ElementsAre(StartsWith("Remote OS is not known: " + hosts + " IN=")));
    netns.log.clear();
    ParsedMatch first = ParseMatch("-p tcp -m osf --genre X --ttl 2 --log 1", "INPUT", "filter");
    EXPECT_EQ(first(two), YES);
    EXPECT_EQ(netns.log.size(), 1U);
}

TEST_F(OsfTest, AFileIsLoadedAsAWholeOrNotAtAll)
{
    auto& fingerprints = NfOsfFingerprints::Of(netns);
    const std::size_t before = fingerprints.GetAll().size();
    EXPECT_EQ(before, 6U);
    const NfStatus few = fingerprints.Load("8192:64:1:44:M*:A:b:c:d\n\n8192:64:1:44:M*:A\n", "f");
    ASSERT_TRUE(few);
    EXPECT_THAT(few->ToString(), StartsWith("f:3:1: found 6 fields, expected 9"));
    EXPECT_THAT(fingerprints.Load("%0:64:1:44:M*:A:b:c:d", "f")->ToString(),
                HasSubstr("a multiple of 0"));
    std::string many = "1:64:1:44:";
    for (int i = 0; i < 41; ++i)
    {
        many += "N,";
    }
    EXPECT_THAT(fingerprints.Load(many + ":A:b:c:d", "f")->ToString(),
                HasSubstr("more than 40 options"));
    EXPECT_EQ(fingerprints.GetAll().size(), before);
}

TEST_F(OsfTest, SegmentsThatAreCutShortMatchNothing)
{
    ParsedMatch any = ParseMatch("-p tcp -m osf --genre Old --ttl 2", "INPUT", "filter");
    for (uint32_t size = 0; size < 20; ++size)
    {
        NfPacket cut = Make(NfProtocol::TCP, std::vector<uint8_t>(size, 0xff));
        EXPECT_EQ(any(cut), NO) << size;
    }
    NfPacket options = Syn(777, 255, false, {});
    options.MutableL4(20)[12] = 0xf0; // claims options that are not there
    EXPECT_EQ(any(options), NO);
}

} // namespace
