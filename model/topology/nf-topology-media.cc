// SPDX-License-Identifier: GPL-2.0-only

#include "nf-topology-media.h"

#include <algorithm>

namespace ns3
{

namespace
{

bool
Has(const std::vector<std::string>& all, const std::string& one)
{
    return std::find(all.begin(), all.end(), one) != all.end();
}

/// Sets of LANs, each named by its first.
class LanSets
{
  public:
    explicit LanSets(const std::vector<std::size_t>& lans)
    {
        for (const std::size_t lan : lans)
        {
            m_parents[lan] = lan;
        }
    }

    std::size_t Find(std::size_t lan) const
    {
        while (m_parents.at(lan) != lan)
        {
            lan = m_parents.at(lan);
        }
        return lan;
    }

    // False if they were in one set before.
    bool Join(std::size_t a, std::size_t b)
    {
        a = Find(a);
        b = Find(b);
        m_parents[std::max(a, b)] = std::min(a, b);
        return a != b;
    }

  private:
    std::map<std::size_t, std::size_t> m_parents;
};

bool
IsCable(const NfTopologyGraph& graph, const NfTopologyLink& link)
{
    for (const std::size_t end : {link.from, link.to})
    {
        const NfTopologyNode& node = graph.GetNode(end);
        if (node.kind != NfTopologyKind::LAN || node.medium != NfTopologyMedium::CSMA)
        {
            return false;
        }
    }
    return true;
}

std::optional<NfTopologyFault>
FindLoop(const NfTopologyGraph& graph, const NfTopologySegment& segment)
{
    const std::map<std::size_t, std::size_t> cables = NfFindCables(graph, segment);
    LanSets joined(segment.lans);
    for (const std::size_t number : segment.links)
    {
        const NfTopologyLink& link = graph.GetLink(number);
        if (IsCable(graph, link) && link.loss > 0)
        {
            return NfTopologyFault{"a link between two CSMA LANs loses nothing: they are one cable",
                                   number};
        }
        if (!cables.count(link.from) || !cables.count(link.to) || IsCable(graph, link))
        {
            continue;
        }
        if (!joined.Join(cables.at(link.from), cables.at(link.to)))
        {
            return NfTopologyFault{"bridges in a loop, in which packets would go round for ever: "
                                   "ns-3 has no spanning tree",
                                   number};
        }
    }
    return std::nullopt;
}

std::optional<NfTopologyFault>
FindWifiFault(const NfTopologyPlan& plan, const NfTopologySegment& segment, std::size_t lan)
{
    const NfTopologyGraph& graph = plan.GetGraph();
    const NfTopologyNode& air = graph.GetNode(lan);
    const std::vector<std::size_t> links = graph.GetLinks(lan);
    const std::string wrong = NfFindWifiFault(air.wifi);
    if (!wrong.empty() && !links.empty())
    {
        return NfTopologyFault{wrong, links.front()};
    }
    bool isThere = !air.wifi.accessPoint;
    for (const std::size_t interface : segment.interfaces)
    {
        const NfTopologyInterface& end = plan.GetInterfaces()[interface];
        isThere = isThere || (end.node == air.wifi.accessPoint &&
                              graph.GetOtherEnd(end.link, end.node) == lan);
    }
    if (!isThere && !links.empty())
    {
        return NfTopologyFault{"the access point '" + graph.GetNode(*air.wifi.accessPoint).name +
                                   "' has no link to the Wi-Fi '" + air.name + "'",
                               links.front()};
    }
    for (const std::size_t link : links)
    {
        if (air.wifi.accessPoint &&
            graph.GetNode(graph.GetOtherEnd(link, lan)).kind == NfTopologyKind::LAN)
        {
            return NfTopologyFault{"the Wi-Fi '" + air.name + "' has the node '" +
                                       graph.GetNode(*air.wifi.accessPoint).name +
                                       "' for its access point, which bridges to no other LAN",
                                   link};
        }
    }
    return std::nullopt;
}

} // namespace

const std::vector<std::string>&
NfGetWifiStandards()
{
    static const std::vector<std::string> standards{"802.11a",
                                                    "802.11b",
                                                    "802.11g",
                                                    "802.11n",
                                                    "802.11ac",
                                                    "802.11ax"};
    return standards;
}

const std::vector<std::string>&
NfGetWifiRates()
{
    static const std::vector<std::string> rates{"ideal", "minstrel", "arf", "aarf"};
    return rates;
}

std::string
NfFindWifiFault(const NfTopologyWifi& wifi)
{
    if (!Has(NfGetWifiStandards(), wifi.standard))
    {
        return "there is no standard '" + wifi.standard + "'";
    }
    if (!Has(NfGetWifiRates(), wifi.rates))
    {
        return "nobody called '" + wifi.rates + "' chooses rates";
    }
    const bool isOld =
        wifi.standard.size() == std::string("802.11a").size() && wifi.standard.back() != 'n';
    if ((wifi.rates == "arf" || wifi.rates == "aarf") && !isOld)
    {
        return wifi.rates + " knows the rates of 802.11a, b and g only";
    }
    return "";
}

std::map<std::size_t, std::size_t>
NfFindCables(const NfTopologyGraph& graph, const NfTopologySegment& segment)
{
    LanSets sets(segment.lans);
    for (const std::size_t number : segment.links)
    {
        const NfTopologyLink& link = graph.GetLink(number);
        if (IsCable(graph, link))
        {
            sets.Join(link.from, link.to);
        }
    }
    std::map<std::size_t, std::size_t> cables;
    for (const std::size_t lan : segment.lans)
    {
        cables[lan] = sets.Find(lan);
    }
    return cables;
}

std::optional<NfTopologyFault>
NfFindMediaFault(const NfTopologyPlan& plan)
{
    for (const NfTopologySegment& segment : plan.GetSegments())
    {
        if (auto fault = FindLoop(plan.GetGraph(), segment))
        {
            return fault;
        }
        for (const std::size_t lan : segment.lans)
        {
            if (plan.GetGraph().GetNode(lan).medium != NfTopologyMedium::WIFI)
            {
                continue;
            }
            if (auto fault = FindWifiFault(plan, segment, lan))
            {
                return fault;
            }
        }
    }
    return std::nullopt;
}

} // namespace ns3
