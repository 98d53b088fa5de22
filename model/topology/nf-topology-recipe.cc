// SPDX-License-Identifier: GPL-2.0-only

#include "nf-topology-recipe.h"

#include "nf-nearest-word.h"
#include "nf-topology-generators.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fmt/format.h>
#include <vector>

namespace ns3
{

namespace
{

using Values = std::vector<double>;

/// A parameter of a generator.
struct Parameter
{
    const char* name;
    double least;
    double most;
    bool isWhole{true};
    bool isEven{false};
};

/// A generator.
struct Recipe
{
    const char* name;
    std::vector<Parameter> parameters;
    double (*size)(const Values& values); //!< nodes or links, whichever are more, or somewhat more
    NfTopologyGraph (*make)(const Values& values);
};

constexpr double MOST = 1e6; // nodes or links
constexpr int64_t STREAM = 1;

uint32_t
Whole(double value)
{
    return static_cast<uint32_t>(value);
}

const std::vector<Recipe>&
GetRecipes()
{
    static const std::vector<Recipe> recipes{
        {"star",
         {{"LANS", 1, MOST}, {"HOSTS", 0, MOST}},
         [](const Values& v) { return v[0] * (v[1] + 2); },
         [](const Values& v) { return NfMakeStarOfLans(Whole(v[0]), Whole(v[1])); }},
        {"fat-tree",
         {{"PORTS", 2, MOST, true, true}},
         [](const Values& v) { return 0.75 * std::pow(v[0], 3); },
         [](const Values& v) { return NfMakeFatTree(Whole(v[0])); }},
        {"leaf-spine",
         {{"LEAVES", 1, MOST}, {"SPINES", 1, MOST}, {"HOSTS", 0, MOST}},
         [](const Values& v) { return v[0] * (v[1] + v[2] + 1); },
         [](const Values& v) { return NfMakeLeafSpine(Whole(v[0]), Whole(v[1]), Whole(v[2])); }},
        {"waxman",
         {{"NODES", 1, MOST}, {"ALPHA", 1e-9, 1, false}, {"BETA", 1e-9, 1e9, false}},
         // Its time grows with the pairs of nodes.
         [](const Values& v) { return v[0] * v[0] / 200; },
         [](const Values& v) {
             NfWaxmanSettings settings;
             settings.nodes = Whole(v[0]);
             settings.alpha = v[1];
             settings.beta = v[2];
             return NfMakeWaxman(settings, STREAM);
         }},
        {"barabasi-albert",
         {{"NODES", 2, MOST}, {"LINKS", 1, MOST}},
         [](const Values& v) { return v[0] * v[1]; },
         [](const Values& v) { return NfMakeBarabasiAlbert(Whole(v[0]), Whole(v[1]), STREAM); }},
    };
    return recipes;
}

// As a user may write it: "star:LANS,HOSTS".
std::string
Describe(const Recipe& recipe)
{
    std::string text = recipe.name;
    for (const Parameter& parameter : recipe.parameters)
    {
        text += (&parameter == recipe.parameters.data() ? ":" : ",") + std::string(parameter.name);
    }
    return text;
}

std::vector<std::string>
Split(const std::string& text)
{
    std::vector<std::string> words;
    for (std::size_t begin = 0; begin <= text.size();)
    {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        words.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return words;
}

// What is wrong with a value; empty if nothing is.
std::string
ReadValue(const Parameter& parameter, const std::string& text, double& value)
{
    char* end = nullptr;
    value = std::strtod(text.c_str(), &end);
    const bool isNumber = !text.empty() && end == text.c_str() + text.size();
    if (!isNumber || !(value >= parameter.least && value <= parameter.most) ||
        (parameter.isWhole && value != std::floor(value)) ||
        (parameter.isEven && std::fmod(value, 2) != 0))
    {
        return fmt::format("{} is '{}': expected {} number from {:g} to {:g}",
                           parameter.name,
                           text,
                           parameter.isEven    ? "an even"
                           : parameter.isWhole ? "a whole"
                                               : "a",
                           parameter.least,
                           parameter.most);
    }
    return "";
}

NfStatus
Wrong(const std::string& recipe, const std::string& message)
{
    NfError error;
    error.message = fmt::format("'{}': {}", recipe, message);
    return error;
}

} // namespace

const std::string&
NfGetTopologyRecipes()
{
    static const std::string text = [] {
        std::string all;
        for (const Recipe& recipe : GetRecipes())
        {
            all += (all.empty() ? "" : ", ") + Describe(recipe);
        }
        return all;
    }();
    return text;
}

NfStatus
NfMakeTopology(const std::string& recipe, NfTopologyGraph& graph)
{
    const std::size_t colon = recipe.find(':');
    const std::string name = recipe.substr(0, colon);
    std::vector<std::string> known;
    const Recipe* found = nullptr;
    for (const Recipe& candidate : GetRecipes())
    {
        known.emplace_back(candidate.name);
        found = name == candidate.name ? &candidate : found;
    }
    if (!found)
    {
        const std::string near = NfNearestWord(name, known);
        return Wrong(recipe,
                     fmt::format("no generator has that name{}; expected one of {}",
                                 near.empty() ? "" : ", did you mean " + near + "?",
                                 NfGetTopologyRecipes()));
    }
    const std::vector<std::string> words =
        colon == std::string::npos ? std::vector<std::string>() : Split(recipe.substr(colon + 1));
    if (words.size() != found->parameters.size())
    {
        return Wrong(recipe, "expected " + Describe(*found));
    }
    Values values(words.size());
    for (std::size_t i = 0; i < words.size(); ++i)
    {
        const std::string wrong = ReadValue(found->parameters[i], words[i], values[i]);
        if (!wrong.empty())
        {
            return Wrong(recipe, wrong);
        }
    }
    if (found->size(values) > MOST)
    {
        return Wrong(recipe, fmt::format("more than {:.0f} nodes or links", MOST));
    }
    if (name == "barabasi-albert" && values[0] <= values[1])
    {
        return Wrong(recipe, "expected more NODES than LINKS of each");
    }
    graph = found->make(values);
    return std::nullopt;
}

} // namespace ns3
