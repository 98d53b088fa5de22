// SPDX-License-Identifier: GPL-2.0-only

#include "nf-expectation-table.h"

#include "nf-connection-table.h"

#include <algorithm>
#include <iterator>

namespace ns3
{

namespace
{

bool
SameDestination(const NfTuple& a, const NfTuple& b)
{
    return a.destination == b.destination && a.destinationPort == b.destinationPort &&
           a.protocol == b.protocol && a.family == b.family;
}

bool
SameUnder(const NfTuple& a, const NfTuple& b, const NfAddress& sourceMask, uint16_t portMask)
{
    return SameDestination(a, b) && a.source.Masked(sourceMask) == b.source.Masked(sourceMask) &&
           ((a.sourcePort ^ b.sourcePort) & portMask) == 0;
}

// True if a master's zone, in either direction, is that of the packet.
bool
InZone(const NfConnection& master, uint16_t zone)
{
    return NfConnectionTable::ZoneOf(master, NfDirection::ORIGINAL) == zone ||
           NfConnectionTable::ZoneOf(master, NfDirection::REPLY) == zone;
}

// True if they expect the very same packets.
bool
IsEqual(const NfExpectation& a, const NfExpectation& b)
{
    return a.tuple == b.tuple && a.sourceMask == b.sourceMask &&
           a.sourcePortMask == b.sourcePortMask;
}

bool
IsSame(const NfExpectation& a, const NfExpectation& b)
{
    return a.master == b.master && a.expectClass == b.expectClass && IsEqual(a, b);
}

// True if there can be a packet that both expect.
bool
Clashes(const NfExpectation& a, const NfExpectation& b)
{
    return a.master->zone == b.master->zone && SameUnder(a.tuple,
                                                         b.tuple,
                                                         a.sourceMask.Masked(b.sourceMask),
                                                         a.sourcePortMask & b.sourcePortMask);
}

} // namespace

uint64_t
NfExpectationTable::Digest(const NfTuple& tuple)
{
    const auto& words = tuple.destination.Words();
    uint64_t address = words[0] ^ words[1] ^ words[2] ^ words[3];
    return address << 32 | static_cast<uint32_t>(tuple.destinationPort) << 16 |
           tuple.protocol << 8 | static_cast<uint8_t>(tuple.family);
}

template <class Predicate>
std::size_t
NfExpectationTable::RemoveIf(Predicate predicate)
{
    std::size_t before = m_entries.size();
    for (auto it = m_entries.begin(); it != m_entries.end();)
    {
        it = predicate(it->second) ? m_entries.erase(it) : std::next(it);
    }
    return before - m_entries.size();
}

NfExpectationTable::Outcome
NfExpectationTable::Add(NfExpectation expectation, uint32_t limit, Time now, Masters masters)
{
    RemoveIf([now](const NfExpectation& entry) { return entry.expires <= now; });
    bool renewed = RemoveIf([&](const NfExpectation& entry) { return IsSame(entry, expectation); });
    auto equals = [&](const auto& entry) { return IsEqual(entry.second, expectation); };
    if (masters == Masters::ANY && std::any_of(m_entries.begin(), m_entries.end(), equals))
    {
        return Outcome::KNOWN;
    }
    auto clashes = [&](const auto& entry) { return Clashes(entry.second, expectation); };
    if (std::any_of(m_entries.begin(), m_entries.end(), clashes))
    {
        return Outcome::CLASH;
    }
    if (limit != 0)
    {
        EvictOldest(expectation, limit);
    }
    expectation.id = ++m_lastId;
    Key key{Digest(expectation.tuple), expectation.id};
    m_entries.emplace(key, std::move(expectation));
    return renewed ? Outcome::RENEWED : Outcome::ADDED;
}

void
NfExpectationTable::EvictOldest(const NfExpectation& newcomer, uint32_t limit)
{
    std::vector<uint64_t> siblings;
    for (const auto& [key, entry] : m_entries)
    {
        if (entry.master == newcomer.master && entry.expectClass == newcomer.expectClass)
        {
            siblings.push_back(entry.id);
        }
    }
    std::sort(siblings.begin(), siblings.end());
    for (std::size_t i = 0; i + limit <= siblings.size(); ++i)
    {
        Remove(siblings[i]);
    }
}

std::optional<NfExpectation>
NfExpectationTable::Take(const NfTuple& tuple, uint16_t zone, Time now)
{
    uint64_t digest = Digest(tuple);
    for (auto it = m_entries.lower_bound({digest, 0});
         it != m_entries.end() && it->first.first == digest;
         ++it)
    {
        const NfExpectation& entry = it->second;
        // A master that has not left the node yet, or is gone, cannot have been answered.
        bool usable = !entry.inactive && entry.expires > now && entry.master->IsConfirmed() &&
                      !entry.master->Has(NfCtStatus::DYING);
        if (usable && InZone(*entry.master, zone) &&
            SameUnder(entry.tuple, tuple, entry.sourceMask, entry.sourcePortMask))
        {
            NfExpectation taken = entry;
            if (!taken.permanent)
            {
                m_entries.erase(it);
            }
            return taken;
        }
    }
    return {};
}

std::optional<NfExpectation>
NfExpectationTable::Find(const NfTuple& tuple, uint16_t zone, Time now) const
{
    std::optional<NfExpectation> found;
    const uint64_t digest = Digest(tuple);
    for (auto it = m_entries.lower_bound({digest, 0});
         it != m_entries.end() && it->first.first == digest;
         ++it)
    {
        const NfExpectation& entry = it->second;
        if (entry.expires > now && InZone(*entry.master, zone) &&
            SameUnder(entry.tuple, tuple, entry.sourceMask, entry.sourcePortMask))
        {
            found = entry;
        }
    }
    return found;
}

void
NfExpectationTable::Activate(uint64_t id, Time expires)
{
    for (auto& [key, entry] : m_entries)
    {
        if (entry.id == id)
        {
            entry.inactive = false;
            entry.expires = expires;
        }
    }
}

void
NfExpectationTable::Remove(uint64_t id)
{
    RemoveIf([id](const NfExpectation& entry) { return entry.id == id; });
}

void
NfExpectationTable::RemoveOf(const NfConnection& master)
{
    RemoveIf([&](const NfExpectation& entry) { return PeekPointer(entry.master) == &master; });
}

std::vector<NfExpectation>
NfExpectationTable::List(Time now)
{
    RemoveIf([now](const NfExpectation& entry) { return entry.expires <= now; });
    std::vector<NfExpectation> all;
    for (const auto& [key, entry] : m_entries)
    {
        all.push_back(entry);
    }
    std::sort(all.begin(), all.end(), [](const NfExpectation& a, const NfExpectation& b) {
        return a.id < b.id;
    });
    return all;
}

void
NfExpectationTable::Clear()
{
    RemoveIf([](const NfExpectation&) { return true; });
}

} // namespace ns3
