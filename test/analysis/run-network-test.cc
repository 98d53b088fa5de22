// SPDX-License-Identifier: GPL-2.0-only

// nfsim run: the kinds of networks, addresses and nodes that a scenario may have.

#include "scenario-runner.h"

#include "ns3/nf-lan-builder.h"

#include <gmock/gmock.h>

namespace ns3
{

namespace
{

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

using RunNetwork = NfScenarioTest;

// Hosts at two bridges, which a cable joins; a router that is on one of them, and a LAN on the
// other.
std::string
Bridged(const std::string& loss)
{
    return "duration: 6s\n"
           "topology:\n"
           "  rate: 10Mbps\n"
           "  delay: 1ms\n"
           "  nodes: {b1: {kind: bridge}, b2: {kind: bridge}, old: {kind: lan}, gw: ,\n"
           "    h1: {kind: host}, h2: {kind: host}, h3: {kind: host}, far: {kind: host}}\n"
           "  links:\n"
           "    - {from: b1, to: [gw, h1]}\n"
           "    - {from: b2, to: h2, loss: " +
           loss +
           "}\n"
           "    - {from: b1, to: b2, rate: 1Mbps, delay: 20ms}\n"
           "    - {from: old, to: [b2, h3]}\n"
           "    - {from: gw, to: far}\n"
           "traffic:\n"
           "  - {name: near, kind: ping, from: h1, to: gw, start: 0.5s, interval: 0.9s, count: 4}\n"
           "  - {name: across, kind: ping, from: h1, to: h2, count: 4}\n"
           "  - {name: cable, kind: ping, from: h1, to: h3, count: 4}\n"
           "  - {name: out, kind: ping, from: h3, to: far, count: 4}\n";
}

TEST_F(RunNetwork, BridgesJoinCablesEachWithItsRateAndDelay)
{
    Expect(Bridged("0") + "expectations:\n"
                          "  - at least 75 % of near within 10 ms\n"
                          "  - at least 100 % of across delivered\n"
                          "  - at most 0 % of across within 40 ms\n"
                          "  - at least 100 % of cable delivered\n"
                          "  - at least 100 % of out delivered\n");
}

// A box whose first interface leads to its private home, its second one to everybody else.
const std::string BOX = "duration: 3s\n"
                        "topology:\n"
                        "  rate: 10Mbps\n"
                        "  delay: 1ms\n"
                        "  nodes: {box: {nat: true}, pc: {kind: host}, isp: , out: {kind: host},\n"
                        "    island: {kind: host}, beach: {kind: host}}\n"
                        "  links:\n"
                        "    - {from: box, to: pc, private: true}\n"
                        "    - {from: box, to: isp}\n"
                        "    - {from: isp, to: out}\n"
                        "    - {from: island, to: beach}\n";

TEST_F(RunNetwork, TrafficGoesToTheAddressThatItsSenderHasAWayTo)
{
    Expect(BOX + "traffic:\n"
                 "  - {name: outside, kind: ping, from: out, to: box, count: 2}\n"
                 "  - {name: inside, kind: ping, from: pc, to: box, count: 2}\n"
                 "  - {name: scan, kind: scan-syn, from: isp, to: box, ports: 1-5, start: 1s}\n"
                 "expectations:\n"
                 "  - at least 100 % of outside delivered\n"
                 "  - at least 100 % of inside delivered\n"
                 "  - at least 100 % of scan delivered\n");
}

TEST_F(RunNetwork, WhatNobodyCouldSendDoesNotArriveAndIsTold)
{
    const NfsimResult result =
        RunText(BOX + "traffic: [{name: lost, kind: scan-syn, from: island, to: out}]\n"
                      "expectations: ['at most 0 % of lost delivered']\n");
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("(0 %; nobody could send any")) << result.out;
}

TEST_F(RunNetwork, WhatIsLostAtABridgesPortIsToldWithTheBridge)
{
    const NfsimResult result =
        RunText(Bridged("1") + "expectations: ['at least 1 % of across delivered']\n");
    EXPECT_EQ(result.code, 1) << result.err;
    EXPECT_THAT(result.out, HasSubstr("BROKEN: at least 1 % of across delivered"));
    // What a node sends is lost at the bridge.
    RunText("duration: 3s\n"
            "topology:\n"
            "  rate: 10Mbps\n"
            "  delay: 1ms\n"
            "  nodes: {sw: {kind: bridge}, a: {kind: host}, b: {kind: host}}\n"
            "  links: [{from: sw, to: a, loss: 0.5}, {from: sw, to: b}]\n"
            "traffic: [{name: u, kind: udp-cbr, from: a, to: b, rate: 200kbps}]\n",
            {"--trace", Path("u.db"), "--results", Path("u-r.db")});
    EXPECT_THAT(Ask("u.db", "SELECT DISTINCT node_name FROM v_losses WHERE place = 'device'"),
                ElementsAre("sw"));
    EXPECT_THAT(Ask("u-r.db",
                    "SELECT (SELECT value FROM result WHERE class = 'u' AND measure = 'meant') - "
                    "(SELECT value FROM result WHERE class = 'u' AND measure = 'delivered') = "
                    "(SELECT value FROM result WHERE class = 'u' AND measure = "
                    "'dropped_by_link')"),
                ElementsAre("1"))
        << "each datagram that did not arrive has its cause";
}

// Stations on the air, a router, and a host on a cable behind the access point.
std::string
OnTheAir(const std::string& air, const std::string& links)
{
    return "duration: 6s\n"
           "topology:\n"
           "  rate: 100Mbps\n"
           "  delay: 1ms\n"
           "  nodes: {air: {kind: wifi" +
           air +
           "}, gw: , far: {kind: host}, pc: {kind: host}, 'phone[1..3]': {kind: host}}\n"
           "  links:\n"
           "    - {from: gw, to: far}\n" +
           links +
           "traffic:\n"
           "  - {name: up, kind: udp-cbr, from: 'phone*', to: far, start: 1s, stop: 5s}\n"
           "  - {name: down, kind: ping, from: far, to: 'phone*', start: 1s, count: 4}\n";
}

TEST_F(RunNetwork, AWifiHasARouterForItsAccessPointOrABoxThatBridges)
{
    if (!NfHasWifi())
    {
        GTEST_SKIP() << "ns-3 has no module wifi here";
    }
    const std::string all = "expectations: [at least 98 % of up delivered, at least 100 % of down "
                            "delivered]\n";
    for (const char* air : {"",
                            ", standard: 802.11b",
                            ", standard: 802.11g, rates: minstrel",
                            ", standard: 802.11a, rates: aarf, radius: 20",
                            ", standard: 802.11ax, rates: minstrel, position: [3, 4]"})
    {
        SCOPED_TRACE(air);
        Expect(OnTheAir(air + std::string(", access-point: gw"),
                        "    - {from: air, to: [gw, 'phone*']}\n") +
               all);
    }
    Expect(OnTheAir("}, sw: {kind: bridge",
                    "    - {from: air, to: 'phone*'}\n"
                    "    - {from: sw, to: [air, gw, pc]}\n") +
           "  - {name: local, kind: ping, from: pc, to: 'phone*', start: 1s, count: 4}\n" + all);
}

TEST_F(RunNetwork, WifiTooFarAwayCarriesNothingAndItsLossesAreTold)
{
    if (!NfHasWifi())
    {
        GTEST_SKIP() << "ns-3 has no module wifi here";
    }
    Expect(OnTheAir(", access-point: gw, radius: 5000", "    - {from: air, to: [gw, 'phone*']}\n") +
           "expectations: [at most 0 % of up delivered]\n");
    const NfsimResult lossy =
        RunText(OnTheAir(", access-point: gw",
                         "    - {from: air, to: gw}\n    - {from: air, to: 'phone*', loss: 0.3}\n"),
                {"--results", Path("r.db")});
    EXPECT_EQ(lossy.code, 0) << lossy.err;
    // What is lost on the air is sent again.
    EXPECT_THAT(Ask("r.db",
                    "SELECT value > 0.9 FROM result WHERE class = 'down' AND measure = "
                    "'delivered_share'"),
                ElementsAre("1"));
}

TEST_F(RunNetwork, LeasesComeByDhcpIfRulesLetThem)
{
    const std::string network =
        "duration: 8s\n"
        "variables: {rule: -P FORWARD ACCEPT}\n"
        "topology:\n"
        "  rate: 10Mbps\n"
        "  delay: 1ms\n"
        "  nodes: {gw: {iptables: '${rule}'}, lan: {kind: lan}, 'pc[1..3]': {kind: host},\n"
        "    printer: {kind: host}, far: {kind: host}}\n"
        "  links:\n"
        "    - {from: lan, to: [gw, 'pc*', printer], dhcp: gw, network: 10.1.0.0/24,\n"
        "       addresses: {gw: 10.1.0.254, printer: 10.1.0.9}}\n"
        "    - {from: gw, to: far}\n"
        "traffic:\n"
        "  - {name: early, kind: udp-cbr, from: printer, to: far, count: 3}\n"
        "  - {name: late, kind: ping, from: 'pc*', to: [far, printer], start: 2s, count: 3}\n";
    Expect(network + "expectations: [at least 100 % of early delivered, at least 100 % of late "
                     "delivered]\n",
           {"--trace", Path("t.db")});
    EXPECT_THAT(Ask("t.db",
                    "SELECT n.name, a.text FROM interface_address i JOIN node n ON n.run = i.run "
                    "AND n.id = i.node JOIN address a ON a.run = i.run AND a.id = i.address "
                    "WHERE i.ifindex = 2 AND n.name LIKE 'pc%' ORDER BY n.name"),
                ElementsAre("pc1 10.1.0.1", "pc2 10.1.0.2", "pc3 10.1.0.3"));
    Expect(network + "expectations: [at most 0 % of late delivered]\n",
           {"--set", "rule=-A INPUT -p udp --dport 67 -j DROP"});
}

TEST_F(RunNetwork, SetsAreThereBeforeTheRulesThatNameThem)
{
    const std::string network =
        "duration: 6s\n"
        "topology:\n"
        "  rate: 10Mbps\n"
        "  delay: 1ms\n"
        "  nodes:\n"
        "    fw:\n"
        "      ipsets: ${sets}\n"
        "      iptables: -A FORWARD -m set --match-set bad src -j DROP\n"
        "    a: {kind: host}\n"
        "    b: {kind: host}\n"
        "    far: {kind: host}\n"
        "  links: [{from: a, to: fw}, {from: b, to: fw}, {from: fw, to: far}]\n"
        "traffic:\n"
        "  - {name: early, kind: ping, from: [a, b], to: far, count: 2}\n"
        "  - {name: late, kind: ping, from: a, to: far, start: 4s, count: 2}\n"
        "changes: [{at: 3s, node: fw, restart: 100ms}]\n"
        "expectations: [at least 50 % of early delivered, at most 50 % of early delivered,\n"
        "  at most 0 % of late delivered]\n";
    std::ofstream(Path("bad.sets")) << "create bad hash:ip\nadd bad 10.0.0.1\nadd bad 10.0.0.2\n";
    Expect(network + "variables: {sets: bad.sets}\n");
    EXPECT_THAT(RunText(network + "variables: {sets: none.sets}\n").err,
                HasSubstr("none.sets: No such file or directory"));
    std::ofstream(Path("bad.sets")) << "create bad hash:ip\nadd bad nonsense\n";
    EXPECT_THAT(RunText(network + "variables: {sets: bad.sets}\n").err,
                AllOf(HasSubstr("bad.sets:2:"), HasSubstr("nonsense")));
}

TEST_F(RunNetwork, ANodesCpuTakesTimeAndItsQueueOverflows)
{
    const std::string network =
        "duration: 6s\n"
        "topology:\n"
        "  rate: 100Mbps\n"
        "  delay: 1ms\n"
        "  nodes:\n"
        "    fw: {cpu: {queue-limit: 5, fixed: '${fixed}', factor: '${factor}'}}\n"
        "    a: {kind: host}\n"
        "    b: {kind: host}\n"
        "  links: [{from: a, to: fw}, {from: fw, to: b}]\n"
        "variables: {fixed: 1000000, factor: 'ns3::ConstantRandomVariable[Constant=1]'}\n"
        "traffic:\n"
        "  - {name: u, kind: udp-cbr, from: a, to: b, rate: 4Mbps, size: 1000, stop: 5s}\n";
    // 500 packets a second, each of 1 ms: half of what it can do, in 1 ms more.
    Expect(network + "expectations: [at least 100 % of u delivered, at most 0 % of u within 3 ms,\n"
                     "  at least 99 % of u within 3.4 ms]\n");
    const NfsimResult slow = RunText(network + "expectations: [at least 100 % of u delivered]\n",
                                     {"--set", "fixed=4000000", "--results", Path("r.db")});
    EXPECT_EQ(slow.code, 1);
    EXPECT_THAT(slow.out, HasSubstr("queue at fw: cpu queue"));
    EXPECT_THAT(Ask("r.db",
                    "SELECT value BETWEEN 0.45 AND 0.55 FROM result WHERE class = 'u' AND "
                    "measure = 'delivered_share'"),
                ElementsAre("1"));
    EXPECT_THAT(RunText(network, {"--set", "factor=ns3::Node"}).err,
                HasSubstr("factor: expected a random variable of ns-3"));
}

TEST_F(RunNetwork, EachRoutingFindsTheWay)
{
    for (const char* routing : {"static", "global", "rip", "olsr", "nixvector"})
    {
        SCOPED_TRACE(routing);
        Expect("duration: 40s\n"
               "topology:\n"
               "  routing: " +
               std::string(routing) +
               "\n"
               "  rate: 10Mbps\n"
               "  delay: 1ms\n"
               "  nodes: {a: {kind: host}, r1: , r2: , r3: , b: {kind: host}}\n"
               "  links: [{from: a, to: r1}, {from: r1, to: r2}, {from: r2, to: r3},\n"
               "    {from: r3, to: b}]\n"
               "traffic: [{name: pings, kind: ping, from: a, to: b, start: 30s, count: 5}]\n"
               "expectations: [at least 100 % of pings delivered]\n");
    }
}

TEST_F(RunNetwork, ProtocolsFindAnotherWayWhenALinkFailsAndStaticRoutesDoNot)
{
    const std::string network = "duration: 80s\n"
                                "variables: {routing: static}\n"
                                "topology:\n"
                                "  routing: ${routing}\n"
                                "  rate: 10Mbps\n"
                                "  delay: 1ms\n"
                                "  nodes: {a: , r1: , r2: , b: }\n"
                                "  links: [{from: a, to: r1, name: main}, {from: r1, to: b},\n"
                                "    {from: a, to: r2}, {from: r2, to: b}]\n"
                                "traffic: [{name: pings, kind: ping, from: a, to: b, start: 70s, "
                                "count: 5}]\n"
                                "changes: [{at: 10s, link-down: main}]\n";
    for (const char* routing : {"rip", "olsr"})
    {
        SCOPED_TRACE(routing);
        Expect(network + "expectations: [at least 100 % of pings delivered]\n",
               {"--set", std::string("routing=") + routing});
    }
    Expect(network + "expectations: [at most 0 % of pings delivered]\n");
}

TEST_F(RunNetwork, ANewAddressTakesThePlaceOfTheOld)
{
    const std::string network =
        "duration: 8s\n"
        "topology:\n"
        "  rate: 10Mbps\n"
        "  delay: 1ms\n"
        "  nodes:\n"
        "    fw: {iptables: ['-P FORWARD DROP', '-A FORWARD -s 10.1.0.9 -j ACCEPT',\n"
        "      '-A FORWARD -d 10.1.0.9 -j ACCEPT']}\n"
        "    a: {kind: host}\n"
        "    b: {kind: host}\n"
        "  links: [{from: a, to: fw, network: 10.1.0.0/24}, {from: fw, to: b}]\n"
        "traffic:\n"
        "  - {name: before, kind: ping, from: a, to: b, count: 2, stop: 2s}\n"
        "  - {name: after, kind: ping, from: a, to: b, start: 4s, count: 3}\n"
        "  - {name: back, kind: ping, from: b, to: a, start: 4s, count: 3}\n"
        "changes: [{at: 3s, node: a, address: eth0 10.1.0.9/24}]\n"
        "expectations: [at most 0 % of before delivered, at least 100 % of after delivered,\n"
        "  at least 100 % of back delivered]\n";
    Expect(network);
}

TEST_F(RunNetwork, EqualPrivateNetworksKeepTheirLossesApart)
{
    // Both hosts have the address 192.168.1.1 and the same ports; only the packets of one are
    // dropped.
    const NfsimResult result = RunText(
        "duration: 6s\n"
        "topology:\n"
        "  rate: 10Mbps\n"
        "  delay: 1ms\n"
        "  nodes:\n"
        "    'pc[1..2]': {kind: host}\n"
        "    'box[1..2]': {nat: true, iptables: -t nat -A POSTROUTING -o eth1 -j MASQUERADE}\n"
        "    isp: {}\n"
        "    server: {kind: host}\n"
        "  links:\n"
        "    - {from: 'pc[1..2]', to: 'box[1..2]', network: 192.168.1.0/24, private: true}\n"
        "    - {from: 'box[1..2]', to: isp}\n"
        "    - {from: isp, to: server}\n"
        "traffic:\n"
        "  - {name: bad, kind: udp-cbr, from: pc1, to: server, count: 5}\n"
        "  - {name: good, kind: udp-cbr, from: pc2, to: server, count: 5}\n"
        "changes: [{at: 0s, node: box1, iptables: -A FORWARD -p udp -j DROP}]\n",
        {"--results", Path("r.db")});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(Ask("r.db",
                    "SELECT class, value FROM result WHERE measure = 'dropped_by_rule' AND "
                    "class <> '' ORDER BY class"),
                ElementsAre("bad 5.0", "good 0.0"));
}

} // namespace

} // namespace ns3
