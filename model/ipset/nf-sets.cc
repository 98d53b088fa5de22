// SPDX-License-Identifier: GPL-2.0-only

#include "nf-sets.h"

#include <algorithm>
#include <utility>

namespace ns3
{

namespace
{

/// Under which an NfNetns keeps its sets.
constexpr const char* STATE = "ipset";

constexpr const char* NO_SUCH_SET = "The set with the given name does not exist";

/// Where a name stands in a list; its size if it is not there.
std::size_t
IndexOf(const std::vector<NfSet::Member>& members, const std::string& name)
{
    auto found = std::find_if(members.begin(), members.end(), [&name](const auto& member) {
        return member.name == name;
    });
    return found - members.begin();
}

/// Whether a member stands where it is asked to.
bool
StandsAt(const std::vector<NfSet::Member>& members, std::size_t index, const NfSet::Place& place)
{
    if (place.reference.empty())
    {
        return true;
    }
    const std::size_t reference = IndexOf(members, place.reference);
    return place.before ? index + 1 == reference : index == reference + 1;
}

} // namespace

NfSets::NfSets(NfNetns& netns)
    : m_netns(netns)
{
}

NfSets&
NfSets::Of(NfNetns& netns)
{
    auto& state = netns.states[STATE];
    if (!state)
    {
        state.reset(new NfSets(netns));
    }
    return static_cast<NfSets&>(*state);
}

const NfSets*
NfSets::Find(const NfNetns& netns)
{
    auto found = netns.states.find(STATE);
    return found == netns.states.end() ? nullptr : static_cast<NfSets*>(found->second.get());
}

void
NfSets::SetReferences(std::function<std::map<std::string, uint32_t>()> references)
{
    m_references = std::move(references);
}

NfSet*
NfSets::Find(std::string_view name) const
{
    auto found = m_index.find(name);
    return found == m_index.end() ? nullptr : m_places[found->second].set.get();
}

std::vector<std::string>
NfSets::GetNames() const
{
    std::vector<std::string> names;
    for (bool lists : {false, true})
    {
        for (const Named& place : m_places)
        {
            if (place.set && (place.set->GetType().method == NfSetMethod::LIST) == lists)
            {
                names.push_back(place.name);
            }
        }
    }
    return names;
}

std::map<std::string, uint32_t>
NfSets::CountReferences() const
{
    auto counts = m_references ? m_references() : std::map<std::string, uint32_t>();
    for (const Named& place : m_places)
    {
        if (place.set && place.set->GetType().method == NfSetMethod::LIST)
        {
            for (const NfSet::Member& member : place.set->GetMembers())
            {
                ++counts[member.name];
            }
        }
    }
    return counts;
}

NfComplaint
NfSets::Create(const std::string& name,
               const NfSetType& type,
               const NfSetOptions& options,
               bool exist)
{
    if (NfSet* set = Find(name))
    {
        if (exist && &set->GetType() == &type && set->GetOptions().IsSame(options))
        {
            return {};
        }
        return "Set cannot be created: set with the same name already exists";
    }
    auto place = std::find_if(m_places.begin(), m_places.end(), [](const Named& named) {
        return !named.set;
    });
    if (place == m_places.end())
    {
        if (m_places.size() == MAX_SETS)
        {
            return "Maximal number of sets reached, cannot create more.";
        }
        place = m_places.emplace(place);
    }
    place->name = name;
    place->set = std::make_unique<NfSet>(type, options);
    m_index[name] = place - m_places.begin();
    return {};
}

NfComplaint
NfSets::Destroy(const std::string& name)
{
    if (!name.empty() && !Find(name))
    {
        return NO_SUCH_SET;
    }
    const auto references = CountReferences();
    const bool used = name.empty() ? !references.empty() : references.count(name) > 0;
    if (used)
    {
        return "Set cannot be destroyed: it is in use by a kernel component";
    }
    for (Named& place : m_places)
    {
        if (name.empty() || place.name == name)
        {
            place = Named();
        }
    }
    name.empty() ? m_index.clear() : void(m_index.erase(name));
    return {};
}

NfComplaint
NfSets::Flush(const std::string& name)
{
    if (!name.empty() && !Find(name))
    {
        return NO_SUCH_SET;
    }
    for (const auto& [setName, index] : m_index)
    {
        if (name.empty() || setName == name)
        {
            m_places[index].set->Flush();
        }
    }
    return {};
}

NfComplaint
NfSets::Rename(const std::string& from, const std::string& to)
{
    auto found = m_index.find(from);
    if (found == m_index.end())
    {
        return NO_SUCH_SET;
    }
    if (CountReferences().count(from))
    {
        return "Set cannot be renamed: it is in use by another system";
    }
    if (Find(to))
    {
        return "Set cannot be renamed: a set with the new name already exists";
    }
    const std::size_t index = found->second;
    m_index.erase(found);
    m_index[to] = index;
    m_places[index].name = to;
    return {};
}

NfComplaint
NfSets::Swap(const std::string& from, const std::string& to)
{
    auto first = m_index.find(from);
    auto second = m_index.find(to);
    if (first == m_index.end())
    {
        return NO_SUCH_SET;
    }
    if (second == m_index.end())
    {
        return "Sets cannot be swapped: the second set does not exist";
    }
    auto& a = m_places[first->second].set;
    auto& b = m_places[second->second].set;
    const bool sameFamily = a->GetOptions().family == b->GetOptions().family;
    if (!a->GetType().Resembles(b->GetType()) || !sameFamily)
    {
        return "The sets cannot be swapped: their type does not match";
    }
    std::swap(a, b);
    return {};
}

NfSetOutcome
NfSets::Add(NfSet& set, const NfSetKey& key, const NfSetDetails& details, bool exist)
{
    return set.Add(key, details, exist, [this](uint32_t bound) { return m_netns.Random(bound); });
}

NfComplaint
NfSets::AddMember(NfSet& list,
                  const std::string& name,
                  const NfSet::Place& place,
                  const NfSetDetails& details,
                  bool exist)
{
    NfSet* set = Find(name);
    if (!set)
    {
        return "Set to be added/deleted/tested as element does not exist.";
    }
    if (set->GetType().method == NfSetMethod::LIST)
    {
        return "Sets with list:set type cannot be added to the set.";
    }
    auto& members = list.GetMembers();
    std::size_t at = members.size();
    if (!place.reference.empty())
    {
        if (!Find(place.reference))
        {
            return "The set to which you referred with 'before' or 'after' does not exist.";
        }
        at = IndexOf(members, place.reference);
        if (at == members.size())
        {
            return "The set to which you referred with 'before' or 'after' is not added to the "
                   "set.";
        }
        at += place.before ? 0 : 1;
    }
    NfSet::Member member{name, list.MakeEntry(details)};
    const std::size_t old = IndexOf(members, name);
    if (old != members.size())
    {
        if (!exist)
        {
            return "Element cannot be added to the set: it's already added";
        }
        members[old] = std::move(member);
        return {};
    }
    members.insert(members.begin() + at, std::move(member));
    return {};
}

NfComplaint
NfSets::DeleteMember(NfSet& list, const std::string& name, const NfSet::Place& place, bool exist)
{
    if (!Find(name))
    {
        return "Set to be added/deleted/tested as element does not exist.";
    }
    if (!place.reference.empty() && !Find(place.reference))
    {
        return "The set to which you referred with 'before' or 'after' does not exist.";
    }
    auto& members = list.GetMembers();
    const std::size_t index = IndexOf(members, name);
    const bool there = index != members.size();
    if (!place.reference.empty() && !(there && StandsAt(members, index, place)))
    {
        return "The set to which you referred with 'before' or 'after' is not added to the set.";
    }
    if (!there)
    {
        return exist ? NfComplaint() : "Element cannot be deleted from the set: it's not added";
    }
    members.erase(members.begin() + index);
    return {};
}

bool
NfSets::HasMember(NfSet& list, const std::string& name, const NfSet::Place& place)
{
    auto& members = list.GetMembers();
    const std::size_t index = IndexOf(members, name);
    return index != members.size() && StandsAt(members, index, place);
}

} // namespace ns3
