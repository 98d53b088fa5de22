// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-completion.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstddef>

namespace ns3
{

namespace
{

const CLI::App*
Step(const CLI::App& parser, const std::string& word)
{
    for (const CLI::App* sub : parser.get_subcommands({}))
    {
        if (sub->get_name() == word)
        {
            return sub;
        }
    }
    return nullptr;
}

bool
IsOption(const std::string& word)
{
    return word.size() > 1 && word[0] == '-';
}

// An option's value stands behind it as a word of its own, unless the option is a flag.
bool
TakesValue(const CLI::App& parser, const std::string& option)
{
    for (const CLI::Option* known : parser.get_options())
    {
        if (known->check_name(option))
        {
            return known->get_items_expected_max() > 0;
        }
    }
    return false;
}

bool
HasPositional(const CLI::App& parser)
{
    const auto options = parser.get_options();
    return std::any_of(options.begin(), options.end(), [](const CLI::Option* option) {
        return option->get_positional();
    });
}

} // namespace

std::vector<std::string>
NfGetOptionNames(const CLI::App& parser)
{
    std::vector<std::string> names;
    for (const CLI::Option* option : parser.get_options())
    {
        for (const std::string& name : option->get_lnames())
        {
            names.push_back("--" + name);
        }
        for (const std::string& name : option->get_snames())
        {
            names.push_back("-" + name);
        }
    }
    return names;
}

std::vector<std::string>
NfGetSubcommandNames(const CLI::App& parser)
{
    std::vector<std::string> names;
    for (const CLI::App* sub : parser.get_subcommands({}))
    {
        names.push_back(sub->get_name());
    }
    return names;
}

const CLI::App&
NfFindSubcommand(const CLI::App& parser, const std::vector<std::string>& words)
{
    const CLI::App* found = &parser;
    for (const std::string& word : words)
    {
        if (const CLI::App* sub = Step(*found, word))
        {
            found = sub;
        }
    }
    return *found;
}

std::vector<std::string>
NfComplete(const CLI::App& parser, const std::vector<std::string>& words)
{
    std::vector<std::string> before(words.begin(), words.end());
    const std::string word = before.empty() ? "" : before.back();
    if (!before.empty())
    {
        before.pop_back();
    }
    const CLI::App& current = NfFindSubcommand(parser, before);
    if (!before.empty() && IsOption(before.back()) && TakesValue(current, before.back()))
    {
        return {NFSIM_COMPLETE_FILES};
    }
    std::vector<std::string> found;
    for (const std::string& name :
         IsOption(word) || word == "-" ? NfGetOptionNames(current) : NfGetSubcommandNames(current))
    {
        if (name.compare(0, word.size(), word) == 0)
        {
            found.push_back(name);
        }
    }
    if (!IsOption(word) && HasPositional(current))
    {
        found.emplace_back(NFSIM_COMPLETE_FILES);
    }
    return found;
}

} // namespace ns3
