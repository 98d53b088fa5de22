// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-reference.h"

#include "nf-cli-command.h"
#include "nf-extension-texts.h"

#include "ns3/nf-extension-registry.h"
#include "ns3/nf-ip-protocol-names.h"
#include "ns3/nf-nearest-word.h"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <set>
#include <vector>

namespace ns3
{

namespace
{

constexpr std::size_t WIDTH = 100;

/// A match or target with what is written about it.
struct Entry
{
    const NfExtensionType* type;
    bool target;
    const NfExtensionText* text;
};

/// What is written about a type; what is missing or too much is added to a message.
Entry
FindEntry(const NfExtensionType& type, bool target, std::string& wrong)
{
    static const NfExtensionText none;
    const auto& texts = NfGetExtensionTexts();
    const std::string key = (target ? "target " : "match ") + type.name;
    auto found = type.family == NfFamily::IPV6 ? texts.find(key + " of IPv6") : texts.end();
    found = found == texts.end() ? texts.find(key) : found;
    const NfExtensionText& text = found == texts.end() ? none : found->second;
    wrong += found == texts.end() ? "\nnothing is written about " + type.name : "";
    std::set<std::string> options;
    for (const NfOptionSpec& option : type.options)
    {
        options.emplace(option.name);
        if (text.options.count(std::string(option.name)) == 0)
        {
            wrong += fmt::format("\nnothing is written about --{} of {}", option.name, type.name);
        }
    }
    for (const auto& written : text.options)
    {
        if (options.count(written.first) == 0)
        {
            wrong += "\n" + type.name + " has no option --" + written.first;
        }
    }
    return {&type, target, &text};
}

/// Of a name that both families give to things of their own, IPv4's comes first.
template <class Find>
void
AddEntries(bool target, std::set<std::string> names, Find find, std::vector<Entry>& entries)
{
    std::string wrong;
    for (const std::string& name : names)
    {
        const NfExtensionType* first = find(name, NfFamily::IPV4);
        const NfExtensionType* second = find(name, NfFamily::IPV6);
        for (const NfExtensionType* type : {first, second == first ? nullptr : second})
        {
            if (type)
            {
                entries.push_back(FindEntry(*type, target, wrong));
            }
        }
    }
    if (!wrong.empty())
    {
        throw NfCliError("the reference does not fit the extensions:" + wrong);
    }
}

std::vector<Entry>
ListEntries()
{
    const NfExtensionRegistry& registry = NfExtensionRegistry::Get();
    std::set<std::string> matches;
    std::set<std::string> targets;
    for (NfFamily family : {NfFamily::IPV4, NfFamily::IPV6})
    {
        const auto some = registry.GetMatchNames(family);
        matches.insert(some.begin(), some.end());
        const auto others = registry.GetTargetNames(family);
        targets.insert(others.begin(), others.end());
    }
    std::vector<Entry> entries;
    AddEntries(
        false,
        matches,
        [&](const auto& name, NfFamily family) { return registry.FindMatch(name, family); },
        entries);
    AddEntries(
        true,
        targets,
        [&](const auto& name, NfFamily family) { return registry.FindTarget(name, family); },
        entries);
    return entries;
}

std::string
Join(const std::vector<std::string>& words)
{
    std::string text;
    for (const std::string& word : words)
    {
        text += (text.empty() ? "" : ", ") + word;
    }
    return text;
}

std::string
NameHooks(uint32_t hooks)
{
    std::vector<std::string> names;
    for (uint8_t hook = 0; hook < NF_N_INET_HOOKS; ++hook)
    {
        if (hooks >> hook & 1)
        {
            names.emplace_back(NfToString(static_cast<NfHook>(hook)));
        }
    }
    return Join(names);
}

/// Where it may stand, and what it needs: sentences.
std::string
DescribePlace(const Entry& entry)
{
    const NfExtensionType& type = *entry.type;
    std::string text;
    if (type.family)
    {
        text += type.family == NfFamily::IPV6 ? " Only IPv6." : " Only IPv4.";
    }
    if (!type.tables.empty())
    {
        text += " Only in the table " + Join({type.tables.begin(), type.tables.end()}) + ".";
    }
    if (type.hooks != NF_ALL_HOOKS)
    {
        text += " Only where " + NameHooks(type.hooks) + " lead.";
    }
    if (!type.protocols.empty())
    {
        std::vector<std::string> protocols;
        protocols.reserve(type.protocols.size());
        for (uint8_t protocol : type.protocols)
        {
            protocols.emplace_back(NfIpProtocolName(protocol));
        }
        text += " Needs -p " + Join(protocols) + ".";
    }
    if (type.needsConntrack)
    {
        text += " Needs connection tracking.";
    }
    return text;
}

/// How an option is written, without its arguments.
std::string
WriteOption(const NfOptionSpec& option)
{
    std::string text = option.invertible ? "[!] --" : "--";
    text += option.name;
    if (!option.alias.empty())
    {
        text += ", --" + std::string(option.alias);
    }
    return text;
}

/// What the option's row says of its use: words in parentheses, or nothing.
std::string
DescribeUse(const NfOptionSpec& option)
{
    std::vector<std::string> words;
    if (option.mandatory)
    {
        words.emplace_back("required");
    }
    if (option.repeatable)
    {
        words.emplace_back("may be given again");
    }
    if (option.hooks != NF_ALL_HOOKS)
    {
        words.emplace_back("only from " + NameHooks(option.hooks));
    }
    return words.empty() ? "" : " (" + Join(words) + ")";
}

/// Break a paragraph into lines, all but the first indented.
std::string
Wrap(const std::string& paragraph, const std::string& indent)
{
    std::string text;
    std::string line;
    std::size_t at = 0;
    while (at < paragraph.size())
    {
        const std::size_t end = std::min(paragraph.find(' ', at), paragraph.size());
        const std::string word = paragraph.substr(at, end - at);
        if (!line.empty() && line.size() + 1 + word.size() > WIDTH)
        {
            text += line + "\n";
            line = indent;
            line += word;
        }
        else
        {
            line += (line.empty() ? "" : " ") + word;
        }
        at = end + 1;
    }
    return text + line + "\n";
}

/// The name; with its family, where the other one has something else under it.
std::string
GetTitle(const Entry& entry)
{
    const NfExtensionType& type = *entry.type;
    const NfExtensionRegistry& registry = NfExtensionRegistry::Get();
    auto find = [&](NfFamily family) -> const NfExtensionType* {
        return entry.target
                   ? static_cast<const NfExtensionType*>(registry.FindTarget(type.name, family))
                   : registry.FindMatch(type.name, family);
    };
    if (!find(NfFamily::IPV4) || !find(NfFamily::IPV6) || !type.family)
    {
        return type.name;
    }
    return type.name + (type.family == NfFamily::IPV6 ? " (IPv6)" : " (IPv4)");
}

std::string
WriteEntry(const Entry& entry)
{
    const NfExtensionType& type = *entry.type;
    const std::string title = GetTitle(entry);
    std::string text = fmt::format("{}\n{}\n\n", title, std::string(title.size(), '~'));
    std::string help = type.help;
    help[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(help[0])));
    text += Wrap(help + "." + DescribePlace(entry), "") + "\n";
    for (const NfOptionSpec& option : type.options)
    {
        text += "``" + WriteOption(option) + "``\n";
        text += "   " +
                Wrap(entry.text->options.at(std::string(option.name)) + DescribeUse(option), "   ");
        text += "\n";
    }
    if (!entry.text->differs.empty())
    {
        text += Wrap("*Differs from Linux.* " + entry.text->differs, "") + "\n";
    }
    if (!entry.text->examples.empty())
    {
        text += "::\n\n";
        for (const std::string& example : entry.text->examples)
        {
            text += "   " + example + "\n";
        }
        text += "\n";
    }
    return text;
}

} // namespace

std::string
NfWriteExtensionReference()
{
    std::string text =
        "Matches and targets\n"
        "===================\n\n" +
        Wrap("What rules may name, in the words of iptables and ip6tables 1.8.9. What is not said "
             "to be of one family is the same in both, but for the addresses. This page is what "
             "``nfsim check --reference`` prints. ``[!]`` may stand before an option; "
             "a second name is another spelling. An example is loaded by a test.",
             "") +
        "\n";
    bool targets = false;
    text += "Matches\n-------\n\n";
    for (const Entry& entry : ListEntries())
    {
        if (entry.target && !targets)
        {
            targets = true;
            text += "Targets\n-------\n\n";
        }
        text += WriteEntry(entry);
    }
    text.pop_back();
    return text;
}

std::string
NfExplainExtension(const std::string& name)
{
    const std::vector<Entry> entries = ListEntries();
    std::vector<std::string> names;
    names.reserve(entries.size());
    std::string text;
    for (const Entry& entry : entries)
    {
        names.push_back(entry.type->name);
        if (entry.type->name != name)
        {
            continue;
        }
        text += text.empty() ? "" : "\n";
        text += GetTitle(entry) + ": " + entry.type->help + "." + DescribePlace(entry) + "\n";
        for (const NfOptionSpec& option : entry.type->options)
        {
            text += "  " + WriteOption(option) + DescribeUse(option) + "\n      " +
                    entry.text->options.at(std::string(option.name)) + "\n";
        }
        text +=
            entry.text->differs.empty() ? "" : "Differs from Linux: " + entry.text->differs + "\n";
        for (const std::string& example : entry.text->examples)
        {
            text += "Example: " + example + "\n";
        }
    }
    if (!text.empty())
    {
        return text;
    }
    const std::string nearest = NfNearestWord(name, names);
    throw NfCliError("there is no match or target '" + name + "'" +
                     (nearest.empty() ? "" : "; did you mean '" + nearest + "'?"));
}

} // namespace ns3
