// SPDX-License-Identifier: GPL-2.0-only

#include "nf-scenario-reader.h"
#include "nf-scenario-topology.h"
#include "nf-scenario-values.h"

#include "ns3/nf-lan-builder.h"
#include "ns3/nf-topology-media.h"
#include "ns3/nf-topology-units.h"

#include <fmt/format.h>
#include <set>

namespace ns3
{

namespace
{

/// Makes the nodes of a scenario.
class NodeMaker
{
  public:
    NodeMaker(NfScenario& scenario, NfScenarioErrors& errors)
        : m_scenario(scenario),
          m_graph(scenario.graph),
          m_errors(errors)
    {
    }

    void ReadNode(const NfScenarioText& name, const NfScenarioView& view)
    {
        const NfScenarioNames names = NfExpandScenarioNames(name.text);
        if (!names.wrong.empty())
        {
            m_errors.Add(name.place, names.wrong);
            return;
        }
        const auto kind = view.GetText("kind");
        for (const std::string& one : names.names)
        {
            AddNode({one, name.place}, kind ? kind->text : "", view.GetFlag("nat"));
        }
        NfScenarioNode node;
        node.names = names.names;
        if (const auto rules = view.GetText("rules"))
        {
            node.rules = NfReadScenarioSource(*rules, m_scenario.file, m_scenario.text, m_errors);
        }
        if (const auto sets = view.GetText("ipsets"))
        {
            node.ipsets = NfReadScenarioSource(*sets, m_scenario.file, m_scenario.text, m_errors);
        }
        if (const auto cpu = view.GetSection("cpu"))
        {
            node.cpu = cpu->GetAttributes();
        }
        node.iptables = view.GetTexts("iptables");
        node.ip = view.GetTexts("ip");
        node.sysctls = view.GetMap("sysctls");
        const bool isLan = kind && IsLan(kind->text);
        for (const char* key : {"rules", "iptables", "ip", "sysctls", "nat", "ipsets", "cpu"})
        {
            if (isLan && view.Has(key))
            {
                m_errors.Add(view.GetPlace(key),
                             fmt::format("{}: a LAN is no box, and has none", key));
            }
        }
        if (!isLan)
        {
            m_scenario.nodes.push_back(std::move(node));
        }
    }

    // What needs the other nodes: what a LAN is made of; and where all stand.
    void ReadMedium(const NfScenarioText& name, const NfScenarioView& view)
    {
        const auto kind = view.GetText("kind");
        const bool isWifi = kind && kind->text == "wifi";
        for (const char* key : {"standard", "rates", "access-point", "radius"})
        {
            if (view.Has(key) && !isWifi)
            {
                m_errors.Add(view.GetPlace(key), fmt::format("{}: only Wi-Fi has it", key));
            }
        }
        if (isWifi && !NfHasWifi())
        {
            m_errors.Add(
                kind->place,
                "kind: this nfsim was built without ns-3's module wifi, and knows no Wi-Fi");
        }
        NfTopologyWifi wifi;
        if (isWifi)
        {
            wifi = ReadWifi(view);
        }
        const auto position = ReadPosition(view);
        for (const std::string& one : NfExpandScenarioNames(name.text).names)
        {
            const auto node = m_graph.FindNode(one);
            if (node && view.GetNumber("rank"))
            {
                m_scenario.ranks[*node] = {static_cast<uint32_t>(*view.GetNumber("rank")),
                                           view.GetPlace("rank")};
            }
            if (node && kind && IsLan(kind->text))
            {
                m_graph.SetMedium(*node,
                                  isWifi                   ? NfTopologyMedium::WIFI
                                  : kind->text == "bridge" ? NfTopologyMedium::BRIDGE
                                                           : NfTopologyMedium::CSMA,
                                  wifi);
            }
            if (node && position)
            {
                m_graph.SetPosition(*node, *position);
            }
        }
    }

  private:
    void AddNode(const NfScenarioText& name, const std::string& kind, bool isNat)
    {
        const NfTopologyKind what = kind == "host" ? NfTopologyKind::HOST
                                    : IsLan(kind)  ? NfTopologyKind::LAN
                                                   : NfTopologyKind::ROUTER;
        const bool isNew = m_named.insert(name.text).second;
        const auto found = m_graph.FindNode(name.text);
        if (!isNew)
        {
            m_errors.Add(name.place, fmt::format("there are two nodes '{}'", name.text));
        }
        else if (isNat && what != NfTopologyKind::ROUTER)
        {
            m_errors.Add(name.place, fmt::format("nat: '{}' is no router", name.text));
        }
        else if (!found)
        {
            if (m_graph.GetNNodes() >= NF_MOST_SCENARIO_NODES)
            {
                m_errors.Add(name.place, fmt::format("more than {} nodes", NF_MOST_SCENARIO_NODES));
                return;
            }
            NfTopologyNode node;
            node.name = name.text;
            node.label = name.text;
            node.kind = what;
            node.isNat = isNat;
            m_graph.AddNode(std::move(node));
        }
        else if (!kind.empty() || isNat)
        {
            m_graph.SetKind(*found, kind.empty() ? m_graph.GetNode(*found).kind : what);
            m_graph.SetNat(*found, isNat);
        }
    }

    static bool IsLan(const std::string& kind)
    {
        return kind == "lan" || kind == "bridge" || kind == "wifi";
    }

    NfTopologyWifi ReadWifi(const NfScenarioView& view)
    {
        NfTopologyWifi wifi;
        const auto standard = view.GetText("standard");
        wifi.standard = standard ? standard->text : wifi.standard;
        const auto rates = view.GetText("rates");
        wifi.rates = rates ? rates->text : wifi.rates;
        wifi.radius = view.GetNumber("radius").value_or(wifi.radius);
        const std::string wrong = NfFindWifiFault(wifi);
        if (!wrong.empty())
        {
            m_errors.Add(view.GetPlace("rates"), "rates: " + wrong);
        }
        wifi.accessPoint = NfReadScenarioNode(view, "access-point", m_graph, m_errors);
        return wifi;
    }

    std::optional<NfTopologyPosition> ReadPosition(const NfScenarioView& view)
    {
        const auto texts = view.GetTexts("position");
        if (!view.Has("position"))
        {
            return std::nullopt;
        }
        const std::size_t count = view.CountValues("position");
        if (count != 2)
        {
            m_errors.Add(view.GetPlace("position"),
                         fmt::format("position: expected two numbers, not {}", count));
        }
        if (count != 2 || texts.size() != 2)
        {
            return std::nullopt;
        }
        return NfTopologyPosition{*NfParseNumber(texts[0].text), *NfParseNumber(texts[1].text)};
    }

    NfScenario& m_scenario;
    NfTopologyGraph& m_graph;
    NfScenarioErrors& m_errors;
    std::set<std::string> m_named;
};

} // namespace

void
NfReadScenarioNodes(const NfScenarioView& view, NfScenario& scenario, NfScenarioErrors& errors)
{
    NodeMaker maker(scenario, errors);
    const auto nodes = view.GetNamedSections("nodes");
    for (const auto& [name, node] : nodes)
    {
        maker.ReadNode(name, node);
    }
    for (const auto& [name, node] : nodes)
    {
        maker.ReadMedium(name, node);
    }
}

std::optional<std::size_t>
NfReadScenarioNode(const NfScenarioView& view,
                   const char* key,
                   const NfTopologyGraph& graph,
                   NfScenarioErrors& errors)
{
    const auto text = view.GetText(key);
    if (!text)
    {
        return std::nullopt;
    }
    const auto found = NfFindScenarioNodes(*text, graph, false, errors);
    if (found.size() > 1)
    {
        errors.Add(text->place, fmt::format("{}: expected one node", key));
    }
    return found.empty() ? std::nullopt : std::optional(found.front());
}

} // namespace ns3
