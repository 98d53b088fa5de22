// SPDX-License-Identifier: GPL-2.0-only

#include "target-case.h"

#include "nf-address-parser.h"
#include "nf-extension-registry.h"
#include "nf-ip-protocol-names.h"
#include "nf-standard-targets.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace ns3
{

std::vector<std::string>
SplitWords(const std::string& text)
{
    std::vector<std::string> words;
    std::string word;
    bool inWord = false;
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
    {
        char c = text[i];
        if (!quote && c == ' ')
        {
            if (inWord)
            {
                words.push_back(word);
            }
            word.clear();
            inWord = false;
        }
        else if (c == quote || (!quote && (c == '"' || c == '\'')))
        {
            quote = quote ? 0 : c;
            inWord = true;
        }
        else
        {
            word += c;
            inWord = true;
        }
    }
    if (inWord)
    {
        words.push_back(word);
    }
    return words;
}

TargetCase::TargetCase(const std::string& text, NfFamily ofFamily)
    : family(ofFamily)
{
    std::vector<std::string> words = SplitWords(text);
    table = words.at(0);
    chain = words.at(1);
    bool inverted = false;
    std::size_t i = 2;
    for (; words.at(i) != "-j"; ++i)
    {
        if (words[i] == "-p")
        {
            rule.protocol = NfParseIpProtocol(words.at(++i)).value();
            rule.notProtocol = inverted;
        }
        else if (words[i] == "-d")
        {
            std::vector<NfAddressAndMask> found;
            EXPECT_FALSE(NfParseAddressList(words.at(++i), found, family));
            rule.destination = found.at(0).address;
            rule.destinationMask = found.at(0).mask;
        }
        else if (words[i] == "-i")
        {
            rule.in = NfInterfaceName(words.at(++i));
        }
        else if (words[i] == "--syn")
        {
            tcpSynOnly = !inverted;
        }
        else if (words[i] == "--tcp-flags")
        {
            tcpSynOnly = !inverted && words.at(i + 2).find("SYN") != std::string::npos;
            i += 2;
        }
        inverted = words[i] == "!";
    }
    target = words.at(i + 1);
    options.assign(words.begin() + i + 2, words.end());
}

NfComplaint
TargetCase::ParseOptions(const NfTargetType& type, NfTarget& parsed) const
{
    std::set<const NfOptionSpec*> seen;
    std::vector<NfOption> found;
    for (std::size_t i = 0; i < options.size();)
    {
        std::string name = options[i].substr(std::min<std::size_t>(2, options[i].size()));
        auto spec = std::find_if(type.options.begin(), type.options.end(), [&](const auto& entry) {
            return entry.name == name || (!entry.alias.empty() && entry.alias == name);
        });
        if (spec == type.options.end())
        {
            return "unknown option " + options[i];
        }
        if (!seen.insert(&*spec).second && !spec->repeatable)
        {
            return "option given twice: " + options[i];
        }
        NfOption option;
        option.spec = &*spec;
        option.name.text = options[i++];
        for (unsigned n = 0; n < spec->minArguments; ++n, ++i)
        {
            if (i >= options.size())
            {
                return "argument is missing: " + option.name.text;
            }
            option.arguments.push_back({options[i]});
        }
        found.push_back(option);
    }
    const NfOption* culprit = nullptr;
    return NfTakeOptions(parsed, found, culprit);
}

std::unique_ptr<NfTarget>
TargetCase::Make(std::string& complaint) const
{
    NfRegisterStandardTargets();
    const NfTargetType* type = NfExtensionRegistry::Get().FindTarget(target, family);
    if (!type)
    {
        complaint = "unknown target " + target;
        return nullptr;
    }
    std::unique_ptr<NfTarget> made = type->New(family);
    NfRuleContext context;
    context.table = table;
    context.chain = chain;
    context.family = family;
    context.rule = &rule;
    context.tcpSynOnly = tcpSynOnly;
    for (unsigned hook = 0; hook < NF_N_INET_HOOKS; ++hook)
    {
        if (chain == NfToString(static_cast<NfHook>(hook)))
        {
            context.hooks = 1U << hook;
        }
    }
    NfComplaint found = ParseOptions(*type, *made);
    if (!found)
    {
        found = NfCheckPlace(*made, context);
        found = found ? found : made->Check(context);
    }
    if (found)
    {
        complaint = *found;
        return nullptr;
    }
    return made;
}

std::unique_ptr<NfTarget>
MakeTarget(const std::string& text, NfFamily family)
{
    std::string complaint;
    auto target = TargetCase(text, family).Make(complaint);
    EXPECT_TRUE(target) << text << ": " << complaint;
    return target;
}

} // namespace ns3
