// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NAT_SOURCE_INDEX_H
#define NF_NAT_SOURCE_INDEX_H

#include "nf-connection.h"

#include "ns3/ptr.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Connections with a chosen source translation, by the source they arrived with (Linux's
 * nf_nat_bysource), so that a host's socket keeps its public port towards other destinations.
 *
 * The index forgets on its own: an entry is dead when nobody but the index refers to the
 * connection any more. Dead entries are never found; they are swept when the index has grown by
 * half since the last sweep, so both memory and time per Add() stay proportionate.
 */
class NfNatSourceIndex
{
  public:
    ~NfNatSourceIndex();

    /// @param connection to remember, ahead of others with the same source
    void Add(Ptr<NfConnection> connection);

    /**
     * Go over the live connections with the same source, protocol and zone, newest first.
     * @tparam Visitor callable with const NfConnection&, returns true to stop
     * @param tuple whose source and protocol to look for
     * @param zone conntrack zone of the original direction
     * @param visitor what to call
     * @return true if the visitor stopped
     */
    template <class Visitor>
    bool Visit(const NfTuple& tuple, uint16_t zone, Visitor visitor) const;

    /**
     * @param connection a connection
     * @return the conntrack zone of its original direction
     */
    static uint16_t ZoneOf(const NfConnection& connection);

    /// @return number of entries, dead ones not yet swept included
    std::size_t GetSize() const
    {
        return m_size;
    }

    /// Forget everything.
    void Clear();

  private:
    struct Node
    {
        Ptr<NfConnection> connection;
        Node* next;
    };

    static bool IsDead(const NfConnection& connection);
    static bool IsUsable(const NfConnection& connection);
    static bool HasSource(const NfConnection& connection, const NfTuple& tuple, uint16_t zone);
    std::size_t Bucket(const NfTuple& tuple, uint16_t zone) const;
    // Drop dead entries and fit the number of buckets; keeps the order of equal sources.
    void Sweep();

    std::vector<Node*> m_buckets; //!< size is zero or a power of two
    std::size_t m_size{0};
    std::size_t m_sweepAt{0}; //!< size at which to sweep
};

template <class Visitor>
bool
NfNatSourceIndex::Visit(const NfTuple& tuple, uint16_t zone, Visitor visitor) const
{
    if (m_buckets.empty())
    {
        return false;
    }
    for (const Node* node = m_buckets[Bucket(tuple, zone)]; node; node = node->next)
    {
        const NfConnection& connection = *node->connection;
        if (HasSource(connection, tuple, zone) && IsUsable(connection) && visitor(connection))
        {
            return true;
        }
    }
    return false;
}

} // namespace ns3

#endif /* NF_NAT_SOURCE_INDEX_H */
