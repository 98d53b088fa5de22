// SPDX-License-Identifier: GPL-2.0-only

#include "nf-scenario-reader.h"
#include "nf-scenario-topology.h"
#include "nf-scenario-values.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace ns3
{

namespace
{

/// Makes the links of a scenario.
class LinkMaker
{
  public:
    LinkMaker(const NfScenarioView& view, NfScenario& scenario, NfScenarioErrors& errors)
        : m_view(view),
          m_scenario(scenario),
          m_graph(scenario.graph),
          m_errors(errors)
    {
    }

    void ReadLink(const NfScenarioView& view)
    {
        const std::vector<std::size_t> from = ReadEnds(view, "from");
        const std::vector<std::size_t> to = ReadEnds(view, "to");
        if (from.empty() || to.empty())
        {
            return; // that was told
        }
        if (from.size() != to.size() && from.size() != 1 && to.size() != 1)
        {
            m_errors.Add(view.GetPlace(),
                         fmt::format("a link from {} nodes to {}: expected as many, or one",
                                     from.size(),
                                     to.size()));
            return;
        }
        NfTopologyLink link;
        if (!IsOnAir(view, from, to))
        {
            link.bitRate = ReadRate(view);
            link.delay = ReadDelay(view);
        }
        link.dhcpServer = NfReadScenarioNode(view, "dhcp", m_graph, m_errors);
        link.dhcpLease = ReadLease(view);
        link.loss = view.GetNumber("loss").value_or(0);
        link.network = view.GetNetwork("network");
        link.isPrivate = view.GetFlag("private");
        const auto queue = view.GetText("queue");
        link.queueDisc = queue ? queue->text : "";
        const auto name = view.GetText("name");
        if (name && m_scenario.links.count(name->text))
        {
            m_errors.Add(name->place, fmt::format("there is a link '{}' already", name->text));
        }
        const auto addresses = ReadAddresses(view, from, to);
        for (std::size_t i = 0; i < std::max(from.size(), to.size()); ++i)
        {
            link.from = from[from.size() == 1 ? 0 : i];
            link.to = to[to.size() == 1 ? 0 : i];
            link.fromAddress = FindAddress(addresses, link.from);
            link.toAddress = FindAddress(addresses, link.to);
            if (!AddLink(view, link, name ? name->text : ""))
            {
                return;
            }
        }
    }

  private:
    std::vector<std::size_t> ReadEnds(const NfScenarioView& view, const char* key)
    {
        std::vector<std::size_t> ends;
        for (const NfScenarioText& text : view.GetTexts(key))
        {
            const auto found = NfFindScenarioNodes(text, m_graph, true, m_errors);
            ends.insert(ends.end(), found.begin(), found.end());
        }
        return ends;
    }

    // Does it join stations to a Wi-Fi, which has neither a rate nor a delay that could be given? A
    // cable from its access point to another LAN has.
    bool IsOnAir(const NfScenarioView& view,
                 const std::vector<std::size_t>& from,
                 const std::vector<std::size_t>& to)
    {
        auto isAll = [this](const std::vector<std::size_t>& ends, bool mayBeLan) {
            return std::all_of(ends.begin(), ends.end(), [&](std::size_t end) {
                const NfTopologyNode& node = m_graph.GetNode(end);
                const bool isLan = node.kind == NfTopologyKind::LAN;
                return mayBeLan ? isLan && node.medium == NfTopologyMedium::WIFI : !isLan;
            });
        };
        if (!(isAll(from, true) && isAll(to, false)) && !(isAll(to, true) && isAll(from, false)))
        {
            return false;
        }
        for (const char* key : {"rate", "delay"})
        {
            if (view.Has(key))
            {
                m_errors.Add(view.GetPlace(key),
                             fmt::format("{}: that of Wi-Fi follows from its standard", key));
            }
        }
        return true;
    }

    bool AddLink(const NfScenarioView& view, const NfTopologyLink& link, const std::string& name)
    {
        if (link.from == link.to)
        {
            m_errors.Add(view.GetPlace(),
                         fmt::format("a link of '{}' to itself", m_graph.GetNode(link.from).name));
            return false;
        }
        if (m_graph.GetNLinks() >= NF_MOST_SCENARIO_NODES)
        {
            m_errors.Add(view.GetPlace(),
                         fmt::format("more than {} links", NF_MOST_SCENARIO_NODES));
            return false;
        }
        const std::size_t number = m_graph.AddLink(link);
        m_scenario.linkPlaces.push_back(view.GetPlace());
        NfNameScenarioLink(number, name, m_scenario);
        return true;
    }

    std::map<std::size_t, Ipv4Address> ReadAddresses(const NfScenarioView& view,
                                                     const std::vector<std::size_t>& from,
                                                     const std::vector<std::size_t>& to)
    {
        std::map<std::size_t, Ipv4Address> addresses;
        for (const auto& [name, address] : view.GetMap("addresses"))
        {
            const auto node = m_graph.FindNode(name.text);
            const bool isEnd = node && (std::count(from.begin(), from.end(), *node) > 0 ||
                                        std::count(to.begin(), to.end(), *node) > 0);
            if (!isEnd || m_graph.GetNode(*node).kind == NfTopologyKind::LAN)
            {
                m_errors.Add(
                    name.place,
                    fmt::format("addresses: no node '{}' is at an end of this link", name.text));
                continue;
            }
            addresses[*node] = *NfParseScenarioAddress(address.text);
        }
        return addresses;
    }

    static std::optional<Ipv4Address> FindAddress(
        const std::map<std::size_t, Ipv4Address>& addresses,
        std::size_t node)
    {
        const auto found = addresses.find(node);
        return found == addresses.end() ? std::nullopt : std::optional(found->second);
    }

    // A value that is wrong was told; what is returned then is never used.
    std::optional<uint64_t> ReadRate(const NfScenarioView& view)
    {
        const auto standard = m_view.GetRate("rate");
        if (!view.Has("rate") && !standard)
        {
            m_errors.Add(view.GetPlace(),
                         "a link lacks 'rate': expected one here or in the topology");
        }
        return view.Has("rate") ? view.GetRate("rate") : standard;
    }

    std::optional<Time> ReadDelay(const NfScenarioView& view)
    {
        const auto standard = m_view.GetDuration("delay");
        if (!view.Has("delay") && !standard)
        {
            m_errors.Add(view.GetPlace(),
                         "a link lacks 'delay': expected one here or in the topology");
        }
        return view.Has("delay") ? view.GetDuration("delay") : standard;
    }

    std::optional<Time> ReadLease(const NfScenarioView& view)
    {
        if (view.Has("lease") && !view.Has("dhcp"))
        {
            m_errors.Add(
                view.GetPlace("lease"),
                "'lease' is that of an address that 'dhcp' gives: expected 'dhcp' beside it");
        }
        return view.GetDuration("lease");
    }

    const NfScenarioView& m_view; //!< of the topology
    NfScenario& m_scenario;
    NfTopologyGraph& m_graph;
    NfScenarioErrors& m_errors;
};

} // namespace

void
NfReadScenarioLinks(const NfScenarioView& view, NfScenario& scenario, NfScenarioErrors& errors)
{
    LinkMaker maker(view, scenario, errors);
    for (const NfScenarioView& link : view.GetSections("links"))
    {
        maker.ReadLink(link);
    }
}

void
NfNameScenarioLink(std::size_t number, const std::string& name, NfScenario& scenario)
{
    const NfTopologyLink& link = scenario.graph.GetLink(number);
    scenario
        .links[name.empty() ? fmt::format("{}--{}",
                                          scenario.graph.GetNode(link.from).name,
                                          scenario.graph.GetNode(link.to).name)
                            : name]
        .push_back(number);
}

} // namespace ns3
