// SPDX-License-Identifier: GPL-2.0-only

#include "nf-topology-plan.h"

#include "nf-topology-router.h"

#include "ns3/abort.h"

#include <algorithm>
#include <set>
#include <sstream>

namespace ns3
{

namespace
{

constexpr uint8_t CABLE = 30;
constexpr uint8_t SMALLEST_LAN = 24;

std::string
ToText(const NfTopologySegment& segment)
{
    std::ostringstream text;
    text << segment.network << '/' << +segment.prefixLength;
    return text.str();
}

uint64_t
CountAddresses(uint8_t prefixLength)
{
    return uint64_t{1} << (32 - prefixLength);
}

} // namespace

NfTopologyPlan::NfTopologyPlan(const NfTopologyGraph& graph, const NfTopologyPlanSettings& settings)
    : m_graph(graph)
{
    std::optional<NfTopologyFault> fault;
    NfTopologyPlan plan(graph, settings, fault);
    NS_ABORT_MSG_IF(fault, fault->message);
    m_segments = std::move(plan.m_segments);
    m_interfaces = std::move(plan.m_interfaces);
    m_ofNodes = std::move(plan.m_ofNodes);
    m_unusedLinks = std::move(plan.m_unusedLinks);
    m_byAddress = std::move(plan.m_byAddress);
    m_router = std::make_unique<NfTopologyRouter>(*this, settings.metric);
}

std::optional<NfTopologyFault>
NfTopologyPlan::FindFault(const NfTopologyGraph& graph, const NfTopologyPlanSettings& settings)
{
    std::optional<NfTopologyFault> fault;
    const NfTopologyPlan plan(graph, settings, fault);
    return fault;
}

NfTopologyPlan::NfTopologyPlan(const NfTopologyGraph& graph,
                               const NfTopologyPlanSettings& settings,
                               std::optional<NfTopologyFault>& fault)
    : m_graph(graph),
      m_ofNodes(graph.GetNNodes())
{
    std::vector<char> seen(graph.GetNNodes(), 0); // LANs
    for (std::size_t i = 0; i < graph.GetNLinks(); ++i)
    {
        const NfTopologyLink& link = graph.GetLink(i);
        const bool isFromLan = graph.GetNode(link.from).kind == NfTopologyKind::LAN;
        const bool isToLan = graph.GetNode(link.to).kind == NfTopologyKind::LAN;
        if (isFromLan || isToLan)
        {
            AddLan(isFromLan ? link.from : link.to, seen);
        }
        else
        {
            AddCable(i);
        }
    }
    std::sort(m_unusedLinks.begin(), m_unusedLinks.end());
    NameInterfaces();
    for (NfTopologySegment& segment : m_segments)
    {
        SumUp(segment);
    }
    fault = GiveAddresses(settings);
}

NfTopologyPlan::~NfTopologyPlan() = default;

void
NfTopologyPlan::AddCable(std::size_t link)
{
    const NfTopologyLink& cable = m_graph.GetLink(link);
    if (cable.from == cable.to)
    {
        m_unusedLinks.push_back(link);
        return;
    }
    const std::size_t segment = m_segments.size();
    m_segments.emplace_back();
    m_segments.back().links.push_back(link);
    AddInterface(cable.from, segment, link);
    AddInterface(cable.to, segment, link);
}

// The LAN and all that links join it with are one segment.
void
NfTopologyPlan::AddLan(std::size_t lan, std::vector<char>& seen)
{
    if (seen[lan])
    {
        return;
    }
    NfTopologySegment segment;
    segment.isLan = true;
    segment.lans.push_back(lan);
    seen[lan] = 1;
    for (std::size_t i = 0; i < segment.lans.size(); ++i)
    {
        for (const std::size_t link : m_graph.GetLinks(segment.lans[i]))
        {
            const std::size_t other = m_graph.GetOtherEnd(link, segment.lans[i]);
            segment.links.push_back(link);
            if (m_graph.GetNode(other).kind == NfTopologyKind::LAN && !seen[other])
            {
                seen[other] = 1;
                segment.lans.push_back(other);
            }
        }
    }
    std::sort(segment.links.begin(), segment.links.end());
    segment.links.erase(std::unique(segment.links.begin(), segment.links.end()),
                        segment.links.end());
    const std::size_t number = m_segments.size();
    m_segments.push_back(segment);
    std::set<std::size_t> boxes;
    for (const std::size_t link : segment.links)
    {
        const NfTopologyLink& cable = m_graph.GetLink(link);
        const bool isFromLan = m_graph.GetNode(cable.from).kind == NfTopologyKind::LAN;
        const bool isToLan = m_graph.GetNode(cable.to).kind == NfTopologyKind::LAN;
        const std::size_t box = isFromLan ? cable.to : cable.from;
        if (isFromLan && isToLan)
        {
            continue;
        }
        if (boxes.insert(box).second)
        {
            AddInterface(box, number, link);
        }
        else
        {
            m_unusedLinks.push_back(link);
        }
    }
}

void
NfTopologyPlan::AddInterface(std::size_t node, std::size_t segment, std::size_t link)
{
    m_segments[segment].interfaces.push_back(m_interfaces.size());
    m_ofNodes[node].push_back(m_interfaces.size());
    m_interfaces.push_back({node, segment, link, "", {}});
}

void
NfTopologyPlan::NameInterfaces()
{
    for (std::vector<std::size_t>& interfaces : m_ofNodes)
    {
        std::stable_sort(interfaces.begin(),
                         interfaces.end(),
                         [this](std::size_t a, std::size_t b) {
                             return m_interfaces[a].link < m_interfaces[b].link;
                         });
        for (std::size_t i = 0; i < interfaces.size(); ++i)
        {
            m_interfaces[interfaces[i]].name = "eth" + std::to_string(i);
        }
    }
    // Routers get the first addresses of a network.
    for (NfTopologySegment& segment : m_segments)
    {
        std::stable_partition(segment.interfaces.begin(),
                              segment.interfaces.end(),
                              [this](std::size_t interface) {
                                  const std::size_t node = m_interfaces[interface].node;
                                  return m_graph.GetNode(node).kind == NfTopologyKind::ROUTER;
                              });
    }
}

void
NfTopologyPlan::SumUp(NfTopologySegment& segment) const
{
    for (const std::size_t number : segment.links)
    {
        const NfTopologyLink& link = m_graph.GetLink(number);
        if (link.bitRate)
        {
            segment.bitRate = std::min(segment.bitRate.value_or(*link.bitRate), *link.bitRate);
        }
        segment.isPrivate = segment.isPrivate || link.isPrivate;
        if (link.delay)
        {
            segment.delay = std::max(segment.delay.value_or(*link.delay), *link.delay);
        }
    }
}

// What links name goes first, so that the pool's networks keep clear of it.
std::optional<NfTopologyFault>
NfTopologyPlan::GiveAddresses(const NfTopologyPlanSettings& settings)
{
    if (settings.poolLength > CABLE)
    {
        return NfTopologyFault{"the pool of addresses is too small", std::nullopt};
    }
    if (auto fault = TakeNetworks())
    {
        return fault;
    }
    std::vector<NfTopologyNetwork> taken;
    for (const NfTopologySegment& segment : m_segments)
    {
        if (segment.prefixLength > 0)
        {
            taken.push_back({segment.network, segment.prefixLength});
        }
    }
    const uint64_t size = CountAddresses(settings.poolLength);
    const uint32_t base = settings.pool.Get() & static_cast<uint32_t>(~(size - 1));
    uint64_t next = 0;
    for (NfTopologySegment& segment : m_segments)
    {
        for (bool isFree = segment.prefixLength > 0; !isFree;)
        {
            uint8_t length = segment.isLan ? SMALLEST_LAN : CABLE;
            // The first and the last address of a network are nobody's.
            while (CountAddresses(length) < segment.interfaces.size() + 2)
            {
                --length;
            }
            const uint64_t room = CountAddresses(length);
            next = (next + room - 1) / room * room;
            if (next + room > size)
            {
                return NfTopologyFault{"the pool of addresses is too small for " +
                                           std::to_string(m_segments.size()) + " networks",
                                       std::nullopt};
            }
            const NfTopologyNetwork network{Ipv4Address(base + static_cast<uint32_t>(next)),
                                            length};
            next += room;
            isFree = std::none_of(taken.begin(), taken.end(), [&](const NfTopologyNetwork& other) {
                return network.Overlaps(other);
            });
            segment.network = network.address;
            segment.prefixLength = length;
        }
        if (auto fault = TakeAddresses(segment))
        {
            return fault;
        }
        if (auto fault = NumberInterfaces(segment))
        {
            return fault;
        }
    }
    return std::nullopt;
}

// The networks that links name; the prefix length of all other segments stays 0.
std::optional<NfTopologyFault>
NfTopologyPlan::TakeNetworks()
{
    for (std::size_t number = 0; number < m_segments.size(); ++number)
    {
        NfTopologySegment& segment = m_segments[number];
        for (const std::size_t link : segment.links)
        {
            const auto& network = m_graph.GetLink(link).network;
            if (!network)
            {
                continue;
            }
            const bool isFirst = segment.prefixLength == 0;
            if (network->length == 0 || network->length > CABLE ||
                !network->Contains(network->address))
            {
                return NfTopologyFault{"a link's network has a prefix of 1 to 30 bits, and no bits "
                                       "behind it",
                                       link};
            }
            if (!isFirst &&
                (segment.network != network->address || segment.prefixLength != network->length))
            {
                return NfTopologyFault{"the LAN has the network " + ToText(segment) + " already",
                                       link};
            }
            segment.network = network->address;
            segment.prefixLength = network->length;
            for (std::size_t other = 0; other < number && isFirst; ++other)
            {
                const NfTopologySegment& before = m_segments[other];
                if (before.prefixLength > 0 &&
                    network->Overlaps({before.network, before.prefixLength}))
                {
                    return NfTopologyFault{"the network " + ToText(segment) + " overlaps " +
                                               ToText(before),
                                           link};
                }
            }
        }
    }
    return std::nullopt;
}

std::optional<Ipv4Address>
NfTopologyPlan::FindGivenAddress(const NfTopologyInterface& interface) const
{
    const NfTopologyLink& link = m_graph.GetLink(interface.link);
    return link.from == interface.node ? link.fromAddress : link.toAddress;
}

std::optional<NfTopologyFault>
NfTopologyPlan::TakeAddresses(const NfTopologySegment& segment)
{
    const NfTopologyNetwork network{segment.network, segment.prefixLength};
    const uint32_t last =
        segment.network.Get() + static_cast<uint32_t>(CountAddresses(segment.prefixLength) - 1);
    for (const std::size_t number : segment.interfaces)
    {
        NfTopologyInterface& interface = m_interfaces[number];
        const auto given = FindGivenAddress(interface);
        if (!given)
        {
            continue;
        }
        std::ostringstream text;
        text << *given;
        if (!network.Contains(*given) || *given == segment.network || given->Get() == last)
        {
            return NfTopologyFault{text.str() + " is no host's address in the network " +
                                       ToText(segment),
                                   interface.link};
        }
        if (!m_byAddress.emplace(given->Get(), number).second)
        {
            return NfTopologyFault{"the address " + text.str() + " is given twice", interface.link};
        }
        interface.address = *given;
    }
    return std::nullopt;
}

// Addresses for the interfaces that were given none.
std::optional<NfTopologyFault>
NfTopologyPlan::NumberInterfaces(const NfTopologySegment& segment)
{
    uint64_t next = 0;
    for (const std::size_t number : segment.interfaces)
    {
        NfTopologyInterface& interface = m_interfaces[number];
        if (FindGivenAddress(interface))
        {
            continue;
        }
        do
        {
            ++next;
            if (next + 1 >= CountAddresses(segment.prefixLength))
            {
                return NfTopologyFault{"the network " + ToText(segment) + " is too small for " +
                                           std::to_string(segment.interfaces.size()) +
                                           " interfaces",
                                       interface.link};
            }
            interface.address = Ipv4Address(segment.network.Get() + static_cast<uint32_t>(next));
        } while (!m_byAddress.emplace(interface.address.Get(), number).second);
    }
    return std::nullopt;
}

const std::vector<std::size_t>&
NfTopologyPlan::GetInterfaces(std::size_t node) const
{
    NS_ABORT_MSG_IF(node >= m_ofNodes.size(), "there is no node " << node);
    return m_ofNodes[node];
}

std::optional<std::size_t>
NfTopologyPlan::FindInterface(Ipv4Address address) const
{
    const auto found = m_byAddress.find(address.Get());
    return found == m_byAddress.end() ? std::nullopt : std::optional(found->second);
}

std::optional<NfTopologyHop>
NfTopologyPlan::GetHop(std::size_t node, std::size_t segment) const
{
    NS_ABORT_MSG_IF(node >= m_ofNodes.size(), "there is no node " << node);
    NS_ABORT_MSG_IF(segment >= m_segments.size(), "there is no segment " << segment);
    return m_router->GetHop(node, segment);
}

std::vector<NfTopologyStep>
NfTopologyPlan::GetPath(std::size_t node, std::size_t interface) const
{
    std::vector<NfTopologyStep> path;
    FindPath(node, interface, path);
    return path;
}

void
NfTopologyPlan::FindPath(std::size_t node,
                         std::size_t interface,
                         std::vector<NfTopologyStep>& path) const
{
    NS_ABORT_MSG_IF(interface >= m_interfaces.size(), "there is no interface " << interface);
    const std::size_t end = m_interfaces[interface].node;
    const std::size_t segment = m_interfaces[interface].segment;
    path.clear();
    path.push_back({node, std::nullopt, std::nullopt});
    while (path.back().node != end)
    {
        const auto hop = GetHop(path.back().node, segment);
        if (!hop)
        {
            path.clear();
            return;
        }
        path.back().out = hop->interface;
        const std::size_t in = hop->gateway.value_or(interface);
        path.push_back({m_interfaces[in].node, in, std::nullopt});
    }
}

} // namespace ns3
