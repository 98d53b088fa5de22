// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rule-conditions.h"

#include <gtest/gtest.h>

namespace ns3
{

namespace
{

struct ShadowCase
{
    const char* earlier;
    const char* later;
    bool shadows;
};

class RuleShadow : public testing::TestWithParam<ShadowCase>
{
};

TEST_P(RuleShadow, IsFoundOnlyIfCertain)
{
    const ShadowCase& param = GetParam();
    EXPECT_EQ(NfRuleConditions(std::string("-A F ") + param.earlier)
                  .Shadows(NfRuleConditions(std::string("-A F ") + param.later)),
              param.shadows);
}

INSTANTIATE_TEST_SUITE_P(
    Pairs,
    RuleShadow,
    testing::Values(
        ShadowCase{"-j DROP", "-p tcp -j ACCEPT", true},
        ShadowCase{"-p tcp -j DROP", "-j ACCEPT", false},
        ShadowCase{"-s 10.0.0.0/8 -j DROP", "-s 10.1.2.0/24 -p udp -j ACCEPT", true},
        ShadowCase{"-s 10.1.2.0/24 -j DROP", "-s 10.0.0.0/8 -j ACCEPT", false},
        ShadowCase{"-i eth+ -j DROP", "-i eth0 -j ACCEPT", true},
        ShadowCase{"-i eth0 -j DROP", "-i eth+ -j ACCEPT", false},
        ShadowCase{"-p tcp -m tcp --dport 1:1024 -j DROP",
                   "-p tcp -m tcp --dport 80 -j ACCEPT",
                   true},
        ShadowCase{"-p tcp -m multiport --dports 80,443 -j DROP",
                   "-p tcp -m tcp --dport 443 -j ACCEPT",
                   true},
        ShadowCase{"-p tcp -m tcp --dport 80 -j DROP",
                   "-p tcp -m multiport --dports 80,443 -j ACCEPT",
                   false},
        ShadowCase{"-m conntrack --ctstate NEW,ESTABLISHED -j DROP",
                   "-m conntrack --ctstate NEW -j ACCEPT",
                   true},
        // What does not end the chain, depends on chance, or is not understood, shadows nothing.
        ShadowCase{"-j LOG", "-p tcp -j ACCEPT", false},
        ShadowCase{"-j MYCHAIN", "-p tcp -j ACCEPT", false},
        ShadowCase{"-g MYCHAIN", "-p tcp -j ACCEPT", true},
        ShadowCase{"-m limit --limit 5/sec -j ACCEPT", "-m limit --limit 5/sec -j DROP", false},
        ShadowCase{"-m statistic --mode random --probability 0.5 -j DROP", "-j ACCEPT", false},
        ShadowCase{"-m ttl --ttl-eq 5 -j DROP", "-p tcp -j ACCEPT", false},
        ShadowCase{"-m ttl --ttl-eq 5 -j DROP", "-p tcp -m ttl --ttl-eq 5 -j ACCEPT", true},
        ShadowCase{"! -s 10.0.0.0/8 -j DROP", "-s 192.0.2.1/32 -j ACCEPT", false},
        ShadowCase{"! -s 10.0.0.0/8 -j DROP", "! -s 10.0.0.0/8 -p tcp -j ACCEPT", true},
        ShadowCase{"-m comment --comment \"a -p b\" -j DROP", "-p tcp -j ACCEPT", true}));

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

    NfRuleAnswer Ask(const std::string& rule)
    {
        return NfRuleConditions("-A F " + rule).Matches({&m_flow, "eth0", "eth1", "NEW", 0x12});
    }

    NfTraceFlowRow m_flow;
};

TEST_F(RuleMatch, AnswersWhatTheTraceTells)
{
    EXPECT_EQ(Ask("-j DROP"), NfRuleAnswer::YES);
    EXPECT_EQ(Ask("-s 10.0.0.0/24 -p tcp -m tcp --dport 80 -j DROP"), NfRuleAnswer::YES);
    EXPECT_EQ(Ask("-s 10.0.1.0/24 -j DROP"), NfRuleAnswer::NO);
    EXPECT_EQ(Ask("! -s 10.0.1.0/24 -j DROP"), NfRuleAnswer::YES);
    EXPECT_EQ(Ask("-i eth+ ! -o eth0 -j DROP"), NfRuleAnswer::YES);
    EXPECT_EQ(Ask("-p udp -j DROP"), NfRuleAnswer::NO);
    EXPECT_EQ(Ask("-p tcp -m multiport --ports 22,80 -j DROP"), NfRuleAnswer::YES);
    EXPECT_EQ(Ask("-m conntrack --ctstate RELATED,ESTABLISHED -j DROP"), NfRuleAnswer::NO);
    EXPECT_EQ(Ask("-m mark --mark 0x2/0xf -j DROP"), NfRuleAnswer::YES);
    EXPECT_EQ(Ask("-m mark --mark 0x1 -j DROP"), NfRuleAnswer::NO);
}

TEST_F(RuleMatch, AdmitsWhatItCannotTell)
{
    EXPECT_EQ(Ask("-m ttl --ttl-eq 5 -j DROP"), NfRuleAnswer::MAYBE);
    EXPECT_EQ(Ask("-p udp -m ttl --ttl-eq 5 -j DROP"), NfRuleAnswer::NO);
    EXPECT_EQ(Ask("-m limit --limit 1/s -j DROP"), NfRuleAnswer::MAYBE);
}

} // namespace

} // namespace ns3
