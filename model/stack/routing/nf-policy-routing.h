// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_POLICY_ROUTING_H
#define NF_POLICY_ROUTING_H

#include "nf-address.h"
#include "nf-prefix.h"
#include "nf-routing-facts.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/// A line of `ip route`.
struct NfRoute
{
    /// What becomes of packets that take it.
    enum Type : uint8_t
    {
        UNICAST,
        LOCAL,       //!< delivered to this node, as if it had the addresses
        UNREACHABLE, //!< answered with ICMP 3/1, of IPv6 with 1/0
        PROHIBIT,    //!< answered with ICMP 3/13, of IPv6 with 1/1
        BLACKHOLE,   //!< dropped silently
        THROW        //!< as if the table had no route
    };

    NfPrefix network;  //!< destination
    NfAddress gateway; //!< next hop; unset: the destination is on the link
    bool hasGateway{false};
    std::string device; //!< out interface; may be empty if the gateway tells it
    NfAddress source;   //!< preferred source of own packets (src)
    bool hasSource{false};
    uint32_t metric{0};
    bool onlink{false}; //!< the gateway is taken to be on the link, which no address says
    Type type{UNICAST};
};

/**
 * A line of `ip rule`. A rule applies if all conditions that are set hold, or, inverted, if not all
 * of them do. As it is made it applies to every packet and looks into the table main.
 */
struct NfRoutingRule
{
    /// What becomes of packets that it applies to.
    enum Action : uint8_t
    {
        LOOKUP,      //!< they take their route from the table; if it has none, the next rule
        UNREACHABLE, //!< answered with ICMP 3/0, of IPv6 1/0, as if there were no route at all
        PROHIBIT,    //!< answered with ICMP 3/13, of IPv6 with 1/1
        BLACKHOLE    //!< dropped silently
    };

    std::optional<uint32_t> priority; //!< unset: before all that are there but the table local's
    bool inverted{false};             //!< `not`
    NfPrefix from;
    NfPrefix to;
    std::optional<uint32_t> mark;  //!< unset: any mark
    uint32_t markMask{UINT32_MAX}; //!< the bits of the mark that count
    uint8_t tos{0};                //!< 0: any TOS, of IPv6 any traffic class
    std::string iif;               //!< `lo`: packets of the node itself
    std::string oif;
    Action action{LOOKUP};
    uint32_t table{254}; //!< where to look
    /// `suppress_prefixlength`: routes of this prefix length and shorter ones are left aside.
    std::optional<uint8_t> suppressPrefixLength;
};

/// What a route is looked up for.
struct NfFlow
{
    NfAddress source;
    NfAddress destination;
    uint32_t mark{0};
    uint8_t tos{0};
    const NfDevice* iif{nullptr}; //!< null: a packet of the node itself
    const NfDevice* oif{nullptr}; //!< bound device, or null
};

/**
 * @ingroup netfilter
 * Policy routing of one address family (man 8 ip-rule, ip-route): rules choose the table, tables
 * hold routes.
 *
 * It stands in front of the node's ns-3 routing protocol, which it consults as part of the main
 * table: a lookup that ends in table 254 takes the longest matching prefix among the routes that
 * were added here and the subnets of the interfaces, and if there is none, or if nothing was added
 * to table 254, says "ask the routing protocol". While no rule and no route is added it is not
 * asked at all. Table 255 (local) is what the interfaces' addresses say, which goes before all
 * rules, and the LOCAL routes that are added to it.
 *
 * suppress_prefixlength needs to know how long the prefix is by which the routing protocol would
 * route. Static and global routing are asked for it; what others say is never suppressed.
 *
 * The families differ as in Linux: IPv6 has no rule for the table default; the networks of its
 * interfaces have a metric of their own, which added routes can undercut; its rules compare all six
 * bits of a DSCP. Differs from Linux: of IPv6 routes to the same place with the same metric the
 * first is taken, they are not shared among.
 */
class NfPolicyRouting
{
  public:
    static constexpr uint32_t TABLE_LOCAL = 255;
    static constexpr uint32_t TABLE_MAIN = 254;
    static constexpr uint32_t TABLE_DEFAULT = 253;
    /// Of the network of an interface, in IPv6. The one of IPv4 is 0.
    static constexpr uint32_t IPV6_CONNECTED_METRIC = 256;

    /// What a lookup found.
    struct Result
    {
        /// Kinds of answers.
        enum Kind : uint8_t
        {
            ASK_PROTOCOL, //!< the node's routing protocol decides
            ROUTE,        //!< device is set
            LOCAL,        //!< it is for this node
            NO_ROUTE,     //!< network unreachable
            UNREACHABLE,
            PROHIBIT,
            BLACKHOLE
        };

        Kind kind{ASK_PROTOCOL};
        /// Of the route that was found; nothing: unknown.
        std::optional<uint8_t> prefixLength{};
        const NfDevice* device{nullptr};    //!< with ROUTE
        std::optional<NfAddress> gateway{}; //!< with ROUTE; nothing: on the link
        std::optional<NfAddress> source{};  //!< with ROUTE: that own packets prefer
    };

    /**
     * @param family of all addresses
     * @param facts about the node; must outlive this
     */
    NfPolicyRouting(NfFamily family, NfRoutingFacts& facts);

    NfPolicyRouting(const NfPolicyRouting&) = delete;
    NfPolicyRouting& operator=(const NfPolicyRouting&) = delete;

    /// @return the family of all addresses
    NfFamily GetFamily() const
    {
        return m_family;
    }

    /// @return true if no rule and no route was added
    bool IsEmpty() const
    {
        return m_empty;
    }

    /**
     * Linux does not always look for the way back to a source that may be any but the node's own:
     * it does so for good once a rule was added or removed, or a local route added.
     * @return true if that was done
     */
    bool HasRulesOfItsOwn() const
    {
        return m_hasRules;
    }

    /// @param callback called when the first rule or route is added
    void SetUsed(std::function<void()> callback)
    {
        m_used = std::move(callback);
    }

    /// @param rule joins the others in order of priority; equal priorities in order of addition
    void AddRule(NfRoutingRule rule);

    /// @return all rules, by priority, which each of them has
    const std::vector<NfRoutingRule>& GetRules() const
    {
        return m_rules;
    }

    /**
     * Remove a rule.
     * @param index of the rule in GetRules()
     */
    void RemoveRule(std::size_t index);

    /**
     * @param priority of rules to remove
     * @return how many were removed
     */
    uint32_t RemoveRules(uint32_t priority);

    /**
     * @param table number of the table
     * @param route the route. A device that does not exist when a packet comes makes it void.
     */
    void AddRoute(uint32_t table, const NfRoute& route);

    /// @param table all of its routes are removed
    void FlushTable(uint32_t table);

    /// @return the routes that were added, by table
    const std::map<uint32_t, std::vector<NfRoute>>& GetTables() const
    {
        return m_tables;
    }

    /**
     * Remove a route.
     * @param table number of its table
     * @param index of the route in GetTables()
     */
    void RemoveRoute(uint32_t table, std::size_t index);

    /**
     * @param route a route
     * @return the device that it leads to, found by its gateway if it names none; null if there is
     *         none that is up
     */
    const NfDevice* DeviceOf(const NfRoute& route) const;

    /**
     * @param flow what is to be routed
     * @return where it goes
     */
    Result Lookup(const NfFlow& flow) const;

  private:
    void NoteUse();
    bool RuleApplies(const NfRoutingRule& rule, const NfFlow& flow) const;
    const NfRoute* FindRoute(const std::vector<NfRoute>& routes, const NfFlow& flow) const;
    // Whether it leads anywhere: by oif, if that is not null.
    bool IsUsable(const NfRoute& route, const NfDevice* oif) const;
    // Whether the network of an interface goes before a route of the table main.
    bool IsBetter(const NfLinkNetwork& link, const NfRoute& route) const;
    std::optional<Result> LookupTable(uint32_t table, const NfFlow& flow) const;
    Result MakeResult(const NfRoute& route) const;
    bool IsSuppressed(const NfRoutingRule& rule, const NfFlow& flow, const Result& result) const;
    void TellAddresses();

    NfFamily m_family;
    NfRoutingFacts& m_facts;
    std::vector<NfRoutingRule> m_rules; //!< by priority
    std::map<uint32_t, std::vector<NfRoute>> m_tables;
    bool m_empty{true};
    bool m_hasRules{false};       //!< see HasRulesOfItsOwn()
    std::function<void()> m_used; //!< see SetUsed()
};

} // namespace ns3

#endif /* NF_POLICY_ROUTING_H */
