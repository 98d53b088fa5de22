// SPDX-License-Identifier: GPL-2.0-only

#include "nf-gre-keymap.h"

#include <algorithm>

namespace ns3
{

namespace
{

// All but the source's key.
bool
IsSameWay(const NfTuple& a, NfTuple b)
{
    b.sourcePort = a.sourcePort;
    return a == b;
}

} // namespace

bool
NfGreKeymap::Add(const NfConnection& master, NfDirection direction, const NfTuple& tuple)
{
    if (master.Has(NfCtStatus::DYING))
    {
        return false;
    }
    for (const Entry& entry : m_entries)
    {
        if (entry.master == master.id && entry.direction == direction)
        {
            return IsSameWay(entry.tuple, tuple);
        }
    }
    m_entries.push_back({master.id, direction, tuple});
    return true;
}

void
NfGreKeymap::Remove(const NfConnection& master)
{
    m_entries.erase(
        std::remove_if(m_entries.begin(),
                       m_entries.end(),
                       [&master](const Entry& entry) { return entry.master == master.id; }),
        m_entries.end());
}

void
NfGreKeymap::Complete(NfTuple& tuple) const
{
    for (const Entry& entry : m_entries)
    {
        if (IsSameWay(entry.tuple, tuple))
        {
            tuple.sourcePort = entry.tuple.sourcePort;
            return;
        }
    }
}

} // namespace ns3
