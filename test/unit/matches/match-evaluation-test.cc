// SPDX-License-Identifier: GPL-2.0-only

#include "match-fixture.h"

#include "ns3/mac48-address.h"

using namespace ns3;

namespace
{

TEST_F(MatchEvaluationTest, TcpPortsIncludeBothEnds)
{
    for (auto [port, expected] :
         std::vector<std::pair<uint16_t, NfMatchResult>>{{79, NO}, {80, YES}, {90, YES}, {91, NO}})
    {
        EXPECT_EQ(Eval("-p tcp -m tcp --dport 80:90", Tcp(1, port, 2)), expected) << port;
        EXPECT_EQ(Eval("-p tcp -m tcp --sport 80:90", Tcp(port, 1, 2)), expected) << port;
        EXPECT_EQ(Eval("-p tcp -m tcp ! --dport 80:90", Tcp(1, port, 2)),
                  expected == YES ? NO : YES)
            << port;
    }
    EXPECT_EQ(Eval("-p tcp -m tcp ! --dport :", Tcp(1, 2, 2)), NO);
}

TEST_F(MatchEvaluationTest, TcpFlagsLookAtTheMaskOnly)
{
    EXPECT_EQ(Eval("-p tcp -m tcp --syn", Tcp(1, 2, 0x02)), YES);
    EXPECT_EQ(Eval("-p tcp -m tcp --syn", Tcp(1, 2, 0xc2)), YES) << "ECE and CWR do not count";
    EXPECT_EQ(Eval("-p tcp -m tcp --syn", Tcp(1, 2, 0x12)), NO);
    EXPECT_EQ(Eval("-p tcp -m tcp ! --syn", Tcp(1, 2, 0x12)), YES);
    EXPECT_EQ(Eval("-p tcp -m tcp --tcp-flags ALL NONE", Tcp(1, 2, 0)), YES);
    EXPECT_EQ(Eval("-p tcp -m tcp --tcp-flags ALL FIN,PSH,URG", Tcp(1, 2, 0x29)), YES);
    EXPECT_EQ(Eval("-p tcp -m tcp --tcp-flags ALL FIN,PSH,URG", Tcp(1, 2, 0x39)), NO);
}

/// What TCPMSS asks of its rule: the kernel looks at the compared flags and the inversion only.
TEST_F(MatchEvaluationTest, OnlyTcpWithSynRequiresSyn)
{
    auto needsSyn = [](const std::string& options) {
        return ParseMatch(options).match->RequiresTcpSyn();
    };
    EXPECT_TRUE(needsSyn("-p tcp -m tcp --syn"));
    EXPECT_TRUE(needsSyn("-p tcp -m tcp --tcp-flags SYN,RST SYN"));
    EXPECT_TRUE(needsSyn("-p tcp -m tcp --tcp-flags SYN,ACK SYN,ACK --dport 80"));
    EXPECT_FALSE(needsSyn("-p tcp -m tcp ! --syn"));
    EXPECT_FALSE(needsSyn("-p tcp -m tcp ! --tcp-flags SYN,RST SYN"));
    EXPECT_FALSE(needsSyn("-p tcp -m tcp --tcp-flags SYN,RST RST"));
    EXPECT_FALSE(needsSyn("-p tcp -m tcp --dport 80"));
    EXPECT_FALSE(needsSyn("-p tcp -m tcpmss --mss 1460"));
}

TEST_F(MatchEvaluationTest, TcpOptionIsSoughtByKind)
{
    std::vector<uint8_t> mssAndSack{1, 2, 4, 5, 180, 4, 2, 0};
    EXPECT_EQ(Eval("-p tcp -m tcp --tcp-option 4", Tcp(1, 2, 2, mssAndSack)), YES);
    EXPECT_EQ(Eval("-p tcp -m tcp --tcp-option 5", Tcp(1, 2, 2, mssAndSack)), NO)
        << "5 is inside another option";
    EXPECT_EQ(Eval("-p tcp -m tcp ! --tcp-option 5", Tcp(1, 2, 2, mssAndSack)), YES);
    EXPECT_EQ(Eval("-p tcp -m tcp ! --tcp-option 5", Tcp(1, 2, 2)), YES);
    NfPacket shortOffset = Tcp(1, 2, 2);
    shortOffset.MutableL4(20)[12] = 4 << 4;
    EXPECT_EQ(Eval("-p tcp -m tcp --tcp-option 5", std::move(shortOffset)), HOTDROP);
    NfPacket cutOptions = Tcp(1, 2, 2);
    cutOptions.MutableL4(20)[12] = 6 << 4;
    EXPECT_EQ(Eval("-p tcp -m tcp --tcp-option 5", std::move(cutOptions)), HOTDROP);
}

TEST_F(MatchEvaluationTest, CutShortHeadersAreDropped)
{
    EXPECT_EQ(Eval("-p tcp -m tcp", Make(6, std::vector<uint8_t>(19))), HOTDROP);
    EXPECT_EQ(Eval("-p udp -m udp", Make(17, std::vector<uint8_t>(7))), HOTDROP);
    EXPECT_EQ(Eval("-p icmp -m icmp --icmp-type any", Make(1, std::vector<uint8_t>(7))), HOTDROP);
    EXPECT_EQ(Eval("-p udp -m multiport --dports 1", Make(17, std::vector<uint8_t>(3))), HOTDROP);
    EXPECT_EQ(Eval("-p udp -m multiport --dports 0", Make(17, std::vector<uint8_t>(4))), YES);
}

TEST_F(MatchEvaluationTest, LaterFragmentsHaveNoPorts)
{
    for (uint16_t offset : {8, 16})
    {
        for (const char* options : {"-p udp -m udp",
                                    "-p icmp -m icmp --icmp-type any",
                                    "-p udp -m multiport ! --dports 1"})
        {
            NfPacket packet = Udp();
            packet.ip.fragmentOffset = offset;
            EXPECT_EQ(Eval(options, std::move(packet)), NO) << options;
        }
        NfPacket packet = Tcp(1, 2, 2);
        packet.ip.fragmentOffset = offset;
        EXPECT_EQ(Eval("-p tcp -m tcp", std::move(packet)), offset == 8 ? HOTDROP : NO);
    }
}

TEST_F(MatchEvaluationTest, UdpAndIcmp)
{
    EXPECT_EQ(Eval("-p udp -m udp --dport 53", Udp()), YES);
    EXPECT_EQ(Eval("-p udp -m udp --dport 53 ! --sport 1000", Udp()), NO);
    EXPECT_EQ(Eval("-p udp -m udp --dport 9:8", Udp()), NO);
    EXPECT_EQ(Eval("-p icmp -m icmp --icmp-type 3", Icmp(3, 255)), YES);
    EXPECT_EQ(Eval("-p icmp -m icmp --icmp-type 3/4", Icmp(3, 4)), YES);
    EXPECT_EQ(Eval("-p icmp -m icmp --icmp-type 3/4", Icmp(3, 5)), NO);
    EXPECT_EQ(Eval("-p icmp -m icmp ! --icmp-type 3/4", Icmp(3, 5)), YES);
    EXPECT_EQ(Eval("-p icmp -m icmp --icmp-type any", Icmp(77, 7)), YES);
    EXPECT_EQ(Eval("-p icmp -m icmp ! --icmp-type any", Icmp(77, 7)), NO);
}

TEST_F(MatchEvaluationTest, MultiportLooksAtTheSidesItNames)
{
    EXPECT_EQ(Eval("-p udp -m multiport --dports 1,53", Udp()), YES);
    EXPECT_EQ(Eval("-p udp -m multiport --sports 1,53", Udp()), NO);
    EXPECT_EQ(Eval("-p udp -m multiport --ports 1,53", Udp()), YES);
    EXPECT_EQ(Eval("-p udp -m multiport --ports 999:1000", Udp()), YES);
    EXPECT_EQ(Eval("-p udp -m multiport ! --ports 999:1000", Udp()), NO);
    EXPECT_EQ(Eval("-p udp -m multiport ! --dports 54:60", Udp()), YES);
}

TEST_F(MatchEvaluationTest, ConntrackStateOfEachKindOfPacket)
{
    EXPECT_EQ(Eval("-m conntrack --ctstate NEW", Tracked(NfCtState::NEW)), YES);
    EXPECT_EQ(Eval("-m conntrack --ctstate NEW", Tracked(NfCtState::ESTABLISHED)), NO);
    EXPECT_EQ(Eval("-m conntrack ! --ctstate NEW", Tracked(NfCtState::RELATED)), YES);
    EXPECT_EQ(Eval("-m state --state RELATED,ESTABLISHED", Tracked(NfCtState::RELATED)), YES);
    EXPECT_EQ(Eval("-m conntrack --ctstate INVALID", Udp()), YES);
    EXPECT_EQ(Eval("-m conntrack ! --ctstate INVALID", Udp()), NO);
    NfPacket untracked = Udp();
    untracked.ctState = NfCtState::UNTRACKED;
    EXPECT_EQ(Eval("-m conntrack --ctstate UNTRACKED", std::move(untracked)), YES);
    EXPECT_EQ(Eval("-m state --state UNTRACKED", Udp()), NO);
}

TEST_F(MatchEvaluationTest, ConntrackNatStatesComeFromTheConnection)
{
    NfPacket packet = Tracked(NfCtState::ESTABLISHED);
    NfGetConnection(packet)->status |= NfCtStatus::DST_NAT;
    EXPECT_EQ(Eval("-m conntrack --ctstate DNAT", packet.Clone()), YES);
    EXPECT_EQ(Eval("-m conntrack --ctstate SNAT", packet.Clone()), NO);
    EXPECT_EQ(Eval("-m conntrack ! --ctstate DNAT", packet.Clone()), NO);
    EXPECT_EQ(Eval("-m conntrack --ctstate ESTABLISHED", packet.Clone()), YES);
}

/// Without a connection the state alone decides; other criteria never match, even negated.
TEST_F(MatchEvaluationTest, ConntrackWithoutConnection)
{
    EXPECT_EQ(Eval("-m conntrack --ctstate INVALID --ctproto tcp --ctdir REPLY", Udp()), YES);
    EXPECT_EQ(Eval("-m conntrack --ctproto udp", Udp()), NO);
    EXPECT_EQ(Eval("-m conntrack ! --ctproto udp", Udp()), NO);
    EXPECT_EQ(Eval("-m connmark ! --mark 5", Udp()), NO);
    EXPECT_EQ(Eval("-m connmark --mark 0", Udp()), NO);
}

TEST_F(MatchEvaluationTest, ConntrackTuples)
{
    std::vector<std::pair<std::string, NfMatchResult>> cases{{"--ctproto udp", YES},
                                                             {"--ctproto tcp", NO},
                                                             {"! --ctproto tcp", YES},
                                                             {"--ctorigsrc 10.0.0.1", YES},
                                                             {"--ctorigsrc 10.0.0.77/24", YES},
                                                             {"--ctorigsrc 10.0.1.0/24", NO},
                                                             {"! --ctorigsrc 10.0.0.1", NO},
                                                             {"--ctorigdst 10.0.0.2", YES},
                                                             {"--ctreplsrc 192.168.0.2", YES},
                                                             {"--ctrepldst 10.0.0.1", YES},
                                                             {"--ctrepldst 10.0.0.2", NO},
                                                             {"--ctorigsrcport 1000", YES},
                                                             {"--ctorigdstport 50:53", YES},
                                                             {"--ctorigdstport 54:", NO},
                                                             {"--ctreplsrcport 5353", YES},
                                                             {"! --ctrepldstport 1000", NO},
                                                             {"--ctdir ORIGINAL", YES},
                                                             {"--ctdir REPLY", NO},
                                                             {"--ctstatus CONFIRMED", YES},
                                                             {"--ctstatus ASSURED,CONFIRMED", YES},
                                                             {"--ctstatus ASSURED", NO},
                                                             {"! --ctstatus ASSURED", YES},
                                                             {"--ctstatus NONE", NO},
                                                             {"--ctexpire 30", YES},
                                                             {"--ctexpire 0:29", NO},
                                                             {"! --ctexpire 30:31", NO}};
    for (const auto& [options, expected] : cases)
    {
        EXPECT_EQ(Eval("-m conntrack " + options, Tracked(NfCtState::NEW)), expected) << options;
    }
    EXPECT_EQ(
        Eval("-m conntrack --ctdir REPLY", Tracked(NfCtState::ESTABLISHED, NfDirection::REPLY)),
        YES);
}

TEST_F(MatchEvaluationTest, Marks)
{
    NfPacket packet = Tracked(NfCtState::NEW);
    packet.mark = 0x1234;
    NfGetConnection(packet)->mark = 0x1234;
    for (std::string name : {"mark", "connmark"})
    {
        std::string options = "-m " + name;
        EXPECT_EQ(Eval(options + " --mark 0x34/0xff", packet.Clone()), YES);
        EXPECT_EQ(Eval(options + " --mark 0x34", packet.Clone()), NO);
        EXPECT_EQ(Eval(options + " ! --mark 0x34", packet.Clone()), YES);
        EXPECT_EQ(Eval(options + " --mark 0x1234/0xff", packet.Clone()), NO)
            << "a value outside its mask never matches";
    }
}

TEST_F(MatchEvaluationTest, LimitFillsUpWithTime)
{
    ParsedMatch limit = ParseMatch("-m limit --limit 2/sec --limit-burst 3");
    ASSERT_FALSE(limit.complaint);
    auto passed = [&] {
        int count = 0;
        for (int i = 0; i < 10; ++i)
        {
            NfPacket packet = Udp();
            count += limit(packet) == YES;
        }
        return count;
    };
    std::vector<int> counts{passed()};
    for (double at : {0.496, 0.500, 1.0, 100.0})
    {
        Simulator::Schedule(Seconds(at), [&] { counts.push_back(passed()); });
    }
    Simulator::Run();
    EXPECT_EQ(counts, (std::vector<int>{3, 0, 1, 1, 3}));
}

TEST_F(MatchEvaluationTest, HeaderFields)
{
    NfPacket packet = Udp();
    packet.ip.ttl = 5;
    packet.ip.tos = 0xb9;
    std::vector<std::pair<std::string, NfMatchResult>> cases{
        {"ttl --ttl-eq 5", YES},
        {"ttl ! --ttl-eq 5", NO},
        {"ttl --ttl-lt 5", NO},
        {"ttl --ttl-lt 6", YES},
        {"ttl --ttl-gt 5", NO},
        {"ttl --ttl-gt 4", YES},
        {"tos --tos 0xb9", YES},
        {"tos --tos 0xb8", NO},
        {"tos --tos 0xb8/0xfc", YES},
        {"tos ! --tos 0xb8/0xfc", NO},
        {"dscp --dscp-class EF", YES},
        {"dscp ! --dscp-class EF", NO},
        {"dscp --dscp 0", NO},
        {"length --length 28", YES},
        {"length --length 29:", NO},
        {"length --length :28", YES},
        {"length ! --length 28", NO},
        {"iprange --src-range 10.0.0.1-10.0.0.1", YES},
        {"iprange --src-range 10.0.0.2-10.0.0.9", NO},
        {"iprange ! --src-range 10.0.0.2-10.0.0.9", YES},
        {"iprange --dst-range 9.255.255.255-10.0.0.2", YES},
        {"iprange --src-range 10.0.0.1-10.0.0.9 ! --dst-range 10.0.0.1-10.0.0.9", NO},
        {"comment --comment x", YES},
        {"pkttype --pkt-type unicast", YES},
        {"pkttype ! --pkt-type host", NO},
        {"pkttype --pkt-type broadcast", NO}};
    for (const auto& [options, expected] : cases)
    {
        EXPECT_EQ(Eval("-m " + options, packet.Clone()), expected) << options;
    }
}

TEST_F(MatchEvaluationTest, AddrtypeAsksTheNode)
{
    netns.addressTypes[NfAddress(0x0a000002)] = NfAddressType::LOCAL;
    EXPECT_EQ(Eval("-m addrtype --dst-type LOCAL", Udp()), YES);
    EXPECT_EQ(Eval("-m addrtype ! --dst-type LOCAL", Udp()), NO);
    EXPECT_EQ(Eval("-m addrtype --src-type LOCAL,BROADCAST", Udp()), NO);
    EXPECT_EQ(Eval("-m addrtype --src-type UNICAST --dst-type LOCAL", Udp()), YES);
    EXPECT_EQ(Eval("-m addrtype --src-type UNICAST ! --dst-type LOCAL", Udp()), NO);
}

TEST_F(MatchEvaluationTest, StatisticNthStartsAtThePacketNamed)
{
    ParsedMatch nth = ParseMatch("-m statistic --mode nth --every 3 --packet 1");
    ParsedMatch notNth = ParseMatch("-m statistic --mode nth ! --every 3 --packet 1");
    for (int i = 0; i < 9; ++i)
    {
        NfPacket packet = Udp();
        EXPECT_EQ(nth(packet), i % 3 == 1 ? YES : NO) << i;
        EXPECT_EQ(notNth(packet), i % 3 == 1 ? NO : YES) << i;
    }
}

TEST_F(MatchEvaluationTest, StatisticDrawsFromTheNode)
{
    netns.nextRandom = 0x3fffffff;
    EXPECT_EQ(Eval("-m statistic --mode random --probability 0.5", Udp()), YES);
    EXPECT_EQ(Eval("-m statistic --mode random --probability 0.5", Udp()), NO);
    netns.nextRandom = 0x3fffffff;
    EXPECT_EQ(Eval("-m statistic --mode random ! --probability 0.5", Udp()), NO);
    netns.nextRandom = 0x7fffffff;
    EXPECT_EQ(Eval("-m statistic --mode random --probability 1", Udp()), YES);
    EXPECT_EQ(Eval("-m statistic --mode random --probability 0", Udp()), NO);
}

TEST_F(MatchEvaluationTest, MacNeedsALinkAddress)
{
    EXPECT_EQ(Eval("-m mac --mac-source 00:00:00:00:00:01", Udp()), NO);
    EXPECT_EQ(Eval("-m mac ! --mac-source 00:00:00:00:00:01", Udp()), NO);
    NfPacket packet = Udp();
    packet.sourceMac = Mac48Address("00:00:00:00:00:01");
    EXPECT_EQ(Eval("-m mac --mac-source 00:00:00:00:00:01", packet.Clone()), YES);
    EXPECT_EQ(Eval("-m mac ! --mac-source 00:00:00:00:00:01", packet.Clone()), NO);
    EXPECT_EQ(Eval("-m mac ! --mac-source 00:00:00:00:00:02", packet.Clone()), YES);
}

/// What iptables 1.8.9 accepts and silently reads as something else, we refuse.
TEST(MatchStrictnessTest, MisreadNumbersAreRefused)
{
    for (const char* options : {"-p udp -m udp --dport 65536",
                                "-m conntrack --ctrepldstport 65536",
                                "-m conntrack --ctorigsrc 10.0.0.1/33",
                                "-m limit --limit 3x/s",
                                "-m recent --rcheck --mask 24"})
    {
        EXPECT_TRUE(ParseMatch(options).complaint) << options;
    }
}

/// iptables 1.8.9 saves such a mask as if it were all ones; we keep it.
TEST(MatchStrictnessTest, MasksWithGapsAreKept)
{
    ParsedMatch match = ParseMatch("-m conntrack --ctorigdst 10.0.0.1/255.0.255.0");
    std::ostringstream saved;
    match.match->Save(saved);
    EXPECT_EQ(saved.str(), " --ctorigdst 10.0.0.1/255.0.255.0");
}

} // namespace
