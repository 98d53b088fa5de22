// SPDX-License-Identifier: GPL-2.0-only

#include "nf-scenario-topology.h"

#include "nf-scenario-ranks.h"
#include "nf-scenario-reader.h"
#include "nf-scenario-values.h"

#include "ns3/nf-topology-reader.h"

#include <fmt/format.h>

namespace ns3
{

namespace
{

/// Makes the graph of a scenario.
class TopologyMaker
{
  public:
    TopologyMaker(const NfScenarioView& view, NfScenario& scenario, NfScenarioErrors& errors)
        : m_view(view),
          m_scenario(scenario),
          m_graph(scenario.graph),
          m_errors(errors)
    {
    }

    void Make()
    {
        const std::size_t before = m_errors.GetCount();
        ReadSettings();
        ReadFile();
        NfReadScenarioNodes(m_view, m_scenario, m_errors);
        NfReadScenarioLinks(m_view, m_scenario, m_errors);
        if (m_graph.GetNNodes() == 0 && m_errors.GetCount() == before && !m_view.Has("nodes"))
        {
            m_errors.Add(m_view.GetPlace(),
                         "the topology has no nodes: expected 'file' or 'nodes'");
        }
        CheckRouting();
        if (m_errors.GetCount() == 0)
        {
            CheckPlan();
            NfCheckScenarioRanks(m_scenario, m_errors);
            NfCheckScenarioQueues(m_scenario, m_errors);
        }
    }

  private:
    void ReadSettings()
    {
        static const std::map<std::string, NfScenarioRouting> routings{
            {"static", NfScenarioRouting::STATIC},
            {"global", NfScenarioRouting::GLOBAL},
            {"rip", NfScenarioRouting::RIP},
            {"olsr", NfScenarioRouting::OLSR},
            {"nixvector", NfScenarioRouting::NIXVECTOR},
        };
        if (const auto routing = m_view.GetText("routing"))
        {
            m_scenario.routing = routings.at(routing->text);
        }
        if (const auto metric = m_view.GetText("metric"))
        {
            m_scenario.plan.metric = metric->text == "delay" ? NfTopologyPlanSettings::Metric::DELAY
                                                             : NfTopologyPlanSettings::Metric::HOPS;
        }
        if (const auto pool = m_view.GetNetwork("pool"))
        {
            m_scenario.plan.pool = pool->GetAddress().ToIpv4();
            m_scenario.plan.poolLength = pool->GetLength();
        }
    }

    void ReadFile()
    {
        const auto file = m_view.GetText("file");
        if (!file)
        {
            return;
        }
        NfTopologyReading reading;
        const std::string path = NfResolveScenarioPath(file->text, m_scenario.file);
        if (const NfStatus wrong = NfReadTopology(path, reading))
        {
            m_errors.Add(file->place, "file: " + wrong->ToString());
            return;
        }
        m_graph = std::move(reading.graph);
        m_graph.SetDelaysFromPositions();
        m_scenario.linkPlaces.assign(m_graph.GetNLinks(), file->place);
        GiveDefaults(*file);
        for (std::size_t i = 0; i < m_graph.GetNLinks(); ++i)
        {
            NfNameScenarioLink(i, "", m_scenario);
        }
        if (m_graph.GetNNodes() > NF_MOST_SCENARIO_NODES ||
            m_graph.GetNLinks() > NF_MOST_SCENARIO_NODES)
        {
            m_errors.Add(file->place,
                         fmt::format("more than {} nodes or links", NF_MOST_SCENARIO_NODES));
        }
    }

    // For the links of a file.
    void GiveDefaults(const NfScenarioText& file)
    {
        const auto rate = m_view.GetRate("rate");
        const auto delay = m_view.GetDuration("delay");
        std::size_t rates = 0;
        std::size_t delays = 0;
        for (std::size_t i = 0; i < m_graph.GetNLinks(); ++i)
        {
            const NfTopologyLink& link = m_graph.GetLink(i);
            rates += link.bitRate ? 0 : 1;
            delays += link.delay ? 0 : 1;
            if (!link.bitRate && rate)
            {
                m_graph.SetBitRate(i, *rate);
            }
            if (!link.delay && delay)
            {
                m_graph.SetDelay(i, *delay);
            }
        }
        if (rates > 0 && !rate)
        {
            m_errors.Add(file.place,
                         fmt::format("{} of the file's links have no rate: expected 'rate' in the "
                                     "topology",
                                     rates));
        }
        if (delays > 0 && !delay)
        {
            m_errors.Add(
                file.place,
                fmt::format("{} of the file's links have no delay: expected 'delay' in the "
                            "topology",
                            delays));
        }
    }

    void CheckRouting()
    {
        for (std::size_t i = 0; i < m_graph.GetNNodes(); ++i)
        {
            const NfTopologyNode& node = m_graph.GetNode(i);
            if (m_scenario.routing == NfScenarioRouting::NIXVECTOR &&
                node.kind == NfTopologyKind::LAN && node.medium == NfTopologyMedium::BRIDGE)
            {
                m_errors.Add(m_view.GetPlace("routing"),
                             fmt::format("routing: ns-3's NixVector finds no way through a bridge, "
                                         "such as '{}'",
                                         node.name));
                break;
            }
        }
        for (std::size_t i = 0; i < m_graph.GetNLinks(); ++i)
        {
            if (m_graph.GetLink(i).dhcpServer && m_scenario.routing != NfScenarioRouting::STATIC)
            {
                m_errors.Add(m_scenario.linkPlaces[i],
                             "dhcp: a lease brings a static route: expected 'routing: static'");
            }
            if (m_graph.GetLink(i).isPrivate && m_scenario.routing != NfScenarioRouting::STATIC)
            {
                m_errors.Add(m_scenario.linkPlaces[i],
                             "private: a routing protocol would tell everybody of the network: "
                             "expected 'routing: static'");
            }
        }
    }

    void CheckPlan()
    {
        if (const auto fault = NfTopologyPlan::FindFault(m_graph, m_scenario.plan))
        {
            m_errors.Add(fault->link ? m_scenario.linkPlaces[*fault->link]
                                     : m_view.GetPlace("pool"),
                         fault->message);
        }
    }

    const NfScenarioView& m_view;
    NfScenario& m_scenario;
    NfTopologyGraph& m_graph;
    NfScenarioErrors& m_errors;
};

} // namespace

void
NfReadScenarioTopology(const NfScenarioView& view, NfScenario& scenario, NfScenarioErrors& errors)
{
    TopologyMaker(view, scenario, errors).Make();
}

} // namespace ns3
