// SPDX-License-Identifier: GPL-2.0-only

// nfsim run: leases that come and go, links and nodes that fail together, and what else scenarios
// say that ns-3 would take ill.

#include "scenario-runner.h"

#include <cstdint>
#include <initializer_list>

namespace ns3
{

namespace
{

using testing::ElementsAre;
using testing::HasSubstr;

using RunChanges = NfScenarioTest;

// A capture of raw IP, of one packet, so many times.
std::string
CaptureText(const std::vector<uint8_t>& packet, uint32_t count)
{
    std::string text;
    const auto add = [&text](std::initializer_list<uint32_t> words) {
        for (const uint32_t word : words)
        {
            for (int shift = 0; shift < 32; shift += 8)
            {
                text += static_cast<char>(word >> shift & 0xff);
            }
        }
    };
    constexpr uint32_t RAW_IP = 101;
    add({0xa1b2c3d4, 2 | 4 << 16, 0, 0, 65535, RAW_IP});
    for (uint32_t i = 0; i < count; ++i)
    {
        const auto length = static_cast<uint32_t>(packet.size());
        add({100, i * 100'000, length, length});
        text.append(packet.begin(), packet.end());
    }
    return text;
}

// A client, its DHCP server, and a host beyond; the client's link is called "leased".
std::string
Leased(const std::string& lease, const std::string& changes, const std::string& expectations)
{
    return "duration: 30s\n"
           "topology:\n"
           "  rate: 100Mbps\n"
           "  delay: 10us\n"
           "  nodes: {gw: , pc: {kind: host}, far: {kind: host}}\n"
           "  links:\n"
           "    - {from: gw, to: pc, dhcp: gw, name: leased" +
           lease +
           "}\n"
           "    - {from: gw, to: far}\n"
           "traffic: [{name: p, kind: ping, from: pc, to: far, interval: 0.5s}]\n"
           "changes: [" +
           changes + "]\nexpectations: ['" + expectations + "']\n";
}

TEST_F(RunChanges, WhoHasNoLeaseSendsNothingButWhatAsksForOne)
{
    const char* strays = "SELECT COUNT(*) FROM v_hook_pass WHERE source = '0.0.0.0' AND "
                         "protocol_name = 'icmp'";
    const std::string before = "{at: 0s, link-down: leased}, {at: 8s, link-up: leased}";
    // The client asks every five seconds: it has its lease from 10 s on.
    Expect(Leased("", before, "at least 60 % delivered"), {"--trace", Path("b.db")});
    EXPECT_THAT(Ask("b.db", strays), ElementsAre("0"));
    // What was granted for six seconds is gone after ten.
    const std::string after = "{at: 4s, link-down: leased}, {at: 14s, link-up: leased}";
    Expect(Leased(", lease: 6s", after, "at least 45 % delivered"), {"--trace", Path("a.db")});
    EXPECT_THAT(Ask("a.db", strays), ElementsAre("0"));
    EXPECT_THAT(Ask("a.db",
                    "SELECT MAX(time) < 14.0e9 FROM v_hook_pass WHERE node_name = 'far' AND time < "
                    "14.4e9"),
                ElementsAre("1"))
        << "the address is not back before the client has asked for it";
}

TEST_F(RunChanges, ALeaseIsRenewedForAsLongAsTheServerAnswers)
{
    Expect(Leased(", lease: 4s", "{at: 1s, node: pc, conntrack: -F}", "at least 98 % delivered"));
    Expect(Leased(", lease: 4s",
                  "{at: 5s, node: gw, iptables: -A INPUT -p udp --dport 67 -j DROP}",
                  "at most 40 % delivered"));
}

TEST_F(RunChanges, AnInterfaceIsUpWhenItsLinkAndItsNodeBothAre)
{
    const std::string network = "duration: 10s\n"
                                "topology:\n"
                                "  rate: 10Mbps\n"
                                "  delay: 1ms\n"
                                "  nodes: {fw: , a: {kind: host}, b: {kind: host}}\n"
                                "  links: [{from: fw, to: a}, {from: fw, to: b, name: up}]\n"
                                "traffic: [{name: p, kind: ping, from: a, to: b, start: 0.5s}]\n";
    // Ten pings, of which those from 2 s to 6 s find the link down, although fw is back before.
    Expect(network + "changes:\n"
                     "  - {at: 2s, link-down: up}\n"
                     "  - {at: 3s, node: fw, restart: 1s}\n"
                     "  - {at: 6s, link-up: up}\n"
                     "expectations: [at least 60 % delivered, at most 60 % delivered]\n");
    // The node is down from 2 s to 6 s, although the link is up again before.
    Expect(network + "changes:\n"
                     "  - {at: 2s, node: fw, restart: 4s}\n"
                     "  - {at: 3s, link-down: up}\n"
                     "  - {at: 4s, link-up: up}\n"
                     "expectations: [at least 60 % delivered, at most 60 % delivered]\n");
    // A second restart begins before the first is over.
    Expect(network + "changes:\n"
                     "  - {at: 2s, node: fw, restart: 2s}\n"
                     "  - {at: 3s, node: fw, restart: 3s}\n"
                     "expectations: [at least 60 % delivered, at most 60 % delivered]\n");
}

TEST_F(RunChanges, ACaptureIsFoundFromTheScenariosFolder)
{
    const std::vector<uint8_t> packet{0x45, 0, 0,  28, 0, 1, 0, 0, 64, 17, 0, 0, 10, 0,
                                      0,    2, 10, 0,  0, 6, 4, 0, 4,  0,  0, 8, 0,  0};
    std::ofstream(Path("c.pcap"), std::ios::binary) << CaptureText(packet, 3);
    Expect("duration: 3s\n"
           "topology:\n"
           "  rate: 10Mbps\n"
           "  delay: 1ms\n"
           "  nodes: {r: , a: {kind: host}, b: {kind: host}}\n"
           "  links: [{from: r, to: a}, {from: r, to: b}]\n"
           "traffic: [{name: again, kind: pcap, from: a, file: c.pcap}]\n"
           "expectations: [at least 100 % of again delivered]\n");
}

TEST_F(RunChanges, ASweepOfAPrefixNeedsNobodyToGoTo)
{
    Expect("duration: 3s\n"
           "topology:\n"
           "  rate: 10Mbps\n"
           "  delay: 1ms\n"
           "  nodes: {r: , a: {kind: host}, b: {kind: host}}\n"
           "  links: [{from: r, to: a}, {from: r, to: b, network: 10.7.0.0/28}]\n"
           "traffic: [{name: s, kind: sweep, from: a, prefix: 10.7.0.0/28}]\n"
           "expectations: [at least 14 % of s delivered, at most 15 % of s delivered]\n");
}

TEST_F(RunChanges, AQueueDiscThatNs3RefusesIsAnErrorOfItsLink)
{
    const NfsimResult result = RunText("duration: 3s\n"
                                       "topology:\n"
                                       "  rate: 10Mbps\n"
                                       "  delay: 1ms\n"
                                       "  nodes: {r: , a: {kind: host}}\n"
                                       "  links: [{from: r, to: a, queue: ns3::MqQueueDisc}]\n");
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.err, HasSubstr("s.yaml:6:11: queue: ns-3 refuses ns3::MqQueueDisc"));
}

TEST_F(RunChanges, ACpuTakesNoTimeWhereItsFactorIsDrawnBelowZero)
{
    Expect("duration: 3s\n"
           "topology:\n"
           "  rate: 10Mbps\n"
           "  delay: 1ms\n"
           "  nodes:\n"
           "    r: {cpu: {factor: 'ns3::NormalRandomVariable[Mean=0|Variance=4]'}}\n"
           "    a: {kind: host}\n"
           "    b: {kind: host}\n"
           "  links: [{from: r, to: a}, {from: r, to: b}]\n"
           "traffic: [{name: p, kind: ping, from: a, to: b, interval: 0.1s, stop: 2s}]\n"
           "expectations: [at least 100 % of p delivered]\n");
}

TEST_F(RunChanges, ATraceThatCannotBeWrittenEndsTheRunWithAMessage)
{
    const std::string path = Path("nowhere/t.db");
    const NfsimResult result = RunText(Leased("", "", "at least 98 % delivered"),
                                       {"--trace", path, "--results", Path("r.db")});
    EXPECT_EQ(result.code, 2);
    EXPECT_EQ(result.err,
              "nfsim: cannot write the trace '" + path + "': unable to open database file\n");
    EXPECT_THAT(Ask("r.db", "SELECT status, message LIKE 'cannot write the trace%' FROM run"),
                ElementsAre("failed 1"));
}

} // namespace

} // namespace ns3
