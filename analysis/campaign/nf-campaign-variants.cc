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

NfCampaignVariant
ParseLine(const std::string& line)
{
    NfCampaignVariant variant;
    try
    {
        const Json object = Json::parse(line);
        variant.label = object.value("variant", "");
        variant.placement = object.value("placement", "");
        for (const auto& [key, value] : object.value("set", Json::object()).items())
        {
            variant.settings[key] = ToText(value);
        }
    }
    catch (const Json::exception& error)
    {
        throw NfCliError(fmt::format("--variants: no line of JSON: {}", line));
    }
    return variant;
}

void
AddUnlessThere(std::vector<std::string>& words, const std::string& word)
{
    if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end())
    {
        words.push_back(word);
    }
}

} // namespace

std::vector<NfCampaignVariant>
NfAskForVariants(const std::vector<std::string>& runner, const std::string& scenario)
{
    std::vector<std::string> words = runner;
    words.insert(words.end(), {scenario, "--variants"});
    std::istringstream lines(NfRunExternalProgram(words, "netfilter"));
    std::vector<NfCampaignVariant> variants;
    for (std::string line; std::getline(lines, line);)
    {
        if (!line.empty() && line[0] == '{')
        {
            variants.push_back(ParseLine(line));
        }
    }
    if (variants.empty())
    {
        variants.emplace_back();
    }
    return variants;
}

std::vector<NfCampaignVariant>
NfChoosePlacements(const std::vector<NfCampaignVariant>& variants, const std::string& placements)
{
    if (placements.empty())
    {
        return variants;
    }
    std::vector<std::string> names;
    if (placements == "all")
    {
        for (const NfCampaignVariant& variant : variants)
        {
            AddUnlessThere(names, variant.placement);
        }
        if (names.empty())
        {
            throw NfCliError("--placements all: the scenario has none");
        }
    }
    else
    {
        std::istringstream words(placements);
        for (std::string word; std::getline(words, word, ',');)
        {
            AddUnlessThere(names, word);
        }
    }
    std::vector<NfCampaignVariant> chosen;
    for (const std::string& name : names)
    {
        std::vector<NfCampaignSettings> seen;
        for (const NfCampaignVariant& variant : variants)
        {
            if (std::find(seen.begin(), seen.end(), variant.settings) != seen.end())
            {
                continue;
            }
            seen.push_back(variant.settings);
            chosen.push_back(variant);
            chosen.back().placement = name;
        }
    }
    return chosen;
}

} // namespace ns3
