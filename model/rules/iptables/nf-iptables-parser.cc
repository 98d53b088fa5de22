// SPDX-License-Identifier: GPL-2.0-only
// From words to options; nf-iptables-parser-rules.cc, nf-iptables-parser-settings.cc and
// nf-iptables-parser-checks.cc go on.

#include "nf-iptables-parser.h"

#include "nf-extension-registry.h"
#include "nf-iptables-names.h"
#include "nf-tokenizer.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace ns3
{

NfIptablesParser::NfIptablesParser(const NfRuleset& ruleset,
                                   std::string restoreTable,
                                   NfRuleBodyPool* pool)
    : m_ruleset(ruleset),
      m_restoreTable(std::move(restoreTable)),
      m_pool(pool)
{
}

NfStatus
NfIptablesParser::Parse(const std::vector<NfToken>& words, NfIptablesCommand& command)
{
    m_words = &words;
    m_draft.spec.family = GetFamily();
    m_command = &command;
    if (!m_restoreTable.empty())
    {
        command.table = m_restoreTable;
    }
    if (!words.empty())
    {
        const NfToken& last = words.back();
        m_end = {"", last.line, last.column + static_cast<uint32_t>(last.text.size())};
    }
    if (const NfToken* word = NfFindZeroByte(words))
    {
        Fail(*word, "found a zero byte");
        return m_error;
    }
    while (m_next < words.size())
    {
        if (!ParseWord(words[m_next++]))
        {
            return m_error;
        }
        if (command.skip)
        {
            return {};
        }
    }
    Finish();
    return m_error;
}

NfFamily
NfIptablesParser::GetFamily() const
{
    return m_ruleset.GetFamily();
}

std::string
NfIptablesParser::DescribeMissing(std::string_view what, std::string_view name, bool own) const
{
    const NfFamily family = GetFamily();
    const NfFamily other = NfOtherFamily(family);
    const std::string_view removed = what == "target" ? NfWhyRemovedTarget(name, family) : "";
    if (!removed.empty())
    {
        return fmt::format("found the target '{}', which {} has and Linux has not {}",
                           name,
                           NfProgramName(family),
                           removed);
    }
    return fmt::format("found the {} '{}', which {} has and {} has not",
                       what,
                       name,
                       NfProgramName(own ? family : other),
                       own ? "this module" : NfProgramName(family));
}

bool
NfIptablesParser::Fail(const NfToken& place, std::string message, int exitCode)
{
    m_error = NfErrorAt(place, std::move(message), exitCode);
    return false;
}

bool
NfIptablesParser::ParseWord(const NfToken& word)
{
    std::string_view text = word.text;
    if (text == "!")
    {
        if (m_invert)
        {
            return Fail(word, "found a second '!', expected an option after the first");
        }
        m_invert = true;
        m_invertPlace = word;
        return true;
    }
    if (text == "--")
    {
        return Fail(word, "found '--', expected an option");
    }
    m_word = word.text;
    bool good;
    if (text.substr(0, 2) == "--")
    {
        good = ParseLong(word);
    }
    else if (text.size() > 1 && text[0] == '-')
    {
        good = ParseCluster(word);
    }
    else
    {
        return Fail(word, "found " + NfQuoted(text) + ", expected an option");
    }
    m_invert = false;
    return good;
}

std::vector<NfIptablesParser::Candidate>
NfIptablesParser::FindLong(std::string_view name)
{
    std::vector<Candidate> abbreviated;
    for (const NfStandardOption& option : NfStandardOptions())
    {
        if (option.letter == 'f' && GetFamily() == NfFamily::IPV6)
        {
            continue;
        }
        if (option.name == name)
        {
            return {{&option, nullptr, nullptr}};
        }
        bool known = std::any_of(abbreviated.begin(), abbreviated.end(), [&](const Candidate& c) {
            return c.standard->letter == option.letter;
        });
        if (option.name.substr(0, name.size()) == name && !known)
        {
            abbreviated.push_back({&option, nullptr, nullptr});
        }
    }
    for (NfExtensionUse* use : m_loaded)
    {
        if (const NfOptionSpec* spec = use->FindOption(name))
        {
            return {{nullptr, use, spec}};
        }
        for (const NfOptionSpec& spec : use->Type().options)
        {
            if (spec.name.substr(0, name.size()) == name ||
                spec.alias.substr(0, name.size()) == name)
            {
                abbreviated.push_back({nullptr, use, &spec});
            }
        }
    }
    return abbreviated;
}

std::string
NfIptablesParser::DescribeUnknown(std::string_view name) const
{
    const NfExtensionRegistry& registry = NfExtensionRegistry::Get();
    std::string owners;
    auto look = [&](const NfExtensionType& type, const char* flag) {
        for (const NfOptionSpec& spec : type.options)
        {
            if (spec.name == name || (!spec.alias.empty() && spec.alias == name))
            {
                owners += (owners.empty() ? "" : ", ") + std::string(flag) + " " + type.name;
            }
        }
    };
    const NfFamily family = GetFamily();
    for (const std::string& match : registry.GetMatchNames(family))
    {
        look(*registry.FindMatch(match, family), "-m");
    }
    for (const std::string& target : registry.GetTargetNames(family))
    {
        look(*registry.FindTarget(target, family), "-j");
    }
    const std::string program = NfProgramName(family);
    std::string message = "found the unknown option '--" + std::string(name) +
                          "', expected an option of " + program +
                          " or of an extension named before it";
    if (!owners.empty())
    {
        return message + " (it belongs to " + owners + ")";
    }
    bool extension =
        std::any_of(m_uses.begin(), m_uses.end(), [](const auto& use) { return use->target; });
    if (!m_target.text.empty() && !extension)
    {
        const std::string_view removed = NfWhyRemovedTarget(m_target.text, family);
        message += " (" + NfQuoted(m_target.text);
        if (!removed.empty())
        {
            return message + " is a target that " + program + " has and Linux has not " +
                   std::string(removed) + ")";
        }
        message += NfIsIptablesTarget(m_target.text, family)
                       ? " is a target that " + program + " has and this module has not)"
                       : " is not a target extension, and takes none)";
    }
    return message;
}

bool
NfIptablesParser::ParseLong(const NfToken& word)
{
    std::string_view text = std::string_view(word.text).substr(2);
    std::size_t equals = text.find('=');
    std::string_view name = text.substr(0, equals);
    NfToken value;
    if (equals != std::string_view::npos)
    {
        value = {std::string(text.substr(equals + 1)),
                 word.line,
                 word.column + static_cast<uint32_t>(equals) + 3};
    }
    const NfToken* attached = equals == std::string_view::npos ? nullptr : &value;

    std::vector<Candidate> found = FindLong(name);
    if (found.empty() && LoadImplicitMatch(word))
    {
        found = FindLong(name);
    }
    if (found.empty())
    {
        return Fail(word, DescribeUnknown(name));
    }
    if (found.size() > 1)
    {
        std::string names;
        for (const Candidate& candidate : found)
        {
            names += names.empty() ? "--" : ", --";
            names += candidate.standard ? candidate.standard->name : candidate.spec->name;
        }
        return Fail(word,
                    "the option " + NfQuoted(word.text) + " is ambiguous, expected one of " +
                        names);
    }
    if (!found[0].standard)
    {
        return ParseExtensionOption(found[0], word, attached);
    }
    const NfStandardOption& option = *found[0].standard;
    if (attached && option.argument == NfArgument::NONE)
    {
        return Fail(value, "the option --" + std::string(option.name) + " takes no argument");
    }
    NfToken argument;
    return TakeArgument(option, word, attached, argument) && Handle(option, word, argument);
}

bool
NfIptablesParser::ParseCluster(const NfToken& word)
{
    for (std::size_t i = 1; i < word.text.size(); ++i)
    {
        NfToken name{std::string("-") + word.text[i],
                     word.line,
                     word.column + static_cast<uint32_t>(i == 1 ? 0 : i)};
        const NfStandardOption* option = NfFindStandardOption(word.text[i]);
        if (!option)
        {
            return Fail(name, "found the unknown option " + NfQuoted(name.text));
        }
        bool last = i + 1 == word.text.size();
        if (option->argument == NfArgument::NONE)
        {
            if (!Handle(*option, name, {}))
            {
                return false;
            }
            continue;
        }
        NfToken rest{word.text.substr(i + 1),
                     word.line,
                     word.column + static_cast<uint32_t>(i) + 1};
        NfToken argument;
        return TakeArgument(*option, name, last ? nullptr : &rest, argument) &&
               Handle(*option, name, argument);
    }
    return true;
}

bool
NfIptablesParser::HasArgument() const
{
    if (m_next >= m_words->size())
    {
        return false;
    }
    const std::string& text = (*m_words)[m_next].text;
    return text.empty() || (text[0] != '-' && text[0] != '!');
}

bool
NfIptablesParser::TakeArgument(const NfStandardOption& option,
                               const NfToken& name,
                               const NfToken* attached,
                               NfToken& argument)
{
    if (attached && std::string_view("sdiopj").find(option.letter) != std::string_view::npos)
    {
        return Fail(name,
                    "the argument of -" + std::string(1, option.letter) +
                        " must be a word of its own, not attached as in " + NfQuoted(m_word));
    }
    if (attached)
    {
        argument = *attached;
    }
    else if (option.argument == NfArgument::REQUIRED)
    {
        if (m_next >= m_words->size())
        {
            return Fail(m_end, "the option " + NfQuoted(name.text) + " requires an argument");
        }
        argument = (*m_words)[m_next++];
    }
    else if (option.argument == NfArgument::OPTIONAL && HasArgument())
    {
        argument = (*m_words)[m_next++];
    }
    return true;
}

bool
NfIptablesParser::ParseExtensionOption(const Candidate& candidate,
                                       const NfToken& name,
                                       const NfToken* attached)
{
    const NfOptionSpec& spec = *candidate.spec;
    const std::string prefix = candidate.use->Type().name + ": ";
    const std::string written = "--" + std::string(spec.name);
    NfOption option;
    option.spec = &spec;
    option.inverted = m_invert;
    option.name = name;
    if (m_invert && !spec.invertible)
    {
        return Fail(m_invertPlace, prefix + "the option " + written + " cannot be inverted");
    }
    if (attached && spec.maxArguments == 0)
    {
        return Fail(*attached, prefix + "the option " + written + " takes no argument");
    }
    if (attached)
    {
        option.arguments.push_back(*attached);
    }
    while (option.arguments.size() < spec.maxArguments)
    {
        bool first = option.arguments.empty() && spec.minArguments > 0;
        bool more = first ? m_next < m_words->size() : HasArgument();
        if (!more)
        {
            break;
        }
        option.arguments.push_back((*m_words)[m_next++]);
    }
    if (option.arguments.size() < spec.minArguments)
    {
        return Fail(m_next < m_words->size() ? (*m_words)[m_next] : m_end,
                    prefix + "the option " + written + " requires " +
                        std::to_string(spec.minArguments) +
                        (spec.minArguments == 1 ? " argument" : " arguments"));
    }
    bool seen = std::any_of(candidate.use->options.begin(),
                            candidate.use->options.end(),
                            [&](const NfOption& other) { return other.spec == &spec; });
    if (seen && !spec.repeatable)
    {
        return Fail(name, prefix + "the option " + written + " may be given only once");
    }
    candidate.use->options.push_back(std::move(option));
    return true;
}

} // namespace ns3
