// SPDX-License-Identifier: GPL-2.0-only

#ifndef NETFILTER_H
#define NETFILTER_H

#include "nf-conntrack.h"
#include "nf-hook-registry.h"
#include "nf-ipv4-stack.h"
#include "nf-ipv6-stack.h"
#include "nf-nat.h"
#include "nf-tables.h"

#include "ns3/node.h"
#include "ns3/object.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * The netfilter layer of one node, aggregated to it: hooks, tables, connection tracking and NAT
 * over the node's IPv4 stack. Install() aggregates it; so may a script, in any order relative to
 * the stack. When the node is initialized and has no stack, that is an NS_ABORT.
 *
 * Each address family has tables of its own; hooks, connection tracking and NAT serve both. It
 * keeps the parts in step, for each family: connection tracking runs if a rule needs it (as Linux
 * does), always or never, as the attribute Conntrack says; NAT runs while the table nat exists.
 *
 * Invariant: without rules, user hooks, traces and policy routes a node behaves, event for event
 * and byte for byte, as one without this object.
 *
 * @code
 *   Ptr<Netfilter> netfilter = node->GetObject<Netfilter>();
 *   netfilter->GetHooks().Register(NfFamily::IPV4, NfHook::FORWARD, NfPriority::FILTER,
 *                                  [](NfPacket& packet) { return NfVerdict::ACCEPT; });
 * @endcode
 */
class Netfilter : public Object
{
  public:
    /// When connection tracking runs.
    enum ConntrackMode
    {
        CONNTRACK_AUTO,   //!< if a rule needs it
        CONNTRACK_ALWAYS, //!< as if a rule needed it
        CONNTRACK_OFF     //!< never: all packets are INVALID, and nothing is translated
    };

    /// @return the TypeId
    static TypeId GetTypeId();

    Netfilter();
    ~Netfilter() override;

    /**
     * Install the layer on a node, or, if it is there, take up what has changed since.
     * @param node has an IPv4 stack; otherwise it is an NS_ABORT
     * @return the node's layer
     */
    static Ptr<Netfilter> Install(Ptr<Node> node);

    /// @return the hooks, to register callbacks at
    NfHookRegistry& GetHooks()
    {
        return m_stack->GetHooks();
    }

    /// @return the stack adapter: device names, policy routing, sysctls
    Ptr<NfIpv4Stack> GetStack() const
    {
        return m_stack;
    }

    /// @return the hold on the node's IPv6; it does nothing on a node that has none
    Ptr<NfIpv6Stack> GetIpv6Stack() const
    {
        return m_ipv6Stack;
    }

    /**
     * @param family of packets
     * @return the tables and rules for them: iptables' or ip6tables'
     */
    Ptr<NfTables> GetTables(NfFamily family = NfFamily::IPV4) const
    {
        return family == NfFamily::IPV6 ? m_tables6 : m_tables;
    }

    /**
     * Load a text of rules, as iptables-restore or ip6tables-restore does. A text with parts of
     * both programs, each behind the comment in which the program names itself, is loaded for both
     * families, whichever is given: all parts or none.
     * @param text in the format of iptables-save
     * @param name of the text, for messages
     * @param family whose tables a text without such parts is for; one of the other family is
     *        refused
     * @return nothing, or what is wrong; then no rule has changed
     */
    NfStatus Restore(const std::string& text,
                     const std::string& name,
                     NfFamily family = NfFamily::IPV4);

    /// @return connection tracking
    Ptr<NfConntrack> GetConntrack() const
    {
        return m_conntrack;
    }

    /// @return network address translation
    Ptr<NfNat> GetNat() const
    {
        return m_nat;
    }

    /// @param mode when connection tracking runs
    void SetConntrackMode(ConntrackMode mode);

    /// @return when connection tracking runs
    ConntrackMode GetConntrackMode() const
    {
        return m_conntrackMode;
    }

    /**
     * @param stream first random stream to use
     * @return how many were used
     */
    int64_t AssignStreams(int64_t stream);

  protected:
    void NotifyNewAggregate() override;
    void DoInitialize() override;
    void DoDispose() override;

  private:
    void SetConntrackModeName(std::string name);
    std::string GetConntrackModeName() const;
    // Start and stop connection tracking and NAT as the rules want it.
    void Update();
    // The same for the packets of one family.
    void Update(NfFamily family);

    Ptr<NfIpv4Stack> m_stack;
    Ptr<NfIpv6Stack> m_ipv6Stack;
    Ptr<NfTables> m_tables;
    Ptr<NfTables> m_tables6;
    Ptr<NfConntrack> m_conntrack;
    Ptr<NfNat> m_nat;
    ConntrackMode m_conntrackMode{CONNTRACK_AUTO};
};

} // namespace ns3

#endif /* NETFILTER_H */
