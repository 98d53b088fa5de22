// SPDX-License-Identifier: GPL-2.0-only

#include "nf-option-relation.h"

#include <algorithm>
#include <string>

namespace ns3
{

namespace
{

using Names = NfOptionRelation::Names;

/// @return true if an option has one of the names
bool
IsNamed(const NfOption& option, const Names& names)
{
    return std::find(names.begin(), names.end(), option.spec->name) != names.end();
}

/// @return true if one of the first options has one of the names
bool
HasNamed(const std::vector<NfOption>& options, std::size_t count, const Names& names)
{
    return std::any_of(options.begin(),
                       options.begin() + static_cast<std::ptrdiff_t>(count),
                       [&](const NfOption& option) { return IsNamed(option, names); });
}

} // namespace

NfOptionRelation
NfOptionRelation::OneOf(const Names& options, std::string_view text)
{
    return {ONE_OF, options, {}, text};
}

NfOptionRelation
NfOptionRelation::OnlyOne(const Names& options, std::string_view text)
{
    return {ONLY_ONE, options, {}, text};
}

NfOptionRelation
NfOptionRelation::Needs(const Names& options, const Names& others, std::string_view text)
{
    return {NEEDS, options, others, text};
}

NfOptionRelation
NfOptionRelation::Excludes(const Names& options, const Names& others, std::string_view text)
{
    return {EXCLUDES, options, others, text};
}

NfOptionRelation
NfOptionRelation::Behind(const Names& options, const Names& others, std::string_view text)
{
    return {BEHIND, options, others, text};
}

NfComplaint
NfCheckRelationsOf(const std::vector<NfOptionRelation>& relations,
                   const std::vector<NfOption>& options,
                   std::size_t index)
{
    for (const NfOptionRelation& relation : relations)
    {
        if (!IsNamed(options[index], relation.options))
        {
            continue;
        }
        const bool second = relation.kind == NfOptionRelation::ONLY_ONE &&
                            HasNamed(options, index, relation.options);
        const bool early =
            relation.kind == NfOptionRelation::BEHIND && !HasNamed(options, index, relation.others);
        if (second || early)
        {
            return std::string(relation.text);
        }
    }
    return {};
}

NfComplaint
NfCheckRelations(const std::vector<NfOptionRelation>& relations,
                 const std::vector<NfOption>& options)
{
    for (const NfOptionRelation& relation : relations)
    {
        const bool some = relation.options.empty()
                              ? !options.empty()
                              : HasNamed(options, options.size(), relation.options);
        const bool others = HasNamed(options, options.size(), relation.others);
        if ((relation.kind == NfOptionRelation::ONE_OF && !some) ||
            (relation.kind == NfOptionRelation::NEEDS && some && !others) ||
            (relation.kind == NfOptionRelation::EXCLUDES && some && others))
        {
            return std::string(relation.text);
        }
    }
    return {};
}

} // namespace ns3
