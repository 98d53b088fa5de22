// SPDX-License-Identifier: GPL-2.0-only

#include "nf-policy-parser.h"
#include "nf-policy-zones.h"

#include <gmock/gmock.h>
#include <string>
#include <vector>

namespace ns3
{
namespace
{

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string>
GetErrors(const std::string& text)
{
    std::vector<NfError> errors;
    NfParsePolicy(text, "p", errors);
    std::vector<std::string> result;
    result.reserve(errors.size());
    for (const NfError& error : errors)
    {
        result.push_back(error.ToString());
    }
    return result;
}

NfPolicy
Parse(const std::string& text)
{
    std::vector<NfError> errors;
    NfPolicy policy = NfParsePolicy(text, "p", errors);
    EXPECT_THAT(errors, IsEmpty()) << errors[0].ToString();
    return policy;
}

TEST(PolicyParserTest, ReadsZonesServicesAndLines)
{
    const NfPolicy policy = Parse("# who may what\n"
                                  "zone lan: host* laptop   # inside\n"
                                  "zone dmz : web\n"
                                  "service site: tcp/443,80 udp/443\n"
                                  "default reject\n"
                                  "lan -> dmz: site udp/53 tcp/1000-2000 icmp accept\n"
                                  "any->lan: deny\n"
                                  "stateless\n"
                                  "anti-spoofing\n");
    ASSERT_EQ(policy.zones.size(), 2U);
    EXPECT_EQ(policy.zones[0].members[1].pattern, "laptop");
    EXPECT_EQ(policy.zones[0].members[1].column, 17U);
    EXPECT_EQ(policy.otherwise, NfPolicyAction::REJECT);
    EXPECT_EQ(policy.otherwiseNumber, 5U);
    EXPECT_FALSE(policy.isStateful);
    EXPECT_EQ(policy.antiSpoofing, 9U);
    ASSERT_EQ(policy.lines.size(), 2U);
    EXPECT_EQ(policy.lines[0].number, 6U);
    ASSERT_EQ(policy.lines[0].services.size(), 5U);
    EXPECT_EQ(policy.lines[0].services[0].ToString(), "tcp/443,80");
    EXPECT_EQ(policy.lines[0].services[3].ToString(), "tcp/1000-2000");
    EXPECT_THAT(policy.lines[1].from, ElementsAre(0, 1));
    EXPECT_EQ(policy.lines[1].services[0].ToString(), "any");
}

TEST(PolicyParserTest, TellsAllErrorsAtOnceWithPlacesAndTheNearestWord)
{
    EXPECT_THAT(
        GetErrors("zone lan: a\n"
                  "zone dmz: b\n"
                  "zon wan: c\n"
                  "lna -> dmz: tcp/80 accept\n"
                  "lan -> dmz: tcpp/80 acept\n"
                  "lan -> dmz: tcp/70000 udp/9-8 icmp/8 deny\n"
                  "lan ->\n"
                  "zone lan: d\n"
                  "zone any: e\n"
                  "default maybe\n"
                  "statefull\n"
                  "zone x\n"),
        ElementsAre("p:3:1: 'FROM -> TO: SERVICES ACTION' expected",
                    "p:4:1: there is no zone 'lna', did you mean 'lan'?",
                    "p:5:13: 'tcpp/80' is no service, such as tcp/80,443, udp/1000-2000, "
                    "icmp or any",
                    "p:5:21: 'acept' found; accept, deny or reject expected, did you mean "
                    "'accept'?",
                    "p:6:13: '70000' in 'tcp/70000' is neither a port from 0 to 65535 nor a "
                    "range of them",
                    "p:6:23: '9-8' in 'udp/9-8' is neither a port from 0 to 65535 nor a "
                    "range of them",
                    "p:6:31: 'icmp/8' is no service, such as tcp/80,443, udp/1000-2000, "
                    "icmp or any, did you mean 'icmp'?",
                    "p:7:5: 'FROM -> TO: SERVICES ACTION' expected",
                    "p:8:6: a second zone 'lan'",
                    "p:9:6: 'any' is no name of a zone: up to 60 letters, digits and _-., "
                    "not any",
                    "p:10:9: 'maybe' found; accept, deny or reject expected",
                    "p:11:1: 'statefull' found; zone, service, default, stateful, "
                    "stateless, anti-spoofing or 'FROM -> TO: SERVICES ACTION' expected, "
                    "did you mean 'stateful'?",
                    "p:12:6: 'zone NAME: NODES' expected"));
}

TEST(PolicyParserTest, RefusesToSayTwiceWhatTheDefaultIs)
{
    EXPECT_THAT(GetErrors("default deny\ndefault accept\nstateful\nstateless\n"),
                ElementsAre("p:2:1: line 1 has said what the default is already",
                            "p:4:1: line 3 has said whether state is kept already"));
}

TEST(PolicyParserTest, TellsAFileThatCannotBeRead)
{
    std::vector<NfError> errors;
    NfReadPolicy("/nonexistent/policy.txt", errors);
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_EQ(errors[0].ToString(), "/nonexistent/policy.txt: No such file or directory");
}

TEST(PolicyTest, FirstLineDecidesAndTrafficWithinAZoneIsJudgedOnlyIfALineNamesIt)
{
    const NfPolicy policy = Parse("zone a: x\nzone b: y\n"
                                  "a -> b: tcp/22 deny\n"
                                  "any -> any: tcp accept\n"
                                  "b -> a b: udp/53 accept\n");
    const NfPolicyExchange ssh{NfPolicyProtocol::TCP, 22};
    const NfPolicyExchange web{NfPolicyProtocol::TCP, 80};
    const NfPolicyExchange ping{NfPolicyProtocol::ICMP, 0};
    EXPECT_EQ(policy.Decide(0, 1, ssh), NfPolicyAction::DENY);
    EXPECT_EQ(policy.Decide(1, 0, ssh), NfPolicyAction::ACCEPT);
    EXPECT_EQ(policy.Decide(0, 1, web), NfPolicyAction::ACCEPT);
    EXPECT_EQ(policy.Decide(0, 1, ping), NfPolicyAction::DENY);
    EXPECT_EQ(policy.Decide(0, 0, ping), NfPolicyAction::ACCEPT) << "not judged";
    EXPECT_EQ(policy.Decide(1, 1, ping), NfPolicyAction::DENY) << "line 5 names b on both sides";
    EXPECT_EQ(policy.FindLine(1, 1, web), 1U) << "then lines with any judge it too";
}

TEST(PolicyTest, ExchangesAreOneOfEachRangeOfPortsThatLinesTellApart)
{
    const NfPolicy policy = Parse("zone a: x\nzone b: y\n"
                                  "a -> b: tcp/80,443 tcp/0-79 accept\n");
    std::vector<std::string> exchanges;
    for (const NfPolicyExchange& exchange : policy.GetExchanges())
    {
        exchanges.push_back(exchange.ToString());
    }
    EXPECT_THAT(exchanges,
                ElementsAre("other protocols",
                            "icmp",
                            "tcp/1",
                            "tcp/80",
                            "tcp/81",
                            "tcp/443",
                            "tcp/444",
                            "udp/1"));
}

TEST(PolicyZonesTest, TellsNamesThatFitNoNodeAndNodesInTwoZones)
{
    NfTopologyGraph graph;
    for (const char* name : {"host1", "host2", "gateway"})
    {
        graph.AddNode(name);
    }
    const NfPolicy policy = Parse("zone a: host* gatewy\nzone b: host2 rest\nzone c: rest\n");
    std::vector<NfError> errors;
    const NfPolicyZones zones(policy, graph, errors);
    ASSERT_EQ(errors.size(), 3U);
    EXPECT_EQ(errors[0].ToString(),
              "p:1:15: no node's name fits 'gatewy', did you mean 'gateway'?");
    EXPECT_EQ(errors[1].ToString(), "p:2:9: node host2 is in zone a already");
    EXPECT_EQ(errors[2].ToString(), "p:3:9: zone b has the rest already");
    EXPECT_EQ(zones.Find(0), 0U);
}

} // namespace
} // namespace ns3
