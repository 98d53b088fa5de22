// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-registry.h"

#include "ns3/abort.h"

#include <utility>

namespace ns3
{

namespace
{

using Key = NfExtensionRegistry::Key;

/// Add a type under its name and family.
template <class Type>
void
Add(std::map<Key, Type>& types, Type type)
{
    NS_ABORT_MSG_IF(type.name.empty() || !type.make,
                    "an extension needs a name and a factory: '" << type.name << "'");
    Key key(type.name, type.family);
    const bool added = types.emplace(std::move(key), std::move(type)).second;
    NS_ABORT_MSG_IF(!added, "the extension name '" << type.name << "' is taken");
}

/// The family's own type of that name, or the one of all families, or null.
template <class Type>
const Type*
Find(const std::map<Key, Type>& types, std::string_view name, NfFamily family)
{
    for (const std::optional<NfFamily>& own : {std::optional(family), std::optional<NfFamily>()})
    {
        auto found = types.find(Key(name, own));
        if (found != types.end())
        {
            return &found->second;
        }
    }
    return nullptr;
}

bool
IsFor(const NfExtensionType& type, NfFamily family)
{
    return !type.family || *type.family == family;
}

/// All names that rules of a family may have, sorted.
template <class Type>
std::vector<std::string>
Names(const std::map<Key, Type>& types, NfFamily family)
{
    std::vector<std::string> names;
    names.reserve(types.size());
    for (const auto& entry : types)
    {
        if (IsFor(entry.second, family) && (names.empty() || names.back() != entry.first.first))
        {
            names.push_back(entry.first.first);
        }
    }
    return names;
}

} // namespace

NfExtensionRegistry::NfExtensionRegistry() = default;

NfExtensionRegistry&
NfExtensionRegistry::Get()
{
    static NfExtensionRegistry registry;
    return registry;
}

void
NfExtensionRegistry::Register(NfMatchType type)
{
    Add(m_matches, std::move(type));
}

void
NfExtensionRegistry::Register(NfTargetType type)
{
    Add(m_targets, std::move(type));
}

const NfMatchType*
NfExtensionRegistry::FindMatch(std::string_view name, NfFamily family) const
{
    return Find(m_matches, name, family);
}

const NfTargetType*
NfExtensionRegistry::FindTarget(std::string_view name, NfFamily family) const
{
    return Find(m_targets, name, family);
}

const NfMatchType*
NfExtensionRegistry::FindImplicitMatch(uint8_t protocol, NfFamily family) const
{
    if (protocol == 0)
    {
        return nullptr;
    }
    for (const auto& entry : m_matches)
    {
        if (entry.second.implicitProtocol == protocol && IsFor(entry.second, family))
        {
            return &entry.second;
        }
    }
    return nullptr;
}

std::vector<std::string>
NfExtensionRegistry::GetMatchNames(NfFamily family) const
{
    return Names(m_matches, family);
}

std::vector<std::string>
NfExtensionRegistry::GetTargetNames(NfFamily family) const
{
    return Names(m_targets, family);
}

} // namespace ns3
