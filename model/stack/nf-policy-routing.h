// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_POLICY_ROUTING_H
#define NF_POLICY_ROUTING_H

#include "nf-address.h"
#include "nf-netns.h"

#include "ns3/ipv4-address.h"
#include "ns3/ipv4-route.h"
#include "ns3/ipv4.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

class NfDeviceTable;

/// A line of `ip route`.
struct NfRoute
{
    /// What becomes of packets that take it.
    enum Type : uint8_t
    {
        UNICAST,
        UNREACHABLE, //!< answered with ICMP 3/1
        PROHIBIT,    //!< answered with ICMP 3/13
        BLACKHOLE,   //!< dropped silently
        THROW        //!< as if the table had no route
    };

    Ipv4Address network;                //!< destination
    Ipv4Mask mask{Ipv4Mask::GetZero()}; //!< of the destination
    Ipv4Address gateway;                //!< next hop; unset: the destination is on the link
    bool hasGateway{false};
    std::string device; //!< out interface; may be empty if the gateway tells it
    Ipv4Address source; //!< preferred source of own packets (src)
    bool hasSource{false};
    uint32_t metric{0};
    Type type{UNICAST};
};

/// A line of `ip rule`. Conditions that are unset always hold.
struct NfRoutingRule
{
    uint32_t priority{0};
    Ipv4Address from;
    Ipv4Mask fromMask{Ipv4Mask::GetZero()};
    Ipv4Address to;
    Ipv4Mask toMask{Ipv4Mask::GetZero()};
    uint32_t mark{0};
    uint32_t markMask{0}; //!< 0: any mark
    uint8_t tos{0};       //!< 0: any TOS
    std::string iif;      //!< `lo`: packets of the node itself
    std::string oif;
    uint32_t table{254}; //!< where to look
};

/// What a route is looked up for.
struct NfFlow
{
    Ipv4Address source;
    Ipv4Address destination;
    uint32_t mark{0};
    uint8_t tos{0};
    const NfDevice* iif{nullptr}; //!< null: a packet of the node itself
    const NfDevice* oif{nullptr}; //!< bound device, or null
};

/**
 * \ingroup netfilter
 * Policy routing (man 8 ip-rule, ip-route): rules choose the table, tables hold routes.
 *
 * It stands in front of the node's ns-3 routing protocol, which it consults as part of the main
 * table: a lookup that ends in table 254 takes the longest matching prefix among the routes that
 * were added here and the subnets of the interfaces, and if there is none, or if nothing was added
 * to table 254, says "ask the routing protocol". While no rule and no route is added it is not
 * asked at all. Table 255 (local) is what the interfaces' addresses say and cannot be changed.
 */
class NfPolicyRouting
{
  public:
    static constexpr uint32_t TABLE_MAIN = 254;
    static constexpr uint32_t TABLE_DEFAULT = 253;

    /// What a lookup found.
    struct Result
    {
        /// Kinds of answers.
        enum Kind : uint8_t
        {
            ASK_PROTOCOL, //!< the node's routing protocol decides
            ROUTE,        //!< route is set
            NO_ROUTE,     //!< network unreachable
            UNREACHABLE,
            PROHIBIT,
            BLACKHOLE
        };

        Kind kind{ASK_PROTOCOL};
        Ptr<Ipv4Route> route;
    };

    NfPolicyRouting();

    /// \param ipv4 the node's stack \param devices its devices; must outlive this
    void Attach(Ptr<Ipv4> ipv4, const NfDeviceTable* devices);

    /// \return true if no rule and no route was added
    bool IsEmpty() const
    {
        return m_empty;
    }

    /// \param rule joins the others in order of priority; equal priorities in order of addition
    void AddRule(const NfRoutingRule& rule);

    /// \param priority of rules to remove \return how many were removed
    uint32_t RemoveRules(uint32_t priority);

    /**
     * \param table number of the table
     * \param route the route. A device that does not exist when a packet comes makes it void.
     */
    void AddRoute(uint32_t table, const NfRoute& route);

    /// \param table all of its routes are removed
    void FlushTable(uint32_t table);

    /// \param flow what is to be routed \return where it goes
    Result Lookup(const NfFlow& flow) const;

  private:
    bool RuleApplies(const NfRoutingRule& rule, const NfFlow& flow) const;
    const NfRoute* FindRoute(const std::vector<NfRoute>& routes, const NfFlow& flow) const;
    const NfDevice* DeviceOf(const NfRoute& route) const;
    std::optional<NfRoute> FindConnected(const NfFlow& flow) const;
    std::optional<Result> LookupTable(uint32_t table, const NfFlow& flow) const;
    Result MakeResult(const NfRoute& route, const NfFlow& flow) const;
    Ipv4Address ChooseSource(const NfRoute& route, const NfDevice* out, Ipv4Address nextHop) const;

    Ptr<Ipv4> m_ipv4;
    const NfDeviceTable* m_devices{nullptr};
    std::vector<NfRoutingRule> m_rules; //!< by priority
    std::map<uint32_t, std::vector<NfRoute>> m_tables;
    bool m_empty{true};
};

} // namespace ns3

#endif /* NF_POLICY_ROUTING_H */
