// SPDX-License-Identifier: GPL-2.0-only

#include "nf-expiry-queue.h"

#include <algorithm>

namespace ns3
{

bool
NfExpiryQueue::IsLater(const Entry& a, const Entry& b)
{
    return a.time != b.time ? a.time > b.time : a.id > b.id;
}

NfConnection*
NfExpiryQueue::Resolve(const Entry& entry) const
{
    NfConnection* connection = m_table.At(entry.place);
    bool current = connection && connection->queued == entry.time &&
                   static_cast<uint32_t>(connection->id) == entry.id;
    return current ? connection : nullptr;
}

void
NfExpiryQueue::Schedule(NfConnection& connection)
{
    if (m_heap.size() > 2 * m_table.GetSize() + 64)
    {
        Compact();
    }
    Push(connection);
}

void
NfExpiryQueue::Push(NfConnection& connection)
{
    connection.queued = connection.timeout;
    m_heap.push_back(
        {connection.timeout, connection.tableIndex, static_cast<uint32_t>(connection.id)});
    std::push_heap(m_heap.begin(), m_heap.end(), IsLater);
}

NfConnection*
NfExpiryQueue::Next(Time now)
{
    while (!m_heap.empty() && m_heap.front().time <= now)
    {
        Entry entry = m_heap.front();
        std::pop_heap(m_heap.begin(), m_heap.end(), IsLater);
        m_heap.pop_back();
        NfConnection* connection = Resolve(entry);
        if (!connection)
        {
            continue;
        }
        if (connection->timeout <= entry.time)
        {
            return connection;
        }
        Push(*connection);
    }
    return nullptr;
}

void
NfExpiryQueue::Compact()
{
    auto obsolete = [this](const Entry& entry) { return !Resolve(entry); };
    m_heap.erase(std::remove_if(m_heap.begin(), m_heap.end(), obsolete), m_heap.end());
    std::make_heap(m_heap.begin(), m_heap.end(), IsLater);
}

} // namespace ns3
