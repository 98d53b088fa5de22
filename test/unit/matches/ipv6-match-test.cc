// SPDX-License-Identifier: GPL-2.0-only

#include "match-fixture.h"
#include "nf-set-command.h"
#include "nf-sets.h"

#include "ns3/mac48-address.h"

using namespace ns3;

namespace
{

NfAddress
V6(const char* text)
{
    return NfParseAddress(text, NfFamily::IPV6).value();
}

/// Matches of both families that look at addresses, in rules of IPv6.
class Ipv6MatchTest : public MatchEvaluationTest
{
  protected:
    NfPacket From(const char* source)
    {
        NfPacket packet = Udp();
        packet.ip.family = NfFamily::IPV6;
        packet.ip.source = V6(source);
        packet.ip.destination = V6("2001:db8:2::2");
        return packet;
    }

    static ParsedMatch Parse(const std::string& options, const std::string& table = "filter")
    {
        const std::string chain = table == "raw" ? "PREROUTING" : "INPUT";
        ParsedMatch match = ParseMatch(options, chain, table, NfFamily::IPV6);
        EXPECT_FALSE(match.complaint) << *match.complaint;
        return match;
    }

    static NfMatchResult Ask(ParsedMatch& match, NfPacket packet)
    {
        return match(packet);
    }
};

TEST_F(Ipv6MatchTest, HashlimitGroupsByPrefixesOfUpTo128Bits)
{
    const std::string rate = "-m hashlimit --hashlimit-upto 1/hour --hashlimit-burst 1 "
                             "--hashlimit-mode srcip ";
    auto network = Parse(rate + "--hashlimit-srcmask 64 --hashlimit-name a");
    EXPECT_EQ(Ask(network, From("2001:db8:1::1")), YES);
    EXPECT_EQ(Ask(network, From("2001:db8:1::ffff:2")), NO);
    EXPECT_EQ(Ask(network, From("2001:db8:1:1::1")), YES);
    auto host = Parse(rate + "--hashlimit-name b");
    EXPECT_EQ(Ask(host, From("2001:db8:1::1")), YES);
    EXPECT_EQ(Ask(host, From("2001:db8:1::2")), YES);
    EXPECT_EQ(Ask(host, From("2001:db8:1::2")), NO);
}

TEST_F(Ipv6MatchTest, HashlimitTablesOfBothFamiliesAreTwo)
{
    const std::string rate = "-m hashlimit --hashlimit-upto 1/hour --hashlimit-burst 1 "
                             "--hashlimit-name same";
    auto six = Parse(rate);
    auto four = ParseMatch(rate);
    EXPECT_EQ(Ask(six, From("2001:db8:1::1")), YES);
    EXPECT_EQ(Ask(four, Udp()), YES);
    EXPECT_EQ(Ask(six, From("2001:db8:1::1")), NO);
}

TEST_F(Ipv6MatchTest, ConnlimitCountsByPrefix)
{
    auto match = Parse("-m connlimit --connlimit-above 1 --connlimit-mask 64");
    EXPECT_EQ(Ask(match, From("2001:db8:1::1")), NO);
    EXPECT_EQ(Ask(match, From("2001:db8:1::2")), YES);
    EXPECT_EQ(Ask(match, From("2001:db8:1:1::1")), NO);
}

TEST_F(Ipv6MatchTest, RecentRemembersNetworks)
{
    auto set = Parse("-m recent --set --name six --mask ffff:ffff:ffff:ffff::");
    auto check = Parse("-m recent --rcheck --name six --mask ffff:ffff:ffff:ffff::");
    EXPECT_EQ(Ask(set, From("2001:db8:1::1")), YES);
    EXPECT_EQ(Ask(check, From("2001:db8:1::2")), YES);
    EXPECT_EQ(Ask(check, From("2001:db8:1:1::1")), NO);
}

TEST_F(Ipv6MatchTest, SetsHoldPacketsOfTheirFamilyAlone)
{
    NfSets& sets = NfSets::Of(netns);
    std::string printed;
    for (const char* command : {"create six hash:net family inet6",
                                "create four hash:net",
                                "add six 2001:db8:1::/48",
                                "add four 0.0.0.0/1"})
    {
        ASSERT_FALSE(NfSetCommand::Execute(sets, command, &printed)) << command;
    }
    auto six = Parse("-m set --match-set six src");
    auto four = Parse("-m set --match-set four src");
    EXPECT_EQ(Ask(six, From("2001:db8:1::1")), YES);
    EXPECT_EQ(Ask(six, From("2001:db8:2::1")), NO);
    EXPECT_EQ(Ask(four, From("1::")), NO);
    EXPECT_EQ(Ask(four, Udp()), YES);
    EXPECT_EQ(Ask(six, Udp()), NO);
}

TEST_F(Ipv6MatchTest, AddrtypeAsksRoutingForLocalAndUnreachableOnly)
{
    netns.addressTypes[V6("2001:db8:1::1")] = NfAddressType::LOCAL;
    netns.addressTypes[V6("2001:db8:1::2")] = NfAddressType::PROHIBIT;
    auto local = Parse("-m addrtype --src-type LOCAL");
    auto both = Parse("-m addrtype --src-type UNICAST,LOCAL");
    auto unreachable = Parse("-m addrtype --src-type UNREACHABLE");
    EXPECT_EQ(local.match->GetCaveat({}), "");
    EXPECT_NE(unreachable.match->GetCaveat({}), "") << "nodes do not tell it";
    EXPECT_EQ(Ask(local, From("2001:db8:1::1")), YES);
    EXPECT_EQ(Ask(both, From("2001:db8:1::1")), YES);
    EXPECT_EQ(Ask(both, From("2001:db8:1::3")), NO);
    EXPECT_EQ(Ask(unreachable, From("2001:db8:1::2")), YES);
    EXPECT_EQ(Ask(unreachable, From("2001:db8:1::3")), NO);
}

TEST_F(Ipv6MatchTest, RpfilterTakesTheUnspecifiedSource)
{
    netns.reversePathOk = false;
    auto match = Parse("-m rpfilter", "raw");
    EXPECT_EQ(Ask(match, From("::")), YES);
    EXPECT_EQ(Ask(match, From("2001:db8::1")), NO);
}

TEST_F(Ipv6MatchTest, Eui64ComparesTheSourceWithTheFrame)
{
    auto match = Parse("-m eui64");
    NfPacket packet = From("fe80::200:ff:fe00:2");
    EXPECT_EQ(Ask(match, packet.Clone()), NO) << "no frame";
    packet.sourceMac = Mac48Address("00:00:00:00:00:02");
    EXPECT_EQ(Ask(match, packet.Clone()), YES);
    packet.ip.source = V6("fe80::2");
    EXPECT_EQ(Ask(match, packet.Clone()), NO);
}

} // namespace
