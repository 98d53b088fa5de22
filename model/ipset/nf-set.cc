// SPDX-License-Identifier: GPL-2.0-only

#include "nf-set.h"

#include "nf-jiffies.h"
#include "nf-prefix.h"

#include <algorithm>

namespace ns3
{

void
NfSetOptions::SetFamily(NfFamily other)
{
    family = other;
    netmask = GetWidth();
    bitmask = NfPrefix::MaskOf(netmask, family);
}

bool
NfSetOptions::IsSame(const NfSetOptions& other) const
{
    return maxElements == other.maxElements && timeout == other.timeout &&
           counters == other.counters && comment == other.comment && skbinfo == other.skbinfo &&
           forceAdd == other.forceAdd && netmask == other.netmask && bitmask == other.bitmask &&
           markMask == other.markMask && first == other.first && last == other.last &&
           size == other.size;
}

bool
NfSetCounterTest::Holds(uint64_t counter) const
{
    switch (kind)
    {
    case EQUAL:
        return counter == value;
    case NOT_EQUAL:
        return counter != value;
    case LESS:
        return counter < value;
    case GREATER:
        return counter > value;
    case NONE:
        break;
    }
    return true;
}

namespace
{

NfSetKey
WithoutDevice(const NfSetKey& key)
{
    NfSetKey network = key;
    network.interface = NfInterfaceName();
    network.bridged = 0;
    return network;
}

} // namespace

NfSet::NfSet(const NfSetType& type, const NfSetOptions& options)
    : m_type(&type),
      m_options(options)
{
}

void
NfSet::Fill(Entry& entry, const NfSetDetails& details) const
{
    entry.nomatch = details.nomatch;
    entry.wildcard = details.wildcard;
    if (!m_options.timeout && !m_options.counters && !m_options.comment && !m_options.skbinfo)
    {
        return;
    }
    entry.extra = std::make_unique<Entry::Extra>();
    const uint32_t timeout = details.timeout.value_or(m_options.timeout.value_or(0));
    if (timeout)
    {
        entry.extra->expires = NfJiffies() + timeout * NF_HZ;
        m_nextExpiry = std::min(m_nextExpiry, entry.extra->expires);
    }
    entry.extra->packets = details.packets;
    entry.extra->bytes = details.bytes;
    entry.extra->comment = details.comment;
    entry.extra->mark = details.mark;
    entry.extra->markMask = details.markMask;
    entry.extra->priority = details.priority;
    entry.extra->queue = details.queue;
}

NfSet::Entry
NfSet::MakeEntry(const NfSetDetails& details) const
{
    Entry entry;
    Fill(entry, details);
    return entry;
}

bool
NfSet::IsExpired(const Entry& entry) const
{
    return entry.extra && entry.extra->expires && entry.extra->expires < NfJiffies();
}

void
NfSet::Note(const NfSetKey& key, const Entry& entry, int change)
{
    auto note = [change](Lengths& lengths, uint8_t length) {
        auto& number = lengths[length];
        number += change;
        if (number == 0)
        {
            lengths.erase(length);
        }
    };
    if (m_type->parts[0] == NfSetPart::NET)
    {
        note(m_prefixes[0], key.prefix);
    }
    if (m_type->parts[1] == NfSetPart::NET || m_type->parts[2] == NfSetPart::NET)
    {
        note(m_prefixes[1], key.prefix2);
    }
    if (m_type->Has(NfSetPart::INTERFACE))
    {
        auto& number = m_networks[WithoutDevice(key)];
        number += change;
        if (number == 0)
        {
            m_networks.erase(WithoutDevice(key));
        }
    }
    if (entry.wildcard)
    {
        note(m_wildcards, key.interface.View().size());
    }
}

void
NfSet::Erase(Elements::iterator element)
{
    Note(element->first, element->second, -1);
    if (m_options.forceAdd)
    {
        m_choice[element->second.place] = m_choice.back();
        m_elements.find(*m_choice.back())->second.place = element->second.place;
        m_choice.pop_back();
    }
    m_elements.erase(element);
}

void
NfSet::Purge()
{
    if (m_nextExpiry >= NfJiffies())
    {
        return;
    }
    m_nextExpiry = UINT64_MAX;
    for (auto element = m_elements.begin(); element != m_elements.end();)
    {
        auto next = std::next(element);
        if (IsExpired(element->second))
        {
            Erase(element);
        }
        else if (element->second.extra->expires)
        {
            m_nextExpiry = std::min(m_nextExpiry, element->second.extra->expires);
        }
        element = next;
    }
}

bool
NfSet::LearnsMac() const
{
    return m_type->method == NfSetMethod::BITMAP && m_type->Has(NfSetPart::MAC);
}

NfSetKey
NfSet::WithoutLearned(const NfSetKey& given) const
{
    NfSetKey key = given;
    if (LearnsMac())
    {
        key.mac = {};
    }
    return key;
}

NfSetOutcome
NfSet::Add(const NfSetKey& given,
           const NfSetDetails& details,
           bool exist,
           const std::function<uint32_t(uint32_t)>& draw)
{
    const NfSetKey key = WithoutLearned(given);
    auto found = m_elements.find(key);
    if (found != m_elements.end())
    {
        Entry& entry = found->second;
        const bool learns = LearnsMac() && given.HasMac() && entry.mac == key.mac;
        if (!exist && !learns && !IsExpired(entry))
        {
            return NfSetOutcome::EXISTS;
        }
        Note(key, entry, -1);
        Fill(entry, details);
        entry.mac = LearnsMac() && given.HasMac() ? given.mac : entry.mac;
        Note(key, entry, 1);
        return NfSetOutcome::DONE;
    }
    const bool limited = m_type->method == NfSetMethod::HASH;
    if (limited && m_elements.size() >= m_options.maxElements)
    {
        Purge();
        if (m_elements.size() >= m_options.maxElements)
        {
            if (m_choice.empty())
            {
                return NfSetOutcome::FULL;
            }
            Erase(m_elements.find(*m_choice[draw(m_choice.size())]));
        }
    }
    auto element = m_elements.emplace(key, Entry()).first;
    Fill(element->second, details);
    if (LearnsMac())
    {
        element->second.mac = given.mac;
    }
    Note(key, element->second, 1);
    if (m_options.forceAdd)
    {
        element->second.place = m_choice.size();
        m_choice.push_back(&element->first);
    }
    return NfSetOutcome::DONE;
}

NfSetOutcome
NfSet::Delete(const NfSetKey& given)
{
    const NfSetKey key = WithoutLearned(given);
    auto found = m_elements.find(key);
    if (found == m_elements.end())
    {
        return NfSetOutcome::MISSING;
    }
    const bool expired = IsExpired(found->second);
    Erase(found);
    return expired ? NfSetOutcome::MISSING : NfSetOutcome::DONE;
}

NfSet::Entry*
NfSet::Find(const NfSetKey& given)
{
    const NfSetKey key = WithoutLearned(given);
    auto found = m_elements.find(key);
    bool there = found != m_elements.end() && !IsExpired(found->second);
    return there ? &found->second : nullptr;
}

bool
NfSet::Accept(Entry& entry, const NfSetQuery& query) const
{
    if (!m_options.counters)
    {
        return true;
    }
    if (query.countPacket)
    {
        entry.extra->packets += 1;
        entry.extra->bytes += query.bytes;
    }
    return query.packetsTest.Holds(entry.extra->packets) &&
           query.bytesTest.Holds(entry.extra->bytes);
}

NfSetAnswer
NfSet::MatchExactly(const NfSetKey& key, const NfSetQuery& query, bool wildcard, const Entry** hit)
{
    Entry* entry = Find(key);
    if (entry && LearnsMac() && key.HasMac() && entry->mac != std::array<uint8_t, 6>{} &&
        entry->mac != key.mac)
    {
        return NfSetAnswer::NO;
    }
    if (!entry || entry->wildcard < wildcard || !Accept(*entry, query))
    {
        return NfSetAnswer::NO;
    }
    *hit = entry;
    return entry->nomatch ? NfSetAnswer::EXCEPTION : NfSetAnswer::YES;
}

NfSetAnswer
NfSet::MatchDevice(NfSetKey& key, const NfSetQuery& query, const Entry** hit)
{
    NfSetAnswer answer = MatchExactly(key, query, false, hit);
    if (m_wildcards.empty() || answer != NfSetAnswer::NO)
    {
        return answer;
    }
    const NfInterfaceName name = key.interface;
    for (const auto& [length, number] : m_wildcards)
    {
        if (length < name.View().size() && answer == NfSetAnswer::NO)
        {
            key.interface = NfInterfaceName(name.View().substr(0, length));
            answer = MatchExactly(key, query, true, hit);
        }
    }
    key.interface = name;
    return answer;
}

NfSetAnswer
NfSet::MatchNetworks(const NfSetKey& key, const NfSetQuery& query, const Entry** hit)
{
    // A part without a network is compared whole: as if there were one prefix length, its own.
    const Lengths whole1{{key.prefix, 1}};
    const Lengths whole2{{key.prefix2, 1}};
    const bool first = m_type->parts[0] == NfSetPart::NET;
    const bool second = m_type->parts[1] == NfSetPart::NET || m_type->parts[2] == NfSetPart::NET;
    NfSetKey masked = key;
    for (const auto& [length1, number1] : first ? m_prefixes[0] : whole1)
    {
        if (first)
        {
            masked.prefix = length1;
            masked.address = key.address.Masked(NfPrefix::MaskOf(length1, m_options.family));
        }
        for (const auto& [length2, number2] : second ? m_prefixes[1] : whole2)
        {
            if (second)
            {
                masked.prefix2 = length2;
                masked.address2 = key.address2.Masked(NfPrefix::MaskOf(length2, m_options.family));
            }
            NfSetAnswer answer = MatchDevice(masked, query, hit);
            if (answer != NfSetAnswer::NO || HasNetwork(masked))
            {
                return answer;
            }
        }
    }
    return NfSetAnswer::NO;
}

bool
NfSet::HasNetwork(const NfSetKey& key) const
{
    return !m_networks.empty() && m_networks.count(WithoutDevice(key));
}

NfSetAnswer
NfSet::Match(const NfSetKey& key, const NfSetQuery& query, const Entry** hit)
{
    *hit = nullptr;
    return m_type->HasNomatch() ? MatchNetworks(key, query, hit)
                                : MatchExactly(key, query, false, hit);
}

bool
NfSet::Test(const NfSetKey& key, bool nomatch)
{
    const uint8_t whole = m_options.GetWidth();
    const bool first = m_type->parts[0] != NfSetPart::NET || key.prefix == whole;
    const bool second =
        (m_type->parts[1] != NfSetPart::NET && m_type->parts[2] != NfSetPart::NET) ||
        key.prefix2 == whole;
    NfSetKey asked = key;
    const Entry* hit = nullptr;
    const NfSetAnswer answer =
        first && second ? Match(key, {}, &hit) : MatchDevice(asked, {}, &hit);
    return answer == (nomatch ? NfSetAnswer::EXCEPTION : NfSetAnswer::YES);
}

void
NfSet::Learn(const NfSetKey& key)
{
    Entry* entry = LearnsMac() ? Find(key) : nullptr;
    if (entry && entry->mac == std::array<uint8_t, 6>{})
    {
        entry->mac = key.mac;
    }
}

void
NfSet::Flush()
{
    m_elements.clear();
    m_members.clear();
    m_choice.clear();
    m_prefixes = {};
    m_wildcards.clear();
    m_networks.clear();
    m_nextExpiry = UINT64_MAX;
}

std::size_t
NfSet::CountElements()
{
    Purge();
    return m_type->method == NfSetMethod::LIST ? GetMembers().size() : m_elements.size();
}

std::vector<std::pair<const NfSetKey*, const NfSet::Entry*>>
NfSet::GetElements()
{
    Purge();
    std::vector<std::pair<const NfSetKey*, const Entry*>> elements;
    elements.reserve(m_elements.size());
    for (const auto& [key, entry] : m_elements)
    {
        elements.emplace_back(&key, &entry);
    }
    std::sort(elements.begin(), elements.end(), [](const auto& a, const auto& b) {
        return *a.first < *b.first;
    });
    return elements;
}

std::vector<NfSet::Member>&
NfSet::GetMembers()
{
    auto expired = [this](const Member& member) { return IsExpired(member.entry); };
    m_members.erase(std::remove_if(m_members.begin(), m_members.end(), expired), m_members.end());
    return m_members;
}

std::size_t
NfSet::GetMemory() const
{
    constexpr std::size_t links = 2 * sizeof(void*);
    std::size_t each = sizeof(NfSetKey) + sizeof(Entry) + links;
    const bool extra =
        m_options.timeout || m_options.counters || m_options.comment || m_options.skbinfo;
    each += extra ? sizeof(Entry::Extra) : 0;
    return sizeof(NfSet) + m_elements.size() * each + m_members.size() * sizeof(Member);
}

uint8_t
NfSet::GetLongestPrefix(bool second) const
{
    const Lengths& lengths = m_prefixes[second ? 1 : 0];
    return lengths.empty() ? m_options.GetWidth() : lengths.begin()->first;
}

} // namespace ns3
