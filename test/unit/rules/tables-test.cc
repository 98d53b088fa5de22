// SPDX-License-Identifier: GPL-2.0-only

#include "tables-fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

using namespace ns3;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST_F(TablesTest, TablesAreAtTheirHooksOnceTouched)
{
    EXPECT_TRUE(netns.hooks.IsIdle());
    Load("", "raw");
    EXPECT_FALSE(netns.hooks.IsEmpty(NfFamily::IPV4, NfHook::PREROUTING));
    EXPECT_TRUE(netns.hooks.IsEmpty(NfFamily::IPV4, NfHook::INPUT));
    std::string output;
    EXPECT_FALSE(tables->Execute("-t security -L", &output));
    EXPECT_FALSE(netns.hooks.IsEmpty(NfFamily::IPV4, NfHook::INPUT));
    tables->SetNetns(nullptr);
    EXPECT_TRUE(netns.hooks.IsIdle());
}

TEST_F(TablesTest, NatIsAskedDirectly)
{
    Context context = MakeContext();
    context.packet.hook = NfHook::POSTROUTING;
    EXPECT_EQ(tables->RunNat(context.packet), NfVerdict::ACCEPT);
    Load("-A POSTROUTING -p udp -j MASQUERADE\n", "nat");
    EXPECT_TRUE(netns.hooks.IsIdle());
    EXPECT_THAT(hits, IsEmpty());
    EXPECT_EQ(tables->RunNat(context.packet), NfVerdict::ACCEPT);
    EXPECT_THAT(hits, ElementsAre("nat:POSTROUTING:rule:1 MASQUERADE CONTINUE"));
    context.packet.hook = NfHook::FORWARD;
    EXPECT_EQ(tables->RunNat(context.packet), NfVerdict::ACCEPT);
}

TEST_F(TablesTest, TablesRunInOrderOfPriority)
{
    for (const char* table : {"security", "filter", "mangle", "raw"})
    {
        Load("", table);
    }
    Pass(MakeContext(), NfHook::OUTPUT);
    EXPECT_THAT(hits,
                ElementsAre("raw:OUTPUT:policy:0  ACCEPT",
                            "mangle:OUTPUT:policy:0  ACCEPT",
                            "filter:OUTPUT:policy:0  ACCEPT",
                            "security:OUTPUT:policy:0  ACCEPT"));
}

/// The rules and the answers of the kernel for a scenario of nested calls.
TEST_F(TablesTest, UserChainsAsInLinux)
{
    Load(":FORWARD DROP [0:0]\n:u1 -\n:u2 -\n:u3 -\n:g -\n:empty -\n:gg -\n"
         "-A FORWARD -p udp --dport 1 -j u1\n"
         "-A FORWARD -p udp --dport 2 -g g\n"
         "-A FORWARD -p udp --dport 3 -j u3\n"
         "-A FORWARD -p udp --dport 4 -j RETURN\n"
         "-A FORWARD -p udp --dport 5 -j empty\n"
         "-A FORWARD -p udp --dport 6\n"
         "-A FORWARD -p udp --dport 7 -j gg\n"
         "-A FORWARD -p udp -j LOG\n"
         "-A FORWARD -p udp --dport 8 -j ACCEPT\n"
         "-A u1 -j u2\n"
         "-A u1 -p udp -j ACCEPT\n"
         "-A u2 -p udp -j RETURN\n"
         "-A u2 -j DROP\n"
         "-A g -p tcp -j ACCEPT\n"
         "-A u3 -g g\n"
         "-A u3 -j ACCEPT\n"
         "-A gg -g u2\n");
    EXPECT_EQ(Pass(MakeContext(1)), "accept");
    EXPECT_THAT(hits,
                ElementsAre("filter:FORWARD:rule:1 u1 JUMP",
                            "filter:u1:rule:1 u2 JUMP",
                            "filter:u2:rule:1 RETURN RETURN",
                            "filter:u1:rule:2 ACCEPT ACCEPT"));
    EXPECT_EQ(Pass(MakeContext(2)), "drop");
    EXPECT_THAT(hits,
                ElementsAre("filter:FORWARD:rule:2 g GOTO",
                            "filter:g:return:0  RETURN",
                            "filter:FORWARD:policy:0  DROP"));
    EXPECT_EQ(Pass(MakeContext(3)), "drop");
    EXPECT_THAT(hits,
                ElementsAre("filter:FORWARD:rule:3 u3 JUMP",
                            "filter:u3:rule:1 g GOTO",
                            "filter:g:return:0  RETURN",
                            "filter:FORWARD:rule:8 LOG CONTINUE",
                            "filter:FORWARD:policy:0  DROP"));
    EXPECT_EQ(Pass(MakeContext(4)), "drop");
    EXPECT_THAT(
        hits,
        ElementsAre("filter:FORWARD:rule:4 RETURN RETURN", "filter:FORWARD:policy:0  DROP"));
    EXPECT_EQ(Pass(MakeContext(5)), "drop");
    EXPECT_THAT(hits,
                ElementsAre("filter:FORWARD:rule:5 empty JUMP",
                            "filter:empty:return:0  RETURN",
                            "filter:FORWARD:rule:8 LOG CONTINUE",
                            "filter:FORWARD:policy:0  DROP"));
    EXPECT_EQ(Pass(MakeContext(6)), "drop");
    EXPECT_THAT(hits,
                ElementsAre("filter:FORWARD:rule:6  CONTINUE",
                            "filter:FORWARD:rule:8 LOG CONTINUE",
                            "filter:FORWARD:policy:0  DROP"));
    EXPECT_EQ(Pass(MakeContext(7)), "drop");
    EXPECT_THAT(hits,
                ElementsAre("filter:FORWARD:rule:7 gg JUMP",
                            "filter:gg:rule:1 u2 GOTO",
                            "filter:u2:rule:1 RETURN RETURN",
                            "filter:FORWARD:rule:8 LOG CONTINUE",
                            "filter:FORWARD:policy:0  DROP"));
    EXPECT_EQ(Pass(MakeContext(8)), "accept");
}

TEST_F(TablesTest, CountsWholePackets)
{
    Load(":FORWARD DROP [0:0]\n-A FORWARD -p udp\n-A FORWARD -p tcp\n-A FORWARD -d 1.1.1.1\n");
    Pass(MakeContext(1, 100));
    Pass(MakeContext(1, 8));
    EXPECT_THAT(Counters(), HasSubstr(":FORWARD DROP [2:148]\n"));
    EXPECT_THAT(Counters(), HasSubstr("[2:148] -A FORWARD -p udp\n"));
    EXPECT_THAT(Counters(), HasSubstr("[0:0] -A FORWARD -p tcp\n"));
    EXPECT_FALSE(tables->Execute("-Z"));
    EXPECT_THAT(Counters(), HasSubstr("[0:0] -A FORWARD -p udp\n"));
    Pass(MakeContext(1, 8));
    EXPECT_THAT(Counters(), HasSubstr("[1:28] -A FORWARD -p udp\n"));
}

TEST_F(TablesTest, HotdropBlamesNobody)
{
    Load("-A FORWARD -m probe --say yes\n"
         "-A FORWARD -m probe --say hotdrop -m probe --say yes -j ACCEPT\n"
         "-A FORWARD -j ACCEPT\n");
    EXPECT_EQ(Pass(MakeContext()), "drop");
    EXPECT_THAT(hits, ElementsAre("filter:FORWARD:rule:1  CONTINUE"));
    EXPECT_EQ(FakeExtensionLog::Get().probes, 2U);
    EXPECT_THAT(Counters(), HasSubstr("[0:0] -A FORWARD -m probe --say hotdrop"));
    EXPECT_THAT(Counters(), HasSubstr(":FORWARD ACCEPT [0:0]"));
}

TEST_F(TablesTest, ARuleThatMatchesAndHotdropsCountsAndDropsWhateverItsTarget)
{
    const char* both = "[1:28] -A FORWARD -m probe --say yes-and-hotdrop -m probe --say yes";
    for (const char* target : {"", " -j ACCEPT", " -j u", " -j DO --result accept"})
    {
        Load(":u -\n-A FORWARD -m probe --say yes-and-hotdrop -m probe --say yes" +
             std::string(target) + "\n-A FORWARD -j ACCEPT\n");
        EXPECT_EQ(Pass(MakeContext()), "drop") << target;
        EXPECT_THAT(Counters(), HasSubstr(both + std::string(target))) << target;
        EXPECT_THAT(Counters(), HasSubstr(":FORWARD ACCEPT [0:0]")) << target;
    }
}

TEST_F(TablesTest, AHotdropStaysIfTheRestOfTheRuleDoesNotMatch)
{
    Load("-A FORWARD -m probe --say yes-and-hotdrop -m probe --say no -j ACCEPT\n"
         "-A FORWARD -j ACCEPT\n");
    EXPECT_EQ(Pass(MakeContext()), "drop");
    EXPECT_THAT(Counters(), HasSubstr("[0:0] -A FORWARD -m probe --say yes-and-hotdrop"));
}

TEST_F(TablesTest, TargetsDecide)
{
    const std::vector<std::pair<std::string, std::string>> cases{{"accept", "accept"},
                                                                 {"drop", "drop"},
                                                                 {"continue", "drop"},
                                                                 {"return", "accept"},
                                                                 {"queue", "drop"}};
    for (const auto& [result, expected] : cases)
    {
        Load(":u -\n-A u -j DO --result " + result +
             "\n-A u -j DROP\n-A FORWARD -j u\n"
             "-A FORWARD -j ACCEPT\n");
        EXPECT_EQ(Pass(MakeContext()), expected) << result;
    }
    Ptr<NfStolenPacket> stolen;
    FakeExtensionLog::Get().onExecute = [&](NfPacket& p) { stolen = NfHookRegistry::Steal(p); };
    Load("-A FORWARD -j DO --result stolen\n");
    EXPECT_EQ(Pass(MakeContext()), "kept");
    EXPECT_TRUE(stolen);
    stolen->Reinject(NfVerdict::DROP);
    int times = 0;
    FakeExtensionLog::Get().onExecute = [&](NfPacket& p) { p.mark = ++times; };
    Load("-A FORWARD -d 198.51.100.1 -j DO --result repeat\n");
    // A repeated table meets the same rule again, until the rule is gone.
    FakeExtensionLog::Get().onExecute = [&](NfPacket&) {
        if (++times == 3)
        {
            EXPECT_FALSE(tables->Execute("-F"));
        }
    };
    EXPECT_EQ(Pass(MakeContext()), "accept");
    EXPECT_EQ(times, 3);
}

TEST_F(TablesTest, QueueVerdictGoesToQueueZero)
{
    Load("-A FORWARD -p udp -j QUEUE\n");
    EXPECT_EQ(Pass(MakeContext()), "drop"); // nobody serves it
    EXPECT_THAT(hits, ElementsAre("filter:FORWARD:rule:1 QUEUE QUEUE"));
    Ptr<NfStolenPacket> queued;
    netns.hooks.SetQueueHandler(0, [&](Ptr<NfStolenPacket> packet) { queued = packet; });
    EXPECT_EQ(Pass(MakeContext()), "kept");
    ASSERT_TRUE(queued);
}

TEST_F(TablesTest, TraceTellsBeforeTheTargetRuns)
{
    Load("-A FORWARD -j REJECT\n");
    EXPECT_EQ(Pass(MakeContext()), "drop");
    EXPECT_THAT(hits, ElementsAre("filter:FORWARD:rule:1 REJECT DROP"));
    std::vector<std::string> during;
    FakeExtensionLog::Get().onExecute = [&](NfPacket&) { during = hits; };
    Load("-A FORWARD -j DO --result drop\n");
    Pass(MakeContext());
    EXPECT_THAT(during, ElementsAre("filter:FORWARD:rule:1 DO CONTINUE"));
}

TEST_F(TablesTest, StandardConditions)
{
    const std::vector<std::pair<std::string, bool>> cases{
        {"-s 10.0.0.0/8", true},
        {"! -s 10.0.0.0/8", false},
        {"-s 10.0.0.3", false},
        {"-s 10.9.9.2/255.0.0.255", true},
        {"! -s 0/0", false},
        {"-d 198.51.100.1", true},
        {"! -d 198.51.100.2", true},
        {"-p udp", true},
        {"! -p udp", false},
        {"-p tcp", false},
        {"! -p tcp", true},
        {"-i eth0", true},
        {"! -i eth0", false},
        {"-i eth", false},
        {"-i eth+", true},
        {"-i eth0+", true},
        {"-i eth00+", false},
        {"! -i eth+", false},
        {"-o eth1", true},
        {"-o eth0", false},
        {"! -o eth0", true},
        {"-i +", true},
        {"! -i +", false},
        {"-f", false},
        {"! -f", true},
    };
    for (const auto& [text, expected] : cases)
    {
        Load("-A FORWARD " + text + " -j DROP\n");
        Context context = MakeContext();
        const NfRule& rule =
            *tables->GetRuleset().FindTable("filter")->FindChain(NfHook::FORWARD)->rules[0];
        EXPECT_EQ(rule.GetSpec().Matches(context.packet), expected) << text;
        EXPECT_EQ(Pass(std::move(context)), expected ? "drop" : "accept") << text;
    }
    Load("-A FORWARD -f -j DROP\n");
    Context fragment = MakeContext();
    fragment.packet.ip.fragmentOffset = 8;
    EXPECT_EQ(Pass(std::move(fragment)), "drop");
    Context first = MakeContext();
    first.packet.ip.moreFragments = true;
    EXPECT_EQ(Pass(std::move(first)), "accept");
}

TEST_F(TablesTest, NoDeviceIsAnEmptyName)
{
    Load(":u -\n-A INPUT -j u\n-A u -o eth+ -j DROP\n-A u ! -o eth1\n-A u -o + -j RETURN\n");
    Context context = MakeContext();
    context.packet.out = nullptr;
    EXPECT_EQ(Pass(std::move(context), NfHook::INPUT), "accept");
    EXPECT_THAT(hits,
                ElementsAre("filter:INPUT:rule:1 u JUMP",
                            "filter:u:rule:2  CONTINUE",
                            "filter:u:rule:3 RETURN RETURN",
                            "filter:INPUT:policy:0  ACCEPT"));
}

TEST_F(TablesTest, MangleOutputRoutesAgain)
{
    Load("-A OUTPUT -p udp --dport 1 -j SETMARK --value 7\n"
         "-A OUTPUT -p udp --dport 2 -j SETTOS --value 16\n"
         "-A OUTPUT -p udp --dport 3 -j SETMARK --value 0\n"
         "-A OUTPUT -p udp --dport 4 -j SETMARK --value 7\n"
         "-A OUTPUT -p udp --dport 4 -j DROP\n"
         "-A FORWARD -j SETMARK --value 7\n",
         "mangle");
    EXPECT_EQ(Pass(MakeContext(1), NfHook::OUTPUT), "accept");
    EXPECT_EQ(netns.reroutes, 1U);
    Pass(MakeContext(2), NfHook::OUTPUT);
    EXPECT_EQ(netns.reroutes, 2U);
    Pass(MakeContext(3), NfHook::OUTPUT);
    Pass(MakeContext(4), NfHook::OUTPUT);
    Pass(MakeContext(1), NfHook::FORWARD);
    EXPECT_EQ(netns.reroutes, 2U);
}

TEST_F(TablesTest, DeepCallsReturn)
{
    constexpr int depth = 100;
    std::string lines;
    for (int i = 0; i < depth; ++i)
    {
        lines += ":c" + std::to_string(i) + " -\n";
    }
    lines += "-A FORWARD -j c0\n-A FORWARD -j DROP\n";
    for (int i = 0; i + 1 < depth; ++i)
    {
        lines += "-A c" + std::to_string(i) + " -j c" + std::to_string(i + 1) + "\n";
    }
    Load(lines);
    EXPECT_EQ(Pass(MakeContext()), "drop");
    EXPECT_EQ(hits.size(), 2U * depth + 1);
    EXPECT_EQ(hits.back(), "filter:FORWARD:rule:2 DROP DROP");
}

/// Rules that a packet is compared with are counted on it; chains' ends and policies are none.
TEST_F(TablesTest, RulesVisitedAreCountedAlongJumpsGotosAndReturns)
{
    Load(":u1 -\n:u2 -\n:empty -\n"
         "-A FORWARD -p tcp -j DROP\n"
         "-A FORWARD -j empty\n"
         "-A FORWARD -p udp -j u1\n"
         "-A FORWARD -p udp -j ACCEPT\n"
         "-A FORWARD -j DROP\n"
         "-A u1 -p tcp -j DROP\n"
         "-A u1 -g u2\n"
         "-A u1 -j DROP\n"
         "-A u2 -p tcp -j DROP\n"
         "-A u2 -j RETURN\n"
         "-A u2 -j DROP\n"
         "-A INPUT -j RETURN\n"
         "-A INPUT -j DROP\n");
    auto visited = [this](NfHook hook) {
        Context context = MakeContext();
        context.packet.rulesVisited = 100;
        netns.hooks.Traverse(
            NfFamily::IPV4,
            hook,
            context,
            [](Context&) {},
            [](Context&) {});
        return context.packet.rulesVisited - 100;
    };
    EXPECT_EQ(visited(NfHook::FORWARD), 3U + 2U + 2U + 1U);
    EXPECT_EQ(visited(NfHook::INPUT), 1U);
    EXPECT_EQ(visited(NfHook::OUTPUT), 0U);
    EXPECT_EQ(tables->GetRulesVisited(), 9U);
    Load("-A PREROUTING -p udp\n-A PREROUTING -p tcp\n", "raw");
    EXPECT_EQ(visited(NfHook::PREROUTING), 2U);
    EXPECT_EQ(tables->GetRulesVisited(), 11U);
}
