// SPDX-License-Identifier: GPL-2.0-only

#ifndef TEST_IPV6_NET_H
#define TEST_IPV6_NET_H

#include "ns3/ipv6-address.h"
#include "ns3/ipv6-routing-helper.h"
#include "ns3/net-device-container.h"
#include "ns3/netfilter.h"
#include "ns3/node-container.h"
#include "ns3/socket.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * A chain of nodes for system tests of IPv6: 0 - 1 - 2 - ..., link i being 2001:i::/64, i counted
 * from 1, with node i at ::1 and node i + 1 at ::2. Links alternate CSMA and point-to-point. Inner
 * nodes forward. Every node has a route to every link. Ends the simulation when it goes.
 */
class TestIpv6Net
{
  public:
    /// What differs from the usual chain.
    struct Options
    {
        bool layer{true};
        bool ipv4{false};                          //!< the nodes have IPv4, too: 10.0.i.0/24
        const Ipv6RoutingHelper* routing{nullptr}; //!< null: static routes
        std::vector<uint16_t> mtus;                //!< by link; those that are missing: 1500
    };

    /// @param nodes how many
    /// @param options what differs
    TestIpv6Net(uint32_t nodes, const Options& options);

    /// @param nodes how many
    explicit TestIpv6Net(uint32_t nodes)
        : TestIpv6Net(nodes, Options())
    {
    }

    ~TestIpv6Net();

    TestIpv6Net(const TestIpv6Net&) = delete;
    TestIpv6Net& operator=(const TestIpv6Net&) = delete;

    /// @param i number of a node
    /// @return the node
    Ptr<Node> At(uint32_t i) const
    {
        return nodes.Get(i);
    }

    /// @param i number of a node
    /// @return its layer
    Ptr<Netfilter> Layer(uint32_t i) const
    {
        return At(i)->GetObject<Netfilter>();
    }

    /// @param link number of a link
    /// @param side 0: its first node
    /// @return the global address there
    static Ipv6Address Address(uint32_t link, uint32_t side);

    /// @param link number of a link
    /// @param side 0: its first node
    /// @return the address of the link
    Ipv6Address LinkLocal(uint32_t link, uint32_t side) const;

    /// @param link number of a link
    /// @param side 0: its first node
    /// @return the interface there
    uint32_t Interface(uint32_t link, uint32_t side) const;

    /// Count packets at all IPv6 hooks of all nodes, at priority 0.
    void CountHooks();

    /// @param i number of a node
    /// @param hook the hook to act at
    /// @param action runs after counting
    void OnHook(uint32_t i, NfHook hook, NfHookRegistry::Callback action);

    /**
     * @param i number of a node
     * @param kind what KindOf() says
     * @return how many of the five hooks: "PREROUTING/INPUT/FORWARD/OUTPUT/POSTROUTING"
     */
    std::string Counts(uint32_t i, const std::string& kind) const;

    /// @param packet a packet
    /// @return "udp", "tcp", the name of an ICMPv6 message, or a number
    static std::string KindOf(const NfPacket& packet);

    /// Set all counts to 0.
    void ResetCounts()
    {
        m_counts.clear();
    }

    /// @param seconds how long to go on
    void Run(double seconds);

    /// @param seconds from now
    /// @param i number of the node in whose context
    /// @param what to do
    void Schedule(double seconds, uint32_t i, std::function<void()> what);

    NodeContainer nodes;
    std::vector<NetDeviceContainer> devices; //!< by link

  private:
    void Connect(uint32_t link, const Options& options);
    void Route(uint32_t i);

    std::map<std::pair<uint32_t, std::string>, std::map<NfHook, uint64_t>> m_counts;
    std::map<std::pair<uint32_t, NfHook>, NfHookRegistry::Callback> m_actions;
};

/// A UDP sender and a receiver over IPv6, which may echo what it gets.
class TestIpv6Udp
{
  public:
    /// @param from sender
    /// @param to receiver; may be null
    /// @param port of the receiver
    /// @param echo
    TestIpv6Udp(Ptr<Node> from, Ptr<Node> to, uint16_t port, bool echo = false);
    ~TestIpv6Udp();

    TestIpv6Udp(const TestIpv6Udp&) = delete;
    TestIpv6Udp& operator=(const TestIpv6Udp&) = delete;

    /// @param seconds from now
    /// @param to destination
    /// @param port its port
    /// @param size of the payload
    void Send(double seconds, Ipv6Address to, uint16_t port, uint32_t size = 100);

    Ptr<Socket> sender;
    Ptr<Socket> receiver;
    uint32_t received{0};
    uint32_t echoed{0};
    uint32_t lastSize{0};   //!< of what the receiver got
    Ipv6Address lastSource; //!< of what the receiver got

  private:
    bool m_echo;
};

/// A raw socket of ICMPv6 that sends echo requests, and counts what ICMPv6 it hears.
class TestIpv6Ping
{
  public:
    /// @param node that pings
    explicit TestIpv6Ping(Ptr<Node> node);
    ~TestIpv6Ping();

    TestIpv6Ping(const TestIpv6Ping&) = delete;
    TestIpv6Ping& operator=(const TestIpv6Ping&) = delete;

    /// @param seconds from now
    /// @param to destination
    /// @param size of the data
    void Send(double seconds, Ipv6Address to, uint32_t size = 56);

    Ptr<Socket> socket;
    std::map<std::string, uint32_t> heard;            //!< by the name of the message
    std::map<std::string, std::vector<uint8_t>> last; //!< the last message of each name
    std::map<std::string, Ipv6Address> from;          //!< who has sent it
};

} // namespace ns3

#endif /* TEST_IPV6_NET_H */
