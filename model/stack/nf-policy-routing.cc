// SPDX-License-Identifier: GPL-2.0-only

#include "nf-policy-routing.h"

#include "nf-device-table.h"

#include <algorithm>

namespace ns3
{

NfPolicyRouting::NfPolicyRouting()
{
    constexpr uint32_t priorityMain = 32766;
    constexpr uint32_t priorityDefault = 32767;
    NfRoutingRule main;
    main.priority = priorityMain;
    main.table = TABLE_MAIN;
    NfRoutingRule last;
    last.priority = priorityDefault;
    last.table = TABLE_DEFAULT;
    m_rules = {main, last};
}

void
NfPolicyRouting::Attach(Ptr<Ipv4> ipv4, const NfDeviceTable* devices)
{
    m_ipv4 = ipv4;
    m_devices = devices;
}

void
NfPolicyRouting::AddRule(const NfRoutingRule& rule)
{
    auto place = std::upper_bound(
        m_rules.begin(),
        m_rules.end(),
        rule.priority,
        [](uint32_t priority, const NfRoutingRule& r) { return priority < r.priority; });
    m_rules.insert(place, rule);
    m_empty = false;
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
    m_empty = false;
}

void
NfPolicyRouting::FlushTable(uint32_t table)
{
    m_tables.erase(table);
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
        if (std::optional<Result> result = LookupTable(rule.table, flow))
        {
            return *result;
        }
    }
    return {Result::NO_ROUTE, nullptr};
}

bool
NfPolicyRouting::RuleApplies(const NfRoutingRule& rule, const NfFlow& flow) const
{
    auto named = [](const std::string& name, const NfDevice* device) {
        return name.empty() || (device && device->name.View() == name);
    };
    bool iif = rule.iif == "lo" && !flow.iif ? true : named(rule.iif, flow.iif);
    return iif && named(rule.oif, flow.oif) && (flow.mark & rule.markMask) == rule.mark &&
           (rule.tos == 0 || (flow.tos & 0x1e) == rule.tos) &&
           rule.fromMask.IsMatch(rule.from, flow.source) &&
           rule.toMask.IsMatch(rule.to, flow.destination);
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
        if (connected &&
            (!best || connected->mask.GetPrefixLength() >= best->mask.GetPrefixLength()))
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
        if (!route.mask.IsMatch(route.network, flow.destination))
        {
            continue;
        }
        const NfDevice* device = DeviceOf(route);
        if (route.type == NfRoute::UNICAST && (!device || (flow.oif && flow.oif != device)))
        {
            continue;
        }
        bool better = !best || route.mask.GetPrefixLength() > best->mask.GetPrefixLength() ||
                      (route.mask == best->mask && route.metric < best->metric);
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
        return device && m_ipv4->IsUp(device->interface) ? device : nullptr;
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
    for (const NfDevice& device : m_devices->GetAll())
    {
        if (!m_ipv4->IsUp(device.interface) || (flow.oif && flow.oif != &device))
        {
            continue;
        }
        for (uint32_t i = 0; i < m_ipv4->GetNAddresses(device.interface); ++i)
        {
            Ipv4InterfaceAddress address = m_ipv4->GetAddress(device.interface, i);
            Ipv4Mask mask = address.GetMask();
            if (!mask.IsMatch(address.GetLocal(), flow.destination) ||
                (best && best->mask.GetPrefixLength() >= mask.GetPrefixLength()))
            {
                continue;
            }
            best = NfRoute{};
            best->network = address.GetLocal().CombineMask(mask);
            best->mask = mask;
            best->device = std::string(device.name.View());
            best->source = address.GetLocal();
            best->hasSource = true;
        }
    }
    return best;
}

NfPolicyRouting::Result
NfPolicyRouting::MakeResult(const NfRoute& route, const NfFlow& flow) const
{
    switch (route.type)
    {
    case NfRoute::UNREACHABLE:
        return {Result::UNREACHABLE, nullptr};
    case NfRoute::PROHIBIT:
        return {Result::PROHIBIT, nullptr};
    case NfRoute::BLACKHOLE:
        return {Result::BLACKHOLE, nullptr};
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
    return {Result::ROUTE, answer};
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
