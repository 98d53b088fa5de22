// SPDX-License-Identifier: GPL-2.0-only

#include "nf-scenario-reader.h"

#include "nf-scenario-check.h"
#include "nf-scenario-schema.h"
#include "nf-scenario-values.h"

#include <filesystem>
#include <fmt/format.h>

namespace ns3
{

namespace
{

// FNV-1a of 64 bits: tells one version of a file from another, no more.
std::string
HashText(const std::string& text)
{
    uint64_t hash = 0xcbf29ce484222325;
    for (const char c : text)
    {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    }
    return fmt::format("{:016x}", hash);
}

} // namespace

NfScenarioReader::NfScenarioReader(const std::string& file,
                                   const NfScenarioSettings& set,
                                   NfScenarioErrors& errors)
    : m_file(file)
{
    const std::string wrong = NfReadScenarioFile(file, m_text);
    if (!wrong.empty())
    {
        NfError error;
        error.message = wrong;
        errors.Add(error);
        return;
    }
    std::vector<NfYamlError> faults;
    NfReadYaml(m_text, m_root, faults);
    for (const NfYamlError& fault : faults)
    {
        errors.Add(fault.place, fault.message);
    }
    if (faults.empty())
    {
        m_variants = NfListVariants(m_root, set, errors);
    }
}

NfScenario
NfScenarioReader::Read(const NfScenarioVariant& variant,
                       const NfScenarioPlacementChoice& placement,
                       NfScenarioErrors& errors) const
{
    NfYamlValue root = m_root;
    NfPutVariables(root, variant, errors);
    const NfScenarioSection& section = NfGetScenarioSections().front();
    NfCheckScenario(root, section, errors);
    const NfScenarioView view(root, section);

    NfScenario scenario;
    scenario.file = m_file;
    scenario.text = m_text;
    scenario.hash = HashText(m_text);
    scenario.variant = variant.GetName();
    const auto name = view.GetText("name");
    scenario.name = name ? name->text : std::filesystem::path(m_file).stem().string();
    scenario.duration = view.GetDuration("duration").value_or(Time());
    if (view.GetDuration("duration") && !scenario.duration.IsStrictlyPositive())
    {
        errors.Add(view.GetPlace("duration"), "duration: expected more than nothing");
    }
    scenario.seed = static_cast<uint32_t>(view.GetNumber("seed").value_or(1));
    const auto level = view.GetText("trace");
    scenario.traceLevel = level ? level->text : scenario.traceLevel;
    if (const auto topology = view.GetSection("topology"))
    {
        NfReadScenarioTopology(*topology, scenario, errors);
        NfReadScenarioPolicy(view, scenario, errors);
        NfReadScenarioTraffic(view.GetSections("traffic"), scenario, errors);
        NfChooseScenarioPlacement(view, placement, scenario, errors);
        NfReadScenarioExpectations(view, scenario, errors);
        NfReadScenarioChanges(view.GetSections("changes"), scenario, errors);
    }
    return scenario;
}

std::vector<std::size_t>
NfFindScenarioNodes(const NfScenarioText& text,
                    const NfTopologyGraph& graph,
                    bool withLans,
                    NfScenarioErrors& errors)
{
    if (text.text.find_first_of("*?") != std::string::npos)
    {
        std::vector<std::size_t> found = graph.FindNodes(text.text);
        if (found.empty())
        {
            errors.Add(text.place, fmt::format("no node's name fits '{}'", text.text));
        }
        return found;
    }
    const NfScenarioNames names = NfExpandScenarioNames(text.text);
    if (!names.wrong.empty())
    {
        errors.Add(text.place, names.wrong);
    }
    std::vector<std::size_t> found;
    for (const std::string& name : names.names)
    {
        const auto node = graph.FindNode(name);
        if (node && (withLans || graph.GetNode(*node).kind != NfTopologyKind::LAN))
        {
            found.push_back(*node);
            continue;
        }
        std::vector<std::string> known;
        for (std::size_t i = 0; i < graph.GetNNodes(); ++i)
        {
            known.push_back(graph.GetNode(i).name);
        }
        errors.Add(text.place,
                   node ? fmt::format("'{}' is a LAN, and no node", name)
                        : fmt::format("there is no node '{}'{}", name, NfSuggestWord(name, known)));
    }
    return found;
}

} // namespace ns3
