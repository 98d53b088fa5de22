// SPDX-License-Identifier: GPL-2.0-only

#include "nf-policy-routing.h"

#include "nf-address-book.h"
#include "nf-device-table.h"
#include "nf-ip-interfaces.h"

#if __has_include("ns3/global-routing.h")
#include "ns3/global-routing.h"
#else
#include "ns3/ipv4-global-routing.h"
#endif
#include "ns3/ipv4-list-routing.h"
#include "ns3/ipv4-routing-table-entry.h"
#include "ns3/ipv4-static-routing.h"

#include <algorithm>
#include <utility>

namespace ns3
{

namespace
{

/// The prefix by which a routing protocol would route.
struct KnownPrefix
{
    bool known{true};              //!< false: a protocol does not show its routes
    std::optional<uint8_t> length; //!< of the longest; nothing: no route

    void Add(uint8_t other)
    {
        length = std::max(length.value_or(0), other);
    }
};

// Static routing gives its entries by value, global routing by pointer.
const Ipv4RoutingTableEntry&
EntryOf(const Ipv4RoutingTableEntry& entry)
{
    return entry;
}

const Ipv4RoutingTableEntry&
EntryOf(const Ipv4RoutingTableEntry* entry)
{
    return *entry;
}

template <class Protocol>
void
AddRoutes(Protocol& protocol, Ipv4Address destination, KnownPrefix& prefix)
{
    for (uint32_t i = 0; i < protocol.GetNRoutes(); ++i)
    {
        const Ipv4RoutingTableEntry entry = EntryOf(protocol.GetRoute(i));
        Ipv4Mask mask = entry.IsHost() ? Ipv4Mask::GetOnes() : entry.GetDestNetworkMask();
        if (mask.IsMatch(entry.GetDest(), destination))
        {
            prefix.Add(mask.GetPrefixLength());
        }
    }
}

void
FindPrefix(Ptr<Ipv4RoutingProtocol> protocol, Ipv4Address destination, KnownPrefix& prefix)
{
    if (Ptr<Ipv4ListRouting> list = DynamicCast<Ipv4ListRouting>(protocol))
    {
        for (uint32_t i = 0; i < list->GetNRoutingProtocols(); ++i)
        {
            int16_t priority = 0;
            FindPrefix(list->GetRoutingProtocol(i, priority), destination, prefix);
        }
    }
    else if (Ptr<Ipv4StaticRouting> fixed = DynamicCast<Ipv4StaticRouting>(protocol))
    {
        AddRoutes(*fixed, destination, prefix);
    }
    else if (Ptr<Ipv4GlobalRouting> global = DynamicCast<Ipv4GlobalRouting>(protocol))
    {
        AddRoutes(*global, destination, prefix);
    }
    else
    {
        prefix.known = false;
    }
}

} // namespace

NfPolicyRouting::NfPolicyRouting()
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
    m_rules = {local, main, last};
}

void
NfPolicyRouting::Attach(Ptr<Ipv4> ipv4,
                        const NfDeviceTable* devices,
                        const NfIpv4Interfaces* interfaces,
                        NfAddressBook* addresses)
{
    m_ipv4 = ipv4;
    m_devices = devices;
    m_interfaces = interfaces;
    m_addresses = addresses;
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
    NoteUse();
}

void
NfPolicyRouting::RemoveRule(std::size_t index)
{
    m_rules.erase(m_rules.begin() + static_cast<std::ptrdiff_t>(index));
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
    return before - m_rules.size();
}

void
NfPolicyRouting::AddRoute(uint32_t table, const NfRoute& route)
{
    m_tables[table].push_back(route);
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
    if (m_addresses)
    {
        m_addresses->SetLocalNetworks(std::move(networks));
    }
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
            return {Result::NO_ROUTE, nullptr};
        case NfRoutingRule::PROHIBIT:
            return {Result::PROHIBIT, nullptr};
        case NfRoutingRule::BLACKHOLE:
            return {Result::BLACKHOLE, nullptr};
        case NfRoutingRule::LOOKUP:
            break;
        }
        std::optional<Result> result = LookupTable(rule.table, flow);
        if (result && !IsSuppressed(rule, flow, *result))
        {
            return *result;
        }
    }
    return {Result::NO_ROUTE, nullptr};
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
    KnownPrefix prefix;
    FindPrefix(m_ipv4->GetRoutingProtocol(), flow.destination, prefix);
    return prefix.known && (!prefix.length || *prefix.length <= *rule.suppressPrefixLength);
}

bool
NfPolicyRouting::RuleApplies(const NfRoutingRule& rule, const NfFlow& flow) const
{
    auto named = [](const std::string& name, const NfDevice* device) {
        return name.empty() || (device && device->name.View() == name);
    };
    constexpr uint8_t tosBits = 0x1c; // of RFC 1349's TOS, but for the one that is ECN's now
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
    std::optional<NfRoute> connected;
    if (table == TABLE_MAIN)
    {
        if (found == m_tables.end())
        {
            return Result{Result::ASK_PROTOCOL, nullptr};
        }
        connected = FindConnected(flow);
        if (connected && (!best || connected->network.GetLength() >= best->network.GetLength()))
        {
            best = &*connected;
        }
        if (!best)
        {
            return Result{Result::ASK_PROTOCOL, nullptr};
        }
    }
    if (!best || best->type == NfRoute::THROW)
    {
        return std::nullopt;
    }
    return MakeResult(*best, flow);
}

const NfRoute*
NfPolicyRouting::FindRoute(const std::vector<NfRoute>& routes, const NfFlow& flow) const
{
    const NfRoute* best = nullptr;
    for (const NfRoute& route : routes)
    {
        if (!route.network.Contains(flow.destination))
        {
            continue;
        }
        const NfDevice* device = DeviceOf(route);
        if (route.type == NfRoute::UNICAST && (!device || (flow.oif && flow.oif != device)))
        {
            continue;
        }
        bool better = !best || route.network.GetLength() > best->network.GetLength() ||
                      (route.network == best->network && route.metric < best->metric);
        best = better ? &route : best;
    }
    return best;
}

const NfDevice*
NfPolicyRouting::DeviceOf(const NfRoute& route) const
{
    if (!route.device.empty())
    {
        const NfDevice* device = m_devices->Find(std::string_view(route.device));
        const uint32_t number = device ? m_interfaces->NumberOf(*device) : NfIpv4Interfaces::NONE;
        return number != NfIpv4Interfaces::NONE && m_ipv4->IsUp(number) ? device : nullptr;
    }
    if (!route.hasGateway)
    {
        return nullptr;
    }
    NfFlow toGateway;
    toGateway.destination = route.gateway;
    std::optional<NfRoute> connected = FindConnected(toGateway);
    return connected ? m_devices->Find(std::string_view(connected->device)) : nullptr;
}

std::optional<NfRoute>
NfPolicyRouting::FindConnected(const NfFlow& flow) const
{
    std::optional<NfRoute> best;
    for (uint32_t number = 0; number < m_interfaces->GetAll().size(); ++number)
    {
        const NfDevice* device = m_interfaces->Find(number);
        if (!m_ipv4->IsUp(number) || (flow.oif && flow.oif != device))
        {
            continue;
        }
        for (uint32_t i = 0; i < m_ipv4->GetNAddresses(number); ++i)
        {
            Ipv4InterfaceAddress address = m_ipv4->GetAddress(number, i);
            const NfPrefix network = NfNetworkOf(address);
            if (!network.Contains(flow.destination) ||
                (best && best->network.GetLength() >= network.GetLength()))
            {
                continue;
            }
            best = NfRoute{};
            best->network = network;
            best->device = std::string(device->name.View());
            best->source = address.GetLocal();
            best->hasSource = true;
        }
    }
    return best;
}

NfPolicyRouting::Result
NfPolicyRouting::MakeResult(const NfRoute& route, const NfFlow& flow) const
{
    const uint8_t length = route.network.GetLength();
    switch (route.type)
    {
    case NfRoute::LOCAL:
        return {Result::LOCAL, nullptr, length};
    case NfRoute::UNREACHABLE:
        return {Result::UNREACHABLE, nullptr, length};
    case NfRoute::PROHIBIT:
        return {Result::PROHIBIT, nullptr, length};
    case NfRoute::BLACKHOLE:
        return {Result::BLACKHOLE, nullptr, length};
    case NfRoute::UNICAST:
    case NfRoute::THROW:
        break;
    }
    const NfDevice* device = DeviceOf(route);
    Ptr<Ipv4Route> answer = Create<Ipv4Route>();
    answer->SetDestination(flow.destination);
    bool onLink = flow.destination.IsMulticast() || flow.destination.IsBroadcast();
    answer->SetGateway(route.hasGateway && !onLink ? route.gateway : Ipv4Address::GetAny());
    answer->SetOutputDevice(device->netDevice);
    answer->SetSource(
        ChooseSource(route, device, route.hasGateway ? route.gateway : flow.destination));
    return {Result::ROUTE, answer, length};
}

Ipv4Address
NfPolicyRouting::ChooseSource(const NfRoute& route, const NfDevice* out, Ipv4Address nextHop) const
{
    if (route.hasSource)
    {
        return route.source;
    }
    return m_ipv4->SelectSourceAddress(out->netDevice, nextHop, Ipv4InterfaceAddress::GLOBAL);
}

} // namespace ns3
