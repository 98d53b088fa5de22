// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rule-draft.h"

#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <tuple>
#include <utility>

namespace ns3
{

namespace
{

/// Give an extension its options.
NfStatus
Fill(NfExtension& extension, const NfExtensionUse& use)
{
    const NfOption* culprit = nullptr;
    NfComplaint complaint = NfTakeOptions(extension, use.options, culprit);
    if (!complaint)
    {
        return {};
    }
    const NfToken* place = &use.place;
    if (culprit)
    {
        place = culprit->arguments.empty() ? &culprit->name : &culprit->arguments.front();
    }
    return NfErrorAt(*place, use.Type().name + ": " + *complaint);
}

/// Add a word to a text of which words differ if the texts do. No word has a zero byte.
void
AddWord(std::string& words, std::string_view word)
{
    words += word;
    words += '\0';
}

/// The words of a match.
std::string
WordsOf(const NfExtensionUse& use, NfFamily family)
{
    std::string words;
    AddWord(words, use.Type().name);
    AddWord(words, family == NfFamily::IPV6 ? "6" : "4"); // a name may have a type for each
    for (const NfOption& option : use.options)
    {
        AddWord(words, option.inverted ? "!" : "");
        AddWord(words, option.spec->name);
        AddWord(words, std::to_string(option.arguments.size()));
        for (const NfToken& argument : option.arguments)
        {
            AddWord(words, argument.text);
        }
    }
    return words;
}

/// What a rule asks for without extensions and addresses, in a form that differs if the rules do.
std::string
WordsOf(const NfRuleSpec& spec)
{
    std::string words;
    for (const auto& [name, mask] : {std::tie(spec.in, spec.inMask), {spec.out, spec.outMask}})
    {
        AddWord(words, name.View());
        AddWord(words, mask == NfInterfaceName::MaskOf(name.View().size() + 1) ? "" : "+");
        AddWord(words, mask == NfInterfaceName() ? "any" : "");
    }
    AddWord(words,
            fmt::format("{:x} {:x} {} {} {:d}{:d}{:d}{:d}{:d}{:d}{:d}{:d}",
                        fmt::join(spec.sourceMask.Words(), ":"),
                        fmt::join(spec.destinationMask.Words(), ":"),
                        spec.family == NfFamily::IPV6 ? 6 : 4,
                        spec.protocol,
                        spec.asksProtocol,
                        spec.fragment,
                        spec.notSource,
                        spec.notDestination,
                        spec.notIn,
                        spec.notOut,
                        spec.notProtocol,
                        spec.notFragment));
    return words;
}

/// What a rule asks for without extensions and addresses, shared with those that ask for the same.
std::shared_ptr<const NfRuleSpec>
MakeSpec(const NfRuleSpec& spec, NfRuleBodyPool* pool)
{
    const std::string words = pool ? WordsOf(spec) : "";
    std::shared_ptr<const NfRuleSpec> shared = pool ? pool->FindSpec(words) : nullptr;
    if (!shared)
    {
        shared = std::make_shared<const NfRuleSpec>(spec);
        if (pool)
        {
            pool->Add(words, shared);
        }
    }
    return shared;
}

} // namespace

NfError
NfErrorAt(const NfToken& place, std::string message, int exitCode)
{
    return {"", place.line, place.column, std::move(message), exitCode};
}

const NfOptionSpec*
NfExtensionUse::FindOption(std::string_view name) const
{
    const auto& specs = Type().options;
    auto found = std::find_if(specs.begin(), specs.end(), [=](const NfOptionSpec& spec) {
        return spec.name == name || (!spec.alias.empty() && spec.alias == name);
    });
    return found == specs.end() ? nullptr : &*found;
}

NfStatus
NfRuleDraft::MakeRules(std::vector<Ptr<NfRule>>& rules, NfRuleBodyPool* pool) const
{
    const std::vector<NfAddressAndMask> any(1);
    for (const NfAddressAndMask& source : sources.empty() ? any : sources)
    {
        for (const NfAddressAndMask& destination : destinations.empty() ? any : destinations)
        {
            NfRuleSpec whole = spec;
            whole.sourceMask = source.mask;
            whole.destinationMask = destination.mask;
            Ptr<const NfRuleBody> body;
            if (NfStatus error = MakeBody(whole, pool, body))
            {
                return error;
            }
            auto rule = NfRule::Make(body, source.address, destination.address);
            rule->packets = packets;
            rule->bytes = bytes;
            rules.push_back(std::move(rule));
        }
    }
    return {};
}

NfStatus
NfRuleDraft::MakeBody(const NfRuleSpec& whole,
                      NfRuleBodyPool* pool,
                      Ptr<const NfRuleBody>& body) const
{
    const bool shared = pool && targets.empty() &&
                        std::all_of(matches.begin(), matches.end(), [](const NfExtensionUse& use) {
                            return use.match->stateless;
                        });
    std::string words;
    if (shared)
    {
        words = WordsOf(whole);
        AddWord(words, std::to_string(static_cast<int>(action)));
        AddWord(words, chain);
        for (const NfExtensionUse& use : matches)
        {
            words += WordsOf(use, spec.family);
        }
        body = pool->FindBody(words);
        if (body)
        {
            return {};
        }
    }
    auto made = Create<NfRuleBody>();
    made->spec = MakeSpec(whole, pool);
    made->action = action;
    made->chain = chain;
    bool known = true;
    NfStatus error = FillBody(*made, pool, known);
    // A body with a match that nobody else had is hardly ever said again.
    if (!error && shared && known)
    {
        pool->Add(words, made);
    }
    body = made;
    return error;
}

NfStatus
NfRuleDraft::FillBody(NfRuleBody& body, NfRuleBodyPool* pool, bool& known) const
{
    body.matches.reserve(matches.size());
    for (const NfExtensionUse& use : matches)
    {
        const bool shared = pool && use.match->stateless;
        const std::string words = shared ? WordsOf(use, spec.family) : "";
        std::shared_ptr<NfMatch> match = shared ? pool->FindMatch(words) : nullptr;
        if (!match)
        {
            known = false;
            match = use.match->New(spec.family);
            if (NfStatus error = Fill(*match, use))
            {
                return error;
            }
            if (shared)
            {
                pool->Add(words, match);
            }
        }
        body.matches.push_back(std::move(match));
    }
    for (const NfExtensionUse& use : targets)
    {
        body.target = use.target->New(spec.family);
        if (NfStatus error = Fill(*body.target, use))
        {
            return error;
        }
    }
    return {};
}

} // namespace ns3
