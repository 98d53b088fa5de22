// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-registry.h"

#include "ns3/abort.h"

#include <utility>

namespace ns3
{

namespace
{

/// Add a type under its name.
template <class Type>
void
Add(std::map<std::string, Type, std::less<>>& types, Type type)
{
    NS_ABORT_MSG_IF(type.name.empty() || !type.make,
                    "an extension needs a name and a factory: '" << type.name << "'");
    std::string name = type.name;
    bool added = types.emplace(name, std::move(type)).second;
    NS_ABORT_MSG_IF(!added, "the extension name '" << name << "' is taken");
}

/// The type of that name, or null.
template <class Type>
const Type*
Find(const std::map<std::string, Type, std::less<>>& types, std::string_view name)
{
    auto found = types.find(name);
    return found == types.end() ? nullptr : &found->second;
}

/// All names, sorted.
template <class Type>
std::vector<std::string>
Names(const std::map<std::string, Type, std::less<>>& types)
{
    std::vector<std::string> names;
    names.reserve(types.size());
    for (const auto& entry : types)
    {
        names.push_back(entry.first);
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
NfExtensionRegistry::FindMatch(std::string_view name) const
{
    return Find(m_matches, name);
}

const NfTargetType*
NfExtensionRegistry::FindTarget(std::string_view name) const
{
    return Find(m_targets, name);
}

const NfMatchType*
NfExtensionRegistry::FindImplicitMatch(uint8_t protocol) const
{
    if (protocol == 0)
    {
        return nullptr;
    }
    for (const auto& entry : m_matches)
    {
        if (entry.second.implicitProtocol == protocol)
        {
            return &entry.second;
        }
    }
    return nullptr;
}

std::vector<std::string>
NfExtensionRegistry::GetMatchNames() const
{
    return Names(m_matches);
}

std::vector<std::string>
NfExtensionRegistry::GetTargetNames() const
{
    return Names(m_targets);
}

} // namespace ns3
