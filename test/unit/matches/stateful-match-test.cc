// SPDX-License-Identifier: GPL-2.0-only

#include "match-fixture.h"
#include "nf-connection-helper.h"

using namespace ns3;

namespace
{

class StatefulMatchTest : public MatchEvaluationTest
{
  protected:
    NfPacket From(uint32_t source, uint8_t ttl = 64)
    {
        NfPacket packet = Udp();
        packet.ip.source = NfAddress(source);
        packet.ip.ttl = ttl;
        return packet;
    }

    /// Run something at a time.
    template <class Action>
    void At(double seconds, Action action)
    {
        Simulator::Schedule(Seconds(seconds), action);
    }
};

TEST_F(StatefulMatchTest, RecentCountsHitsWithinAWindow)
{
    ParsedMatch set = ParseMatch("-m recent --set --name ssh");
    ParsedMatch check = ParseMatch("-m recent --rcheck --seconds 10 --hitcount 3 --name ssh");
    std::vector<NfMatchResult> results;
    auto pass = [&] {
        NfPacket packet = From(7);
        EXPECT_EQ(set(packet), YES);
        results.push_back(check(packet));
    };
    for (double at : {0.0, 1.0, 2.0, 10.9, 12.1, 30.0})
    {
        At(at, pass);
    }
    Simulator::Run();
    EXPECT_EQ(results, (std::vector<NfMatchResult>{NO, NO, YES, YES, NO, NO}));
}

TEST_F(StatefulMatchTest, RecentUpdateProlongsOnlyWhatItMatches)
{
    ParsedMatch set = ParseMatch("-m recent --set");
    ParsedMatch update = ParseMatch("-m recent --update --seconds 5");
    NfPacket first = From(7);
    set(first);
    std::vector<NfMatchResult> results;
    for (double at : {4.0, 8.0, 12.0, 18.0, 19.0})
    {
        At(at, [&] {
            NfPacket packet = From(7);
            results.push_back(update(packet));
        });
    }
    Simulator::Run();
    EXPECT_EQ(results, (std::vector<NfMatchResult>{YES, YES, YES, NO, NO}));
}

TEST_F(StatefulMatchTest, RecentListsArePerNameMaskAndNode)
{
    ParsedMatch set = ParseMatch("-m recent --set --name a --mask 255.255.255.0");
    NfPacket packet = From(0x0a000105);
    EXPECT_EQ(set(packet), YES);
    NfPacket sibling = From(0x0a0001ff);
    EXPECT_EQ(ParseMatch("-m recent --rcheck --name a --mask 255.255.255.0")(sibling), YES);
    EXPECT_EQ(ParseMatch("-m recent ! --rcheck --name a --mask 255.255.255.0")(sibling), NO);
    EXPECT_EQ(ParseMatch("-m recent --rcheck --name b --mask 255.255.255.0")(sibling), NO);
    FakeNetns other;
    sibling.netns = &other;
    EXPECT_EQ(ParseMatch("-m recent --rcheck --name a --mask 255.255.255.0")(sibling), NO);
}

TEST_F(StatefulMatchTest, RecentRemovesAndForgetsTheOldest)
{
    ParsedMatch set = ParseMatch("-m recent --set");
    ParsedMatch check = ParseMatch("-m recent --rcheck");
    ParsedMatch remove = ParseMatch("-m recent --remove");
    for (uint32_t i = 1; i <= 101; ++i)
    {
        NfPacket packet = From(i);
        set(packet);
    }
    NfPacket oldest = From(1);
    NfPacket second = From(2);
    EXPECT_EQ(check(oldest), NO);
    EXPECT_EQ(check(second), YES);
    EXPECT_EQ(remove(second), YES);
    EXPECT_EQ(remove(second), NO);
    EXPECT_EQ(check(second), NO);
}

TEST_F(StatefulMatchTest, RecentComparesTheTtlBeforeForwarding)
{
    ParsedMatch set = ParseMatch("-m recent --set");
    ParsedMatch check = ParseMatch("-m recent --rcheck --rttl");
    NfPacket packet = From(7, 64);
    set(packet);
    NfPacket other = From(7, 63);
    EXPECT_EQ(check(other), NO);
    other.out = &netns.eth[1];
    EXPECT_EQ(check(other), YES);
}

TEST_F(StatefulMatchTest, RecentReapsTheOldestEntry)
{
    ParsedMatch set = ParseMatch("-m recent --set");
    NfPacket first = From(1);
    set(first);
    At(10, [&] {
        NfPacket second = From(2);
        set(second);
        EXPECT_EQ(ParseMatch("-m recent --rcheck")(first), YES);
        EXPECT_EQ(ParseMatch("-m recent --rcheck --seconds 5 --reap")(second), YES);
        EXPECT_EQ(ParseMatch("-m recent --rcheck")(first), NO);
    });
    Simulator::Run();
}

TEST_F(StatefulMatchTest, RpfilterAsksTheNode)
{
    auto eval = [&](const std::string& options, NfPacket packet) {
        ParsedMatch match = ParseMatch(options, "PREROUTING", "raw");
        return match(packet);
    };
    EXPECT_EQ(eval("-m rpfilter", Udp()), YES);
    EXPECT_EQ(eval("-m rpfilter --invert", Udp()), NO);
    netns.reversePathOk = false;
    EXPECT_EQ(eval("-m rpfilter", Udp()), NO);
    EXPECT_EQ(eval("-m rpfilter --invert", Udp()), YES);
    NfPacket local = Udp();
    local.in = &netns.lo;
    EXPECT_EQ(eval("-m rpfilter", std::move(local)), YES);
    NfPacket dhcp = From(0);
    dhcp.ip.destination = NfAddress(0xffffffff);
    EXPECT_EQ(eval("-m rpfilter", std::move(dhcp)), YES);
}

TEST_F(StatefulMatchTest, TcpmssReadsTheOption)
{
    std::vector<uint8_t> mss1460{1, 1, 1, 1, 2, 4, 5, 180};
    for (auto [options, expected] :
         std::vector<std::pair<std::string, NfMatchResult>>{{"--mss 1460", YES},
                                                            {"--mss 1461:", NO},
                                                            {"! --mss 1400:1460", NO},
                                                            {"--mss :1460", YES}})
    {
        EXPECT_EQ(Eval("-p tcp -m tcpmss " + options, Tcp(1, 2, 2, mss1460)), expected) << options;
    }
    EXPECT_EQ(Eval("-p tcp -m tcpmss --mss 0:", Tcp(1, 2, 2)), NO);
    EXPECT_EQ(Eval("-p tcp -m tcpmss ! --mss 0:", Tcp(1, 2, 2)), YES);
    EXPECT_EQ(Eval("-p tcp -m tcpmss --mss 1", Make(6, {1, 2, 3})), HOTDROP);
}

TEST_F(StatefulMatchTest, QuotaEndsWithTheFirstPacketThatDoesNotFit)
{
    ParsedMatch quota = ParseMatch("-m quota --quota 70");
    ParsedMatch inverted = ParseMatch("-m quota ! --quota 28");
    std::vector<NfMatchResult> results;
    for (uint32_t payload : {8, 8, 0, 0})
    {
        NfPacket packet = Make(17, std::vector<uint8_t>(payload));
        results.push_back(quota(packet));
    }
    EXPECT_EQ(results, (std::vector<NfMatchResult>{YES, YES, NO, NO}));
    NfPacket packet = Udp();
    EXPECT_EQ(inverted(packet), NO);
    EXPECT_EQ(inverted(packet), YES);
}

TEST_F(StatefulMatchTest, EcnBits)
{
    NfPacket packet = Tcp(1, 2, 0x42);
    packet.ip.tos = 0xba;
    for (auto [options, expected] :
         std::vector<std::pair<std::string, NfMatchResult>>{{"--ecn-ip-ect 2", YES},
                                                            {"! --ecn-ip-ect 2", NO},
                                                            {"--ecn-tcp-ece", YES},
                                                            {"! --ecn-tcp-ece", NO},
                                                            {"--ecn-tcp-cwr", NO},
                                                            {"! --ecn-tcp-cwr --ecn-ip-ect 2", YES},
                                                            {"--ecn-tcp-ece --ecn-ip-ect 1", NO}})
    {
        EXPECT_EQ(Eval("-p tcp -m ecn " + options, packet.Clone()), expected) << options;
    }
    EXPECT_EQ(Eval("-p tcp -m ecn ! --ecn-tcp-cwr", Make(6, {1, 2, 3})), NO);
}

TEST_F(StatefulMatchTest, ConnbytesMeasures)
{
    NfPacket packet = Tracked(NfCtState::ESTABLISHED);
    NfGetConnection(packet)->counters = {{{4, 1000}, {6, 500}}};
    for (auto [options, expected] : std::vector<std::pair<std::string, NfMatchResult>>{
             {"4 --connbytes-mode packets --connbytes-dir original", YES},
             {"5 --connbytes-mode packets --connbytes-dir original", NO},
             {"500:501 --connbytes-mode bytes --connbytes-dir reply", YES},
             {"1500:1501 --connbytes-mode bytes --connbytes-dir both", YES},
             {"150:151 --connbytes-mode avgpkt --connbytes-dir both", YES},
             {":249 --connbytes-mode avgpkt --connbytes-dir original", NO}})
    {
        EXPECT_EQ(Eval("-m connbytes --connbytes " + options, packet.Clone()), expected) << options;
        EXPECT_EQ(Eval("-m connbytes ! --connbytes " + options, packet.Clone()),
                  expected == YES ? NO : YES)
            << options;
        EXPECT_EQ(Eval("-m connbytes ! --connbytes " + options, Udp()), NO);
    }
    EXPECT_EQ(
        Eval("-m connbytes ! --connbytes 500:500 --connbytes-mode bytes --connbytes-dir reply",
             packet.Clone()),
        YES)
        << "a range of one number cannot be inverted";
}

/// A helper that has nothing but a name.
class NamedHelper : public NfConnectionHelper
{
  public:
    std::string GetName() const override
    {
        return "ftp";
    }

    uint8_t GetProtocol() const override
    {
        return NfProtocol::TCP;
    }

    uint16_t GetPort() const override
    {
        return 21;
    }

    NfVerdict Help(NfPacket&, NfConnection&, NfConntrack&) const override
    {
        return NfVerdict::ACCEPT;
    }
};

TEST_F(StatefulMatchTest, HelperOfTheMaster)
{
    NamedHelper ftp;
    NfPacket packet = Tracked(NfCtState::RELATED);
    EXPECT_EQ(Eval("-m helper --helper ftp", packet.Clone()), NO);
    EXPECT_EQ(Eval("-m helper ! --helper ftp", packet.Clone()), YES);
    auto master = Create<NfConnection>();
    master->helper = &ftp;
    NfGetConnection(packet)->master = master;
    EXPECT_EQ(Eval("-m helper --helper ftp", packet.Clone()), YES);
    EXPECT_EQ(Eval("-m helper --helper ftp-2121", packet.Clone()), YES);
    EXPECT_EQ(Eval("-m helper --helper irc", packet.Clone()), NO);
    EXPECT_EQ(Eval("-m helper --helper ''", packet.Clone()), YES);
    EXPECT_EQ(Eval("-m helper --helper ftp", Udp()), NO);
}

TEST_F(StatefulMatchTest, StringIsSoughtFromTheNetworkHeader)
{
    NfPacket packet = Make(17, {'a', 'B', 'c', 0, 0xff, 'd'});
    for (auto [options, expected] :
         std::vector<std::pair<std::string, NfMatchResult>>{{"--string aB", YES},
                                                            {"--string ab", NO},
                                                            {"--string ab --icase", YES},
                                                            {"! --string aB", NO},
                                                            {"--hex-string '|00 ff|d'", YES},
                                                            {"--string aB --from 20", YES},
                                                            {"--string aB --from 21", NO},
                                                            {"--string Bc --to 22", NO},
                                                            {"--string Bc --to 23", YES},
                                                            {"--string aBcx", NO},
                                                            {"--hex-string '|45 00|'", YES}})
    {
        EXPECT_EQ(Eval("-m string --algo bm " + options, packet.Clone()), expected) << options;
    }
}

} // namespace
