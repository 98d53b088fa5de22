// SPDX-License-Identifier: GPL-2.0-only

// `ip -6 rule`, `ip -6 route` and `ip -6 address` as text. What is printed was recorded from
// iproute2 6.1.

#include "test-ipv6-net.h"
#include "test-net.h"

#include "ns3/netfilter-helper.h"
#include "ns3/nf-ipv6-stack.h"
#include "ns3/nf-policy-routing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace ns3
{
namespace
{

using testing::HasSubstr;

/// Node 1 has eth0, 2001:1::2/64, and eth1, 2001:2::1/64.
class Ipv6IpCommand : public testing::Test
{
  protected:
    Ipv6IpCommand()
        : net(3)
    {
        net.Run(3); // addresses are no more tentative
    }

    /// Execute commands.
    /// @return what they print
    std::string Ip(const std::vector<std::string>& commands)
    {
        std::string output;
        for (const std::string& command : commands)
        {
            output += helper.Ip(net.At(1), command);
        }
        return output;
    }

    TestIpv6Net net;
    NetfilterHelper helper;
};

TEST_F(Ipv6IpCommand, ListsRulesAsIproute2)
{
    EXPECT_EQ(Ip({"-6 rule add from 2001:db8:5::/48 to 2001:db8:6::/48 fwmark 2/0xff tos 0x10 iif "
                  "eth0 table 100",
                  "-6 rule add not fwmark 7 lookup 51820",
                  "-6 rule add oif eth1 priority 50 prohibit",
                  "-6 rule add fwmark 1 blackhole",
                  "rule add from 2001:db8::7 unreachable",
                  "-6 rule add table main suppress_prefixlength 0",
                  "-6 rule add table main suppress_prefixlength 128",
                  "-6 rule list"}),
              "0:\tfrom all lookup local\n"
              "46:\tfrom all lookup main suppress_prefixlength 128\n"
              "47:\tfrom all lookup main suppress_prefixlength 0\n"
              "48:\tfrom 2001:db8::7 unreachable\n"
              "49:\tfrom all fwmark 0x1 blackhole\n"
              "50:\tfrom all oif eth1 prohibit\n"
              "32764:\tnot from all fwmark 0x7 lookup 51820\n"
              "32765:\tfrom 2001:db8:5::/48 to 2001:db8:6::/48 tos 0x10 fwmark 0x2/0xff iif eth0 "
              "lookup 100\n"
              "32766:\tfrom all lookup main\n");
    EXPECT_EQ(
        Ip({"-6 rule del fwmark 1", "-6 rule flush", "-6 rule add tos 0xfc table 5", "-6 rule"}),
        "0:\tfrom all lookup local\n0:\tfrom all tos 0xfc lookup 5\n");
    EXPECT_THAT(Ip({"rule"}), HasSubstr("32767:\tfrom all lookup default\n")) << "IPv4 has its own";
}

TEST_F(Ipv6IpCommand, ListsRoutesAsIproute2)
{
    EXPECT_EQ(Ip({"-6 route add 2001:db8:7::/48 via 2001:1::7",
                  "-6 route add default via fe80::1 dev eth1 table 100",
                  "-6 route add 2001:db8:8::/48 dev eth1 metric 5",
                  "-6 route add 2001:db8:8::/48 via 2001:2::5 metric 7 src 2001:2::1",
                  "-6 route add unreachable 2001:db8:9::/48",
                  "-6 route add prohibit 2001:db8:9:1::/64 metric 3",
                  "-6 route add blackhole 2001:db8:9:2::/64 dev lo",
                  "-6 route add throw 2001:db8:9:3::/64",
                  "-6 route add local default dev lo table 102",
                  "-6 route add 2001:db8:c::/48 via 2001:db8:99::1 dev eth0 onlink",
                  "-6 route add 2001:db8:d::1/48 dev eth0",
                  "-6 route add default via fe80::9 dev eth0",
                  "-6 route"}),
              "2001:1::/64 dev eth0 proto kernel metric 256 pref medium\n"
              "2001:2::/64 dev eth1 proto kernel metric 256 pref medium\n"
              "2001:db8:7::/48 via 2001:1::7 dev eth0 metric 1024 pref medium\n"
              "2001:db8:8::/48 dev eth1 metric 5 pref medium\n"
              "2001:db8:8::/48 via 2001:2::5 dev eth1 src 2001:2::1 metric 7 pref medium\n"
              "prohibit 2001:db8:9:1::/64 dev lo metric 3 pref medium\n"
              "blackhole 2001:db8:9:2::/64 dev lo metric 1024 pref medium\n"
              "throw 2001:db8:9:3::/64 dev lo metric 1024 pref medium\n"
              "unreachable 2001:db8:9::/48 dev lo metric 1024 pref medium\n"
              "2001:db8:c::/48 via 2001:db8:99::1 dev eth0 metric 1024 onlink pref medium\n"
              "2001:db8:d::/48 dev eth0 metric 1024 pref medium\n"
              "fe80::/64 dev eth0 proto kernel metric 256 pref medium\n"
              "fe80::/64 dev eth1 proto kernel metric 256 pref medium\n"
              "default via fe80::9 dev eth0 metric 1024 pref medium\n");
    EXPECT_EQ(Ip({"-6 route list table 100", "-6 route list table 102"}),
              "default via fe80::1 dev eth1 metric 1024 pref medium\n"
              "local default dev lo metric 1024 pref medium\n");
    EXPECT_THAT(
        Ip({"route add local 2001:db8:aa::/48 dev lo", "-6 route list table local"}),
        testing::AllOf(HasSubstr("local ::1 dev lo proto kernel metric 0 pref medium\n"),
                       HasSubstr("local 2001:1::2 dev eth0 proto kernel metric 0 pref medium\n"),
                       HasSubstr("local 2001:db8:aa::/48 dev lo metric 1024 pref medium\n")));
    EXPECT_EQ(Ip({"-6 route del 2001:db8:9::/48",
                  "-6 route replace 2001:db8:7::/48 via 2001:2::3",
                  "-6 route del 2001:db8:8::/48 metric 5",
                  "-6 route flush table 102",
                  "-6 route list table 102"}),
              "");
    EXPECT_THAT(Ip({"-6 route"}),
                testing::AllOf(HasSubstr("2001:db8:7::/48 via 2001:2::3 dev eth1"),
                               testing::Not(HasSubstr("unreachable")),
                               testing::Not(HasSubstr("metric 5"))));
}

TEST_F(Ipv6IpCommand, AddressesComeAndGo)
{
    const std::string list =
        Ip({"-6 addr add 2001:db8:77::1/64 dev eth1", "-6 addr show dev eth1"});
    EXPECT_THAT(list,
                testing::StartsWith("3: eth1: <POINTOPOINT,MULTICAST,NOARP,UP,LOWER_UP> mtu 1500 "
                                    "state UP qlen 1000\n"));
    EXPECT_THAT(list,
                HasSubstr("    inet6 2001:2::1/64 scope global \n"
                          "       valid_lft forever preferred_lft forever\n"));
    EXPECT_THAT(list, HasSubstr("    inet6 2001:db8:77::1/64 scope global \n"));
    EXPECT_THAT(list, HasSubstr("    inet6 fe80::"));
    EXPECT_THAT(list, HasSubstr("/64 scope link \n"));
    EXPECT_EQ(net.At(1)->GetObject<Ipv6>()->GetInterfaceForAddress("2001:db8:77::1"), 2);
    Ip({"-6 address del 2001:db8:77::1/64 dev eth1"});
    EXPECT_EQ(net.At(1)->GetObject<Ipv6>()->GetInterfaceForAddress("2001:db8:77::1"), -1);
}

TEST_F(Ipv6IpCommand, TellsTheColumnOfWhatIsWrongAndChangesNothing)
{
    struct
    {
        const char* command;
        uint32_t column;
    } cases[] = {{"-6 rule add from 1.2.3.4 table 5", 18},
                 {"-4 rule add from 2001:db8::1 table 5", 18},
                 {"-6 rule add fwmark 5 table 5 dsfield 0x11", 38},
                 {"-6 rule add table main suppress_prefixlength 129", 46},
                 {"-6 route add default via fe80::1", 33},
                 {"-6 route add 2001:db8:7::/48 via 2001:db8:99::1", 48},
                 {"-6 route add 2001:db8:7::/48 via 2001:db8:99::1 onlink", 55},
                 {"-6 route add 2001:db8:7::/48", 29},
                 {"-6 route add 2001:db8:7::/48 dev eth9", 38},
                 {"-6 route add 2001:db8:7::/48 via 2001:2::5 src 2001:db8:77::1", 62},
                 {"-6 route add local 2001:db8:ab::/48", 36},
                 {"-6 route add 2001:db8:8::/48 dev eth0", 38},
                 {"-6 route del 2001:db8:9::/48", 29},
                 {"-6 addr add 2001:db8::1/64", 27},
                 {"-6 addr add 2001:db8::1/64 dev eth9", 32},
                 {"-6 addr add 2001:2::1/64 dev eth1", 34},
                 {"-6 addr del 2001:2::7/64 dev eth1", 34},
                 {"-6 addr add 10.0.0.1/8 dev eth1", 13}};

    Ip({"-6 route add 2001:db8:8::/48 dev eth1"});
    const std::vector<std::string> lists{"-6 rule", "-6 route", "-6 addr"};
    const std::string before = Ip(lists);
    for (const auto& c : cases)
    {
        SCOPED_TRACE(c.command);
        std::string output;
        NfStatus error = NetfilterHelper::TryIp(net.At(1), c.command, &output);
        ASSERT_TRUE(error);
        EXPECT_EQ(error->column, c.column) << error->ToString();
        EXPECT_EQ(output, "");
    }
    EXPECT_EQ(Ip(lists), before);
}

TEST(IpCommandOfOneFamily, TakesNoRouteByAnInterfaceOfTheOtherOnly)
{
    TestNet only4(2);
    const NfStatus error =
        NetfilterHelper::TryIp(only4.At(0), "-6 route add 2001:db8:7::/48 dev eth0");
    ASSERT_TRUE(error);
    EXPECT_THAT(error->ToString(), HasSubstr("no interface \"eth0\" of this family"));
    EXPECT_FALSE(NetfilterHelper::TryIp(only4.At(0), "route add 10.9.0.0/16 dev eth0"));
}

} // namespace
} // namespace ns3
