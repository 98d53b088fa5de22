// SPDX-License-Identifier: GPL-2.0-only

#ifndef TEST_NET_H
#define TEST_NET_H

#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-interface-container.h"
#include "ns3/ipv4-routing-helper.h"
#include "ns3/net-device-container.h"
#include "ns3/netfilter-helper.h"
#include "ns3/node-container.h"

#include <array>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * A chain of nodes for system tests: 0 - 1 - 2 - ..., link i being 10.0.i.0/24 with node i at .1
 * and node i + 1 at .2. Links alternate CSMA and point-to-point, so both kinds are always met.
 * Ends the simulation when it goes.
 */
class TestNet
{
  public:
    /// When the layer is installed.
    enum When
    {
        NONE,
        BEFORE_DEVICES,
        AFTER_ADDRESSES
    };

    /// What differs from the usual chain.
    struct Options
    {
        When layer{AFTER_ADDRESSES};
        const Ipv4RoutingHelper* routing{nullptr}; //!< null: InternetStackHelper's own
        bool ipv6{false};
        std::string rate{"100Mbps"};
        std::string delay{"10us"};
    };

    /// @param nodes how many
    /// @param options what differs
    TestNet(uint32_t nodes, const Options& options);

    /// @param nodes how many
    explicit TestNet(uint32_t nodes)
        : TestNet(nodes, Options())
    {
    }

    ~TestNet();

    TestNet(const TestNet&) = delete;
    TestNet& operator=(const TestNet&) = delete;

    /// @param i number of a node
    /// @return the node
    Ptr<Node> At(uint32_t i) const
    {
        return nodes.Get(i);
    }

    /// @param link number of a link
    /// @param side 0: its first node
    /// @return the address there
    Ipv4Address Address(uint32_t link, uint32_t side) const
    {
        return interfaces[link].GetAddress(side);
    }

    /// @param i number of a node
    /// @return its layer
    Ptr<Netfilter> Layer(uint32_t i) const
    {
        return NetfilterHelper::Get(At(i));
    }

    /// Static routes by global routing.
    void RouteGlobally();

    /// @param i number of a node
    /// @param gateway its default route
    /// @param interface to it
    void DefaultRoute(uint32_t i, Ipv4Address gateway, uint32_t interface = 1);

    /// @param i number of a node
    /// @param to host
    /// @param gateway on the way to it
    /// @param interface
    void HostRoute(uint32_t i, Ipv4Address to, Ipv4Address gateway, uint32_t interface = 1);

    /// Count packets at all IPv4 hooks of all nodes, at priority 0.
    void CountHooks();

    /// @param i number of a node
    /// @param hook the hook to act at
    /// @param action runs after counting
    void OnHook(uint32_t i, NfHook hook, NfHookRegistry::Callback action);

    /// Remove what OnHook() has set.
    void ClearActions()
    {
        m_actions.clear();
    }

    /// @param i number of a node
    /// @param hook the hook whose packets are counted
    /// @param protocol IP protocol
    /// @return how many
    uint64_t Count(uint32_t i, NfHook hook, uint8_t protocol) const;

    /// As Count(), of the five hooks: "PREROUTING/INPUT/FORWARD/OUTPUT/POSTROUTING".
    std::string Counts(uint32_t i, uint8_t protocol) const;

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
    std::vector<NetDeviceContainer> devices;        //!< by link
    std::vector<Ipv4InterfaceContainer> interfaces; //!< by link
    NetfilterHelper helper;

  private:
    void Connect(uint32_t link, const Options& options);

    std::map<std::tuple<uint32_t, NfHook, uint8_t>, uint64_t> m_counts;
    std::map<std::pair<uint32_t, NfHook>, NfHookRegistry::Callback> m_actions;
};

/// The five hooks of an IP stack.
constexpr std::array<NfHook, NF_N_INET_HOOKS> INET_HOOKS{NfHook::PREROUTING,
                                                         NfHook::INPUT,
                                                         NfHook::FORWARD,
                                                         NfHook::OUTPUT,
                                                         NfHook::POSTROUTING};

/**
 * Run something in a process of its own, so that it sees ns-3 as a fresh program does, and twice
 * the same if it is called twice.
 * @param what to run; GoogleTest's assertions in it have no effect on the test
 * @return true if it returned, false if it crashed or aborted
 */
bool RunInChild(const std::function<void()>& what);

/**
 * Run something in a process of its own, as RunInChild() does.
 * @param what to run; returns what it has found
 * @return what it has found; empty if it crashed or aborted
 */
std::string FindInChild(const std::function<std::string()>& what);

/// @param name last part
/// @return path of a directory for this test, empty and new
std::string MakeTestDirectory(const std::string& name);

/// @param path of a file
/// @return its content; empty if it cannot be read
std::string ReadTestFile(const std::string& path);

} // namespace ns3

#endif /* TEST_NET_H */
