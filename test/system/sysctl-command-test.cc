// SPDX-License-Identifier: GPL-2.0-only

// `sysctl` as text. What is printed was recorded from procps 4.0.2.

#include "test-net.h"

#include "ns3/nf-netns.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <cstdio>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>

namespace ns3
{
namespace
{

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// Node 1 is a router with lo, eth0 and eth1.
class SysctlCommand : public testing::Test
{
  protected:
    SysctlCommand()
        : net(3)
    {
    }

    /// @return what the command prints
    std::string Sysctl(const std::string& command)
    {
        return net.helper.Sysctl(net.At(1), command);
    }

    /// @return what is wrong with a command
    std::string Wrong(const std::string& command)
    {
        std::string output;
        const NfStatus error = NetfilterHelper::TrySysctl(net.At(1), command, &output);
        EXPECT_EQ(output, "") << "a wrong command prints nothing";
        return error ? error->ToString() : "nothing is wrong";
    }

    /// @return path of a file with a text, which the next call replaces
    std::string Write(const std::string& text)
    {
        const std::string file = testing::TempDir() + "nf-sysctl-command-test.conf";
        std::ofstream(file) << text;
        return file;
    }

    TestNet net;
};

TEST_F(SysctlCommand, PrintsAndSetsAsProcpsDoes)
{
    EXPECT_EQ(Sysctl("net.ipv4.ip_default_ttl"), "net.ipv4.ip_default_ttl = 64\n");
    EXPECT_EQ(Sysctl("-w net.ipv4.ip_default_ttl=3"), "net.ipv4.ip_default_ttl = 3\n");
    EXPECT_EQ(Sysctl("net.ipv4.ip_default_ttl"), "net.ipv4.ip_default_ttl = 3\n");
    EXPECT_EQ(Sysctl("-n net.ipv4.ip_default_ttl=5"), "5\n");
    EXPECT_EQ(Sysctl("-q net.ipv4.ip_default_ttl=6"), "");
    EXPECT_EQ(Sysctl("-N net.ipv4.ip_default_ttl"), "net.ipv4.ip_default_ttl\n");
    EXPECT_EQ(Sysctl("net/ipv4/ip_default_ttl"), "net.ipv4.ip_default_ttl = 6\n");
}

TEST_F(SysctlCommand, FlagsAndTimeoutsHaveLinuxsNumbers)
{
    EXPECT_EQ(Sysctl("net.netfilter.nf_conntrack_tcp_loose"),
              "net.netfilter.nf_conntrack_tcp_loose = 1\n");
    EXPECT_EQ(Sysctl("net.netfilter.nf_conntrack_udp_timeout"),
              "net.netfilter.nf_conntrack_udp_timeout = 30\n");
    Sysctl("net.netfilter.nf_conntrack_udp_timeout=7 net.netfilter.nf_conntrack_tcp_loose=0");
    EXPECT_EQ(Sysctl("-n net.netfilter.nf_conntrack_udp_timeout"), "7\n");
    EXPECT_EQ(Sysctl("-n net.netfilter.nf_conntrack_tcp_loose"), "0\n");
}

TEST_F(SysctlCommand, ForwardingIsOfTheNodeOrOfOneInterface)
{
    const Ptr<Ipv4> ipv4 = net.At(1)->GetObject<Ipv4>();
    EXPECT_EQ(Sysctl("net.ipv4.ip_forward"), "net.ipv4.ip_forward = 1\n");
    Sysctl("-w net.ipv4.conf.eth1.forwarding=0");
    EXPECT_EQ(Sysctl("-n net.ipv4.conf.eth0.forwarding net.ipv4.conf.eth1.forwarding"), "1\n0\n");
    EXPECT_TRUE(ipv4->IsForwarding(1));
    EXPECT_FALSE(ipv4->IsForwarding(2));
    Sysctl("-w net.ipv4.ip_forward=0");
    EXPECT_FALSE(ipv4->IsForwarding(1)) << "of all interfaces, as on Linux";
}

TEST_F(SysctlCommand, AllArePrintedInOrder)
{
    const std::string all = Sysctl("-a");
    EXPECT_THAT(all,
                AllOf(HasSubstr("net.ipv4.conf.eth0.forwarding = 1\n"),
                      HasSubstr("net.netfilter.nf_conntrack_max = 65536\n"),
                      Not(HasSubstr("log_martians"))));
    EXPECT_LT(all.find("net.ipv4.ip_forward"), all.find("net.netfilter.nf_conntrack_max"));
}

TEST_F(SysctlCommand, AWrongPartLeavesAllAsItWas)
{
    EXPECT_EQ(Wrong("net.ipv4.ip_default_ttl=9 net.ipv4.ip_fowrard=1"),
              "1:27: net.ipv4.ip_fowrard: this sysctl is not modelled, did you mean "
              "net.ipv4.ip_forward?");
    EXPECT_EQ(Wrong("net.ipv4.ip_default_ttl=9 net.ipv4.conf.all.rp_filter=7"),
              "1:27: net.ipv4.conf.all.rp_filter: the value \"7\" is out of range");
    EXPECT_EQ(Wrong("net.ipv4.ip_default_ttl=nine"),
              "1:1: net.ipv4.ip_default_ttl: expected a number, not \"nine\"");
    EXPECT_EQ(Wrong("net.ipv4.conf.eth7.forwarding=0").substr(0, 4), "1:1:");
    EXPECT_EQ(Sysctl("-n net.ipv4.ip_default_ttl"), "64\n");
}

TEST_F(SysctlCommand, SyntaxIsToldWithItsColumn)
{
    EXPECT_EQ(Wrong("-w net.ipv4.ip_forward"),
              "1:4: expected NAME=VALUE, not \"net.ipv4.ip_forward\"");
    EXPECT_EQ(Wrong("-nz a"),
              "1:3: the option -z is not known; expected -a, -e, -n, -N, -p, -q or -w");
    EXPECT_EQ(Wrong(""), "1:1: expected the name of a sysctl");
    EXPECT_EQ(Wrong("=1"), "1:1: expected the name of a sysctl before =");
    EXPECT_EQ(Wrong("-p"), "1:3: expected a file");
    EXPECT_EQ(Wrong("-p /does/not/exist"),
              "1:4: cannot read /does/not/exist: No such file or directory");
}

TEST_F(SysctlCommand, AFileOfAFirewallIsLoaded)
{
    const std::string file = Write("# routing\n; more\n\n  net.ipv4.ip_default_ttl =  70 \n"
                                   "-net.core.somaxconn = 1024\n"
                                   "net.ipv4.conf.all.log_martians = 1\n");
    EXPECT_EQ(Sysctl("-p " + file),
              "net.ipv4.ip_default_ttl = 70\nnet.ipv4.conf.all.log_martians = 1\n");
    Write("net.ipv4.ip_default_ttl=80\nnet.core.somaxconn = 1024\n");
    EXPECT_EQ(Wrong("-p " + file), file + ":2:1: net.core.somaxconn: this sysctl is not modelled");
    EXPECT_EQ(Sysctl("-n net.ipv4.ip_default_ttl"), "70\n");
    EXPECT_EQ(Sysctl("-e -p " + file), "net.ipv4.ip_default_ttl = 80\n");
    Write("net.ipv4.ip_forward\n");
    EXPECT_EQ(Wrong("-p " + file), file + ":1:1: expected NAME=VALUE, not \"net.ipv4.ip_forward\"");
    std::remove(file.c_str());
}

TEST_F(SysctlCommand, WhatNothingDependsOnHasNoValue)
{
    EXPECT_EQ(Sysctl("-w net.ipv4.conf.all.log_martians=1"),
              "net.ipv4.conf.all.log_martians = 1\n");
    EXPECT_THAT(Wrong("net.ipv4.conf.all.log_martians"), HasSubstr("has no value"));
}

} // namespace
} // namespace ns3
