// SPDX-License-Identifier: GPL-2.0-only

#include "nf-scenario-check.h"
#include "nf-scenario-reader.h"
#include "nf-scenario-values.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>
#include <sstream>

namespace ns3
{

namespace
{

using Kind = NfScenarioChange::Kind;

/// A key of a change, which says what changes.
struct ChangeKey
{
    const char* key;
    Kind kind;
};

constexpr ChangeKey KEYS[] = {
    {"link-down", Kind::LINK_DOWN},
    {"link-up", Kind::LINK_UP},
    {"iptables", Kind::IPTABLES},
    {"rules", Kind::RULES},
    {"ip", Kind::IP},
    {"conntrack", Kind::CONNTRACK},
    {"address", Kind::ADDRESS},
    {"restart", Kind::RESTART},
};

// Prefix of a network whose first and last address are no host's.
constexpr uint8_t LONGEST_OF_MANY = 30;

/// Reads one change.
class ChangeMaker
{
  public:
    ChangeMaker(const NfScenarioView& view, NfScenario& scenario, NfScenarioErrors& errors)
        : m_view(view),
          m_scenario(scenario),
          m_errors(errors)
    {
    }

    void Make()
    {
        std::vector<const ChangeKey*> found;
        std::vector<std::string> names;
        for (const ChangeKey& key : KEYS)
        {
            names.emplace_back(key.key);
            if (m_view.Has(key.key))
            {
                found.push_back(&key);
            }
        }
        if (found.size() != 1)
        {
            m_errors.Add(m_view.GetPlace(),
                         fmt::format("a change says one thing that changes, not {}: expected one "
                                     "of {}",
                                     found.size(),
                                     fmt::join(names, ", ")));
            return;
        }
        m_change.kind = found[0]->kind;
        m_change.place = m_view.GetPlace(found[0]->key);
        m_change.at = m_view.GetDuration("at").value_or(Time());
        if (m_change.at > m_scenario.duration && m_scenario.duration.IsStrictlyPositive())
        {
            m_errors.Add(m_view.GetPlace("at"), "at: the scenario is over by then");
        }
        ReadNodes();
        ReadWhat(found[0]->key);
        m_scenario.changes.push_back(std::move(m_change));
    }

  private:
    bool IsAboutLink() const
    {
        return m_change.kind == Kind::LINK_DOWN || m_change.kind == Kind::LINK_UP;
    }

    void ReadNodes()
    {
        if (IsAboutLink())
        {
            if (m_view.Has("node"))
            {
                m_errors.Add(m_view.GetPlace("node"),
                             "node: has no meaning for a link that goes down or up");
            }
            return;
        }
        const auto text = m_view.GetText("node");
        if (!text)
        {
            if (!m_view.Has("node"))
            {
                m_errors.Add(m_view.GetPlace(), "the change lacks 'node': expected whose it is");
            }
            return;
        }
        for (const std::size_t node : NfFindScenarioNodes(*text, m_scenario.graph, false, m_errors))
        {
            m_change.nodes.push_back(m_scenario.graph.GetNode(node).name);
        }
    }

    void ReadWhat(const char* key)
    {
        switch (m_change.kind)
        {
        case Kind::LINK_DOWN:
        case Kind::LINK_UP:
            ReadLink(key);
            return;
        case Kind::IPTABLES:
        case Kind::IP:
        case Kind::CONNTRACK:
            m_change.commands = m_view.GetTexts(key);
            return;
        case Kind::RULES:
            if (const auto rules = m_view.GetText(key))
            {
                m_change.rules =
                    NfReadScenarioSource(*rules, m_scenario.file, m_scenario.text, m_errors);
            }
            return;
        case Kind::ADDRESS:
            ReadAddress(key);
            return;
        case Kind::RESTART:
            m_change.duration = m_view.GetDuration(key).value_or(Time());
            return;
        }
    }

    void ReadLink(const char* key)
    {
        const auto text = m_view.GetText(key);
        if (!text)
        {
            return;
        }
        const auto found = m_scenario.links.find(text->text);
        if (found != m_scenario.links.end())
        {
            m_change.links = found->second;
            return;
        }
        std::vector<std::string> known;
        for (const auto& link : m_scenario.links)
        {
            known.push_back(link.first);
        }
        m_errors.Add(text->place,
                     fmt::format("{}: there is no link '{}'{}",
                                 key,
                                 text->text,
                                 NfSuggestWord(text->text, known)));
    }

    void ReadAddress(const char* key)
    {
        const auto text = m_view.GetText(key);
        if (!text)
        {
            return;
        }
        std::istringstream words(text->text);
        std::string prefix;
        std::string more;
        words >> m_change.interface >> prefix;
        const std::size_t slash = prefix.find('/');
        const auto address = NfParseScenarioAddress(prefix.substr(0, slash));
        const std::string length = slash == std::string::npos ? "" : prefix.substr(slash + 1);
        const auto network = NfParseScenarioNetwork("0.0.0.0/" + length);
        if (!address || !network || network->GetLength() == 0 || words >> more)
        {
            m_errors.Add(text->place,
                         fmt::format("address: expected an interface and its address, such as eth0 "
                                     "10.0.0.9/24, not '{}'",
                                     text->text));
            return;
        }
        const NfPrefix own(NfAddress(*address), network->GetLength());
        if (!NfIsHostNetwork(own) ||
            (own.GetLength() <= LONGEST_OF_MANY &&
             (*address == own.GetAddress().ToIpv4() || *address == own.GetLast().ToIpv4())))
        {
            m_errors.Add(text->place,
                         fmt::format("address: {} is no host's address in its network", prefix));
            return;
        }
        m_change.address = *address;
        m_change.prefixLength = network->GetLength();
        CheckInterface(*text);
    }

    void CheckInterface(const NfScenarioText& text)
    {
        if (m_errors.GetCount() > 0)
        {
            return; // there may be no plan
        }
        const NfTopologyPlan plan(m_scenario.graph, m_scenario.plan);
        for (const std::string& name : m_change.nodes)
        {
            const auto& interfaces = plan.GetInterfaces(*m_scenario.graph.FindNode(name));
            const bool isThere =
                std::any_of(interfaces.begin(), interfaces.end(), [&](std::size_t interface) {
                    return plan.GetInterfaces()[interface].name == m_change.interface;
                });
            if (!isThere)
            {
                m_errors.Add(text.place,
                             fmt::format("address: '{}' has no interface '{}', but eth0 to eth{}",
                                         name,
                                         m_change.interface,
                                         interfaces.size() - 1));
            }
        }
    }

    const NfScenarioView& m_view;
    NfScenario& m_scenario;
    NfScenarioErrors& m_errors;
    NfScenarioChange m_change;
};

} // namespace

void
NfReadScenarioChanges(const std::vector<NfScenarioView>& views,
                      NfScenario& scenario,
                      NfScenarioErrors& errors)
{
    for (const NfScenarioView& view : views)
    {
        ChangeMaker(view, scenario, errors).Make();
    }
    std::stable_sort(
        scenario.changes.begin(),
        scenario.changes.end(),
        [](const NfScenarioChange& a, const NfScenarioChange& b) { return a.at < b.at; });
}

} // namespace ns3
