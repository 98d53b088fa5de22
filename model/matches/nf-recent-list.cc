// SPDX-License-Identifier: GPL-2.0-only

#include "nf-recent-list.h"

#include <algorithm>

namespace ns3
{

NfRecentList::Entry*
NfRecentList::Find(const NfAddress& address, NfFamily family, uint8_t ttl)
{
    for (auto& entry : m_entries)
    {
        if (entry.address == address && entry.family == family &&
            (ttl == 0 || entry.ttl == 0 || entry.ttl == ttl))
        {
            return &entry;
        }
    }
    return nullptr;
}

void
NfRecentList::Add(const NfAddress& address, NfFamily family, uint8_t ttl, uint64_t now)
{
    if (m_entries.size() >= MAX_ENTRIES)
    {
        m_entries.pop_front();
    }
    m_entries.push_back({address, family, ttl, {now}, 1});
}

void
NfRecentList::Update(Entry& entry, uint8_t ttl, uint64_t now)
{
    entry.ttl = ttl;
    entry.next %= m_maxStamps;
    if (entry.next < entry.stamps.size())
    {
        entry.stamps[entry.next] = now;
    }
    else
    {
        entry.stamps.push_back(now);
    }
    ++entry.next;
    auto place = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& candidate) {
        return &candidate == &entry;
    });
    m_entries.splice(m_entries.end(), m_entries, place);
}

void
NfRecentList::Remove(Entry& entry)
{
    m_entries.remove_if([&](const Entry& candidate) { return &candidate == &entry; });
}

void
NfRecentList::Reap(uint64_t before)
{
    if (!m_entries.empty() && m_entries.front().Latest() < before)
    {
        m_entries.pop_front();
    }
}

void
NfRecentList::Reserve(std::size_t stamps)
{
    m_maxStamps = std::max(m_maxStamps, stamps);
}

} // namespace ns3
