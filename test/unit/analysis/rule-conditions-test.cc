// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rule-conditions.h"

#include <array>
#include <gtest/gtest.h>
#include <random>

namespace ns3
{

namespace
{

using Part = NfRuleConditions::Part;
using Conditions = std::vector<std::vector<Part>>;

Part
Numbers(const char* field, int64_t first, int64_t last, bool negated = false)
{
    return {field, negated, first, last, {}};
}

Part
Name(const char* field, const char* name, bool negated = false)
{
    return {field, negated, std::string(name), std::string(name), {}};
}

Part
Mark(const char* field, int64_t value, int64_t mask)
{
    return {field, false, value, value, mask};
}

NfRuleConditions
Drop(const Conditions& conditions)
{
    return {{true, true, false, false}, conditions};
}

using Cover = std::vector<std::size_t>;

TEST(RuleCover, RulesTogetherCoverWhatNoneDoesAlone)
{
    EXPECT_EQ(NfFindCover({Drop({{Numbers("destination-port", 0, 9000)}}),
                           Drop({{Numbers("destination-port", 9001, 65535)}}),
                           Drop({{Numbers("destination-port", 8999, 9005)}})},
                          2),
              (Cover{0, 1}));
    // One that does alone is named alone.
    EXPECT_EQ(NfFindCover({Drop({{Numbers("destination-port", 0, 9000)}}),
                           Drop({{Numbers("destination-port", 5, 65535)}}),
                           Drop({{Numbers("destination-port", 8999, 9005)}})},
                          2),
              (Cover{1}));
    EXPECT_TRUE(NfFindCover({Drop({{Numbers("destination-port", 0, 9000)}}),
                             Drop({{Numbers("destination-port", 9002, 65535)}}),
                             Drop({{Numbers("destination-port", 8999, 9005)}})},
                            2)
                    .empty());
}

TEST(RuleCover, NamesAndTheirBeginnings)
{
    EXPECT_EQ(NfFindCover(
                  {Drop({{Name("in-interface", "eth+")}}), Drop({{Name("in-interface", "eth0")}})},
                  1),
              (Cover{0}));
    EXPECT_TRUE(NfFindCover({Drop({{Name("in-interface", "eth0")}}),
                             Drop({{Name("in-interface", "eth+")}})},
                            1)
                    .empty());
    EXPECT_EQ(NfFindCover({Drop({{Name("in-interface", "eth0")}}),
                           Drop({{Name("in-interface", "eth0", true)}}),
                           Drop({})},
                          2),
              (Cover{0, 1}));
}

TEST(RuleCover, MarksOfPacketsAndOfConnectionsAreDifferentThings)
{
    EXPECT_TRUE(NfFindCover({Drop({{Mark("connmark", 1, UINT32_MAX)}}),
                             Drop({{Mark("mark", 1, UINT32_MAX)}})},
                            1)
                    .empty());
    EXPECT_EQ(
        NfFindCover({Drop({{Mark("mark", 1, 0xff)}}), Drop({{Mark("mark", 0x101, UINT32_MAX)}})},
                    1),
        (Cover{0}));
    EXPECT_TRUE(
        NfFindCover({Drop({{Mark("mark", 0x101, UINT32_MAX)}}), Drop({{Mark("mark", 1, 0xff)}})}, 1)
            .empty());
}

TEST(RuleCover, WhatARuleBetweenMayChangeIsNotTakenForTheSame)
{
    const NfRuleConditions mark = Drop({{Mark("mark", 1, UINT32_MAX)}});
    const NfRuleConditions port = Drop({{Numbers("destination-port", 80, 80)}});
    const NfRuleConditions changer({true, false, false, true}, {});
    EXPECT_EQ(NfFindCover({mark, mark}, 1), (Cover{0}));
    EXPECT_TRUE(NfFindCover({mark, changer, mark}, 2).empty());
    EXPECT_EQ(NfFindCover({port, changer, port}, 2), (Cover{0}));
}

TEST(RuleCover, WhatDoesNotEndTheWayKeepsStateOrIsNotKnownCoversNothing)
{
    const NfRuleConditions all = Drop({});
    EXPECT_EQ(NfFindCover({all, all}, 1), (Cover{0}));
    EXPECT_TRUE(NfFindCover({NfRuleConditions({true, false, false, false}, {}), all}, 1).empty());
    EXPECT_TRUE(NfFindCover({NfRuleConditions({true, true, true, false}, {}), all}, 1).empty());
    EXPECT_TRUE(NfFindCover({NfRuleConditions({}, {}), all}, 1).empty());
}

TEST(RuleCover, TextsAreEqualOrNotUnderstood)
{
    const NfRuleConditions ttl = Drop({{Name("text", "ttl --ttl-eq 5")}});
    EXPECT_TRUE(NfFindCover({ttl, Drop({})}, 1).empty());
    EXPECT_EQ(
        NfFindCover({ttl, Drop({{Name("text", "ttl --ttl-eq 5")}, {Numbers("protocol", 6, 6)}})},
                    1),
        (Cover{0}));
    EXPECT_EQ(NfFindCover({Drop({}), ttl}, 1), (Cover{0}));
}

// Three fields of few values: what covers what can be found by trying all.
TEST(RuleCover, IsExactOnFieldsThatAreUnderstood)
{
    std::mt19937 random(7);
    auto draw = [&random](int64_t bound) { return static_cast<int64_t>(random() % bound); };
    static constexpr std::array<std::pair<const char*, int64_t>, 3> fields{
        {{"protocol", 256}, {"fragment", 2}, {"icmp-type", 65536}}};
    using Rule = std::vector<std::vector<Part>>;
    auto drawRule = [&] {
        Rule rule;
        for (int i = draw(4); i > 0; --i)
        {
            std::vector<Part>& condition = rule.emplace_back();
            const bool negated = draw(3) == 0;
            for (int j = 1 + draw(2); j > 0; --j)
            {
                const auto& [field, size] = fields[draw(3)];
                const int64_t step = size < 8 ? 1 : size / 4; // few different bounds
                const int64_t first = draw(size / step) * step;
                const int64_t last = std::min(size - 1, first + (1 + draw(size / step)) * step - 1);
                condition.push_back(Numbers(field, first, last, negated));
            }
        }
        return rule;
    };
    auto matches = [](const Rule& rule, const std::array<int64_t, 3>& point) {
        for (const auto& condition : rule)
        {
            bool any = false;
            for (const Part& part : condition)
            {
                for (std::size_t i = 0; i < 3; ++i)
                {
                    any = any || (part.field == fields[i].first &&
                                  std::get<int64_t>(part.first) <= point[i] &&
                                  point[i] <= std::get<int64_t>(part.last));
                }
            }
            if (any == condition[0].negated)
            {
                return false;
            }
        }
        return true;
    };
    int covered = 0;
    for (int round = 0; round < 3000; ++round)
    {
        const std::vector<Rule> rules{drawRule(), drawRule(), drawRule(), drawRule()};
        std::vector<NfRuleConditions> chain;
        chain.reserve(rules.size());
        for (const Rule& rule : rules)
        {
            chain.push_back(Drop(rule));
        }
        bool any = false;
        bool all = true;
        for (int64_t protocol = 0; protocol < 256; protocol += 64)
        {
            for (int64_t fragment = 0; fragment < 2; ++fragment)
            {
                for (int64_t type = 0; type < 65536; type += 16384)
                {
                    const std::array<int64_t, 3> point{protocol, fragment, type};
                    if (matches(rules[3], point))
                    {
                        any = true;
                        all = all && (matches(rules[0], point) || matches(rules[1], point) ||
                                      matches(rules[2], point));
                    }
                }
            }
        }
        EXPECT_EQ(!NfFindCover(chain, 3).empty(), any && all) << round;
        covered += any && all;
    }
    EXPECT_GT(covered, 100);
}

class RuleMatch : public testing::Test
{
  protected:
    RuleMatch()
    {
        m_flow.protocol = 6;
        m_flow.sourceBytes = std::string("\x0a\x00\x00\x02", 4);
        m_flow.destinationBytes = std::string("\xc0\x00\x02\x0a", 4);
        m_flow.sourcePort = 1000;
        m_flow.destinationPort = 80;
    }

    NfRuleAnswer Ask(const Conditions& conditions)
    {
        return Drop(conditions).Matches({&m_flow, "eth0", "eth1", "NEW", 0x12});
    }

    NfTraceFlowRow m_flow;
};

TEST_F(RuleMatch, AnswersWhatTheTraceTells)
{
    const std::string first("\x0a\x00\x00\x00", 4);
    const std::string last("\x0a\x00\x00\xff", 4);
    EXPECT_EQ(Ask({}), NfRuleAnswer::YES);
    EXPECT_EQ(Ask({{{"source", false, first, last, {}}}}), NfRuleAnswer::YES);
    EXPECT_EQ(Ask({{{"source", true, first, last, {}}}}), NfRuleAnswer::NO);
    EXPECT_EQ(Ask({{Name("in-interface", "eth+")}, {Name("out-interface", "eth0", true)}}),
              NfRuleAnswer::YES);
    EXPECT_EQ(Ask({{Numbers("protocol", 17, 17)}}), NfRuleAnswer::NO);
    EXPECT_EQ(Ask({{Numbers("source-port", 22, 22), Numbers("destination-port", 80, 80)}}),
              NfRuleAnswer::YES);
    EXPECT_EQ(Ask({{Name("ct-state", "RELATED"), Name("ct-state", "ESTABLISHED")}}),
              NfRuleAnswer::NO);
    EXPECT_EQ(Ask({{Mark("mark", 2, 0xf)}}), NfRuleAnswer::YES);
    EXPECT_EQ(Ask({{Mark("mark", 1, UINT32_MAX)}}), NfRuleAnswer::NO);
}

TEST_F(RuleMatch, AdmitsWhatItCannotTell)
{
    const Part ttl = Name("text", "ttl --ttl-eq 5");
    EXPECT_EQ(Ask({{ttl}}), NfRuleAnswer::MAYBE);
    EXPECT_EQ(Ask({{Numbers("protocol", 17, 17)}, {ttl}}), NfRuleAnswer::NO);
    EXPECT_EQ(Ask({{Mark("connmark", 1, UINT32_MAX)}}), NfRuleAnswer::MAYBE);
}

} // namespace

} // namespace ns3
