// SPDX-License-Identifier: GPL-2.0-only

// One policy, enforced at places of one's choice: a star of three LANs, of which the first is an
// office, the second a DMZ and the third stands for the Internet.
//
//   host1-* -- edge1 --+
//   host2-* -- edge2 --+-- core -- edge3 -- host3-*
//
// The policy (policy.txt) is checked, compiled for the firewalls, and tried with four connections.
// With firewalls that some forbidden path passes by, the check says so before the run, and the run
// shows it.
//
//   policy-dmz [--firewalls="edge1 edge2"] [--policy=policy.txt]

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/netfilter-module.h"
#include "ns3/network-module.h"

#include <iostream>

using namespace ns3;

namespace
{

/// Send 10 kB over TCP.
/// @return what receives them
Ptr<PacketSink>
Connect(const NfTopologyHelper& topology, const char* from, const char* to, uint16_t port)
{
    PacketSinkHelper sink("ns3::TcpSocketFactory", InetSocketAddress(Ipv4Address::GetAny(), port));
    BulkSendHelper client("ns3::TcpSocketFactory",
                          InetSocketAddress(topology.GetAddress(to), port));
    client.SetAttribute("MaxBytes", UintegerValue(10000));
    client.Install(topology.GetNode(from)).Start(Seconds(1));
    return DynamicCast<PacketSink>(sink.Install(topology.GetNode(to)).Get(0));
}

} // namespace

int
main(int argc, char* argv[])
{
    std::string firewalls = "edge1 edge2";
    std::string file = NF_EXAMPLES_DIR "/policy-dmz/policy.txt";
    CommandLine cmd(__FILE__);
    cmd.AddValue("firewalls", "names or patterns of the nodes that filter", firewalls);
    cmd.AddValue("policy", "the policy", file);
    cmd.Parse(argc, argv);

    NfTopologyHelper topology(NfMakeStarOfLans(3, 2));
    topology.GetGraph().SetDefaults(100'000'000, MicroSeconds(100));
    topology.Build();

    NfPolicyHelper policy(file);
    policy.SetFirewalls(firewalls);
    policy.Install(topology);
    const std::vector<std::string> findings = policy.Check(topology);
    for (const std::string& finding : findings)
    {
        std::cout << finding << "\n";
    }
    std::cout << (findings.empty() ? "The check finds nothing.\n" : "");

    const Ptr<PacketSink> site = Connect(topology, "host3-1", "host2-1", 443);
    const Ptr<PacketSink> shell = Connect(topology, "host3-1", "host2-1", 22);
    const Ptr<PacketSink> office = Connect(topology, "host3-2", "host1-1", 443);
    const Ptr<PacketSink> surfing = Connect(topology, "host1-1", "host3-1", 443);
    Simulator::Stop(Seconds(10));
    Simulator::Run();
    std::cout << "internet -> dmz tcp/443: " << site->GetTotalRx()
              << " bytes, denied tcp/22: " << shell->GetTotalRx() << " bytes\n"
              << "internet -> lan tcp/443: " << office->GetTotalRx()
              << " bytes, lan -> internet: " << surfing->GetTotalRx() << " bytes\n"
              << policy.GetRules(topology, "edge2");
    Simulator::Destroy();
    return 0;
}
