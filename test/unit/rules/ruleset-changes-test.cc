// SPDX-License-Identifier: GPL-2.0-only

// Changes of a node's rules: whole or not at all, at any moment.

#include "tables-fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

using namespace ns3;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST_F(TablesTest, ChangesDuringATraversalAreSafe)
{
    Load("-A FORWARD -j DO --result continue\n-A FORWARD -m probe --say yes -j DROP\n");
    FakeExtensionLog::Get().onExecute = [&](NfPacket&) {
        EXPECT_FALSE(tables->Execute("-F FORWARD"));
        Load("-A INPUT -j ACCEPT\n");
    };
    EXPECT_EQ(Pass(MakeContext()), "drop"); // as the table was when it began
    EXPECT_EQ(Pass(MakeContext()), "accept");
}

TEST_F(TablesTest, ErrorsLeaveEverythingAsItWas)
{
    int changes = 0;
    Load(":FORWARD DROP [0:0]\n-A FORWARD -p udp\n");
    Pass(MakeContext());
    tables->SetChangedCallback([&] { ++changes; });
    const std::string before = Counters();
    const uint64_t generation = tables->GetGeneration();
    NfStatus error =
        tables->Restore("*filter\n-A INPUT -j ACCEPT\nCOMMIT\n*raw\n-A OUTPUT -j BAD\nCOMMIT\n",
                        "bad.rules");
    ASSERT_TRUE(error);
    EXPECT_EQ(error->exitCode, 2);
    EXPECT_THAT(error->ToString(), HasSubstr("bad.rules:5:14: found 'BAD' as a target"));
    EXPECT_TRUE(tables->Restore("*mangle\n:u -\n-A u -j u\n-A INPUT -j u\nCOMMIT\n", "loop"));
    EXPECT_TRUE(tables->Execute("-A FORWARD -p udp --dport"));
    EXPECT_TRUE(tables->Execute("-A FORWARD 'open"));
    NfRestoreOptions test;
    test.test = true;
    EXPECT_FALSE(tables->Restore("*raw\nCOMMIT\n*filter\nCOMMIT\n", "test", test));
    EXPECT_EQ(Counters(), before);
    EXPECT_EQ(tables->GetGeneration(), generation);
    EXPECT_EQ(changes, 0);
    EXPECT_FALSE(tables->Execute("-S"));
    EXPECT_EQ(changes, 0);
    EXPECT_FALSE(tables->Execute("-A FORWARD"));
    EXPECT_EQ(changes, 1);
    EXPECT_EQ(tables->GetGeneration(), generation + 1);
}

TEST_F(TablesTest, RefusalsNameThePlaceOfTheRule)
{
    NfStatus error = tables->Restore("*filter\n:a -\n:b -\n-A a -j b\n[0:0] -A b -g a\n"
                                     "-A INPUT -j a\nCOMMIT\n",
                                     "f");
    ASSERT_TRUE(error);
    EXPECT_EQ(error->exitCode, 1);
    EXPECT_EQ(error->ToString(),
              "f:5:7: rule 1 of chain 'b' in table filter leads to 'a' for ever: a loop of chains "
              "is not allowed");
}

TEST_F(TablesTest, ExtensionsAreToldWhatReachesThem)
{
    Load(":u -\n:v -\n:lost -\n"
         "-A INPUT -j u\n-A OUTPUT -g v\n-A u -j v\n"
         "-A v -p tcp -m tracked -m probe --say no\n"
         "-A v -j ACCEPT\n"
         "-A v -m probe --say no\n"
         "-A lost -m probe --say yes\n");
    const auto& checks = FakeExtensionLog::Get().checks;
    ASSERT_EQ(checks.size(), 3U); // lost, v, v: chains by name
    EXPECT_EQ(checks[0].chain, "lost");
    EXPECT_EQ(checks[0].hooks, 0U);
    EXPECT_EQ(checks[1].chain, "v");
    EXPECT_EQ(checks[1].table, "filter");
    EXPECT_TRUE(checks[1].ReachedFrom(NfHook::INPUT));
    EXPECT_TRUE(checks[1].ReachedFrom(NfHook::OUTPUT));
    EXPECT_FALSE(checks[1].ReachedFrom(NfHook::FORWARD));
    EXPECT_TRUE(checks[1].tcpSynOnly);
    EXPECT_EQ(checks[1].netns, &netns);
    EXPECT_EQ(checks[2].hooks, 0U); // behind an unconditional verdict
    EXPECT_FALSE(checks[2].tcpSynOnly);
}

TEST_F(TablesTest, ConntrackIsNeededByExtensions)
{
    Load("-A FORWARD -p udp\n");
    EXPECT_FALSE(tables->NeedsConntrack());
    EXPECT_FALSE(tables->Execute("-A FORWARD -m tracked"));
    EXPECT_TRUE(tables->NeedsConntrack());
    EXPECT_FALSE(tables->Execute("-F"));
    EXPECT_FALSE(tables->NeedsConntrack());
    EXPECT_FALSE(tables->Execute("-t nat -A PREROUTING -p tcp -j ACCEPT"));
    EXPECT_FALSE(tables->NeedsConntrack());
}

TEST_F(TablesTest, RulesetIsAValue)
{
    Load(":u -\n-A INPUT -j u\n");
    NfRuleset copy = tables->GetRuleset();
    NfTable& table = copy.EditTable(NfTableKind::Find("filter"));
    auto body = Create<NfRuleBody>();
    body->action = NfRuleAction::JUMP;
    body->chain = "nowhere";
    auto rule = NfRule::Make(body);
    table.FindChain("OUTPUT")->rules.push_back(rule);
    NfStatus error = tables->SetRuleset(copy);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->exitCode, 1);
    EXPECT_THAT(error->message, HasSubstr("leads to 'nowhere', which is no user's chain"));
    body->chain = "u";
    table.RenameChain("u", "w");
    EXPECT_EQ(table.CountReferences("w"), 2U);
    EXPECT_FALSE(tables->SetRuleset(copy));
    EXPECT_THAT(tables->Save(), HasSubstr("-A INPUT -j w\n-A OUTPUT -j w\n"));
}

TEST_F(TablesTest, ListNeedsNoCommand)
{
    Load("-A INPUT -j ACCEPT\n");
    std::string output;
    EXPECT_FALSE(tables->Execute("-L INPUT", &output));
    EXPECT_EQ(tables->List("filter", "INPUT"), output);
    EXPECT_THAT(tables->List("mangle"), HasSubstr("Chain POSTROUTING (policy ACCEPT)"));
    EXPECT_EQ(tables->GetRuleset().FindTable("mangle"), nullptr);
}
