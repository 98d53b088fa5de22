// SPDX-License-Identifier: GPL-2.0-only

#include "nf-campaign-spec.h"

#include "nf-cli-command.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

namespace ns3
{

namespace
{

using Json = nlohmann::ordered_json;

constexpr int FORMAT = 1;
constexpr std::size_t MOST_VARIANTS = 10000;

/// A variable, and the values that it is to take.
struct Variable
{
    std::string name;
    std::vector<std::string> values;
};

Variable
ParseVariable(const std::string& text)
{
    const std::size_t sign = text.find('=');
    if (sign == std::string::npos || sign == 0)
    {
        throw NfCliError(fmt::format("--set {}: a variable and its values are expected, "
                                     "\"name=value,value\"",
                                     text));
    }
    Variable variable{text.substr(0, sign), {}};
    std::istringstream values(text.substr(sign + 1));
    for (std::string value; std::getline(values, value, ',');)
    {
        if (std::count(variable.values.begin(), variable.values.end(), value) > 0)
        {
            throw NfCliError(fmt::format("--set {}: the value {} is there twice", text, value));
        }
        variable.values.push_back(value);
    }
    if (variable.values.empty())
    {
        variable.values.emplace_back();
    }
    return variable;
}

// What the scenario gives these variables does not count.
std::vector<NfCampaignVariant>
DropVariables(const std::vector<NfCampaignVariant>& bases, const std::set<std::string>& names)
{
    std::vector<NfCampaignVariant> variants;
    for (NfCampaignVariant variant : bases)
    {
        for (const std::string& name : names)
        {
            variant.settings.erase(name);
        }
        const bool known =
            std::any_of(variants.begin(), variants.end(), [&](const NfCampaignVariant& other) {
                return other.placement == variant.placement && other.settings == variant.settings;
            });
        if (!known)
        {
            variants.push_back(std::move(variant));
        }
    }
    return variants;
}

// Variants are called by what tells them apart.
void
NameVariants(std::vector<NfCampaignVariant>& variants)
{
    std::map<std::string, std::set<std::string>> values;
    for (const NfCampaignVariant& variant : variants)
    {
        for (const auto& [key, value] : variant.settings)
        {
            values[key].insert(value);
        }
    }
    std::set<std::string> labels;
    for (NfCampaignVariant& variant : variants)
    {
        std::string label = variant.placement;
        for (const auto& [key, value] : variant.settings)
        {
            if (values[key].size() > 1)
            {
                label += (label.empty() ? "" : " ") + key + "=" + value;
            }
        }
        if (!label.empty() || variant.label.empty())
        {
            variant.label = label.empty() ? "scenario" : label;
        }
        if (!labels.insert(variant.label).second)
        {
            throw NfCliError(fmt::format("two variants would be called '{}'", variant.label));
        }
    }
}

bool
IsPlain(const std::string& word)
{
    constexpr const char* plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                  "-_=+,./:@%";
    return !word.empty() && word.find_first_not_of(plain) == std::string::npos;
}

} // namespace

std::string
NfCampaignSpec::ToJson() const
{
    Json all = {{"format", FORMAT},
                {"scenario", scenario},
                {"text", text},
                {"runner", runner},
                {"seed", seed},
                {"runs", runs},
                {"command", command},
                {"allocations", Json::array()},
                {"variants", Json::array()}};
    for (const NfCampaignAllocation& allocation : allocations)
    {
        all["allocations"].push_back({{"name", allocation.name}, {"text", allocation.text}});
    }
    for (const NfCampaignVariant& variant : variants)
    {
        all["variants"].push_back({{"label", variant.label},
                                   {"placement", variant.placement},
                                   {"set", variant.settings}});
    }
    return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

NfCampaignSpec
NfCampaignSpec::FromJson(const std::string& text, const std::string& path)
{
    try
    {
        const Json all = Json::parse(text);
        if (all.at("format").get<int>() != FORMAT)
        {
            throw NfCliError(path + ": another version of nfsim wrote this campaign");
        }
        NfCampaignSpec spec;
        all.at("scenario").get_to(spec.scenario);
        all.at("text").get_to(spec.text);
        all.at("runner").get_to(spec.runner);
        all.at("seed").get_to(spec.seed);
        all.at("runs").get_to(spec.runs);
        all.at("command").get_to(spec.command);
        for (const Json& allocation : all.value("allocations", Json::array()))
        {
            spec.allocations.push_back({allocation.at("name").get<std::string>(),
                                        allocation.at("text").get<std::string>()});
        }
        for (const Json& variant : all.at("variants"))
        {
            spec.variants.push_back({variant.at("label").get<std::string>(),
                                     variant.at("placement").get<std::string>(),
                                     variant.at("set").get<NfCampaignSettings>()});
        }
        if (spec.variants.empty() || spec.runner.empty())
        {
            throw NfCliError(path + ": the campaign has no variants, or nothing that runs them");
        }
        return spec;
    }
    catch (const Json::exception& error)
    {
        throw NfCliError(fmt::format("{}: this is no campaign: {}", path, error.what()));
    }
}

std::string
NfCampaignSpec::DescribeDifference(const NfCampaignSpec& other) const
{
    if (text != other.text)
    {
        return "the scenario says something else by now";
    }
    if (seed != other.seed)
    {
        return fmt::format("the seeds are {} and {} (0: the scenario's)", seed, other.seed);
    }
    if (allocations != other.allocations)
    {
        return "the allocations say something else by now";
    }
    const bool same = std::equal(variants.begin(),
                                 variants.end(),
                                 other.variants.begin(),
                                 other.variants.end(),
                                 [](const NfCampaignVariant& a, const NfCampaignVariant& b) {
                                     return a.label == b.label && a.placement == b.placement &&
                                            a.settings == b.settings;
                                 });
    return same ? "" : "the variants are others";
}

std::vector<std::string>
NfCampaignSpec::GetArguments(const NfCampaignJob& job) const
{
    const NfCampaignVariant& variant = variants[job.variant];
    std::vector<std::string> words{scenario};
    if (!variant.placement.empty())
    {
        words.insert(words.end(), {"--placement", variant.placement});
    }
    for (const auto& [key, value] : variant.settings)
    {
        words.insert(words.end(), {"--set", key + "=" + value});
    }
    words.insert(words.end(), {"--replication", std::to_string(job.replication)});
    if (seed > 0)
    {
        words.insert(words.end(), {"--seed", std::to_string(seed)});
    }
    return words;
}

const NfCampaignAllocation*
NfCampaignSpec::FindAllocation(std::size_t variant) const
{
    for (const NfCampaignAllocation& allocation : allocations)
    {
        if (allocation.name == variants[variant].placement)
        {
            return &allocation;
        }
    }
    return nullptr;
}

std::vector<NfCampaignVariant>
NfCrossVariants(const std::vector<NfCampaignVariant>& bases, const std::vector<std::string>& sets)
{
    std::vector<Variable> variables;
    std::set<std::string> names;
    for (const std::string& text : sets)
    {
        variables.push_back(ParseVariable(text));
        if (!names.insert(variables.back().name).second)
        {
            throw NfCliError(fmt::format("--set {}: the variable is set twice", text));
        }
    }
    std::vector<NfCampaignVariant> variants = DropVariables(bases, names);
    for (const Variable& variable : variables)
    {
        if (variants.size() * variable.values.size() > MOST_VARIANTS)
        {
            throw NfCliError(fmt::format("there would be more than {} variants", MOST_VARIANTS));
        }
        std::vector<NfCampaignVariant> crossed;
        for (const NfCampaignVariant& variant : variants)
        {
            for (const std::string& value : variable.values)
            {
                crossed.push_back(variant);
                crossed.back().settings[variable.name] = value;
            }
        }
        variants = std::move(crossed);
    }
    NameVariants(variants);
    return variants;
}

std::string
NfQuoteForShell(const std::vector<std::string>& words)
{
    std::string line;
    for (const std::string& word : words)
    {
        line += line.empty() ? "" : " ";
        if (IsPlain(word))
        {
            line += word;
            continue;
        }
        line += '\'';
        for (char c : word)
        {
            line += c == '\'' ? std::string("'\\''") : std::string(1, c);
        }
        line += '\'';
    }
    return line;
}

} // namespace ns3
