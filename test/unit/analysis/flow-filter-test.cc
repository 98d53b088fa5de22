// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-command.h"
#include "nf-flow-filter.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>

namespace ns3
{

namespace
{

using testing::HasSubstr;

std::string
Bytes(const std::string& text)
{
    unsigned char bytes[16];
    const bool v6 = text.find(':') != std::string::npos;
    inet_pton(v6 ? AF_INET6 : AF_INET, text.c_str(), bytes);
    return {reinterpret_cast<char*>(bytes), v6 ? 16U : 4U};
}

NfTraceFlowRow
Flow(int protocol,
     const std::string& source,
     int sourcePort,
     const std::string& destination,
     int destinationPort)
{
    NfTraceFlowRow flow;
    flow.family = source.find(':') == std::string::npos ? 2 : 10;
    flow.protocol = protocol;
    flow.source = source;
    flow.sourceBytes = Bytes(source);
    flow.sourcePort = sourcePort;
    flow.destination = destination;
    flow.destinationBytes = Bytes(destination);
    flow.destinationPort = destinationPort;
    return flow;
}

const NfTraceFlowRow WEB = Flow(6, "10.0.0.2", 1000, "192.0.2.10", 80);
const NfTraceFlowRow DNS = Flow(17, "10.0.0.2", 2000, "192.0.2.53", 53);
const NfTraceFlowRow PING = Flow(1, "10.0.0.2", 80, "192.0.2.10", 8 * 256);
const NfTraceFlowRow SIX = Flow(6, "2001:db8::1", 1000, "2001:db8:1::2", 443);

struct Case
{
    const char* filter;
    bool web;
    bool dns;
    bool ping;
    bool six;
};

class FlowFilter : public testing::TestWithParam<Case>
{
};

TEST_P(FlowFilter, LetsPass)
{
    const NfFlowFilter filter(GetParam().filter, [](const std::string& name) {
        return name == "server" ? std::vector<std::string>{Bytes("192.0.2.10")}
                                : std::vector<std::string>{};
    });
    EXPECT_EQ(filter.Matches(WEB), GetParam().web);
    EXPECT_EQ(filter.Matches(DNS), GetParam().dns);
    EXPECT_EQ(filter.Matches(PING), GetParam().ping);
    EXPECT_EQ(filter.Matches(SIX), GetParam().six);
}

INSTANTIATE_TEST_SUITE_P(
    Conditions,
    FlowFilter,
    testing::Values(Case{"", true, true, true, true},
                    Case{"tcp", true, false, false, true},
                    Case{"ip6", false, false, false, true},
                    Case{"icmp", false, false, true, false},
                    Case{"proto 17", false, true, false, false},
                    Case{"ip proto 17", false, true, false, false},
                    Case{"ip6 proto tcp", false, false, false, true},
                    Case{"ip dst port 443", false, false, false, false},
                    Case{"ip", true, true, true, false},
                    Case{"host 192.0.2.10", true, false, true, false},
                    Case{"192.0.2.10", true, false, true, false},
                    Case{"src host 192.0.2.10", false, false, false, false},
                    Case{"dst 192.0.2.10", true, false, true, false},
                    Case{"host server", true, false, true, false},
                    Case{"net 192.0.2.0/24", true, true, true, false},
                    Case{"net 192.0.2.48/28", false, true, false, false},
                    Case{"net 10", true, true, true, false},
                    Case{"src net 10.0.0", true, true, true, false},
                    Case{"net 2001:db8:1::/48", false, false, false, true},
                    // An ICMP id is no port.
                    Case{"port 80", true, false, false, false},
                    Case{"port http or domain", true, true, false, false},
                    Case{"port 80 or 443", true, false, false, true},
                    Case{"src port 80", false, false, false, false},
                    Case{"tcp dst port 443", false, false, false, true},
                    Case{"udp port 80", false, false, false, false},
                    Case{"portrange 50-100", true, true, false, false},
                    Case{"not tcp", false, true, true, false},
                    Case{"! tcp && ! icmp", false, true, false, false},
                    Case{"not (tcp or udp)", false, false, true, false},
                    // `and` and `or` bind alike: (tcp or udp) and port 53.
                    Case{"tcp or udp and port 53", false, true, false, false},
                    Case{"tcp or (udp and port 53)", true, true, false, true},
                    Case{"src and dst net 192.0.2.0/24", false, false, false, false},
                    Case{"src or dst net 192.0.2.0/24", true, true, true, false},
                    Case{"((tcp))", true, false, false, true}));

struct BadCase
{
    const char* filter;
    int column;
    const char* message;
};

class BadFlowFilter : public testing::TestWithParam<BadCase>
{
};

TEST_P(BadFlowFilter, PointsAtTheMistake)
{
    try
    {
        NfFlowFilter filter(GetParam().filter);
        FAIL() << "it was accepted";
    }
    catch (const NfCliError& error)
    {
        EXPECT_THAT(error.what(), HasSubstr("column " + std::to_string(GetParam().column) + ": "));
        EXPECT_THAT(error.what(), HasSubstr(GetParam().message));
    }
}

INSTANTIATE_TEST_SUITE_P(Mistakes,
                         BadFlowFilter,
                         testing::Values(BadCase{"tcp port", 9, "a port is expected"},
                                         BadCase{"tcp and", 8, "instead of the end"},
                                         BadCase{"and tcp", 1, "instead of 'and'"},
                                         BadCase{"(tcp", 5, "')' is expected"},
                                         BadCase{"tcp)", 4, "'and', 'or' or the end"},
                                         BadCase{"tcp udp", 5, "'and', 'or' or the end"},
                                         BadCase{"port 70000", 6, "65535"},
                                         BadCase{"port 10 and port abc", 18, "'abc' is not a port"},
                                         BadCase{"host 1.2.3", 6, "no address, and no node"},
                                         BadCase{"net 10.0.0.0/33", 14, "from 0 to 32"},
                                         BadCase{"net x/8", 5, "not a network"},
                                         BadCase{"portrange 20-10", 11, "empty"},
                                         BadCase{"portrange 20", 11, "not a range"},
                                         BadCase{"proto 300", 7, "not a protocol"},
                                         BadCase{"frob", 1, "no address, and no node"}));

TEST(FlowFilterNames, AreThoseThatRulesKnow)
{
    const NfTraceFlowRow queue = Flow(6, "10.0.0.2", 1000, "192.0.2.10", 5672);
    EXPECT_TRUE(NfFlowFilter("port amqp").Matches(queue));
    EXPECT_FALSE(NfFlowFilter("port amqp").Matches(WEB));
    const NfTraceFlowRow routing = Flow(89, "10.0.0.1", 0, "224.0.0.5", 0);
    EXPECT_TRUE(NfFlowFilter("proto ospf").Matches(routing));
    EXPECT_FALSE(NfFlowFilter("proto ospf").Matches(WEB));
    EXPECT_THROW(NfFlowFilter("proto all"), NfCliError);
}

TEST(FlowFilterNames, OfProtocolsWithoutPortsStayNamesOfNodes)
{
    const NfFlowFilter filter("ospf", [](const std::string& name) {
        return name == "ospf" ? std::vector<std::string>{Bytes("192.0.2.10")}
                              : std::vector<std::string>{};
    });
    EXPECT_TRUE(filter.Matches(WEB));
    EXPECT_FALSE(filter.Matches(DNS));
}

TEST(FlowFilterLimits, DeepNestingIsRefusedNotOverflown)
{
    EXPECT_THROW(NfFlowFilter(std::string(100'000, '(') + "tcp"), NfCliError);
    EXPECT_THROW(NfFlowFilter(std::string(100'000, '!') + "tcp"), NfCliError);
}

} // namespace

} // namespace ns3
