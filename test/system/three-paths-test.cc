// SPDX-License-Identifier: GPL-2.0-only

// The whole ordered list of stations that a packet passes: incoming, outgoing, forwarded.

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv4-static-routing.h"
#include "ns3/netfilter-helper.h"
#include "ns3/nf-routing-wrapper.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ns3
{
namespace
{

using testing::ElementsAre;
using testing::ElementsAreArray;

/// A static routing that tells when it is asked.
class TellingRouting : public Ipv4StaticRouting
{
  public:
    bool RouteInput(Ptr<const Packet> packet,
                    const Ipv4Header& header,
                    Ptr<const NetDevice> device,
                    NfCallbackArgument<Ipv4RoutingProtocol, UnicastForwardCallback> unicast,
                    NfCallbackArgument<Ipv4RoutingProtocol, MulticastForwardCallback> multicast,
                    NfCallbackArgument<Ipv4RoutingProtocol, LocalDeliverCallback> local,
                    NfCallbackArgument<Ipv4RoutingProtocol, ErrorCallback> error) override
    {
        Tell();
        return Ipv4StaticRouting::RouteInput(packet,
                                             header,
                                             device,
                                             unicast,
                                             multicast,
                                             local,
                                             error);
    }

    Ptr<Ipv4Route> RouteOutput(Ptr<Packet> packet,
                               const Ipv4Header& header,
                               Ptr<NetDevice> oif,
                               Socket::SocketErrno& error) override
    {
        Tell();
        protocol = header.GetProtocol();
        return Ipv4StaticRouting::RouteOutput(packet, header, oif, error);
    }

    std::function<void()> tell;
    uint8_t protocol{0}; //!< of the last packet of the node that was routed

  private:
    void Tell()
    {
        if (tell)
        {
            tell();
        }
    }
};

/// Makes TellingRouting the only routing of a node.
class TellingRoutingHelper : public Ipv4RoutingHelper
{
  public:
    Ipv4RoutingHelper* Copy() const override
    {
        return new TellingRoutingHelper(*this);
    }

    Ptr<Ipv4RoutingProtocol> Create(Ptr<Node>) const override
    {
        return CreateObject<TellingRouting>();
    }
};

/// All tables, with rules that need conntrack and NAT and touch nothing.
const char* const ALL_TABLES = R"(
*raw
:PREROUTING ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
COMMIT
*mangle
:PREROUTING ACCEPT [0:0]
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
COMMIT
*nat
:PREROUTING ACCEPT [0:0]
:INPUT ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
-A POSTROUTING -o none0 -j MASQUERADE
COMMIT
*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
-A FORWARD -s 192.0.2.1/32 -m conntrack --ctstate NEW -j DROP
COMMIT
*security
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
COMMIT
)";

/// Node 1 of a chain of three, with all tables and an ear at every station.
class ThreePaths : public testing::Test
{
  protected:
    ThreePaths()
        : net(3, Options())
    {
        net.DefaultRoute(0, net.Address(0, 1));
        net.DefaultRoute(2, net.Address(1, 0));
        net.helper.RestoreText(net.At(1), ALL_TABLES);
        Ptr<Netfilter> layer = net.Layer(1);
        layer->GetTables()->m_ruleHit.ConnectWithoutContext(
            Callback<void, const NfRuleHit&>([this](const NfRuleHit& hit) { Hit(hit); }));
        for (NfHook hook : {NfHook::PREROUTING, NfHook::OUTPUT})
        {
            Probe(hook, NfPriority::CONNTRACK - 1, [this](NfPacket& p) { before = bool(p.ct); });
            Probe(hook, NfPriority::CONNTRACK + 1, [this](NfPacket& p) {
                if (!before && p.ct)
                {
                    stations.emplace_back("conntrack");
                }
            });
        }
        Probe(NfHook::OUTPUT, NfPriority::LAST, [this](NfPacket& p) { outAtOutput = p.out; });
        Probe(NfHook::POSTROUTING, NfPriority::FIRST, [this](NfPacket& p) {
            if (outAtOutput && outAtOutput != p.out)
            {
                stations.emplace_back("re-route");
            }
        });
        Ptr<Ipv4L3Protocol> ipv4 = net.At(1)->GetObject<Ipv4L3Protocol>();
        ipv4->TraceConnectWithoutContext("Tx", MakeCallback(&ThreePaths::Sent, this));
        Ptr<NfRoutingWrapper> wrapper = DynamicCast<NfRoutingWrapper>(ipv4->GetRoutingProtocol());
        routing = DynamicCast<TellingRouting>(wrapper->GetInner());
        routing->tell = [this] { stations.emplace_back("routing"); };
    }

    static TestNet::Options Options()
    {
        static TellingRoutingHelper routing;
        TestNet::Options options;
        options.routing = &routing;
        return options;
    }

    void Probe(NfHook hook, int priority, std::function<void(NfPacket&)> what)
    {
        net.Layer(1)->GetHooks().Register(NfFamily::IPV4, hook, priority, [what](NfPacket& packet) {
            what(packet);
            return NfVerdict::ACCEPT;
        });
    }

    void Hit(const NfRuleHit& hit)
    {
        if (hit.kind == NfRuleHit::Kind::POLICY)
        {
            stations.push_back(std::string(hit.table) + " " + std::string(hit.chain));
        }
    }

    void Sent(Ptr<const Packet>, Ptr<Ipv4>, uint32_t)
    {
        stations.emplace_back("interface");
    }

    /// @return what has been passed since the last call
    std::vector<std::string> Take()
    {
        outAtOutput = nullptr;
        return std::exchange(stations, {});
    }

    /// Let ARP be done, so that its packets' delay mixes nothing up.
    void Warm()
    {
        TestUdp warm(net.At(0), net.At(2), 4000, true);
        TestUdp own(net.At(1), net.At(0), 4001, true);
        TestUdp other(net.At(1), net.At(2), 4002, true);
        warm.Send(0.1, net.Address(1, 1), 4000);
        own.Send(0.3, net.Address(0, 0), 4001);
        other.Send(0.5, net.Address(1, 1), 4002);
        net.Run(1);
        ASSERT_EQ(warm.echoed + own.echoed + other.echoed, 3U);
        Take();
    }

    TestNet net;
    Ptr<TellingRouting> routing; //!< of node 1
    std::vector<std::string> stations;
    bool before{false};
    const NfDevice* outAtOutput{nullptr};
    std::vector<std::string> outs;
};

/// @param list stations
/// @param table beginning of the ones to leave out
/// @return the others
std::vector<std::string>
Without(const std::vector<std::string>& list, const std::string& table)
{
    std::vector<std::string> rest;
    for (const std::string& station : list)
    {
        if (station.compare(0, table.size(), table) != 0)
        {
            rest.push_back(station);
        }
    }
    return rest;
}

const std::vector<std::string> INCOMING{"raw PREROUTING",
                                        "conntrack",
                                        "mangle PREROUTING",
                                        "nat PREROUTING",
                                        "routing",
                                        "mangle INPUT",
                                        "filter INPUT",
                                        "security INPUT",
                                        "nat INPUT",
                                        "process"};

const std::vector<std::string> OUTGOING{"routing",
                                        "raw OUTPUT",
                                        "conntrack",
                                        "mangle OUTPUT",
                                        "nat OUTPUT",
                                        "filter OUTPUT",
                                        "security OUTPUT",
                                        "re-route",
                                        "mangle POSTROUTING",
                                        "nat POSTROUTING",
                                        "interface"};

const std::vector<std::string> FORWARDED{"raw PREROUTING",
                                         "conntrack",
                                         "mangle PREROUTING",
                                         "nat PREROUTING",
                                         "routing",
                                         "mangle FORWARD",
                                         "filter FORWARD",
                                         "security FORWARD",
                                         "mangle POSTROUTING",
                                         "nat POSTROUTING",
                                         "interface"};

TEST_F(ThreePaths, Incoming)
{
    Warm();
    TestUdp udp(net.At(0), nullptr, 0);
    Ptr<Socket> process =
        Socket::CreateSocket(net.At(1), TypeId::LookupByName("ns3::UdpSocketFactory"));
    process->Bind(InetSocketAddress(Ipv4Address::GetAny(), 9));
    process->SetRecvCallback(Callback<void, Ptr<Socket>>([this](Ptr<Socket> socket) {
        socket->Recv();
        stations.emplace_back("process");
    }));
    udp.Send(0.1, net.Address(0, 1), 9);
    udp.Send(0.2, net.Address(0, 1), 9);
    net.Run(0.15);
    EXPECT_THAT(Take(), ElementsAreArray(INCOMING));
    net.Run(1);
    EXPECT_THAT(Take(), ElementsAreArray(Without(INCOMING, "nat ")));
}

TEST_F(ThreePaths, Outgoing)
{
    Warm();
    // The first packet is steered to the other link while it is in OUTPUT: a re-route.
    net.helper.Iptables(net.At(1),
                        "-t nat -A OUTPUT -d 10.0.0.77 -p udp -j DNAT --to-destination 10.0.1.2");
    TestUdp udp(net.At(1), net.At(2), 9);
    udp.Send(0.1, Ipv4Address("10.0.0.77"), 9);
    net.Run(0.15);
    std::vector<std::string> first = Take();
    // The rule decides in place of nat OUTPUT's policy, and NAT asks for the new route at once.
    EXPECT_THAT(first,
                ElementsAre("routing",
                            "raw OUTPUT",
                            "conntrack",
                            "mangle OUTPUT",
                            "routing",
                            "filter OUTPUT",
                            "security OUTPUT",
                            "re-route",
                            "mangle POSTROUTING",
                            "nat POSTROUTING",
                            "interface"));
    EXPECT_EQ(udp.received, 1U);
    EXPECT_EQ(routing->protocol, NfProtocol::UDP) << "the re-route asks for the same kind";
}

TEST_F(ThreePaths, OutgoingWithoutARule)
{
    Warm();
    TestUdp udp(net.At(1), net.At(2), 9);
    udp.Send(0.1, net.Address(1, 1), 9);
    udp.Send(0.2, net.Address(1, 1), 9);
    net.Run(0.15);
    EXPECT_THAT(Take(), ElementsAreArray(Without(OUTGOING, "re-route")));
    net.Run(1);
    EXPECT_THAT(Take(), ElementsAreArray(Without(Without(OUTGOING, "re-route"), "nat ")));
    EXPECT_EQ(udp.received, 2U);
}

TEST_F(ThreePaths, OutgoingReroutedByAMark)
{
    Warm();
    // A mark set in mangle OUTPUT chooses a table of its own, which leads to the other link. Rule
    // and route are asked in place of the routing protocol, but for the lookup in table main.
    NfRoute detour;
    detour.device = "eth1";
    net.Layer(1)->GetStack()->GetPolicyRouting().AddRoute(100, detour);
    NfRoutingRule rule;
    rule.priority = 10;
    rule.mark = 7;
    rule.markMask = UINT32_MAX;
    rule.table = 100;
    net.Layer(1)->GetStack()->GetPolicyRouting().AddRule(rule);
    net.Layer(1)->GetHooks().Register(NfFamily::IPV4,
                                      NfHook::OUTPUT,
                                      NfPriority::SECURITY + 1,
                                      [this](NfPacket& packet) {
                                          outs.emplace_back(packet.out->name.View());
                                          return NfVerdict::ACCEPT;
                                      });
    net.Layer(1)->GetHooks().Register(NfFamily::IPV4,
                                      NfHook::POSTROUTING,
                                      NfPriority::FIRST,
                                      [this](NfPacket& packet) {
                                          outs.emplace_back(packet.out->name.View());
                                          return NfVerdict::ACCEPT;
                                      });
    net.helper.Iptables(net.At(1), "-t mangle -A OUTPUT -p udp --dport 9 -j MARK --set-mark 7");
    TestUdp udp(net.At(1), nullptr, 0);
    udp.Send(0.1, net.Address(0, 0), 9);
    net.Run(1);
    std::vector<std::string> list = Take();
    // Node 2 will send it back, for it is not its.
    ASSERT_GE(list.size(), OUTGOING.size());
    list.resize(OUTGOING.size());
    EXPECT_THAT(list, ElementsAreArray(OUTGOING));
    EXPECT_THAT(outs, ElementsAre("eth0", "eth1"));
}

TEST_F(ThreePaths, Forwarded)
{
    Warm();
    TestUdp udp(net.At(0), net.At(2), 9);
    udp.Send(0.1, net.Address(1, 1), 9);
    udp.Send(0.2, net.Address(1, 1), 9);
    net.Run(0.15);
    EXPECT_THAT(Take(), ElementsAreArray(FORWARDED));
    net.Run(1);
    EXPECT_THAT(Take(), ElementsAreArray(Without(FORWARDED, "nat ")));
    EXPECT_EQ(udp.received, 2U);
}

TEST_F(ThreePaths, NatIsAskedOncePerConnectionAlsoByTcp)
{
    Warm();
    TestBulk bulk(net.At(0), net.At(2), net.Address(1, 1), 80, 80, 50000, 0.1);
    net.Run(5);
    std::vector<std::string> list = Take();
    EXPECT_EQ(bulk.Received(), 50000U);
    EXPECT_EQ(std::count(list.begin(), list.end(), "nat PREROUTING"), 1);
    EXPECT_EQ(std::count(list.begin(), list.end(), "nat POSTROUTING"), 1);
    EXPECT_GT(std::count(list.begin(), list.end(), "filter FORWARD"), 60);
}

} // namespace
} // namespace ns3
