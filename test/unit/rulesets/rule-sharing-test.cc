// SPDX-License-Identifier: GPL-2.0-only

// What rules of one text share, and what each has of its own: words of comments and of targets,
// and what matches keep of packets.

#include "fake-netns.h"
#include "nf-checksum.h"
#include "nf-conntrack.h"
#include "nf-extension-registry.h"
#include "nf-standard-matches.h"
#include "nf-standard-targets.h"
#include "nf-tables.h"

#include "ns3/simulator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace ns3
{

namespace
{

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

/// What the targets NOTE were called with, in order.
std::vector<std::string>&
Notes()
{
    static std::vector<std::string> notes;
    return notes;
}

/// Target "NOTE --one TEXT [--two TEXT] [--three TEXT]", of which the first two are a rule's own.
class NoteTarget : public NfTarget
{
  public:
    NfTargetResult Execute(NfPacket&) override
    {
        Notes().push_back(m_one.value + "," + m_two.value + "," + m_three.value);
        return NfTargetResult::CONTINUE;
    }

    NfOptionValue<std::string> m_one;
    NfOptionValue<std::string> m_two;
    NfOptionValue<std::string> m_three;
};

void
RegisterNote()
{
    using T = NoteTarget;
    if (NfExtensionRegistry::Get().FindTarget("NOTE"))
    {
        return;
    }
    const NfTextKind text(1, 1000, "a text");
    auto type = NfMakeTargetType<T>("NOTE", "for this test");
    type.stateless = true;
    type.options = {NfOptionRow(&T::m_two, "two", text).Own(),
                    NfOptionRow(&T::m_one, "one", text).Mandatory().Own(),
                    NfOptionRow(&T::m_three, "three", text)};
    NfExtensionRegistry::Get().Register(type);
}

class RuleSharing : public testing::TestWithParam<NfFamily>
{
  protected:
    RuleSharing()
        : tables(CreateObject<NfTables>(GetParam())),
          conntrack(CreateObject<NfConntrack>())
    {
        conntrack->SetNetns(&netns);
        NfRegisterStandardMatches();
        NfRegisterStandardTargets();
        RegisterNote();
        tables->SetNetns(&netns);
        Notes().clear();
    }

    ~RuleSharing() override
    {
        tables->Dispose();
        conntrack->Dispose();
        Simulator::Destroy();
    }

    void Load(const std::string& lines, const std::string& table = "filter")
    {
        const NfStatus status = tables->Restore("*" + table + "\n" + lines + "COMMIT\n", "text");
        ASSERT_FALSE(status) << status->ToString();
    }

    const std::vector<Ptr<NfRule>>& Rules(const char* chain = "OUTPUT",
                                          const char* table = "filter") const
    {
        return tables->GetRuleset().FindTable(table)->FindChain(chain)->rules;
    }

    /// What the stack would keep for a packet between hooks.
    struct Context
    {
        NfPacket packet;
    };

    /// Send a datagram through OUTPUT.
    void Send(uint16_t port)
    {
        std::vector<uint8_t> bytes(8);
        NfWrite16(&bytes[0], 1000);
        NfWrite16(&bytes[2], port);
        NfWrite16(&bytes[4], 8);
        NfIpHeader ip;
        ip.family = GetParam();
        ip.source = Host(1);
        ip.destination = Host(2);
        ip.protocol = NfProtocol::UDP;
        Context context{NfPacket(ip, Create<Packet>(bytes.data(), bytes.size()))};
        context.packet.netns = &netns;
        context.packet.out = &netns.eth[0];
        netns.hooks.Traverse(
            GetParam(),
            NfHook::OUTPUT,
            context,
            [](Context&) {},
            [](Context&) {});
    }

    static NfAddress Host(uint32_t number)
    {
        return GetParam() == NfFamily::IPV6 ? NfAddress({0x20010db8, 0, 0, number})
                                            : NfAddress(0x0a000000 | number);
    }

    /// A host's address, as text.
    static std::string HostText(uint32_t number)
    {
        return NfToString(Host(number), GetParam());
    }

    FakeNetns netns;
    Ptr<NfTables> tables;
    Ptr<NfConntrack> conntrack;
};

TEST_P(RuleSharing, WordsOfCommentsAreEachRulesOwn)
{
    // The second time that a list says something it is known; the third rule shares with the
    // second.
    std::string lines;
    for (uint32_t i = 0; i < 20; ++i)
    {
        lines +=
            "-A OUTPUT -s " + HostText(i + 1) + (GetParam() == NfFamily::IPV6 ? "/128" : "/32") +
            " -p udp -m comment --comment \"a \\\"" + std::to_string(i) +
            "\\\"\" -m udp --dport 53 -m comment --comment x" + std::to_string(i) + " -j ACCEPT\n";
    }
    Load(lines);
    EXPECT_THAT(tables->Save(), HasSubstr(lines));
    for (uint32_t i = 2; i < 20; ++i)
    {
        EXPECT_EQ(&Rules()[i]->GetBody(), &Rules()[1]->GetBody()) << i;
    }
    EXPECT_FALSE(Rules()[3]->SaysTheSameAs(*Rules()[4]));
    EXPECT_TRUE(Rules()[3]->SaysTheSameAs(*Rules()[3]->Copy()));
    EXPECT_EQ(Rules()[7]->GetMatches()[0]->GetText(), "comment --comment \"a \\\"7\\\"\"");
    EXPECT_EQ(Rules()[7]->GetMatches()[2]->GetText(), "comment --comment x7");
    EXPECT_THAT(tables->List("filter", "OUTPUT"), HasSubstr("/* a \"12\" */"));
}

TEST_P(RuleSharing, CommandsMeetTheWordsOfEachRule)
{
    Load(":u -\n"
         "-A OUTPUT -p udp -m comment --comment a -j u\n"
         "-A OUTPUT -p udp -m comment --comment b -j u\n"
         "-A OUTPUT -p udp -m comment --comment c -j u\n"
         "-A OUTPUT -p udp -m comment --comment d -j u\n");
    EXPECT_FALSE(tables->Execute("-C OUTPUT -p udp -m comment --comment c -j u"));
    EXPECT_TRUE(tables->Execute("-C OUTPUT -p udp -m comment --comment e -j u"));
    EXPECT_FALSE(tables->Execute("-D OUTPUT -p udp -m comment --comment c -j u"));
    EXPECT_FALSE(tables->Execute("-E u w"));
    Send(53);
    EXPECT_FALSE(tables->Execute("-Z OUTPUT 2"));
    EXPECT_FALSE(tables->Execute("-R OUTPUT 1 -m comment --comment r -j w"));
    NfSaveOptions save;
    save.counters = true;
    const std::string size = GetParam() == NfFamily::IPV6 ? "48" : "28";
    EXPECT_THAT(tables->Save(save),
                HasSubstr("[0:0] -A OUTPUT -m comment --comment r -j w\n"
                          "[0:0] -A OUTPUT -p udp -m comment --comment b -j w\n"
                          "[1:" +
                          size + "] -A OUTPUT -p udp -m comment --comment d -j w\n"));
}

TEST_P(RuleSharing, TargetsMeetPacketsWithTheWordsOfTheirRules)
{
    Load("-A OUTPUT -p udp --dport 1 -j NOTE --one a --three z\n"
         "-A OUTPUT -p udp --dport 1 -m comment --comment x -j NOTE --one b --three z\n"
         "-A OUTPUT -p udp --dport 1 -m comment --comment y -j NOTE --one c --three z\n"
         "-A OUTPUT -p udp --dport 1 -m comment --comment z -j NOTE --one d --three z\n"
         "-A OUTPUT -p udp --dport 1 -m comment --comment z -j NOTE --one e --two f --three z\n"
         "-A OUTPUT -p udp --dport 1 -m comment --comment z -j NOTE --one g --two h --three z\n"
         "-A OUTPUT -p udp --dport 1 -m comment --comment z -j NOTE --two j --one i --three z\n"
         "-A OUTPUT -p udp --dport 1 -m comment --comment z -j NOTE --two j --one i --three y\n");
    EXPECT_EQ(&Rules()[2]->GetBody(), &Rules()[3]->GetBody());
    Send(2);
    EXPECT_THAT(Notes(), ElementsAre());
    for (int i = 0; i < 2; ++i)
    {
        Send(1);
        EXPECT_THAT(
            Notes(),
            ElementsAre("a,,z", "b,,z", "c,,z", "d,,z", "e,f,z", "g,h,z", "i,j,z", "i,j,y"));
        Notes().clear();
    }
    EXPECT_EQ(Rules()[4]->packets, 2U);
    EXPECT_EQ(Rules()[5]->GetTarget()->GetText(), "NOTE --two h --one g --three z");
    EXPECT_FALSE(tables->Execute("-D OUTPUT 3"));
    Send(1);
    EXPECT_THAT(Notes(), ElementsAre("a,,z", "b,,z", "d,,z", "e,f,z", "g,h,z", "i,j,z", "i,j,y"));
}

TEST_P(RuleSharing, AddressesOfTranslationsAreEachRulesOwn)
{
    std::string lines;
    const bool wide = GetParam() == NfFamily::IPV6;
    for (uint32_t i = 1; i < 9; ++i)
    {
        const std::string to = HostText(100 + i);
        lines += "-A POSTROUTING -s " + HostText(i) + (wide ? "/128" : "/32") +
                 " -p udp -j SNAT --to-source " +
                 (i % 2 == 0 ? to : (wide ? "[" + to + "]" : to) + ":4000-5000") + "\n";
    }
    Load(lines, "nat");
    EXPECT_THAT(tables->Save(), HasSubstr(lines));
    const auto& rules = Rules("POSTROUTING", "nat");
    EXPECT_EQ(&rules[2]->GetBody(), &rules[7]->GetBody());
    EXPECT_THAT(rules[7]->GetTarget()->GetText(), HasSubstr(HostText(108)));
}

TEST_P(RuleSharing, WhatMatchesKeepIsEachRulesOwn)
{
    // A datagram has 28 bytes, or 48.
    Load("-A OUTPUT -p udp --dport 1 -m quota --quota 96 -m comment --comment a -j NOTE --one a\n"
         "-A OUTPUT -p udp --dport 1 -m quota --quota 48 -m comment --comment b -j NOTE --one b\n"
         "-A OUTPUT -p udp --dport 1 -m quota --quota 48 -m limit --limit 1/hour --limit-burst 1 "
         "-m comment --comment c -j NOTE --one c\n"
         "-A OUTPUT -p udp --dport 1 -m quota --quota 200 -m limit --limit 1/hour --limit-burst 2 "
         "-m comment --comment d -j NOTE --one d\n"
         "-A OUTPUT -p udp --dport 1 -m quota --quota 200 -m limit --limit 1/hour --limit-burst 1 "
         "-m comment --comment e -j NOTE --one e\n");
    EXPECT_EQ(&Rules()[3]->GetBody(), &Rules()[4]->GetBody());
    Send(1);
    EXPECT_THAT(Notes(), ElementsAre("a,,", "b,,", "c,,", "d,,", "e,,"));
    Notes().clear();
    Send(1);
    EXPECT_THAT(Notes(), ElementsAre("a,,", "d,,"));
    Notes().clear();
    Send(1);
    EXPECT_THAT(Notes(), Not(::testing::Contains("d,,")));
    EXPECT_THAT(tables->Save(),
                HasSubstr("-m quota --quota 200 -m limit --limit 1/hour --limit-burst 2 "
                          "-m comment --comment d -j NOTE --one d\n"));
}

TEST_P(RuleSharing, WordsThatAreWrongAreToldInTheirLine)
{
    const std::string good = "-A POSTROUTING -j SNAT --to-source " + HostText(1) + "\n";
    const NfStatus status = tables->Restore("*nat\n" + good + good + good +
                                                "-A POSTROUTING -j SNAT --to-source nowhere..\n"
                                                "COMMIT\n",
                                            "text");
    ASSERT_TRUE(status);
    EXPECT_EQ(status->line, 5U);
    EXPECT_EQ(status->column, 36U);
    // What is wrong first is told first, whether rules would share it or not.
    for (const char* wrong :
         {"-m limit --limit x -m mark --mark y", "-m mark --mark y -m limit --limit x"})
    {
        const NfStatus first =
            tables->Restore(std::string("*filter\n-A OUTPUT ") + wrong + "\nCOMMIT\n", "text");
        ASSERT_TRUE(first);
        EXPECT_EQ(first->column, wrong[3] == 'l' ? 28U : 26U) << first->ToString();
    }
}

TEST_P(RuleSharing, LongWordsAreTakenAsTheyAre)
{
    std::string lines;
    for (uint32_t length : {255U, 256U, 300U, 255U, 300U})
    {
        lines += "-A OUTPUT -m comment --comment " + std::string(length, 'x') + "\n";
    }
    Load(lines);
    const std::string cut = "-A OUTPUT -m comment --comment " + std::string(255, 'x') + "\n";
    EXPECT_THAT(tables->Save(), HasSubstr(cut + cut + cut + cut + cut + "COMMIT"));
}

INSTANTIATE_TEST_SUITE_P(Families,
                         RuleSharing,
                         testing::Values(NfFamily::IPV4, NfFamily::IPV6),
                         [](const auto& info) {
                             return info.param == NfFamily::IPV6 ? "IPv6" : "IPv4";
                         });

} // namespace

} // namespace ns3
