// SPDX-License-Identifier: GPL-2.0-only

#include "match-fixture.h"
#include "nf-conntrack.h"
#include "nf-hashlimit-table.h"

#include "ns3/global-value.h"
#include "ns3/uinteger.h"

using namespace ns3;

namespace
{

/// Matches that group packets by host or network, and those that look at the clock.
class GroupedMatchTest : public MatchEvaluationTest
{
  protected:
    ~GroupedMatchTest() override
    {
        GlobalValue::Bind("NetfilterClock", UintegerValue(0));
    }

    NfPacket From(uint32_t source, uint16_t port = 1000)
    {
        NfPacket packet = Udp(port);
        packet.ip.source = NfAddress(source);
        return packet;
    }

    /// What a match says of packets of a source at some times.
    std::vector<NfMatchResult> AtTimes(ParsedMatch& match,
                                       const std::vector<double>& times,
                                       uint32_t source = 7)
    {
        std::vector<NfMatchResult> results;
        for (double at : times)
        {
            Simulator::Schedule(Seconds(at), [&, source] {
                NfPacket packet = From(source);
                results.push_back(match(packet));
            });
        }
        Simulator::Run();
        return results;
    }

    /// Is it so at a time?
    /// @param seconds since 1970
    /// @param options of the match
    static NfMatchResult AtClock(uint32_t seconds, const std::string& options, NfPacket packet)
    {
        GlobalValue::Bind("NetfilterClock", UintegerValue(seconds));
        return Eval("-m time " + options, std::move(packet));
    }
};

using Results = std::vector<NfMatchResult>;

TEST_F(GroupedMatchTest, HashlimitRefillsABucket)
{
    auto match = ParseMatch("-m hashlimit --hashlimit-upto 2/sec --hashlimit-burst 2 "
                            "--hashlimit-name a");
    EXPECT_EQ(AtTimes(match, {0, 0.1, 0.2, 0.5, 0.6, 5, 5.01, 5.02}),
              (Results{YES, YES, NO, YES, NO, YES, YES, NO}));
}

TEST_F(GroupedMatchTest, HashlimitAboveIsTheOpposite)
{
    auto match = ParseMatch("-m hashlimit --hashlimit-above 2/sec --hashlimit-burst 2 "
                            "--hashlimit-name a");
    EXPECT_EQ(AtTimes(match, {0, 0.1, 0.2, 0.5}), (Results{NO, NO, YES, NO}));
}

TEST_F(GroupedMatchTest, HashlimitHasABucketPerGroup)
{
    const std::string rate = "-m hashlimit --hashlimit-upto 1/hour --hashlimit-burst 1 ";
    auto bySource = ParseMatch(rate + "--hashlimit-mode srcip --hashlimit-srcmask 24 "
                                      "--hashlimit-name source");
    auto byPort = ParseMatch(rate + "--hashlimit-mode srcport --hashlimit-name port");
    NfPacket first = From(0x0a000001, 1);
    NfPacket neighbour = From(0x0a0000fe, 2);
    NfPacket stranger = From(0x0a000101, 1);
    EXPECT_EQ(bySource(first), YES);
    EXPECT_EQ(bySource(neighbour), NO) << "of the same /24";
    EXPECT_EQ(bySource(stranger), YES);
    EXPECT_EQ(byPort(first), YES);
    EXPECT_EQ(byPort(neighbour), YES);
    EXPECT_EQ(byPort(stranger), NO) << "of the same port";
    NfPacket cut = Make(NfProtocol::UDP, {0, 1});
    EXPECT_EQ(byPort(cut), HOTDROP) << "no ports where they are needed";
}

TEST_F(GroupedMatchTest, HashlimitSharesATableByName)
{
    const std::string rate = "-m hashlimit --hashlimit-upto 1/hour --hashlimit-burst 1 ";
    auto one = ParseMatch(rate + "--hashlimit-name same");
    auto two = ParseMatch(rate + "--hashlimit-name same");
    auto other = ParseMatch(rate + "--hashlimit-name other");
    NfPacket packet = From(7);
    EXPECT_EQ(one(packet), YES);
    EXPECT_EQ(two(packet), NO);
    EXPECT_EQ(other(packet), YES);
    FakeNetns elsewhere;
    packet.netns = &elsewhere;
    EXPECT_EQ(ParseMatch(rate + "--hashlimit-name same")(packet), YES) << "another node";
}

TEST_F(GroupedMatchTest, HashlimitForgetsATableWithItsLastRule)
{
    const std::string options = "-m hashlimit --hashlimit-upto 1/hour --hashlimit-burst 1 "
                                "--hashlimit-name a";
    NfPacket packet = From(7);
    EXPECT_EQ(ParseMatch(options)(packet), YES);
    EXPECT_EQ(ParseMatch(options)(packet), YES);
}

TEST_F(GroupedMatchTest, HashlimitDropsWhenItsTableIsFull)
{
    auto match = ParseMatch("-m hashlimit --hashlimit-upto 10/sec --hashlimit-mode srcip "
                            "--hashlimit-htable-size 2 --hashlimit-htable-max 3 "
                            "--hashlimit-htable-expire 2000 --hashlimit-name a");
    for (uint32_t source : {1, 2, 3})
    {
        NfPacket packet = From(source);
        EXPECT_EQ(match(packet), YES);
    }
    NfPacket packet = From(4);
    EXPECT_EQ(match(packet), HOTDROP);
    EXPECT_EQ(AtTimes(match, {1.9, 2.1}, 4), (Results{HOTDROP, YES})) << "idle buckets go";
}

TEST_F(GroupedMatchTest, HashlimitCountsBytes)
{
    auto match = ParseMatch("-m hashlimit --hashlimit-upto 1kb/s --hashlimit-name a");
    Results results;
    for (double at : {0.0, 0.01, 0.02, 0.7, 0.71})
    {
        Simulator::Schedule(Seconds(at), [&] {
            NfPacket packet = Make(NfProtocol::UDP, std::vector<uint8_t>(480));
            results.push_back(match(packet));
        });
    }
    Simulator::Run();
    EXPECT_EQ(results, (Results{YES, YES, NO, YES, NO})) << "two of 500 bytes a second";
}

TEST_F(GroupedMatchTest, TimeOfDayIncludesBothEnds)
{
    const std::string day = "--timestart 10:00 --timestop 12:00";
    EXPECT_EQ(AtClock(36000 - 1, day, Udp()), NO);
    EXPECT_EQ(AtClock(36000, day, Udp()), YES);
    EXPECT_EQ(AtClock(43200, day, Udp()), YES);
    EXPECT_EQ(AtClock(43201, day, Udp()), NO);
    const std::string night = "--timestart 22:00 --timestop 06:00";
    EXPECT_EQ(AtClock(3600, night, Udp()), YES);
    EXPECT_EQ(AtClock(43200, night, Udp()), NO);
    EXPECT_EQ(AtClock(86399, night, Udp()), YES);
}

TEST_F(GroupedMatchTest, TimeKnowsTheCalendar)
{
    constexpr uint32_t leapDay = 1709164800; // 2024-02-29, a Thursday
    EXPECT_EQ(AtClock(leapDay, "--weekdays Thu --monthdays 29", Udp()), YES);
    EXPECT_EQ(AtClock(leapDay + 86400, "--weekdays Fri --monthdays 1", Udp()), YES);
    EXPECT_EQ(AtClock(leapDay, "! --weekdays Thu", Udp()), NO);
    EXPECT_EQ(AtClock(leapDay, "--datestart 2024-02-29 --datestop 2024-02-29T00:00:00", Udp()),
              YES);
    EXPECT_EQ(AtClock(leapDay, "--datestart 2024-02-29T00:00:01", Udp()), NO);
    EXPECT_EQ(AtClock(0, "--weekdays Thu --monthdays 1", Udp()), YES) << "1970-01-01";
}

TEST_F(GroupedMatchTest, TimeContiguousNightsBelongToTheEvening)
{
    constexpr uint32_t saturday = 1709337600 + 3600; // 2024-03-02 01:00
    const std::string night = "--weekdays Fri --timestart 22:00 --timestop 06:00";
    EXPECT_EQ(AtClock(saturday, night, Udp()), NO);
    EXPECT_EQ(AtClock(saturday, night + " --contiguous", Udp()), YES);
}

TEST_F(GroupedMatchTest, TimeGoesOnWithTheSimulation)
{
    GlobalValue::Bind("NetfilterClock", UintegerValue(36000 - 2));
    auto match = ParseMatch("-m time --timestart 10:00 --timestop 10:00:05");
    EXPECT_EQ(AtTimes(match, {1.5, 2.5, 7.5, 8.5}), (Results{NO, YES, YES, NO}));
}

TEST_F(GroupedMatchTest, ConnlimitCountsWhatIsInTheTable)
{
    auto conntrack = CreateObject<NfConntrack>();
    conntrack->SetNetns(&netns);
    auto match = ParseMatch("-m connlimit --connlimit-above 2 --connlimit-mask 24");
    auto open = [&](uint32_t source, uint16_t port, bool confirm) {
        Simulator::Stop(MilliSeconds(10)); // Linux does not look twice within a jiffy
        Simulator::Run();
        NfPacket packet = From(source, port);
        NfWrite16(packet.MutableL4(8) + 4, 8); // a UDP length, for conntrack to take it
        EXPECT_EQ(conntrack->Track(packet), NfVerdict::ACCEPT);
        NfMatchResult result = match(packet);
        if (confirm)
        {
            EXPECT_EQ(conntrack->Confirm(packet), NfVerdict::ACCEPT);
        }
        return result;
    };
    EXPECT_EQ(open(0x0a000001, 1, true), NO);
    EXPECT_EQ(open(0x0a000002, 2, true), NO);
    EXPECT_EQ(open(0x0a000002, 2, true), NO) << "the same connection again";
    EXPECT_EQ(open(0x0a000003, 3, false), YES) << "a third one in the /24, which is dropped";
    EXPECT_EQ(open(0x0a000103, 3, true), NO) << "another /24";
    conntrack->Flush();
    EXPECT_EQ(open(0x0a000004, 4, true), NO) << "the others have ended";
    conntrack->Dispose();
}

TEST_F(GroupedMatchTest, WithoutSocketsAndBridgesOnlyNegationsMatch)
{
    EXPECT_EQ(Eval("-m owner --uid-owner 0", Udp(), "OUTPUT"), NO);
    EXPECT_EQ(Eval("-m owner ! --uid-owner 0", Udp(), "OUTPUT"), YES);
    EXPECT_EQ(Eval("-m owner ! --uid-owner 0 --gid-owner 0", Udp(), "OUTPUT"), NO);
    EXPECT_EQ(Eval("-m owner ! --socket-exists", Udp(), "OUTPUT"), YES);
    EXPECT_EQ(Eval("-m physdev --physdev-is-bridged", Udp(), "FORWARD"), NO);
    EXPECT_EQ(Eval("-m physdev ! --physdev-is-bridged", Udp(), "FORWARD"), YES);
    EXPECT_EQ(Eval("-m physdev ! --physdev-in eth0 --physdev-out eth1", Udp(), "FORWARD"), NO);
}

TEST_F(GroupedMatchTest, SpiIsReadFromItsHeader)
{
    std::vector<uint8_t> esp{0, 0, 1, 0, 0, 0, 0, 9};
    EXPECT_EQ(Eval("-p esp -m esp --espspi 256", Make(50, esp)), YES);
    EXPECT_EQ(Eval("-p esp -m esp ! --espspi 0:255", Make(50, esp)), YES);
    EXPECT_EQ(Eval("-p esp -m esp --espspi 5:1", Make(50, esp)), NO) << "an empty range";
    EXPECT_EQ(Eval("-p esp -m esp", Make(50, {0, 0, 1})), HOTDROP);
    std::vector<uint8_t> ah{6, 4, 0, 0, 0, 0, 1, 0, 0, 0, 0, 9};
    EXPECT_EQ(Eval("-p ah -m ah --ahspi 256", Make(51, ah)), YES);
    EXPECT_EQ(Eval("-p ah -m ah --ahspi 9", Make(51, ah)), NO);
    NfPacket fragment = Make(51, ah);
    fragment.ip.fragmentOffset = 8;
    EXPECT_EQ(Eval("-p ah -m ah", std::move(fragment)), NO);
}

} // namespace
