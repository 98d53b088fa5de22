// SPDX-License-Identifier: GPL-2.0-only

#include "nf-topology-plan.h"

#include "nf-topology-media.h"
#include "nf-topology-router.h"

#include "ns3/abort.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <sstream>

namespace ns3
{

namespace
{

constexpr uint8_t CABLE = 30;
constexpr uint8_t SMALLEST_LAN = 24;

uint64_t
CountAddresses(uint8_t prefixLength)
{
    return uint64_t{1} << (32 - prefixLength);
}

} // namespace

bool
NfIsHostNetwork(const NfPrefix& network)
{
    const NfPrefix others[] = {{NfAddress(0U), 8},
                               {NfAddress(0x7f000000U), 8},
                               {NfAddress(0xe0000000U), 4}};
    return std::none_of(std::begin(others), std::end(others), [&](const NfPrefix& other) {
        return other.Overlaps(network);
    });
}

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
    fault = fault ? fault : FindServers();
    fault = fault ? fault : NfFindMediaFault(*this);
    if (!fault && !m_overlapping.empty())
    {
        NfTopologyRouter router(*this, settings.metric);
        fault = CheckOverlaps(router);
    }
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
    m_interfaces.push_back({node, segment, link, "", {}, {}});
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
    const NfPrefix pool(NfAddress(settings.pool.Get()), settings.poolLength);
    if (!NfIsHostNetwork(pool))
    {
        return NfTopologyFault{"the pool " + NfToString(pool) + " is no network of hosts",
                               std::nullopt};
    }
    if (auto fault = TakeNetworks())
    {
        return fault;
    }
    std::vector<NfPrefix> taken;
    for (const NfTopologySegment& segment : m_segments)
    {
        if (segment.network.GetLength() > 0)
        {
            taken.push_back(segment.network);
        }
    }
    const uint64_t size = CountAddresses(settings.poolLength);
    const uint32_t base = settings.pool.Get() & static_cast<uint32_t>(~(size - 1));
    uint64_t next = 0;
    for (NfTopologySegment& segment : m_segments)
    {
        for (bool isFree = segment.network.GetLength() > 0; !isFree;)
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
            const NfPrefix network(NfAddress(base + static_cast<uint32_t>(next)), length);
            next += room;
            isFree = std::none_of(taken.begin(), taken.end(), [&](const NfPrefix& other) {
                return network.Overlaps(other);
            });
            segment.network = network;
        }
        std::set<uint32_t> takenAddresses;
        if (auto fault = TakeAddresses(segment, takenAddresses))
        {
            return fault;
        }
        if (auto fault = NumberInterfaces(segment, takenAddresses))
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
    std::set<std::size_t> overlapping;
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
            const bool isFirst = segment.network.GetLength() == 0;
            if (network->GetLength() == 0 || network->GetLength() > CABLE)
            {
                return NfTopologyFault{"a link's network has a prefix of 1 to 30 bits", link};
            }
            if (!NfIsHostNetwork(*network))
            {
                return NfTopologyFault{"the network " + NfToString(*network) +
                                           " is none of hosts: 0.0.0.0/8, 127.0.0.0/8 and "
                                           "224.0.0.0/4 have another meaning",
                                       link};
            }
            if (!isFirst && segment.network != *network)
            {
                return NfTopologyFault{"the LAN has the network " + NfToString(segment.network) +
                                           " already",
                                       link};
            }
            segment.network = *network;
            for (std::size_t other = 0; other < number && isFirst; ++other)
            {
                const NfTopologySegment& before = m_segments[other];
                if (before.network.GetLength() == 0 || !network->Overlaps(before.network))
                {
                    continue;
                }
                if (!segment.isPrivate || !before.isPrivate)
                {
                    return NfTopologyFault{"the network " + NfToString(segment.network) +
                                               " overlaps " + NfToString(before.network),
                                           link};
                }
                overlapping.insert({other, number});
            }
        }
    }
    m_overlapping.assign(overlapping.begin(), overlapping.end());
    return std::nullopt;
}

// Networks may be equal, or one in the other, where nobody can mean both.
std::optional<NfTopologyFault>
NfTopologyPlan::CheckOverlaps(NfTopologyRouter& router) const
{
    for (std::size_t node = 0; node < m_graph.GetNNodes(); ++node)
    {
        std::map<uint32_t, std::size_t> reached; // by the last address of the network
        for (const std::size_t number : m_overlapping)
        {
            if (!router.GetHop(node, number))
            {
                continue;
            }
            const NfTopologySegment& segment = m_segments[number];
            const NfPrefix& network = segment.network;
            const uint32_t last = network.GetLast().V4();
            // Of those that are there, none overlaps another: only the neighbours can.
            const auto above = reached.lower_bound(network.GetAddress().V4());
            for (const auto& near : {above, above == reached.begin() ? above : std::prev(above)})
            {
                const NfTopologySegment* other =
                    near == reached.end() ? nullptr : &m_segments[near->second];
                if (other && network.Overlaps(other->network))
                {
                    return NfTopologyFault{"the network " + NfToString(segment.network) +
                                               " overlaps " + NfToString(other->network) +
                                               ", and '" + m_graph.GetNode(node).name +
                                               "' has a way to both",
                                           segment.links.front()};
                }
            }
            reached.emplace(last, number);
        }
    }
    return std::nullopt;
}

// Who gives an address to whom, by DHCP.
std::optional<NfTopologyFault>
NfTopologyPlan::FindServers()
{
    constexpr uint32_t MOST_KEPT = 65536; // addresses from the first to the last that are given
    const Time shortestLease = Seconds(2);
    for (NfTopologyInterface& interface : m_interfaces)
    {
        const auto& server = m_graph.GetLink(interface.link).dhcpServer;
        if (!server || *server == interface.node || FindGivenAddress(interface))
        {
            continue;
        }
        const NfTopologySegment& segment = m_segments[interface.segment];
        const auto found =
            std::find_if(segment.interfaces.begin(),
                         segment.interfaces.end(),
                         [&](std::size_t number) { return m_interfaces[number].node == *server; });
        const std::string& name = m_graph.GetNode(*server).name;
        if (found == segment.interfaces.end())
        {
            return NfTopologyFault{"the DHCP server '" + name + "' is not in this network",
                                   interface.link};
        }
        const NfTopologyLink& own = m_graph.GetLink(m_interfaces[*found].link);
        if (own.dhcpServer && own.dhcpServer != server && !FindGivenAddress(m_interfaces[*found]))
        {
            return NfTopologyFault{"the DHCP server '" + name +
                                       "' is to get an address by DHCP itself",
                                   interface.link};
        }
        if (CountAddresses(segment.network.GetLength()) > MOST_KEPT)
        {
            return NfTopologyFault{"the network " + NfToString(segment.network) +
                                       " is too large for DHCP: at most " +
                                       std::to_string(MOST_KEPT) + " addresses",
                                   interface.link};
        }
        if (const auto& lease = m_graph.GetLink(interface.link).dhcpLease;
            lease && *lease < shortestLease)
        {
            return NfTopologyFault{"a DHCP lease that is too short: expected 2 s or more, as times "
                                   "of half of it are told in whole seconds",
                                   interface.link};
        }
        interface.dhcpServer = *found;
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
NfTopologyPlan::TakeAddresses(const NfTopologySegment& segment, std::set<uint32_t>& taken)
{
    const NfPrefix& network = segment.network;
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
        if (!network.Contains(*given) || *given == network.GetAddress() ||
            *given == network.GetLast())
        {
            return NfTopologyFault{text.str() + " is no host's address in the network " +
                                       NfToString(segment.network),
                                   interface.link};
        }
        if (!taken.insert(given->Get()).second)
        {
            return NfTopologyFault{"the address " + text.str() + " is given twice", interface.link};
        }
        interface.address = *given;
        m_byAddress.emplace(given->Get(), number);
    }
    return std::nullopt;
}

// Addresses for the interfaces that were given none.
std::optional<NfTopologyFault>
NfTopologyPlan::NumberInterfaces(const NfTopologySegment& segment, std::set<uint32_t>& taken)
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
            if (next + 1 >= CountAddresses(segment.network.GetLength()))
            {
                return NfTopologyFault{
                    "the network " + NfToString(segment.network) + " is too small for " +
                        std::to_string(segment.interfaces.size()) + " interfaces",
                    interface.link};
            }
            interface.address =
                Ipv4Address(segment.network.GetAddress().V4() + static_cast<uint32_t>(next));
        } while (!taken.insert(interface.address.Get()).second);
        m_byAddress.emplace(interface.address.Get(), number);
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
    const auto [first, last] = m_byAddress.equal_range(address.Get());
    const bool isOne = first != last && std::next(first) == last;
    return isOne ? std::optional(first->second) : std::nullopt;
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
