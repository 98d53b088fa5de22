// SPDX-License-Identifier: GPL-2.0-only

// ip rule by fwmark, source, tos, iif and oif, steered by mangle.

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/inet-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/netfilter-helper.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <gtest/gtest.h>
#include <map>

namespace ns3
{
namespace
{

/**
 * host - router - upper - server, and host - router - lower - server: the router's eth1 leads to
 * upper, eth2 to lower; its routing protocol knows only the way over upper. Its second
 * address, 10.9.9.9, is reached by both.
 */
class PolicyRouting : public testing::Test
{
  protected:
    PolicyRouting()
    {
        nodes.Create(5);
        InternetStackHelper().Install(nodes);
        Link(HOST, ROUTER, "10.1.0.0");
        Link(ROUTER, UPPER, "10.2.0.0");
        Link(ROUTER, LOWER, "10.3.0.0");
        Link(UPPER, SERVER, "10.4.0.0");
        Link(LOWER, SERVER, "10.5.0.0");
        Ipv4StaticRoutingHelper helper;
        auto table = [&](uint32_t i) {
            return helper.GetStaticRouting(nodes.Get(i)->GetObject<Ipv4>());
        };
        table(HOST)->SetDefaultRoute("10.1.0.2", 1);
        table(ROUTER)->SetDefaultRoute("10.2.0.2", 2);
        table(UPPER)->SetDefaultRoute("10.4.0.2", 2);
        table(LOWER)->SetDefaultRoute("10.5.0.2", 2);
        Ptr<Ipv4> server = nodes.Get(SERVER)->GetObject<Ipv4>();
        server->AddAddress(1, Ipv4InterfaceAddress("10.9.9.9", "255.255.255.255"));
        netfilter.Install(nodes);
        for (uint32_t i : {UPPER, LOWER})
        {
            NetfilterHelper::Get(nodes.Get(i))
                ->GetHooks()
                .Register(NfFamily::IPV4, NfHook::FORWARD, 0, [this, i](NfPacket&) {
                    ++over[i];
                    return NfVerdict::ACCEPT;
                });
        }
        NfRoute lower;
        lower.gateway = Ipv4Address("10.3.0.2");
        lower.hasGateway = true;
        lower.device = "eth2";
        Policy().AddRoute(100, lower);
    }

    ~PolicyRouting() override
    {
        Simulator::Destroy();
    }

    enum
    {
        HOST,
        ROUTER,
        UPPER,
        LOWER,
        SERVER
    };

    void Link(uint32_t a, uint32_t b, const char* network)
    {
        PointToPointHelper cable;
        cable.SetDeviceAttribute("DataRate", StringValue("100Mbps"));
        Ipv4AddressHelper addresses(network, "255.255.255.0");
        addresses.Assign(cable.Install(nodes.Get(a), nodes.Get(b)));
    }

    NfPolicyRouting& Policy()
    {
        return NetfilterHelper::Get(nodes.Get(ROUTER))->GetStack()->GetPolicyRouting();
    }

    /// @return a rule that leads to lower
    static NfRoutingRule ToLower()
    {
        NfRoutingRule rule;
        rule.priority = 100;
        rule.table = 100;
        return rule;
    }

    /// Send from a node, to two ports.
    /// @return which ways the two took
    std::string Ways(uint32_t from, uint8_t tos = 0)
    {
        std::string ways;
        for (uint16_t port : {9, 10})
        {
            over.clear();
            TestUdp udp(nodes.Get(from), nodes.Get(SERVER), port);
            udp.tos = tos;
            udp.Send(0.1, Ipv4Address("10.9.9.9"), port);
            Simulator::Stop(Seconds(1));
            Simulator::Run();
            ways += udp.received == 0   ? "-"
                    : over[UPPER] == 1U ? "u"
                    : over[LOWER] == 1U ? "l"
                                        : "?";
        }
        return ways;
    }

    NodeContainer nodes;
    NetfilterHelper netfilter;
    std::map<uint32_t, uint32_t> over;
};

TEST_F(PolicyRouting, WithoutRulesTheProtocolDecides)
{
    EXPECT_EQ(Ways(HOST), "uu");
    EXPECT_EQ(Ways(ROUTER), "uu");
}

TEST_F(PolicyRouting, ByMarkOfManglePrerouting)
{
    NfRoutingRule rule = ToLower();
    rule.mark = 7;
    rule.markMask = 0xff;
    Policy().AddRule(rule);
    netfilter.Iptables(nodes.Get(ROUTER),
                       "-t mangle -A PREROUTING -p udp --dport 10 -j MARK --set-mark 0x107");
    EXPECT_EQ(Ways(HOST), "ul");
    EXPECT_EQ(Ways(ROUTER), "uu") << "PREROUTING is not for own packets";
}

TEST_F(PolicyRouting, ByMarkOfMangleOutputReroutes)
{
    NfRoutingRule rule = ToLower();
    rule.mark = 7;
    rule.markMask = UINT32_MAX;
    Policy().AddRule(rule);
    netfilter.Iptables(nodes.Get(ROUTER),
                       "-t mangle -A OUTPUT -p udp --dport 10 -j MARK --set-mark 7");
    EXPECT_EQ(Ways(ROUTER), "ul");
    EXPECT_EQ(Ways(HOST), "uu");
    // In the filter table, or in FORWARD, a mark comes too late.
    netfilter.Iptables(nodes.Get(ROUTER), "-t mangle -F");
    netfilter.Iptables(nodes.Get(ROUTER),
                       "-t mangle -A FORWARD -p udp --dport 10 -j MARK --set-mark 7");
    EXPECT_EQ(Ways(HOST), "uu");
}

TEST_F(PolicyRouting, ReroutingThatFindsNoWayDrops)
{
    NfRoutingRule rule = ToLower();
    rule.mark = 7;
    rule.markMask = UINT32_MAX;
    rule.table = 300;
    Policy().AddRule(rule);
    NfRoute refused;
    refused.type = NfRoute::UNREACHABLE;
    Policy().AddRoute(300, refused);
    std::map<NfHook, uint32_t> passed;
    for (NfHook hook : {NfHook::OUTPUT, NfHook::POSTROUTING})
    {
        NetfilterHelper::Get(nodes.Get(ROUTER))
            ->GetHooks()
            .Register(NfFamily::IPV4, hook, NfPriority::LAST, [&passed, hook](NfPacket&) {
                ++passed[hook];
                return NfVerdict::ACCEPT;
            });
    }
    netfilter.Iptables(nodes.Get(ROUTER),
                       "-t mangle -A OUTPUT -p udp --dport 10 -j MARK --set-mark 7");
    EXPECT_EQ(Ways(ROUTER), "u-");
    EXPECT_EQ(passed[NfHook::OUTPUT], 1U);
    EXPECT_EQ(passed[NfHook::POSTROUTING], 1U);
}

TEST_F(PolicyRouting, BySource)
{
    NfRoutingRule rule = ToLower();
    rule.from = NfParsePrefix("10.1.0.0/24").value();
    Policy().AddRule(rule);
    EXPECT_EQ(Ways(HOST), "ll");
    EXPECT_EQ(Ways(ROUTER), "uu");
}

TEST_F(PolicyRouting, ByDestination)
{
    NfRoutingRule rule = ToLower();
    rule.to = NfParsePrefix("10.9.9.9").value();
    Policy().AddRule(rule);
    EXPECT_EQ(Ways(HOST), "ll");
    EXPECT_EQ(Ways(ROUTER), "ll");
}

TEST_F(PolicyRouting, ByTos)
{
    NfRoutingRule rule = ToLower();
    rule.tos = 0x10;
    Policy().AddRule(rule);
    EXPECT_EQ(Ways(HOST, 0x10), "ll");
    EXPECT_EQ(Ways(HOST, 0), "uu");
}

TEST_F(PolicyRouting, ByInDevice)
{
    NfRoutingRule rule = ToLower();
    rule.iif = "eth0";
    Policy().AddRule(rule);
    EXPECT_EQ(Ways(HOST), "ll");
    EXPECT_EQ(Ways(ROUTER), "uu");
    Policy().RemoveRules(100);
    rule.iif = "lo";
    Policy().AddRule(rule);
    EXPECT_EQ(Ways(HOST), "uu");
    EXPECT_EQ(Ways(ROUTER), "ll") << "lo stands for the node itself";
}

TEST_F(PolicyRouting, ByOutDevice)
{
    NfRoutingRule rule = ToLower();
    rule.oif = "eth2";
    Policy().AddRule(rule);
    EXPECT_EQ(Ways(ROUTER), "uu");
    // Only what is bound to the device has an out device while it is routed.
    TestUdp udp(nodes.Get(ROUTER), nodes.Get(SERVER), 11);
    udp.sender->BindToNetDevice(nodes.Get(ROUTER)->GetObject<Ipv4>()->GetNetDevice(3));
    over.clear();
    udp.Send(0.1, Ipv4Address("10.9.9.9"), 11);
    Simulator::Stop(Seconds(1));
    Simulator::Run();
    EXPECT_EQ(udp.received, 1U);
    EXPECT_EQ(over[LOWER], 1U);
}

TEST_F(PolicyRouting, RefusingRoutesAreAnswered)
{
    NfRoutingRule rule = ToLower();
    rule.table = 200;
    Policy().AddRule(rule);

    struct
    {
        NfRoute::Type type;
        NfDropReason reason;
        std::vector<int> errors; //!< type and code of what the host gets for two datagrams
    } cases[] = {{NfRoute::BLACKHOLE, NfDropReason::BLACKHOLE, {}},
                 {NfRoute::PROHIBIT, NfDropReason::PROHIBITED, {3, 13, 3, 13}},
                 {NfRoute::UNREACHABLE, NfDropReason::UNREACHABLE, {3, 1, 3, 1}}};

    std::vector<int> errors;
    NetfilterHelper::Get(nodes.Get(HOST))
        ->GetHooks()
        .Register(NfFamily::IPV4, NfHook::INPUT, 0, [&](NfPacket& packet) {
            if (packet.ip.protocol == NfProtocol::ICMP)
            {
                errors.push_back(packet.L4(2)[0]);
                errors.push_back(packet.L4(2)[1]);
            }
            return NfVerdict::ACCEPT;
        });
    std::vector<NfDropReason> reasons;
    NetfilterHelper::Get(nodes.Get(ROUTER))
        ->GetStack()
        ->m_dropped.ConnectWithoutContext(Callback<void, const NfPacket&, NfDropReason>(
            [&](const NfPacket&, NfDropReason reason) { reasons.push_back(reason); }));
    for (const auto& c : cases)
    {
        SCOPED_TRACE(NfToString(c.reason));
        Policy().FlushTable(200);
        NfRoute route;
        route.type = c.type;
        Policy().AddRoute(200, route);
        // Answers to the host need a way that is not refused.
        NfRoute home;
        home.network = NfParsePrefix("10.1.0.0/24").value();
        home.device = "eth0";
        Policy().AddRoute(200, home);
        reasons.clear();
        errors.clear();
        EXPECT_EQ(Ways(HOST), "--");
        EXPECT_EQ(reasons, (std::vector<NfDropReason>{c.reason, c.reason}));
        EXPECT_EQ(errors, c.errors);
    }
}

} // namespace
} // namespace ns3
