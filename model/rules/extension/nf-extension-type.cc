// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"

#include "nf-ip-protocol-names.h"
#include "nf-rule-spec.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace ns3
{

namespace
{

/// @param options some rows
/// @return their names: "--a, --b or --c"
std::string
NamesOf(const std::vector<const NfOptionSpec*>& options)
{
    std::string names;
    for (std::size_t i = 0; i < options.size(); ++i)
    {
        names += i == 0 ? "" : i + 1 == options.size() ? " or " : ", ";
        names += fmt::format("--{}", options[i]->name);
    }
    return names;
}

/// @return true if an option of that row is among those given
bool
IsGiven(const NfOptionSpec& spec, const std::vector<NfOption>& options)
{
    return std::any_of(options.begin(), options.end(), [&](const NfOption& option) {
        return option.spec == &spec;
    });
}

/// Options that shut each other out.
NfComplaint
CheckExclusive(const std::vector<NfOption>& options, const NfOption*& culprit)
{
    std::map<uint8_t, const NfOptionSpec*> first;
    for (const NfOption& option : options)
    {
        if (!option.spec->exclusive)
        {
            continue;
        }
        const auto* other = first.emplace(option.spec->group, option.spec).first->second;
        if (other != option.spec)
        {
            culprit = &option;
            return fmt::format("--{} cannot be used together with --{}",
                               option.spec->name,
                               other->name);
        }
    }
    return {};
}

/// Options that are missing.
NfComplaint
CheckMandatory(const NfExtensionType& type, const std::vector<NfOption>& options)
{
    std::map<uint8_t, std::vector<const NfOptionSpec*>> groups;
    for (const NfOptionSpec& spec : type.options)
    {
        if (spec.mandatory && spec.group == 0 && !IsGiven(spec, options))
        {
            return fmt::format("expected the option --{}", spec.name);
        }
        if (spec.mandatory && spec.group != 0)
        {
            groups[spec.group].push_back(&spec);
        }
    }
    for (const auto& [number, rows] : groups)
    {
        bool given = std::any_of(rows.begin(), rows.end(), [&](const NfOptionSpec* spec) {
            return IsGiven(*spec, options);
        });
        if (!given)
        {
            return fmt::format("expected {}", NamesOf(rows));
        }
    }
    return {};
}

/// The first of the hooks that reach a rule, but are not among those allowed; or null.
NfComplaint
CheckHooks(std::string_view what, uint32_t allowed, const NfRuleContext& context)
{
    std::string names;
    const char* wrong = nullptr;
    for (unsigned i = NF_N_INET_HOOKS; i-- > 0;)
    {
        const char* name = NfToString(static_cast<NfHook>(i));
        if (allowed >> i & 1)
        {
            names = names.empty() ? name : fmt::format("{}, {}", name, names);
        }
        else if (context.hooks >> i & 1)
        {
            wrong = name;
        }
    }
    return wrong ? fmt::format("{} only in {}; chain {} is reached from {}",
                               what,
                               names,
                               context.chain,
                               wrong)
                 : NfComplaint();
}

/// Where the options that were given may be used.
NfComplaint
CheckPlaceOfOptions(const NfExtension& extension, const NfRuleContext& context)
{
    for (const NfOptionSpec& spec : extension.GetType().options)
    {
        bool restricted = spec.hooks != NF_ALL_HOOKS || spec.protocol != 0;
        if (!restricted || !spec.isGiven || !spec.isGiven(extension))
        {
            continue;
        }
        const std::string what = fmt::format("--{} works", spec.name);
        if (NfComplaint complaint = CheckHooks(what, spec.hooks, context))
        {
            return complaint;
        }
        if (spec.protocol != 0)
        {
            if (NfComplaint complaint = NfCheckProtocol(what, {spec.protocol}, context))
            {
                return complaint;
            }
        }
    }
    return {};
}

/// What the kernel refuses of the values that were given.
NfComplaint
CheckValues(const NfExtension& extension, const NfRuleContext& context)
{
    for (const NfOptionSpec& spec : extension.GetType().options)
    {
        if (!spec.check || !spec.isGiven(extension))
        {
            continue;
        }
        if (NfComplaint complaint = spec.check(extension, context))
        {
            return complaint;
        }
    }
    return {};
}

} // namespace

NfComplaint
NfCheckProtocol(std::string_view what,
                const std::vector<uint8_t>& allowed,
                const NfRuleContext& context)
{
    if (context.rule && !context.rule->notProtocol &&
        std::find(allowed.begin(), allowed.end(), context.rule->protocol) != allowed.end())
    {
        return {};
    }
    std::string names;
    for (uint8_t protocol : allowed)
    {
        names += names.empty() ? "" : ", ";
        std::string_view name = NfIpProtocolName(protocol);
        names += name.empty() ? std::to_string(protocol) : std::string(name);
    }
    return fmt::format("{} only in a rule with \"-p {}\"", what, names);
}

std::unique_ptr<NfMatch>
NfMatchType::New(NfFamily family) const
{
    std::unique_ptr<NfMatch> match = make();
    match->m_type = this;
    match->m_family = family;
    return match;
}

std::unique_ptr<NfTarget>
NfTargetType::New(NfFamily family) const
{
    std::unique_ptr<NfTarget> target = make();
    target->m_type = this;
    target->m_family = family;
    return target;
}

NfComplaint
NfTakeOptions(NfExtension& extension,
              const std::vector<NfOption>& options,
              const NfOption*& culprit)
{
    culprit = nullptr;
    if (NfComplaint complaint = CheckMandatory(extension.GetType(), options))
    {
        return complaint;
    }
    if (NfComplaint complaint = CheckExclusive(options, culprit))
    {
        return complaint;
    }
    const auto& relations = extension.GetType().relations;
    for (std::size_t i = 0; i < options.size(); ++i)
    {
        NfComplaint complaint = NfCheckRelationsOf(relations, options, i);
        complaint = complaint ? complaint : extension.Parse(options[i]);
        if (complaint)
        {
            culprit = &options[i];
            return complaint;
        }
    }
    NfComplaint complaint = NfCheckRelations(relations, options);
    return complaint ? complaint : extension.FinishParse();
}

NfComplaint
NfCheckPlace(const NfExtension& extension, const NfRuleContext& context)
{
    const NfExtensionType& type = extension.GetType();
    if (type.family && *type.family != context.family)
    {
        return fmt::format("works only in rules of {}",
                           *type.family == NfFamily::IPV4 ? "iptables" : "ip6tables");
    }
    const auto& tables = type.tables;
    if (!tables.empty() && std::find(tables.begin(), tables.end(), context.table) == tables.end())
    {
        return fmt::format("works only in table {}, not in {}",
                           fmt::join(tables, " or "),
                           context.table);
    }
    if (NfComplaint complaint = CheckHooks("works", type.hooks, context))
    {
        return complaint;
    }
    if (!type.protocols.empty())
    {
        if (NfComplaint complaint = NfCheckProtocol("works", type.protocols, context))
        {
            return complaint;
        }
    }
    NfComplaint complaint = CheckPlaceOfOptions(extension, context);
    return complaint ? complaint : CheckValues(extension, context);
}

} // namespace ns3
