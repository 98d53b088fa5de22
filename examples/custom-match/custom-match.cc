// SPDX-License-Identifier: GPL-2.0-only

// A match and a target of one's own, used in rules like any other:
//
//   -A FORWARD -p udp -m payload --payload-above 500 -j DELAY --delay-ms 20
//
// holds back large datagrams for 20 ms at the router between two hosts.
//
//   custom-match [--rule="..."]

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/netfilter-module.h"
#include "ns3/network-module.h"
#include "ns3/nf-extension-registry.h"
#include "ns3/point-to-point-module.h"

#include <iostream>

using namespace ns3;

/// Match "payload": how many bytes follow the IP header.
class PayloadMatch : public NfMatch
{
  public:
    NfMatchResult Match(NfPacket& packet) override
    {
        return NfResult(m_above.Holds(packet.GetPayloadSize() > m_above.value));
    }

    NfOptionValue<uint32_t> m_above; //!< --payload-above
};

/// Target "DELAY": keep a packet for a while; it then goes on behind the table.
class DelayTarget : public NfTarget
{
  public:
    NfTargetResult Execute(NfPacket& packet) override
    {
        Ptr<NfStolenPacket> held = NfHookRegistry::Steal(packet);
        Simulator::Schedule(MilliSeconds(m_milliseconds.value),
                            [held] { held->Reinject(NfVerdict::ACCEPT); });
        return NfTargetResult::STOLEN;
    }

    NfOptionValue<uint32_t> m_milliseconds; //!< --delay-ms
};

/// Make both known to rules. Parsing, checking and printing follow from the rows.
void
RegisterExtensions()
{
    NfMatchType match = NfMakeMatchType<PayloadMatch>("payload", "bytes behind the IP header");
    match.stateless = true; // the packet alone decides
    match.options = {
        NfOptionRow(&PayloadMatch::m_above, "payload-above", NfNumberKind<uint32_t>(0, 65515))
            .Invertible()
            .Mandatory()
            .Listed("payload > {}", "payload <= {}")};
    NfExtensionRegistry::Get().Register(match);

    NfTargetType target = NfMakeTargetType<DelayTarget>("DELAY", "hold a packet");
    target.tables = {"mangle", "filter"}; // a rule elsewhere is refused
    target.typical = NfTargetResult::STOLEN;
    target.options = {
        NfOptionRow(&DelayTarget::m_milliseconds, "delay-ms", NfNumberKind<uint32_t>(1, 60000))
            .Mandatory()
            .Listed("delay {}ms")};
    NfExtensionRegistry::Get().Register(target);
}

int
main(int argc, char* argv[])
{
    std::string rule = "-A FORWARD -p udp -m payload --payload-above 500 -j DELAY --delay-ms 20";
    CommandLine cmd(__FILE__);
    cmd.AddValue("rule", "rule of the router", rule);
    cmd.Parse(argc, argv);

    RegisterExtensions();

    NodeContainer nodes;
    nodes.Create(3);
    InternetStackHelper().Install(nodes);
    PointToPointHelper cable;
    cable.SetDeviceAttribute("DataRate", StringValue("100Mbps"));
    Ipv4AddressHelper addresses("10.0.1.0", "255.255.255.0");
    addresses.Assign(cable.Install(nodes.Get(0), nodes.Get(1)));
    addresses.NewNetwork();
    Ipv4InterfaceContainer right = addresses.Assign(cable.Install(nodes.Get(1), nodes.Get(2)));
    Ipv4GlobalRoutingHelper::PopulateRoutingTables();

    NetfilterHelper netfilter;
    netfilter.Iptables(nodes.Get(1), rule);

    Ptr<Socket> in = Socket::CreateSocket(nodes.Get(2), UdpSocketFactory::GetTypeId());
    in->Bind(InetSocketAddress(Ipv4Address::GetAny(), 9));
    in->SetRecvCallback([](Ptr<Socket> socket) {
        std::cout << Simulator::Now().As(Time::MS) << ": " << socket->Recv()->GetSize()
                  << " bytes arrived\n";
    });
    Ptr<Socket> out = Socket::CreateSocket(nodes.Get(0), UdpSocketFactory::GetTypeId());
    out->Connect(InetSocketAddress(right.GetAddress(1), 9));
    for (uint32_t size : {100, 1000})
    {
        Simulator::Schedule(Seconds(1), [out, size] { out->Send(Create<Packet>(size)); });
    }
    Simulator::Run();
    std::cout << netfilter.List(nodes.Get(1), "filter");
    Simulator::Destroy();
    return 0;
}
