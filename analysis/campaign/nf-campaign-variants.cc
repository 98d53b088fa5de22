// SPDX-License-Identifier: GPL-2.0-only

#include "nf-campaign-variants.h"

#include "nf-cli-command.h"
#include "nf-external-program.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sstream>

namespace ns3
{

namespace
{

using Json = nlohmann::json;

// Values of a scenario's variables may be numbers there; for --set they are text.
std::string
ToText(const Json& value)
{
    return value.is_string() ? value.get<std::string>() : value.dump();
}

void
AddUnlessThere(std::vector<std::string>& words, const std::string& word)
{
    if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end())
    {
        words.push_back(word);
    }
}

void
ParseLine(const std::string& line, NfScenarioChoice& choice)
{
    try
    {
        const Json object = Json::parse(line);
        NfCampaignVariant variant;
        variant.label = object.value("variant", "");
        const Json set = object.value("set", Json::object());
        for (const auto& [key, value] : set.items())
        {
            variant.settings[key] = ToText(value);
        }
        choice.variants.push_back(std::move(variant));
        for (const Json& placement : object.value("placements", Json::array()))
        {
            AddUnlessThere(choice.placements, placement.get<std::string>());
        }
    }
    catch (const Json::exception& error)
    {
        throw NfCliError(fmt::format("--variants: this line is not understood: {}", line));
    }
}

} // namespace

NfScenarioChoice
NfAskForVariants(const std::vector<std::string>& runner, const std::string& scenario)
{
    std::vector<std::string> words = runner;
    words.insert(words.end(), {scenario, "--variants"});
    std::istringstream lines(NfRunExternalProgram(words, "netfilter"));
    NfScenarioChoice choice;
    for (std::string line; std::getline(lines, line);)
    {
        if (!line.empty() && line[0] == '{')
        {
            ParseLine(line, choice);
        }
    }
    if (choice.variants.empty())
    {
        choice.variants.emplace_back();
    }
    return choice;
}

std::vector<NfCampaignVariant>
NfChoosePlacements(const NfScenarioChoice& choice, const std::string& placements)
{
    if (placements.empty())
    {
        return choice.variants;
    }
    std::vector<std::string> names;
    std::istringstream words(placements);
    for (std::string word; std::getline(words, word, ',');)
    {
        AddUnlessThere(names, word);
    }
    if (placements == "all")
    {
        names = choice.placements;
    }
    if (names.empty())
    {
        throw NfCliError(fmt::format("--placements {}: the scenario has none", placements));
    }
    std::vector<NfCampaignVariant> chosen;
    for (const std::string& name : names)
    {
        for (const NfCampaignVariant& variant : choice.variants)
        {
            chosen.push_back(variant);
            chosen.back().placement = name;
        }
    }
    return chosen;
}

} // namespace ns3
