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
#include "ns3/point-to-point-module.h"

#include <iostream>

using namespace ns3;

/// Match "payload": how many bytes follow the IP header.
class PayloadMatch : public NfMatch
{
  public:
    std::string_view GetName() const override
    {
        return "payload";
    }

    // What is wrong is said in a sentence; the parser adds file, line and column.
    NfComplaint Parse(const NfOption& option) override
    {
        m_inverted = option.inverted;
        return NfNumberArgument(option, 0, 65515, m_size);
    }

    // What iptables-save is to print, which must be readable again.
    void Save(std::ostream& os) const override
    {
        os << (m_inverted ? " !" : "") << " --payload-above " << m_size;
    }

    void List(std::ostream& os) const override
    {
        os << "payload " << (m_inverted ? "<= " : "> ") << m_size;
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        bool above = packet.GetPayloadSize() > m_size;
        return above != m_inverted ? NfMatchResult::YES : NfMatchResult::NO;
    }

  private:
    uint32_t m_size{0};
    bool m_inverted{false};
};

/// Target "DELAY": keep a packet for a while; it then goes on behind the table.
class DelayTarget : public NfTarget
{
  public:
    std::string_view GetName() const override
    {
        return "DELAY";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        return NfNumberArgument(option, 1, 60000, m_milliseconds);
    }

    void Save(std::ostream& os) const override
    {
        os << " --delay-ms " << m_milliseconds;
    }

    void List(std::ostream& os) const override
    {
        os << "delay " << m_milliseconds << "ms";
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        Ptr<NfStolenPacket> held = NfHookRegistry::Steal(packet);
        Simulator::Schedule(MilliSeconds(m_milliseconds),
                            [held] { held->Reinject(NfVerdict::ACCEPT); });
        return NfTargetResult::STOLEN;
    }

    NfTargetResult GetTypicalResult() const override
    {
        return NfTargetResult::STOLEN;
    }

  private:
    uint32_t m_milliseconds{0};
};

int
main(int argc, char* argv[])
{
    std::string rule = "-A FORWARD -p udp -m payload --payload-above 500 -j DELAY --delay-ms 20";
    CommandLine cmd(__FILE__);
    cmd.AddValue("rule", "rule of the router", rule);
    cmd.Parse(argc, argv);

    // An option: id, name, alias, least and most arguments, invertible, mandatory.
    NfMatchType match;
    match.name = "payload";
    match.options = {{0, "payload-above", "", 1, 1, true, true}};
    match.help = "bytes behind the IP header";
    match.make = [] { return std::make_unique<PayloadMatch>(); };
    NfExtensionRegistry::Get().Register(match);
    NfTargetType target;
    target.name = "DELAY";
    target.options = {{0, "delay-ms", "", 1, 1, false, true}};
    target.help = "hold a packet";
    target.make = [] { return std::make_unique<DelayTarget>(); };
    NfExtensionRegistry::Get().Register(target);

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
