// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CONNECTION_LIMIT_H
#define NF_CONNECTION_LIMIT_H

#include "nf-connection-store.h"
#include "nf-packet.h"
#include "nf-tuple.h"

#include "ns3/nstime.h"

#include <cstdint>
#include <optional>

namespace ns3
{

/**
 * @ingroup netfilter
 * Keeps a store of connections within its limit, as Linux does (nf_conntrack_core.c).
 *
 * A full table makes room for a newcomer: entries that are not assured are evicted from the bucket
 * of the hash table that is its own, or one of the seven behind it. If these have none, the packet
 * is dropped, and the collector evicts such entries, and assured ones that are closing, at its next
 * run.
 *
 * Divergences: which tuples share a bucket depends on Linux's random hash key, and when its
 * collector runs on the time of boot. Here the hash is fixed, and the collector's pace counts from
 * the first drop; it runs when the next connection asks for room, so that no event is scheduled.
 */
class NfConnectionLimit
{
  public:
    /// @param store of connections; it must outlive this
    explicit NfConnectionLimit(NfConnectionStore& store)
        : m_store(store)
    {
    }

    /**
     * Is there room for one more connection, or can some be made? If not, the kernel log of the
     * packet's node is told, so often as Linux does.
     * @param packet that opens the connection
     * @param tuple of the packet
     * @param zone of the original direction
     * @return true if there is room
     */
    bool MakeRoom(const NfPacket& packet, const NfTuple& tuple, uint16_t zone);

  private:
    /**
     * Evict what is not assured from the first bucket near the newcomer's that has such entries
     * (Linux's early_drop).
     * @param tuple of the newcomer
     * @param zone of its original direction
     * @return false if there are none
     */
    bool EvictFor(const NfTuple& tuple, uint16_t zone);

    /// What Linux's gc_worker does after a packet was dropped because the table was full: evict
    /// what is not assured or is closing, in order of the hash table, until some room is made.
    void Collect();

    /// @return how long after the first drop the collector runs
    Time GetCollectorPace() const;

    void LogFullTable(const NfPacket& packet);

    NfConnectionStore& m_store;
    std::optional<Time> m_collectAt; //!< the table was full: when the collector will run
    Time m_logBegin;                 //!< since when m_logged counts
    unsigned m_logged{0};            //!< lines of the log about the full table
};

} // namespace ns3

#endif /* NF_CONNECTION_LIMIT_H */
