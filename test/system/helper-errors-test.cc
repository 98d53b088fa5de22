// SPDX-License-Identifier: GPL-2.0-only

// What is wrong is told with its place, and changes nothing.

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/internet-stack-helper.h"
#include "ns3/netfilter-helper.h"
#include "ns3/simulator.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>

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

/// A broken rule set, and where and how it is complained about.
struct Broken
{
    const char* name;
    const char* text;
    uint32_t line;
    uint32_t column;
};

const Broken BROKEN[] = {
    {"UnknownTarget", "*filter\n-A INPUT -j NOWHERE\nCOMMIT\n", 2, 13},
    {"UnknownTargetWithOptions", "*filter\n-A INPUT -j ULOG --ulog-nlgroup 2\nCOMMIT\n", 2, 18},
    {"UnknownOption", "*filter\n:INPUT ACCEPT [0:0]\n-A INPUT --nonsense\nCOMMIT\n", 3, 10},
    {"BadAddress", "*filter\n-A INPUT -s 10.0.0.256 -j DROP\nCOMMIT\n", 2, 13},
    {"PortWithoutProtocol", "*filter\n-A INPUT --dport 80 -j DROP\nCOMMIT\n", 2, 10},
    {"UnknownTable", "*fliter\nCOMMIT\n", 1, 2},
    {"SnatInFilter", "*filter\n-A INPUT -j SNAT --to-source 1.2.3.4\nCOMMIT\n", 2, 1},
};

class BrokenRules : public testing::TestWithParam<Broken>
{
};

TEST_P(BrokenRules, AreRefusedWhole)
{
    TestNet net(2);
    net.helper.Iptables(net.At(0), "-A INPUT -p icmp -j DROP");
    std::string before = net.helper.Save(net.At(0));
    std::string path =
        WriteRules(std::string("*nat\n-A POSTROUTING -j MASQUERADE\nCOMMIT\n") + GetParam().text);
    NfStatus error = NetfilterHelper::TryRestore(net.At(0), path);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->file, path);
    EXPECT_EQ(error->line, GetParam().line + 3) << error->ToString();
    EXPECT_EQ(error->column, GetParam().column) << error->ToString();
    EXPECT_THAT(error->ToString(),
                HasSubstr(path + ":" + std::to_string(error->line) + ":" +
                          std::to_string(error->column) + ": "));
    EXPECT_EQ(net.helper.Save(net.At(0)), before) << "nothing half-loads";
    EXPECT_DEATH(net.helper.Restore(net.At(0), path),
                 "test.rules:" + std::to_string(error->line) + ":" + std::to_string(error->column));
}

INSTANTIATE_TEST_SUITE_P(Kinds, BrokenRules, testing::ValuesIn(BROKEN), [](const auto& info) {
    return std::string(info.param.name);
});

TEST(Errors, MissingFile)
{
    TestNet net(2);
    NfStatus error = NetfilterHelper::TryRestore(net.At(0), "/nowhere/edge.rules");
    ASSERT_TRUE(error);
    EXPECT_THAT(error->ToString(), HasSubstr("/nowhere/edge.rules"));
    EXPECT_THAT(error->ToString(), HasSubstr("No such file or directory"));
    EXPECT_DEATH(net.helper.Restore(net.At(0), "/nowhere/edge.rules"), "No such file");
    ASSERT_TRUE(NetfilterHelper::TryRestore(net.At(0), MakeTestDirectory("directory")));
}

TEST(Errors, OfWhatDoesNotExist)
{
    TestNet net(2);
    EXPECT_DEATH(net.helper.List(net.At(0), "fliter"), "there is no table \"fliter\"");
    EXPECT_DEATH(net.helper.SetInterfaceName(nullptr, "wan"), "needs a device");
    EXPECT_DEATH(net.helper.Restore("nobody", "/dev/null"), "no node is called \"nobody\"");
    EXPECT_DEATH(NetfilterHelper::Get(net.nodes), "one node is needed, not 2");
    NodeContainer ipv6;
    ipv6.Create(1);
    InternetStackHelper stack;
    stack.SetIpv4StackInstall(false);
    stack.Install(ipv6);
    net.helper.InstallAll();
    EXPECT_TRUE(ipv6.Get(0)->GetObject<Netfilter>());
    NodeContainer bare;
    bare.Create(1);
    net.helper.InstallAll();
    EXPECT_FALSE(bare.Get(0)->GetObject<Netfilter>());
    EXPECT_DEATH(net.helper.Iptables(bare, "-L"), "has no IP stack");
}

TEST(Errors, NothingIsHalfReadFromFilesThatAreNoRuleSets)
{
    TestNet net(2);
    net.helper.Iptables(net.At(0), "-A INPUT -p icmp -j DROP");
    std::string before = net.helper.Save(net.At(0));
    for (const std::string& text : {std::string("\x7f"
                                                "ELF\0\1\2\xff\xfe",
                                                9),
                                    std::string("*filter\n-A INPUT\0-j DROP\nCOMMIT\n", 32),
                                    "*filter\n" + std::string(1000000, 'x') + "\nCOMMIT\n",
                                    std::string("#!/bin/sh\niptables -A INPUT -j DROP\n"),
                                    std::string("\xef\xbb\xbf*filter\nCOMMIT\n"),
                                    std::string("*filter\n-A INPUT -j ACCEPT\n")})
    {
        NfStatus error = NetfilterHelper::TryRestore(net.At(0), WriteRules(text));
        ASSERT_TRUE(error) << text.substr(0, 40);
        EXPECT_GT(error->line, 0U);
        EXPECT_GT(error->column, 0U);
        EXPECT_THAT(error->message, HasSubstr("expected"));
        EXPECT_EQ(net.helper.Save(net.At(0)), before);
    }
    for (const char* text : {"", "\n\n", "# nothing\n"})
    {
        EXPECT_FALSE(NetfilterHelper::TryRestore(net.At(0), WriteRules(text)));
        EXPECT_EQ(net.helper.Save(net.At(0)), before) << "nothing named, nothing changed";
    }
}

TEST(NoDevices, LoopbackIsEnough)
{
    NodeContainer nodes;
    nodes.Create(1);
    InternetStackHelper().Install(nodes);
    NetfilterHelper helper;
    helper.Iptables(nodes, "-A INPUT -p udp -m udp --dport 10 -j DROP");
    helper.Iptables(nodes, "-A INPUT -i eth0 -j DROP");
    TestUdp passed(nodes.Get(0), nodes.Get(0), 9, true);
    TestUdp dropped(nodes.Get(0), nodes.Get(0), 10);
    passed.Send(1, Ipv4Address::GetLoopback(), 9);
    dropped.Send(1, Ipv4Address::GetLoopback(), 10);
    passed.Send(2, Ipv4Address("10.0.0.1"), 9);
    Simulator::Stop(Seconds(3));
    Simulator::Run();
    EXPECT_EQ(passed.echoed, 1U);
    EXPECT_EQ(dropped.received, 0U);
    Simulator::Destroy();
}

TEST(Errors, OfACommand)
{
    TestNet net(2);
    NfStatus error =
        NetfilterHelper::TryIptables(net.At(0), "-A INPUT -p tcp --dport nosuch -j DROP");
    ASSERT_TRUE(error);
    EXPECT_THAT(error->ToString(), HasSubstr("nosuch"));
    EXPECT_EQ(error->column, 25U) << error->ToString();
    EXPECT_DEATH(net.helper.Iptables(net.At(0), "-A NOCHAIN -j DROP"), "iptables -A NOCHAIN");
}

} // namespace
} // namespace ns3
