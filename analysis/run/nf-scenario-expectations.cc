// SPDX-License-Identifier: GPL-2.0-only

#include "nf-scenario-check.h"
#include "nf-scenario-reader.h"

#include <algorithm>
#include <fmt/format.h>

namespace ns3
{

namespace
{

// The nodes that a word of an expectation means: a zone, any, a name or a pattern.
std::optional<std::vector<std::string>>
FindNodes(const std::string& word, const NfScenario& scenario)
{
    const auto zone = scenario.zones.find(word);
    const bool isZone = zone != scenario.zones.end() && !scenario.graph.FindNode(word);
    const std::vector<std::size_t> nodes =
        isZone ? zone->second : scenario.graph.FindNodes(word == "any" ? "*" : word);
    std::vector<std::string> names;
    names.reserve(nodes.size());
    for (const std::size_t node : nodes)
    {
        names.push_back(scenario.graph.GetNode(node).name);
    }
    return names.empty() ? std::nullopt : std::optional(names);
}

// The classes of the traffic that there is.
std::vector<std::string>
GetClasses(const NfScenario& scenario)
{
    std::vector<std::string> classes;
    classes.reserve(scenario.traffic.size());
    for (const NfScenarioTraffic& traffic : scenario.traffic)
    {
        const NfTrafficSpec& spec = traffic.spec;
        classes.push_back(spec.group.empty() ? spec.name : spec.group);
    }
    return classes;
}

} // namespace

void
NfReadScenarioExpectations(const NfScenarioView& view,
                           NfScenario& scenario,
                           NfScenarioErrors& errors)
{
    const std::vector<std::string> classes = GetClasses(scenario);
    for (const NfScenarioText& text : view.GetTexts("expectations"))
    {
        NfRunExpectation expectation;
        const NfStatus wrong = NfRunExpectation::Parse(
            text.text,
            [&](const std::string& word) { return FindNodes(word, scenario); },
            expectation);
        const std::string& group = expectation.GetGroup();
        if (wrong)
        {
            errors.Add(text.place, fmt::format("'{}': {}", text.text, wrong->message));
        }
        else if (!group.empty() &&
                 std::find(classes.begin(), classes.end(), group) == classes.end())
        {
            errors.Add(text.place,
                       fmt::format("'{}': there is no traffic class '{}'{}",
                                   text.text,
                                   group,
                                   NfSuggestWord(group, classes)));
        }
        scenario.expectations.push_back(expectation);
    }
}

} // namespace ns3
