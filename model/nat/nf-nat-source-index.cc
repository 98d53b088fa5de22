// SPDX-License-Identifier: GPL-2.0-only

#include "nf-nat-source-index.h"

#include "nf-jhash.h"

#include "ns3/simulator.h"

#include <utility>

namespace ns3
{

NfNatSourceIndex::~NfNatSourceIndex()
{
    Clear();
}

uint16_t
NfNatSourceIndex::ZoneOf(const NfConnection& connection)
{
    return connection.GetZone().Of(NfDirection::ORIGINAL);
}

bool
NfNatSourceIndex::IsDead(const NfConnection& connection)
{
    return connection.GetReferenceCount() == 1;
}

bool
NfNatSourceIndex::IsUsable(const NfConnection& connection)
{
    if (IsDead(connection) || connection.Has(NfCtStatus::DYING))
    {
        return false;
    }
    // An expired connection does not count, even if it is still in the table.
    return !connection.IsConfirmed() || connection.timeout > Simulator::Now();
}

bool
NfNatSourceIndex::HasSource(const NfConnection& connection, const NfTuple& tuple, uint16_t zone)
{
    const NfTuple& original = connection.Original();
    return original.sourcePort == tuple.sourcePort && original.source == tuple.source &&
           original.protocol == tuple.protocol && original.family == tuple.family &&
           ZoneOf(connection) == zone;
}

std::size_t
NfNatSourceIndex::Bucket(const NfTuple& tuple, uint16_t zone) const
{
    uint32_t ports = static_cast<uint32_t>(tuple.sourcePort) << 16 | zone;
    uint32_t hash = NfJhash2(tuple.source.Words().data(), 4, ports + tuple.protocol);
    return hash & (m_buckets.size() - 1);
}

void
NfNatSourceIndex::Add(Ptr<NfConnection> connection)
{
    if (m_size >= m_sweepAt)
    {
        Sweep();
    }
    Node*& head = m_buckets[Bucket(connection->Original(), ZoneOf(*connection))];
    head = new Node{std::move(connection), head};
    ++m_size;
}

void
NfNatSourceIndex::Sweep()
{
    std::vector<Node*> live;
    live.reserve(m_size);
    for (Node* node : m_buckets)
    {
        while (node)
        {
            Node* next = node->next;
            if (IsDead(*node->connection))
            {
                delete node;
            }
            else
            {
                live.push_back(node);
            }
            node = next;
        }
    }
    m_size = live.size();
    m_sweepAt = m_size + m_size / 2 + 64;
    std::size_t buckets = 64;
    while (buckets < m_sweepAt)
    {
        buckets *= 2;
    }
    m_buckets.assign(buckets, nullptr);
    // From last to first: equal sources share a bucket before and after, so order is kept.
    for (auto node = live.rbegin(); node != live.rend(); ++node)
    {
        NfConnection& connection = *(*node)->connection;
        Node*& head = m_buckets[Bucket(connection.Original(), ZoneOf(connection))];
        (*node)->next = head;
        head = *node;
    }
}

void
NfNatSourceIndex::Clear()
{
    for (Node* node : m_buckets)
    {
        while (node)
        {
            Node* next = node->next;
            delete node;
            node = next;
        }
    }
    m_buckets.clear();
    m_size = 0;
    m_sweepAt = 0;
}

} // namespace ns3
