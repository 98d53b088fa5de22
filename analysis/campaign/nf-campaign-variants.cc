// SPDX-License-Identifier: GPL-2.0-only

#include "nf-campaign-variants.h"

#include "nf-cli-command.h"
#include "nf-external-program.h"

#include "ns3/nf-nearest-word.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
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

// Of several variants: one that comes to nodes in any of them is proposed, and it stands where
// another does only if that is so in all.
void
Merge(const std::vector<NfProposedPlacement>& proposed, NfScenarioChoice& choice)
{
    for (const NfProposedPlacement& placement : proposed)
    {
        const auto known = std::find_if(
            choice.proposed.begin(),
            choice.proposed.end(),
            [&placement](const NfProposedPlacement& it) { return it.name == placement.name; });
        if (known == choice.proposed.end())
        {
            choice.proposed.push_back(placement);
        }
        else if (known->same != placement.same)
        {
            known->same.clear();
        }
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
        std::vector<NfProposedPlacement> proposed;
        for (const Json& placement : object.value("proposed", Json::array()))
        {
            proposed.push_back(
                {placement.at("name").get<std::string>(), placement.at("same").get<std::string>()});
        }
        Merge(proposed, choice);
    }
    catch (const Json::exception& error)
    {
        throw NfCliError(fmt::format("--variants: this line is not understood: {}", line));
    }
}

bool
IsIn(const std::vector<std::string>& words, const std::string& word)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::vector<std::string>
Split(const std::string& list)
{
    std::vector<std::string> words;
    std::istringstream stream(list);
    for (std::string word; std::getline(stream, word, ',');)
    {
        AddUnlessThere(words, word);
    }
    return words;
}

/// Makes names of what `--placements` says.
class Placements
{
  public:
    Placements(const NfScenarioChoice& choice, const std::vector<std::string>& allocations)
        : m_choice(choice),
          m_allocations(allocations)
    {
    }

    std::vector<std::string> Resolve(const std::string& list)
    {
        for (const std::string& word : Split(list))
        {
            const bool isAll = word == "all";
            const std::size_t before = m_names.size();
            if (!isAll && !IsGroup(word))
            {
                AddUnlessThere(m_names, Check(word));
                continue;
            }
            if (isAll || word == "allocated")
            {
                AddEach(m_allocations);
            }
            if (isAll || word == "listed")
            {
                AddEach(m_choice.placements);
            }
            if (isAll || word == "proposed")
            {
                AddProposed();
            }
            if (m_names.size() == before)
            {
                throw NfCliError(fmt::format("--placements {}: there {}",
                                             word,
                                             isAll ? "are none: the scenario has no policy"
                                                   : "are none of these"));
            }
        }
        return m_names;
    }

    const std::vector<std::string>& GetLeftOut() const
    {
        return m_leftOut;
    }

  private:
    static bool IsGroup(const std::string& word)
    {
        return word == "allocated" || word == "listed" || word == "proposed";
    }

    void AddEach(const std::vector<std::string>& names)
    {
        for (const std::string& name : names)
        {
            AddUnlessThere(m_names, name);
        }
    }

    void AddProposed()
    {
        for (const NfProposedPlacement& placement : m_choice.proposed)
        {
            if (placement.same.empty())
            {
                AddUnlessThere(m_names, placement.name);
            }
            else
            {
                m_leftOut.push_back(fmt::format("{} is left out: its firewalls are those of {}",
                                                placement.name,
                                                placement.same));
            }
        }
    }

    // "greedy:200" is greedy with a budget.
    bool IsBudget(const std::string& word) const
    {
        constexpr const char* greedy = "greedy:";
        const std::string number = word.rfind(greedy, 0) == 0 ? word.substr(7) : "";
        return !number.empty() && number.size() < 10 && number[0] != '0' &&
               number.find_first_not_of("0123456789") == std::string::npos &&
               !m_choice.proposed.empty();
    }

    const std::string& Check(const std::string& word) const
    {
        std::vector<std::string> known = m_allocations;
        known.insert(known.end(), m_choice.placements.begin(), m_choice.placements.end());
        for (const NfProposedPlacement& placement : m_choice.proposed)
        {
            AddUnlessThere(known, placement.name);
        }
        if (IsIn(known, word) || IsBudget(word))
        {
            return word;
        }
        const std::string nearest = NfNearestWord(word, known);
        throw NfCliError(fmt::format("--placements {}: there is no such placement{}",
                                     word,
                                     !nearest.empty() ? "; did you mean '" + nearest + "'?"
                                     : known.empty()
                                         ? ": the scenario has no policy"
                                         : fmt::format(", but {}", fmt::join(known, ", "))));
    }

    const NfScenarioChoice& m_choice;
    const std::vector<std::string>& m_allocations;
    std::vector<std::string> m_names;
    std::vector<std::string> m_leftOut;
};

} // namespace

NfScenarioChoice
NfAskForVariants(const NfVariantsRequest& request)
{
    std::vector<std::string> words = request.runner;
    words.insert(words.end(), {request.scenario, "--variants"});
    for (const std::string& file : request.allocations)
    {
        words.insert(words.end(), {"--allocation", file});
    }
    if (request.look)
    {
        words.emplace_back("--proposals");
    }
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

bool
NfWantsProposals(const std::string& placements)
{
    const std::vector<std::string> words = Split(placements);
    return IsIn(words, "all") || IsIn(words, "proposed");
}

std::vector<NfCampaignVariant>
NfChoosePlacements(const NfScenarioChoice& choice,
                   const std::string& placements,
                   const std::vector<std::string>& allocations,
                   std::vector<std::string>& leftOut)
{
    if (placements.empty())
    {
        return choice.variants;
    }
    Placements names(choice, allocations);
    std::vector<NfCampaignVariant> chosen;
    for (const std::string& name : names.Resolve(placements))
    {
        for (const NfCampaignVariant& variant : choice.variants)
        {
            chosen.push_back(variant);
            chosen.back().placement = name;
        }
    }
    leftOut = names.GetLeftOut();
    return chosen;
}

} // namespace ns3
