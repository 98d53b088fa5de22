// SPDX-License-Identifier: GPL-2.0-only

#include "nf-policy-routing.h"

#include <algorithm>
#include <utility>

namespace ns3
{

namespace
{

// The bits of a traffic class that rules compare: of IPv4 those of RFC 1349's TOS, but for the one
// that is ECN's now.
constexpr uint8_t IPV4_TOS_BITS = 0x1c;
constexpr uint8_t IPV6_DSCP_BITS = 0xfc;

/// In IPv6, what is local or refuses has a device, too: lo unless another one is named.
bool
IsOfDevice(const NfRoute& route, const NfDevice* oif)
{
    return !oif || oif->name.View() == (route.device.empty() ? "lo" : route.device);
}

} // namespace

NfPolicyRouting::NfPolicyRouting(NfFamily family, NfRoutingFacts& facts)
    : m_family(family),
      m_facts(facts)
{
    constexpr uint32_t priorityMain = 32766;
    constexpr uint32_t priorityDefault = 32767;
    NfRoutingRule local;
    local.priority = 0;
    local.table = TABLE_LOCAL;
    NfRoutingRule main;
    main.priority = priorityMain;
    main.table = TABLE_MAIN;
    NfRoutingRule last;
    last.priority = priorityDefault;
    last.table = TABLE_DEFAULT;
    m_rules = {local, main};
    if (family == NfFamily::IPV4)
    {
        m_rules.push_back(last);
    }
}

void
NfPolicyRouting::NoteUse()
{
    if (std::exchange(m_empty, false) && m_used)
    {
        m_used();
    }
}

void
NfPolicyRouting::AddRule(NfRoutingRule rule)
{
    if (!rule.priority)
    {
        uint32_t second = m_rules.size() > 1 ? *m_rules[1].priority : 0;
        rule.priority = second > 0 ? second - 1 : 0;
    }
    auto place = std::upper_bound(
        m_rules.begin(),
        m_rules.end(),
        *rule.priority,
        [](uint32_t priority, const NfRoutingRule& r) { return priority < *r.priority; });
    m_rules.insert(place, std::move(rule));
    m_hasRules = true;
    NoteUse();
}

void
NfPolicyRouting::RemoveRule(std::size_t index)
{
    m_rules.erase(m_rules.begin() + static_cast<std::ptrdiff_t>(index));
    m_hasRules = true;
    NoteUse();
}

uint32_t
NfPolicyRouting::RemoveRules(uint32_t priority)
{
    std::size_t before = m_rules.size();
    m_rules.erase(
        std::remove_if(m_rules.begin(),
                       m_rules.end(),
                       [priority](const NfRoutingRule& r) { return r.priority == priority; }),
        m_rules.end());
    m_hasRules = m_hasRules || before != m_rules.size();
    return before - m_rules.size();
}

void
NfPolicyRouting::AddRoute(uint32_t table, const NfRoute& route)
{
    m_tables[table].push_back(route);
    m_hasRules = m_hasRules || route.type == NfRoute::LOCAL;
    NoteUse();
    TellAddresses();
}

void
NfPolicyRouting::FlushTable(uint32_t table)
{
    m_tables.erase(table);
    TellAddresses();
}

void
NfPolicyRouting::RemoveRoute(uint32_t table, std::size_t index)
{
    std::vector<NfRoute>& routes = m_tables.at(table);
    routes.erase(routes.begin() + static_cast<std::ptrdiff_t>(index));
    if (routes.empty())
    {
        m_tables.erase(table);
    }
    TellAddresses();
}

void
NfPolicyRouting::TellAddresses()
{
    std::vector<NfPrefix> networks;
    auto local = m_tables.find(TABLE_LOCAL);
    if (local != m_tables.end())
    {
        for (const NfRoute& route : local->second)
        {
            if (route.type == NfRoute::LOCAL)
            {
                networks.push_back(route.network);
            }
        }
    }
    m_facts.SetLocalNetworks(std::move(networks));
}

NfPolicyRouting::Result
NfPolicyRouting::Lookup(const NfFlow& flow) const
{
    for (const NfRoutingRule& rule : m_rules)
    {
        if (!RuleApplies(rule, flow))
        {
            continue;
        }
        switch (rule.action)
        {
        case NfRoutingRule::UNREACHABLE:
            return {Result::NO_ROUTE};
        case NfRoutingRule::PROHIBIT:
            return {Result::PROHIBIT};
        case NfRoutingRule::BLACKHOLE:
            return {Result::BLACKHOLE};
        case NfRoutingRule::LOOKUP:
            break;
        }
        std::optional<Result> result = LookupTable(rule.table, flow);
        if (result && !IsSuppressed(rule, flow, *result))
        {
            return *result;
        }
    }
    return {Result::NO_ROUTE};
}

bool
NfPolicyRouting::IsSuppressed(const NfRoutingRule& rule,
                              const NfFlow& flow,
                              const Result& result) const
{
    if (!rule.suppressPrefixLength)
    {
        return false;
    }
    if (result.kind != Result::ASK_PROTOCOL)
    {
        return result.prefixLength && *result.prefixLength <= *rule.suppressPrefixLength;
    }
    const NfKnownPrefix prefix = m_facts.FindPrefix(flow.destination);
    return prefix.known && (!prefix.length || *prefix.length <= *rule.suppressPrefixLength);
}

bool
NfPolicyRouting::RuleApplies(const NfRoutingRule& rule, const NfFlow& flow) const
{
    auto named = [](const std::string& name, const NfDevice* device) {
        return name.empty() || (device && device->name.View() == name);
    };
    const uint8_t tosBits = m_family == NfFamily::IPV6 ? IPV6_DSCP_BITS : IPV4_TOS_BITS;
    bool iif = rule.iif == "lo" && !flow.iif ? true : named(rule.iif, flow.iif);
    bool applies = iif && named(rule.oif, flow.oif) &&
                   (!rule.mark || ((flow.mark ^ *rule.mark) & rule.markMask) == 0) &&
                   (rule.tos == 0 || (flow.tos & tosBits) == rule.tos) &&
                   rule.from.Contains(flow.source) && rule.to.Contains(flow.destination);
    return applies != rule.inverted;
}

std::optional<NfPolicyRouting::Result>
NfPolicyRouting::LookupTable(uint32_t table, const NfFlow& flow) const
{
    auto found = m_tables.find(table);
    const NfRoute* best = found == m_tables.end() ? nullptr : FindRoute(found->second, flow);
    if (table == TABLE_MAIN)
    {
        if (found == m_tables.end())
        {
            return Result{Result::ASK_PROTOCOL};
        }
        const auto connected = m_facts.FindNetwork(flow.destination, flow.oif);
        if (connected && (!best || IsBetter(*connected, *best)))
        {
            Result result{Result::ROUTE, connected->network.GetLength(), connected->device};
            result.source = connected->source;
            return result;
        }
        if (!best)
        {
            return Result{Result::ASK_PROTOCOL};
        }
    }
    if (!best || best->type == NfRoute::THROW)
    {
        return std::nullopt;
    }
    return MakeResult(*best);
}

bool
NfPolicyRouting::IsBetter(const NfLinkNetwork& link, const NfRoute& route) const
{
    const uint32_t metric = m_family == NfFamily::IPV6 ? IPV6_CONNECTED_METRIC : 0;
    const uint8_t length = link.network.GetLength();
    return length > route.network.GetLength() ||
           (length == route.network.GetLength() && metric <= route.metric);
}

const NfRoute*
NfPolicyRouting::FindRoute(const std::vector<NfRoute>& routes, const NfFlow& flow) const
{
    const NfRoute* best = nullptr;
    for (const NfRoute& route : routes)
    {
        const bool better = !best || route.network.GetLength() > best->network.GetLength() ||
                            (route.network == best->network && route.metric < best->metric);
        if (better && route.network.Contains(flow.destination) && IsUsable(route, flow.oif))
        {
            best = &route;
        }
    }
    return best;
}

bool
NfPolicyRouting::IsUsable(const NfRoute& route, const NfDevice* oif) const
{
    if (route.type != NfRoute::UNICAST)
    {
        return m_family == NfFamily::IPV4 || IsOfDevice(route, oif);
    }
    const NfDevice* device = DeviceOf(route);
    return device && (!oif || oif == device);
}

const NfDevice*
NfPolicyRouting::DeviceOf(const NfRoute& route) const
{
    if (!route.device.empty())
    {
        return m_facts.FindDevice(route.device);
    }
    if (!route.hasGateway)
    {
        return nullptr;
    }
    const auto connected = m_facts.FindNetwork(route.gateway, nullptr);
    return connected ? connected->device : nullptr;
}

NfPolicyRouting::Result
NfPolicyRouting::MakeResult(const NfRoute& route) const
{
    const uint8_t length = route.network.GetLength();
    switch (route.type)
    {
    case NfRoute::LOCAL:
        return {Result::LOCAL, length};
    case NfRoute::UNREACHABLE:
        return {Result::UNREACHABLE, length};
    case NfRoute::PROHIBIT:
        return {Result::PROHIBIT, length};
    case NfRoute::BLACKHOLE:
        return {Result::BLACKHOLE, length};
    case NfRoute::UNICAST:
    case NfRoute::THROW:
        break;
    }
    Result result{Result::ROUTE, length, DeviceOf(route)};
    if (route.hasGateway)
    {
        result.gateway = route.gateway;
    }
    if (route.hasSource)
    {
        result.source = route.source;
    }
    return result;
}

} // namespace ns3
