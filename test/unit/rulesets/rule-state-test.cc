// SPDX-License-Identifier: GPL-2.0-only

// What rules remember of packets, across commands (issue 7, number 6). Each row was asked of Linux
// 6.18 with iptables-legacy 1.8.9: whether -m quota, used up before, begins anew.

#include "fake-netns.h"
#include "nf-checksum.h"
#include "nf-conntrack.h"
#include "nf-standard-matches.h"
#include "nf-standard-targets.h"
#include "nf-tables.h"

#include "ns3/simulator.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace ns3
{

namespace
{

struct Change
{
    const char* command; //!< arguments of iptables, or with "*", a text for iptables-restore -n
    bool anew;           //!< do the rules of the table filter begin anew
};

const Change CHANGES[] = {
    {"-A FORWARD -p udp -j ACCEPT", true},
    {"-I FORWARD -p udp -j ACCEPT", true},
    {"-D FORWARD 1", true},
    {"-R FORWARD 1 -p udp -j DROP", true},
    {"-N x", true},
    {"-X u", true},
    {"-E u w", true},
    {"-P FORWARD DROP", true},
    {"-F FORWARD", true},
    {"-Z", true},
    {"-Z FORWARD", true},
    {"-Z FORWARD 1", true},
    {"-L -v", false},
    {"-S", false},
    {"-C FORWARD -p tcp -j ACCEPT", false},
    {"-D FORWARD -p udp -j ACCEPT", false},
    {"-A FORWARD -p udp -j TCPMSS --set-mss 1", false},
    {"-A FORWARD -j MASQUERADE", false},
    {"-N u", false},
    {"-t mangle -A FORWARD -j ACCEPT", false},
    {"-t raw -F", false},
    {"*filter\nCOMMIT\n", false},
    {"*mangle\nCOMMIT\n", false},
    {"*filter\n-A FORWARD -p udp -j NOPE\nCOMMIT\n", false},
    {"*filter\n-A FORWARD -j MASQUERADE\nCOMMIT\n", false},
    {"*filter\n-A FORWARD -p udp -j ACCEPT\nCOMMIT\n", true},
};

/// A match that says yes to the first packet and no to all later ones, until it begins anew.
const char* const MATCHES[] = {
    "-m quota --quota 60",
    "-m limit --limit 1/hour --limit-burst 1",
    "-m statistic --mode nth --every 100 --packet 0",
    "-m connlimit --connlimit-upto 1",
};

/// What the stack would keep for a packet between hooks.
struct Context
{
    NfPacket packet;
};

class RuleState : public testing::TestWithParam<const char*>
{
  protected:
    RuleState()
        : tables(CreateObject<NfTables>()),
          conntrack(CreateObject<NfConntrack>())
    {
        conntrack->SetNetns(&netns);
        NfRegisterStandardMatches();
        NfRegisterStandardTargets();
        tables->SetNetns(&netns);
    }

    ~RuleState() override
    {
        tables->Dispose();
        conntrack->Dispose();
        Simulator::Destroy();
    }

    void Load()
    {
        const NfStatus status = tables->Restore(
            "*filter\n:OUTPUT DROP\n:FORWARD ACCEPT\n:u - [0:0]\n"
            "-A OUTPUT -p tcp " +
                std::string(GetParam()) + " -j ACCEPT\n-A FORWARD -p tcp -j ACCEPT\nCOMMIT\n",
            "text");
        ASSERT_FALSE(status) << status->ToString();
    }

    void Apply(const std::string& command)
    {
        NfRestoreOptions options;
        options.noflush = true;
        std::string ignored;
        command[0] == '*' ? tables->Restore(command, "text", options)
                          : tables->Execute(command, &ignored);
    }

    /// Does a first segment from a new port pass OUTPUT?
    bool Passes()
    {
        std::vector<uint8_t> bytes(20);
        NfWrite16(&bytes[0], ++m_port);
        NfWrite16(&bytes[2], 80);
        bytes[12] = 5 << 4;
        bytes[13] = 2;
        NfIpHeader ip;
        ip.protocol = NfProtocol::TCP;
        ip.source = NfAddress(0x0a000001);
        ip.destination = NfAddress(0x0a000002);
        Context context{NfPacket(ip, Create<Packet>(bytes.data(), bytes.size()))};
        context.packet.netns = &netns;
        context.packet.out = &netns.eth[0];
        EXPECT_EQ(conntrack->Track(context.packet), NfVerdict::ACCEPT);
        bool passed = false;
        netns.hooks.Traverse(
            NfFamily::IPV4,
            NfHook::OUTPUT,
            context,
            [&](Context& c) {
                passed = true;
                EXPECT_EQ(conntrack->Confirm(c.packet), NfVerdict::ACCEPT);
            },
            [](Context&) {});
        return passed;
    }

    FakeNetns netns;
    Ptr<NfTables> tables;
    Ptr<NfConntrack> conntrack;

  private:
    uint16_t m_port{999};
};

TEST_P(RuleState, BeginsAnewWithEveryChangeOfItsTable)
{
    for (const Change& change : CHANGES)
    {
        Load();
        EXPECT_TRUE(Passes()) << change.command;
        EXPECT_FALSE(Passes()) << change.command;
        Apply(change.command);
        EXPECT_EQ(Passes(), change.anew) << change.command;
    }
}

INSTANTIATE_TEST_SUITE_P(Matches, RuleState, testing::ValuesIn(MATCHES));

} // namespace

} // namespace ns3
