// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_EXPIRY_QUEUE_H
#define NF_EXPIRY_QUEUE_H

#include "nf-connection-table.h"
#include "nf-connection.h"

#include "ns3/nstime.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Tells which connections of a table have expired, in order of expiry, then of id.
 *
 * A heap whose entries say when to look at a connection, which is never later than it expires.
 * Prolonging a connection, which every packet does, costs nothing: its entry is moved when its
 * time comes. An entry that has become useless is left behind until then, or until such entries
 * outnumber the others.
 */
class NfExpiryQueue
{
  public:
    /// @param table the connections
    explicit NfExpiryQueue(const NfConnectionTable& table)
        : m_table(table)
    {
    }

    /// Forget all entries.
    void Clear()
    {
        m_heap.clear();
    }

    /// @param connection in the table; its timeout is new, or earlier than it was
    void Schedule(NfConnection& connection);

    /**
     * @param now the time
     * @return the connection that expired first, which the caller takes out of the table; null if
     *         none has expired by now
     */
    NfConnection* Next(Time now);

  private:
    struct Entry
    {
        Time time;
        uint32_t place; //!< in the table
        uint32_t id;    //!< low half of the connection's id: the order of equal times
    };

    static bool IsLater(const Entry& a, const Entry& b);
    // The connection that an entry is about, or null if it is obsolete.
    NfConnection* Resolve(const Entry& entry) const;
    void Push(NfConnection& connection);
    void Compact();

    const NfConnectionTable& m_table;
    std::vector<Entry> m_heap; //!< earliest first
};

} // namespace ns3

#endif /* NF_EXPIRY_QUEUE_H */
