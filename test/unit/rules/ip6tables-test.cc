// SPDX-License-Identifier: GPL-2.0-only
// Tables of IPv6: what rules ask of packets, how they are written, printed and listed. Messages and
// listings were compared with ip6tables-legacy 1.8.9.

#include "fake-extensions.h"
#include "fake-netns.h"
#include "nf-tables.h"

#include <functional>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace ns3;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

namespace
{

class Ip6tablesTest : public ::testing::Test
{
  protected:
    Ip6tablesTest()
    {
        RegisterFakeExtensions();
        tables->SetNetns(&netns);
    }

    ~Ip6tablesTest() override
    {
        tables->Dispose();
    }

    /// Run a command and give its error, or what it made of the chain FORWARD.
    std::string Run(const std::string& command)
    {
        Ptr<NfTables> fresh = CreateObject<NfTables>(NfFamily::IPV6);
        if (NfStatus error = fresh->Execute(command))
        {
            return error->ToString();
        }
        std::string text;
        fresh->Execute("-S FORWARD", &text);
        return text.substr(text.find('\n') + 1);
    }

    /// Have one rule in the chain FORWARD, and nothing else.
    void Load(const std::string& rule)
    {
        NfStatus error = tables->Restore("*filter\n-A FORWARD " + rule + "\nCOMMIT\n", "test");
        ASSERT_FALSE(error) << error->ToString();
    }

    /// A UDP datagram from 2001:db8::2 to 2001:db8:1::1.
    NfPacket Datagram()
    {
        NfIpHeader ip;
        ip.family = NfFamily::IPV6;
        ip.protocol = NfProtocol::UDP;
        ip.source = *NfParseAddress("2001:db8::2", NfFamily::IPV6);
        ip.destination = *NfParseAddress("2001:db8:1::1", NfFamily::IPV6);
        NfPacket packet(ip, Create<Packet>(8));
        packet.netns = &netns;
        packet.in = &netns.eth[0];
        packet.out = &netns.eth[1];
        return packet;
    }

    struct Context
    {
        NfPacket packet;
    };

    /// Send a packet over FORWARD.
    std::string Pass(NfPacket packet, NfFamily family = NfFamily::IPV6)
    {
        std::string result = "kept";
        Context context{std::move(packet)};
        netns.hooks.Traverse(
            family,
            NfHook::FORWARD,
            context,
            [&](Context&) { result = "accept"; },
            [&](Context&) { result = "drop"; });
        return result;
    }

    FakeNetns netns;
    Ptr<NfTables> tables{CreateObject<NfTables>(NfFamily::IPV6)};
};

} // namespace

TEST_F(Ip6tablesTest, StandardConditionsHoldForAllBitsOfAddresses)
{
    const std::vector<std::pair<std::string, bool>> cases{
        {"-s 2001:db8::/32", true},
        {"! -s 2001:db8::/32", false},
        {"-s 2001:db8::2", true},
        {"-s 2001:db8::3", false},
        {"-s 2001:db8:0:1::2", false},
        {"-s 2001:db8:0:0:1::2", false},
        {"-s 2001:db8::/63", true},
        {"-s ::2/::ff", true},
        {"-s ::3/::ff", false},
        {"! -s ::/0", false},
        {"-d 2001:db8:1::1", true},
        {"! -d 2001:db8:1::2", true},
        {"-s 2001:db8::2 -d 2001:db8:1::/48", true},
        {"-s 2001:db8::2 -d 2001:db8:2::/48", false},
        {"-p udp", true},
        {"! -p udp", false},
        {"-p tcp", false},
        {"-p all", true},
        {"-p udp -s 2001:db8::/32 -i eth0", true},
        {"-i eth1", false},
        {"! -i eth+", false},
        {"-o eth1", true},
    };
    for (const auto& [text, expected] : cases)
    {
        Load(text + " -j DROP");
        const NfRule& rule =
            *tables->GetRuleset().FindTable("filter")->FindChain(NfHook::FORWARD)->rules[0];
        NfPacket packet = Datagram();
        EXPECT_EQ(rule.GetSpec().Matches(packet), expected) << text;
        EXPECT_EQ(Pass(std::move(packet)), expected ? "drop" : "accept") << text;
    }
}

TEST_F(Ip6tablesTest, PacketsOfIpv4DoNotMeetItsRules)
{
    Load("-j DROP");
    NfIpHeader ip;
    ip.protocol = NfProtocol::UDP;
    EXPECT_EQ(Pass(NfPacket(ip, Create<Packet>(8)), NfFamily::IPV4), "accept");
    EXPECT_EQ(Pass(Datagram()), "drop");
}

TEST_F(Ip6tablesTest, BrokenChainIsDroppedByARuleThatAsksForAProtocol)
{
    const std::vector<std::pair<std::string, std::string>> cases{
        {"-p tcp -j ACCEPT", "drop"},
        {"! -p tcp -j ACCEPT", "drop"},
        {"-p all -j ACCEPT", "drop"},
        {"-j ACCEPT", "accept"},
        // The rule is asked for its protocol only where all else fits.
        {"-s 2001:db8:9::/48 -p udp -j ACCEPT", "accept"},
        {"-i eth2 -p udp -j ACCEPT", "accept"},
        {"-s 2001:db8::/32 -p udp -j ACCEPT", "drop"},
    };
    for (const auto& [rule, expected] : cases)
    {
        Load(rule);
        NfPacket packet = Datagram();
        packet.ip.brokenChain = true;
        EXPECT_EQ(Pass(std::move(packet)), expected) << rule;
    }
    NfSaveOptions counters;
    counters.counters = true;
    Load("-p udp -j ACCEPT");
    NfPacket packet = Datagram();
    packet.ip.brokenChain = true;
    Pass(std::move(packet));
    EXPECT_THAT(tables->Save(counters), HasSubstr("[0:0] -A FORWARD -p udp")) << "no rule to blame";
}

TEST_F(Ip6tablesTest, CountersHaveTheWholeDatagram)
{
    Load("-p udp");
    NfPacket packet = Datagram();
    packet.ip.extensionSize = 16;
    Pass(std::move(packet));
    NfSaveOptions counters;
    counters.counters = true;
    EXPECT_THAT(tables->Save(counters), HasSubstr("[1:64] -A FORWARD -p udp"));
}

TEST_F(Ip6tablesTest, AddressesAreWrittenAsIp6tablesSaveDoes)
{
    const std::vector<std::pair<std::string, std::string>> cases{
        {"-s 2001:0DB8:0:0:1:0:0:1", "-s 2001:db8::1:0:0:1/128"},
        {"-s 2001:db8:0:1:1:1:1:1/128", "-s 2001:db8:0:1:1:1:1:1/128"},
        {"-s ::ffff:10.0.0.1", "-s ::ffff:10.0.0.1/128"},
        {"-s 2001:db8::1/ffff:ffff::", "-s 2001:db8::/32"},
        {"-s 2001:db8::1/ffff:ffff::1", "-s 2001:db8::1/ffff:ffff::1"},
        {"-s 2001:db8::1/0x20", "-s 2001:db8::/32"},
        {"! -s ::/0", "! -s ::/0"},
        {"-s ::/0 -d ::1", "-d ::1/128"},
        {"-p icmpv6", "-p ipv6-icmp"},
        {"-p 58", "-p ipv6-icmp"},
        {"! -p ipv6-icmp", "! -p ipv6-icmp"},
        {"-p all", ""},
        {"-6 -p tcp", "-p tcp"},
    };
    for (const auto& [given, printed] : cases)
    {
        const std::string blank = printed.empty() ? "" : " ";
        EXPECT_EQ(Run("-A FORWARD " + given), "-A FORWARD" + blank + printed + "\n") << given;
    }
    EXPECT_EQ(Run("-A FORWARD -s 1::1,3::4/64 -d 5::6 -j DROP"),
              "-A FORWARD -s 1::1/128 -d 5::6/128 -j DROP\n"
              "-A FORWARD -s 3::/64 -d 5::6/128 -j DROP\n");
}

TEST_F(Ip6tablesTest, RefusesWhatOnlyIptablesHas)
{
    const std::vector<std::pair<std::string, std::string>> cases{
        {"-A FORWARD -f", "1:12: found '-f', which ip6tables has not, expected '-m frag'"},
        {"-A FORWARD --fragments", "1:12: found the unknown option '--fragments'"},
        {"-A FORWARD -s 10.0.0.1", "1:15: found '10.0.0.1', expected an IPv6 address"},
        {"-A FORWARD -s 1::1/129", "1:15: found the mask '129', expected a prefix length of 0 to "},
        {"-A FORWARD -s 1::1/255.0.0.0", "1:15: found the mask '255.0.0.0'"},
        {"-A FORWARD -s 1::1/", "1:15: found the mask ''"},
        {"-A FORWARD -s [1::1]", "1:15: found '[1::1]', expected an IPv6 address"},
        {"-A FORWARD -p icmp6", "1:15: found the unknown protocol 'icmp6'"},
        {"-A FORWARD ! -p all", "would never match"},
        {"-4 -A FORWARD", "1:1: found '-4', but these are IPv6 tables"},
        {"-A FORWARD -m ttl",
         "1:15: found the match 'ttl', which iptables has and ip6tables has not"},
        {"-A FORWARD -m frag",
         "1:15: found the match 'frag', which ip6tables has and this module has not"},
        {"-A FORWARD -j CLUSTERIP",
         "1:15: found the target 'CLUSTERIP', which iptables has and ip6tables has not"},
        {"-A FORWARD --nosuch", "expected an option of ip6tables or of an extension"},
        {"-t nat -A POSTROUTING -j DROP", "is not intended for filtering"},
    };
    for (const auto& [command, message] : cases)
    {
        EXPECT_THAT(Run(command), HasSubstr(message)) << command;
    }
    Ptr<NfTables> ipv4 = CreateObject<NfTables>();
    EXPECT_THAT(ipv4->Execute("-A INPUT -m hl")->ToString(),
                HasSubstr("the match 'hl', which ip6tables has and iptables has not"));
    EXPECT_THAT(ipv4->Execute("-6 -A INPUT")->ToString(), HasSubstr("these are IPv4 tables"));
}

TEST_F(Ip6tablesTest, DeleteTellsRulesWithAnyProtocolFromThoseWithout)
{
    EXPECT_FALSE(tables->Execute("-A INPUT -p all -j ACCEPT"));
    EXPECT_TRUE(tables->Execute("-D INPUT -j ACCEPT"));
    EXPECT_FALSE(tables->Execute("-D INPUT -p all -j ACCEPT"));
}

TEST_F(Ip6tablesTest, ListsInColumnsOfIp6tables)
{
    for (const char* command : {"-N LAN",
                                "-A INPUT -s 2001:db8::/32 -p tcp -j ACCEPT",
                                "-A INPUT -p 58 -j ACCEPT",
                                "-A INPUT ! -p ipv6-frag -j ACCEPT",
                                "-A INPUT ! -s ::/0 -j ACCEPT",
                                "-A INPUT -s 2001:db8::1/ffff:ffff::1 -j ACCEPT",
                                "-A INPUT -s 2001:db8:0:1:1:1:1:1 -j ACCEPT",
                                "-A INPUT ! -d 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff -j LAN"})
    {
        ASSERT_FALSE(tables->Execute(command)) << command;
    }
    std::string text;
    ASSERT_FALSE(tables->Execute("-L INPUT", &text));
    EXPECT_EQ(text,
              "Chain INPUT (policy ACCEPT)\n"
              "target     prot opt source               destination         \n"
              "ACCEPT     tcp  --  2001:db8::/32        anywhere            \n"
              "ACCEPT     ipv6-icmp --  anywhere             anywhere            \n"
              "ACCEPT    !ipv6-frag --  anywhere             anywhere            \n"
              "ACCEPT     all  -- !anywhere             anywhere            \n"
              "ACCEPT     all  --  2001:db8::1/ffff:ffff::1  anywhere            \n"
              "ACCEPT     all  --  2001:db8:0:1:1:1:1:1  anywhere            \n"
              "LAN        all  --  anywhere            !2001:db8:ffff:ffff:ffff:ffff:ffff:ffff \n");
    ASSERT_FALSE(tables->Execute("-L INPUT 4 -v -n", &text));
    EXPECT_EQ(text,
              "    0     0 ACCEPT     0    --  *      *      !::/0                 ::/0     "
              "           \n");
    ASSERT_FALSE(tables->Execute("-v -A INPUT -i eth0 ! -d 2001:db8:ffff::1 -p tcp -j LAN", &text));
    EXPECT_EQ(text, "LAN  tcp opt -- in eth0 out *  ::/0 !-> 2001:db8:ffff::1  \n");
}

TEST_F(Ip6tablesTest, NamesRulesWhoseProtocolNoPacketHas)
{
    Load("-p ipv6-frag -j DROP");
    EXPECT_THAT(tables->GetCaveats(),
                ElementsAre(HasSubstr("-p ipv6-frag matches no packet: it is an extension")));
    Load("! -p ipv6-frag -j DROP");
    EXPECT_TRUE(tables->GetCaveats().empty());
    Load("-p icmp -j DROP");
    EXPECT_THAT(tables->GetCaveats(), ElementsAre(HasSubstr("IPv6 has ipv6-icmp")));
    Ptr<NfTables> ipv4 = CreateObject<NfTables>();
    ASSERT_FALSE(ipv4->Execute("-A INPUT -p ipv6-icmp -j ACCEPT"));
    EXPECT_THAT(ipv4->GetCaveats(), ElementsAre(HasSubstr("IPv4 has icmp")));
}

TEST_F(Ip6tablesTest, MangleOutputRoutesAnewForWhatLinuxComparesInTheHeader)
{
    NfStatus error = tables->Restore("*mangle\n-A OUTPUT -j DO --result continue\nCOMMIT\n", "t");
    ASSERT_FALSE(error) << error->ToString();
    const std::vector<std::pair<std::function<void(NfPacket&)>, uint32_t>> cases{
        {[](NfPacket&) {}, 0},
        {[](NfPacket& packet) { packet.ip.ttl = 3; }, 1},
        {[](NfPacket& packet) { packet.ip.flowLabel = 3; }, 1},
        {[](NfPacket& packet) { packet.ip.tos = 3; }, 1},
        {[](NfPacket& packet) { packet.mark = 3; }, 1},
        {[](NfPacket& packet) { packet.ip.destination = packet.ip.source; }, 1},
    };
    for (std::size_t i = 0; i < cases.size(); ++i)
    {
        FakeExtensionLog::Get().onExecute = cases[i].first;
        netns.reroutes = 0;
        Context context{Datagram()};
        netns.hooks.Traverse(
            NfFamily::IPV6,
            NfHook::OUTPUT,
            context,
            [](Context&) {},
            [](Context&) {});
        EXPECT_EQ(netns.reroutes, cases[i].second) << "case " << i;
    }
    FakeExtensionLog::Reset();
}

TEST_F(Ip6tablesTest, RuleMadeForTheOtherFamilyIsRefused)
{
    NfRuleset ruleset(NfFamily::IPV6);
    auto& rules = ruleset.EditTable(NfTableKind::Find("filter")).FindChain("INPUT")->rules;
    rules.push_back(NfMakePolicy(NfRuleAction::ACCEPT, NfFamily::IPV4));
    const NfStatus error = tables->SetRuleset(ruleset);
    ASSERT_TRUE(error);
    EXPECT_THAT(error->ToString(), HasSubstr("is for packets of the other address family"));
    rules[0] = NfMakePolicy(NfRuleAction::ACCEPT, NfFamily::IPV6);
    EXPECT_FALSE(tables->SetRuleset(ruleset));
}
