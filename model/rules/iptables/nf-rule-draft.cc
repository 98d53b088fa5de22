// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rule-draft.h"

#include "nf-option-text.h"

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

/// The longest word that a rule keeps: rules with longer ones have an extension that no other has.
constexpr std::size_t MAX_OWN_WORD = 255;

/// How many words of an extension are a rule's own.
uint8_t
CountOwnWords(const NfExtensionUse& use)
{
    const bool fits = use.match ? use.match->inert && use.match->stateless && use.match->copy
                                : use.target->stateless && use.target->copy;
    uint8_t count = 0;
    for (const NfOption& option : use.options)
    {
        if (option.spec->own && (!fits || NfArgumentOf(option).size() > MAX_OWN_WORD))
        {
            return 0;
        }
        count += option.spec->own ? 1 : 0;
    }
    return count;
}

/// Whether each rule needs an object of its own.
bool
KeepsState(const NfExtensionUse& use)
{
    return use.match ? !use.match->stateless : !use.target->stateless;
}

/// The words of an extension that rules share.
std::string
WordsOf(const NfExtensionUse& use, NfFamily family)
{
    std::string words;
    AddWord(words, use.match ? "m" : "j");
    AddWord(words, use.Type().name);
    AddWord(words, family == NfFamily::IPV6 ? "6" : "4"); // a name may have a type for each
    if (KeepsState(use))
    {
        return words;
    }
    const bool ownWords = CountOwnWords(use) > 0;
    for (const NfOption& option : use.options)
    {
        AddWord(words, option.inverted ? "!" : "");
        AddWord(words, option.spec->name);
        if (ownWords && option.spec->own)
        {
            AddWord(words, "own");
            continue;
        }
        AddWord(words, std::to_string(option.arguments.size()));
        for (const NfToken& argument : option.arguments)
        {
            AddWord(words, argument.text);
        }
    }
    return words;
}

/// Make an extension with its options.
template <class T, class Type>
NfStatus
MakeExtension(const Type& type, const NfExtensionUse& use, NfFamily family, Ptr<T>& made)
{
    made = Ptr<T>(type.New(family).release(), false);
    return Fill(*made, use);
}

/// Make a part of a body, or find it in the pool.
template <class T, class Type>
NfStatus
MakePart(const Type& type,
         const NfExtensionUse& use,
         NfFamily family,
         NfRulePart<T>& part,
         NfRuleBodyPool* pool,
         Ptr<T> (NfRuleBodyPool::*find)(const std::string&) const,
         bool& known)
{
    if (!pool)
    {
        return MakeExtension(type, use, family, part.shared);
    }
    part.own = KeepsState(use);
    if (part.own)
    {
        return {};
    }
    part.words = CountOwnWords(use);
    const std::string words = WordsOf(use, family);
    part.shared = (pool->*find)(words);
    if (part.shared)
    {
        return {};
    }
    known = false;
    NfStatus error = MakeExtension(type, use, family, part.shared);
    if (!error)
    {
        pool->Add(words, part.shared);
    }
    return error;
}

/// What a rule has of its own for a part of its body. Its words must be taken once, to see that
/// they can be.
template <class T, class Type>
NfStatus
MakeOwn(const Type& type,
        const NfExtensionUse& use,
        NfFamily family,
        const NfRulePart<T>& part,
        NfRuleOwn& own)
{
    if (!part.own && part.words == 0)
    {
        return {};
    }
    Ptr<T> made;
    NfStatus error = MakeExtension(type, use, family, made);
    if (part.own)
    {
        own.objects.push_back(made);
        return error;
    }
    for (const NfOptionSpec& row : type.options)
    {
        for (const NfOption& option : use.options)
        {
            if (row.own && option.spec == &row)
            {
                AddWord(own.words, NfArgumentOf(option));
            }
        }
    }
    return error;
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
            NfRuleOwn own{source.address, destination.address, {}, {}};
            if (NfStatus error = MakeBody(whole, pool, body, own))
            {
                return error;
            }
            auto rule = NfRule::Make(body, own);
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
                      Ptr<const NfRuleBody>& body,
                      NfRuleOwn& own) const
{
    std::string words;
    if (pool)
    {
        words = WordsOf(whole);
        AddWord(words, std::to_string(static_cast<int>(action)));
        AddWord(words, chain);
        for (const auto* uses : {&matches, &targets})
        {
            for (const NfExtensionUse& use : *uses)
            {
                words += WordsOf(use, spec.family);
            }
        }
        body = pool->FindBody(words);
        if (body)
        {
            return FillOwn(*body, own);
        }
    }
    auto made = Create<NfRuleBody>();
    made->spec = MakeSpec(whole, pool);
    made->action = action;
    made->chain = chain;
    bool known = true;
    NfStatus error = FillBody(*made, pool, own, known);
    // A body with an extension that nobody else had is hardly ever said again.
    if (!error && pool && known)
    {
        pool->Add(words, Ptr<const NfRuleBody>(made));
    }
    body = made;
    return error;
}

NfStatus
NfRuleDraft::FillBody(NfRuleBody& body, NfRuleBodyPool* pool, NfRuleOwn& own, bool& known) const
{
    auto fill = [&](const auto& type, const NfExtensionUse& use, auto& part, auto find) {
        NfStatus error = MakePart(type, use, spec.family, part, pool, find, known);
        return error ? error : MakeOwn(type, use, spec.family, part, own);
    };
    body.matches.resize(matches.size());
    for (std::size_t i = 0; i < matches.size(); ++i)
    {
        if (NfStatus error =
                fill(*matches[i].match, matches[i], body.matches[i], &NfRuleBodyPool::FindMatch))
        {
            return error;
        }
    }
    for (const NfExtensionUse& use : targets)
    {
        if (NfStatus error = fill(*use.target, use, body.target, &NfRuleBodyPool::FindTarget))
        {
            return error;
        }
    }
    return {};
}

NfStatus
NfRuleDraft::FillOwn(const NfRuleBody& body, NfRuleOwn& own) const
{
    for (std::size_t i = 0; i < matches.size(); ++i)
    {
        if (NfStatus error =
                MakeOwn(*matches[i].match, matches[i], spec.family, body.matches[i], own))
        {
            return error;
        }
    }
    for (const NfExtensionUse& use : targets)
    {
        if (NfStatus error = MakeOwn(*use.target, use, spec.family, body.target, own))
        {
            return error;
        }
    }
    return {};
}

} // namespace ns3
