// SPDX-License-Identifier: GPL-2.0-only

#include "nf-scenario-reader.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace ns3
{

namespace
{

std::vector<std::string>
ReadNodes(const NfScenarioView& view,
          const char* key,
          const NfScenario& scenario,
          NfScenarioErrors& errors)
{
    const NfTopologyGraph& graph = scenario.graph;
    std::vector<std::string> names;
    for (const NfScenarioText& text : view.GetTexts(key))
    {
        const auto zone = scenario.zones.find(text.text);
        const bool isZone = zone != scenario.zones.end() && !graph.FindNode(text.text);
        for (const std::size_t node :
             isZone ? zone->second : NfFindScenarioNodes(text, graph, false, errors))
        {
            if (graph.GetLinks(node).empty())
            {
                errors.Add(text.place,
                           fmt::format("the node '{}' has no link", graph.GetNode(node).name));
            }
            names.push_back(graph.GetNode(node).name);
        }
    }
    return names;
}

// The parameters of its kind: all keys that have one.
void
ReadParameters(const NfScenarioView& view,
               const NfScenario& scenario,
               NfTrafficSpec& spec,
               NfScenarioErrors& errors)
{
    for (const NfScenarioKey& key : view.GetSection().keys)
    {
        const auto text = key.parameter ? view.GetText(key.name) : std::nullopt;
        if (!text)
        {
            continue;
        }
        std::string& value = spec.values[key.name];
        value = text->text;
        if (key.parameter->type == NfTrafficValueType::FILE_NAME)
        {
            value = NfResolveScenarioPath(text->text, scenario.file);
            if (const auto wrong = NfCheckTrafficValue(*key.parameter, value))
            {
                errors.Add(text->place, *wrong);
            }
        }
    }
}

NfScenarioTraffic
ReadTraffic(const NfScenarioView& view, const NfScenario& scenario, NfScenarioErrors& errors)
{
    NfScenarioTraffic traffic;
    traffic.place = view.GetPlace();
    NfTrafficSpec& spec = traffic.spec;
    const auto name = view.GetText("name");
    const auto kind = view.GetText("kind");
    const auto group = view.GetText("class");
    const auto meant = view.GetText("meant");
    spec.name = name ? name->text : "";
    spec.kind = kind ? kind->text : "";
    spec.group = group ? group->text : "";
    spec.from = ReadNodes(view, "from", scenario, errors);
    spec.to = ReadNodes(view, "to", scenario, errors);
    spec.meant = !meant                     ? NfTrafficSpec::Meant::UNSAID
                 : meant->text == "allowed" ? NfTrafficSpec::Meant::ALLOWED
                                            : NfTrafficSpec::Meant::DENIED;
    spec.start = view.GetDuration("start").value_or(Time());
    spec.stop = view.GetDuration("stop");
    if (kind)
    {
        ReadParameters(view, scenario, spec, errors);
    }
    return traffic;
}

// Traffic of which nothing can ever be sent is a slip.
void
CheckIsSent(const NfScenarioView& view,
            const NfTrafficSpec& spec,
            const NfScenario& scenario,
            NfScenarioErrors& errors)
{
    const bool isSelf = std::all_of(spec.from.begin(), spec.from.end(), [&](const auto& from) {
        return std::all_of(spec.to.begin(), spec.to.end(), [&](const auto& to) {
            return from == to;
        });
    });
    if (!spec.from.empty() && !spec.to.empty() && isSelf)
    {
        errors.Add(view.GetPlace("to"),
                   fmt::format("'{}' sends to itself alone, which is no traffic", spec.from[0]));
    }
    if (spec.start >= scenario.duration && scenario.duration.IsStrictlyPositive())
    {
        errors.Add(view.GetPlace("start"), "start: the scenario is over by then");
    }
}

} // namespace

void
NfReadScenarioTraffic(const std::vector<NfScenarioView>& views,
                      NfScenario& scenario,
                      NfScenarioErrors& errors)
{
    std::set<std::string> names;
    for (const NfScenarioView& view : views)
    {
        const std::size_t before = errors.GetCount();
        scenario.traffic.push_back(ReadTraffic(view, scenario, errors));
        const NfTrafficSpec& spec = scenario.traffic.back().spec;
        if (!spec.name.empty() && !names.insert(spec.name).second)
        {
            errors.Add(view.GetPlace("name"),
                       fmt::format("there is traffic '{}' already", spec.name));
        }
        CheckIsSent(view, spec, scenario, errors);
        // What the table of keys told needs not to be told again.
        if (errors.GetCount() == before && view.IsComplete())
        {
            for (const std::string& fault : NfCheckTraffic(spec))
            {
                errors.Add(view.GetPlace(), fault);
            }
        }
    }
}

} // namespace ns3
