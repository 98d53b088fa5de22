// SPDX-License-Identifier: GPL-2.0-only

// The helper: installing, rule sets, names.

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/names.h"
#include "ns3/netfilter-helper.h"
#include "ns3/nf-trace-helper.h"
#include "ns3/node.h"
#include "ns3/simulator.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ns3
{
namespace
{

using testing::HasSubstr;

/// @param text content
/// @return path of a file with it
std::string
WriteRules(const std::string& text)
{
    std::string path = MakeTestDirectory("rules") + "/test.rules";
    std::ofstream(path) << text;
    return path;
}

TEST(Install, IsIdempotent)
{
    TestNet::Options options;
    options.layer = TestNet::NONE;
    TestNet net(3, options);
    net.RouteGlobally();
    net.helper.Install(net.At(1));
    Ptr<Netfilter> layer = net.At(1)->GetObject<Netfilter>();
    net.helper.Install(net.nodes);
    net.helper.InstallAll();
    net.helper.Install(net.nodes);
    EXPECT_EQ(net.At(1)->GetObject<Netfilter>(), layer);
    net.CountHooks();
    TestUdp udp(net.At(0), net.At(2), 9, true);
    udp.Send(1, net.Address(1, 1), 9);
    Simulator::Schedule(Seconds(1.5), [&] { net.helper.InstallAll(); });
    udp.Send(2, net.Address(1, 1), 9);
    net.Run(4);
    EXPECT_EQ(udp.echoed, 2U);
    EXPECT_EQ(net.Counts(1, NfProtocol::UDP), "4/0/4/0/4");
    EXPECT_EQ(net.Counts(0, NfProtocol::UDP), "2/2/0/2/2");
}

TEST(Install, WhileTheSimulationRuns)
{
    TestNet::Options options;
    options.layer = TestNet::NONE;
    TestNet net(3, options);
    net.RouteGlobally();
    TestUdp udp(net.At(0), net.At(2), 9, true);
    udp.Send(1, net.Address(1, 1), 9);
    Simulator::Schedule(Seconds(1.5), [&] { net.CountHooks(); });
    udp.Send(2, net.Address(1, 1), 9);
    net.Run(4);
    EXPECT_EQ(udp.echoed, 2U);
    EXPECT_EQ(net.Counts(1, NfProtocol::UDP), "2/0/2/0/2");
    EXPECT_EQ(net.Counts(2, NfProtocol::UDP), "1/1/0/1/1");
}

TEST(Install, TakesNodesByName)
{
    TestNet net(2);
    Names::Add("edge", net.At(1));
    net.helper.Iptables("edge", "-A INPUT -p udp -j DROP");
    EXPECT_THAT(net.helper.Save(net.At(1)), HasSubstr("-A INPUT -p udp -j DROP\n"));
    EXPECT_EQ(net.helper.Save(net.At(0)), "");
    EXPECT_EQ(net.helper.Save("edge"), net.helper.Save(net.At(1)));
    net.helper.Iptables(net.nodes, "-A INPUT -p tcp -j DROP");
    EXPECT_THAT(net.helper.Save(net.At(0)), HasSubstr("-A INPUT -p tcp -j DROP\n"));
    EXPECT_THAT(net.helper.Save(net.At(1)), HasSubstr("-A INPUT -p tcp -j DROP\n"));
}

TEST(InstallDeath, OfAnUnknownNameOrABareNode)
{
    NetfilterHelper helper;
    EXPECT_DEATH(helper.Install("nobody"), "no node is called \"nobody\"");
    EXPECT_DEATH(helper.Install(CreateObject<Node>()), "has no IP stack");
    EXPECT_DEATH(helper.Install(Ptr<Node>()), "null node");
}

TEST(Restore, RoundTrip)
{
    TestNet net(2);
    const std::string text = "*nat\n"
                             ":PREROUTING ACCEPT [0:0]\n"
                             ":INPUT ACCEPT [0:0]\n"
                             ":OUTPUT ACCEPT [0:0]\n"
                             ":POSTROUTING ACCEPT [0:0]\n"
                             "-A POSTROUTING -o eth1 -j MASQUERADE\n"
                             "COMMIT\n"
                             "*filter\n"
                             ":INPUT DROP [0:0]\n"
                             ":FORWARD ACCEPT [0:0]\n"
                             ":OUTPUT ACCEPT [0:0]\n"
                             ":mine - [0:0]\n"
                             "-A INPUT -i eth+ -p tcp -m multiport --dports 22,80:90 -j mine\n"
                             "-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n"
                             "-A mine -m comment --comment \"a word or two\" -j RETURN\n"
                             "COMMIT\n";
    std::string path = WriteRules(text);
    net.helper.Restore(net.nodes, path);
    auto stripped = [](const std::string& saved) {
        std::string rest;
        std::istringstream stream(saved);
        for (std::string line; std::getline(stream, line);)
        {
            rest += line.empty() || line[0] == '#' ? "" : line + "\n";
        }
        return rest;
    };
    std::string saved = stripped(net.helper.Save(net.At(0)));
    // Tables print in the order of the kernel's list, so compare them as sets of lines.
    for (const std::string& part : {std::string("-A POSTROUTING -o eth1 -j MASQUERADE\n"),
                                    std::string(":INPUT DROP [0:0]\n"),
                                    text.substr(text.find("-A INPUT"))})
    {
        EXPECT_THAT(saved, HasSubstr(part.substr(0, part.find("COMMIT"))));
    }
    EXPECT_EQ(saved.size(), text.size());
    EXPECT_FALSE(NetfilterHelper::TryRestore(net.At(1), WriteRules(net.helper.Save(net.At(0)))));
    EXPECT_EQ(stripped(net.helper.Save(net.At(1))), saved);

    std::string list = net.helper.List(net.At(0));
    EXPECT_THAT(list, HasSubstr("Table filter\nChain INPUT (policy DROP 0 packets, 0 bytes)\n"));
    EXPECT_THAT(list, HasSubstr("MASQUERADE"));
    EXPECT_THAT(list, HasSubstr("/* a word or two */"));
    EXPECT_THAT(net.helper.List(net.At(0), "nat"), Not(HasSubstr("filter")));
}

TEST(Restore, CountersAreSavedAndListed)
{
    TestNet net(2);
    net.helper.Iptables(net.At(1), "-A INPUT -p udp -m udp --dport 9 -j ACCEPT");
    TestUdp udp(net.At(0), net.At(1), 9);
    for (uint32_t i = 0; i < 3; ++i)
    {
        udp.Send(1 + i, net.Address(0, 1), 9, 100);
    }
    net.Run(5);
    EXPECT_THAT(net.helper.Save(net.At(1), true),
                HasSubstr("[3:384] -A INPUT -p udp -m udp --dport 9 -j ACCEPT\n"));
    EXPECT_THAT(net.helper.List(net.At(1)), testing::ContainsRegex(" 3 +384 +ACCEPT"));
}

TEST(Restore, EachFamilyHasItsTables)
{
    TestNet net(2);
    net.helper.Iptables(net.At(0), "-A INPUT -s 10.0.0.1 -j DROP");
    net.helper.Ip6tables(net.At(0), "-A INPUT -s fe80::1 -p icmpv6 -j DROP");
    EXPECT_THAT(net.helper.Save(net.At(0)), HasSubstr("-A INPUT -s 10.0.0.1/32 -j DROP\nCOMMIT"));
    EXPECT_THAT(net.helper.Save6(net.At(0)),
                HasSubstr("-A INPUT -s fe80::1/128 -p ipv6-icmp -j DROP\nCOMMIT"));
    EXPECT_THAT(net.helper.List6(net.At(0)),
                HasSubstr("DROP       58   --  *      *       fe80::1              ::/0"));
    EXPECT_FALSE(NetfilterHelper::TryRestore6(net.At(1), WriteRules(net.helper.Save6(net.At(0)))));
    EXPECT_EQ(net.helper.Save6(net.At(1)), net.helper.Save6(net.At(0)));
    EXPECT_EQ(net.helper.Save(net.At(1)), "");
    std::string printed;
    EXPECT_TRUE(NetfilterHelper::TryIp6tables(net.At(1), "-A INPUT -f", &printed));
    EXPECT_FALSE(NetfilterHelper::TryIp6tables(net.At(1), "-S OUTPUT", &printed));
    EXPECT_EQ(printed, "-P OUTPUT ACCEPT\n");
}

/// Two saved parts in one file, as a firewall writes that keeps one.
TEST(Restore, LoadsBothPartsOfAFileOrNone)
{
    TestNet net(2);
    const std::string four = "# Generated by iptables-save v1.8.9 on Sat Nov 28 18:26:54 2026\n"
                             "*filter\n-A INPUT -s 10.0.0.1 -j DROP\nCOMMIT\n";
    const std::string six = "# Generated by ip6tables-save v1.8.9 on Sat Nov 28 18:26:54 2026\n"
                            "*filter\n-A INPUT -s fe80::1 -j DROP\nCOMMIT\n";
    net.helper.RestoreText(net.At(0), four + six);
    EXPECT_THAT(net.helper.Save(net.At(0)), HasSubstr("-s 10.0.0.1/32 -j DROP"));
    EXPECT_THAT(net.helper.Save6(net.At(0)), HasSubstr("-s fe80::1/128 -j DROP"));
    net.helper.RestoreText6(net.At(1), six + four);
    EXPECT_EQ(net.helper.Save(net.At(1)), net.helper.Save(net.At(0)));
    EXPECT_EQ(net.helper.Save6(net.At(1)), net.helper.Save6(net.At(0)));

    const std::string before = net.helper.Save(net.At(0));
    const std::string wrong = "# Generated by ip6tables-save\n*filter\n-A INPUT -f\nCOMMIT\n";
    const std::string other = "# Generated by iptables-save\n*filter\nCOMMIT\n";
    const NfStatus error = NetfilterHelper::TryRestore(net.At(0), WriteRules(other + wrong));
    ASSERT_TRUE(error);
    EXPECT_EQ(error->line, 6U);
    EXPECT_EQ(net.helper.Save(net.At(0)), before);

    EXPECT_THAT(NetfilterHelper::TryRestore(net.At(0), WriteRules(six))->ToString(),
                HasSubstr(":1:1: found an ip6tables-save text, expected a text of iptables-save"));
    EXPECT_THAT(NetfilterHelper::TryRestore6(net.At(0), WriteRules(four))->ToString(),
                HasSubstr(":1:1: found an iptables-save text, expected a text of ip6tables-save"));
}

TEST(Restore, RulesOfEachFamilyHaveConnectionsOfItsPacketsTracked)
{
    TestNet net(2);
    const Ptr<Netfilter> layer = NetfilterHelper::Get(net.At(0));
    net.helper.Ip6tables(net.At(0), "-A INPUT -m conntrack --ctstate NEW -j ACCEPT");
    EXPECT_TRUE(layer->GetConntrack()->IsActive(NfFamily::IPV6));
    EXPECT_FALSE(layer->GetConntrack()->IsActive(NfFamily::IPV4));
    net.helper.Ip6tables(net.At(0), "-t nat -A POSTROUTING -j MASQUERADE");
    EXPECT_TRUE(layer->GetNat()->IsActive(NfFamily::IPV6));
    EXPECT_FALSE(layer->GetNat()->IsActive(NfFamily::IPV4));
    net.helper.Ip6tables(net.At(0), "-F");
    net.helper.Ip6tables(net.At(0), "-t nat -F");
    EXPECT_FALSE(layer->GetConntrack()->IsActive());
}

TEST(InterfaceNames, DefaultOwnAndFromNames)
{
    TestNet net(3);
    net.RouteGlobally();
    Names::Add("router", net.At(1));
    Names::Add("router/wan", net.devices[1].Get(0));
    net.helper.SetInterfaceName(net.devices[0].Get(1), "lan0");
    net.helper.Install(net.nodes);
    std::vector<std::string> seen;
    net.CountHooks();
    net.OnHook(1, NfHook::FORWARD, [&](NfPacket& packet) {
        seen.emplace_back(packet.in->name.View());
        seen.emplace_back(packet.out->name.View());
        return NfVerdict::ACCEPT;
    });
    net.helper.Iptables(net.At(1), "-A FORWARD -i lan0 -o wan -p udp --dport 9 -j DROP");
    TestUdp dropped(net.At(0), net.At(2), 9);
    TestUdp passed(net.At(0), net.At(2), 10);
    dropped.Send(1, net.Address(1, 1), 9);
    passed.Send(1.1, net.Address(1, 1), 10);
    net.Run(3);
    EXPECT_EQ(dropped.received, 0U);
    EXPECT_EQ(passed.received, 1U);
    ASSERT_GE(seen.size(), 2U);
    EXPECT_EQ(seen[0], "lan0");
    EXPECT_EQ(seen[1], "wan");
    EXPECT_TRUE(net.Layer(0)->GetStack()->GetDevices().Find("eth0"));
    EXPECT_TRUE(net.Layer(0)->GetStack()->GetDevices().Find("lo"));
    EXPECT_FALSE(net.Layer(0)->GetStack()->GetDevices().Find("eth7"));
    EXPECT_DEATH(net.helper.SetInterfaceName(net.devices[0].Get(0), "sixteen-letters-"), "15");
}

TEST(InterfaceNames, TooLongOnesAreLeftAside)
{
    TestNet::Options options;
    options.layer = TestNet::NONE;
    TestNet net(3, options);
    Names::Add("router", net.At(1));
    Names::Add("router/fifteen-letters", net.devices[0].Get(1));
    Names::Add("router/the uplink to the provider", net.devices[1].Get(0));
    net.helper.Install(net.nodes);
    NfDeviceTable& devices = net.Layer(1)->GetStack()->GetDevices();
    EXPECT_EQ(devices.Find("fifteen-letters"), devices.Find(net.devices[0].Get(1)));
    EXPECT_EQ(devices.Find("eth1"), devices.Find(net.devices[1].Get(0)));
    net.helper.Iptables(net.At(1), "-A FORWARD -i fifteen-letters -o eth1 -j DROP");
    EXPECT_TRUE(NetfilterHelper::TryIptables(net.At(1),
                                             "-A FORWARD -o 'the uplink to the provider' -j DROP"));
}

TEST(InterfaceNamesDeath, OfTwoInterfacesOfOneName)
{
    TestNet::Options options;
    options.layer = TestNet::NONE;
    TestNet net(3, options);
    Names::Add("router", net.At(1));
    Names::Add("router/eth1", net.devices[0].Get(1));
    EXPECT_DEATH(net.helper.Install(net.nodes), "two interfaces of a node are called \"eth1\"");
    Names::Add("router/eth0", net.devices[1].Get(0));
    net.helper.Install(net.nodes);
    NfDeviceTable& devices = net.Layer(1)->GetStack()->GetDevices();
    EXPECT_EQ(devices.Find("eth0"), devices.Find(net.devices[1].Get(0)));
    EXPECT_DEATH(net.helper.SetInterfaceName(net.devices[0].Get(1), "eth0"), "already has");
}

} // namespace
} // namespace ns3
