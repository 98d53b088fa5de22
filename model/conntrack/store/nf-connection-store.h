// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CONNECTION_STORE_H
#define NF_CONNECTION_STORE_H

#include "nf-connection-table.h"
#include "nf-conntrack-event.h"
#include "nf-conntrack-settings.h"
#include "nf-expectation-table.h"
#include "nf-expiry-queue.h"
#include "nf-gre-keymap.h"
#include "nf-protocol-tracker.h"

#include "ns3/nstime.h"
#include "ns3/ptr.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * The connections of a node that are confirmed, and what they expect: how they get in, live, and
 * leave. It tells each change, and counts.
 *
 * Entries expire lazily: no simulator event is scheduled. Whoever asks for connections calls
 * Expire() first, which takes out all whose time has come.
 *
 * Invariant: both tuples of every connection are unique in their zone, but for entries that are
 * found by their reply tuple only; a connection's tuples never change while it is in the table.
 */
class NfConnectionStore final : public NfTrackerHost
{
  public:
    /// Told of what happens to connections.
    using Listener = std::function<void(const NfConntrackEvent& event)>;

    /**
     * @param settings in effect; they must outlive this
     * @param listener is called while something happens
     */
    NfConnectionStore(const NfConntrackSettings& settings, Listener listener);

    /// Forget all connections and expectations; nobody is told.
    void Clear();

    /// Take out what has expired by now, in order of expiry.
    void Expire();

    /// @return the table, which may hold expired connections unless Expire() was just called
    const NfConnectionTable& GetTable() const
    {
        return m_table;
    }

    /// @return all connections that have not expired, in order of their id
    std::vector<Ptr<NfConnection>> GetConnections();

    /**
     * Would a reply tuple be mistaken for another connection's? (Linux's nf_conntrack_tuple_taken)
     * @param tuple the reply tuple
     * @param ignored the connection that would like to have it; entries with the same original
     *                tuple are the same flow and do not count
     * @return true if so
     */
    bool IsTaken(const NfTuple& tuple, const NfConnection& ignored);

    /**
     * Put a connection into the table.
     * @param connection not yet confirmed; its timeout counts from now
     * @param replyOnly it is to be found by its reply tuple only
     */
    void Add(Ptr<NfConnection> connection, bool replyOnly);

    /**
     * Take a connection out of the table. One that is not in the table is marked as DYING, so that
     * it will not get there.
     * @param connection the connection
     * @param reason why, for the event
     */
    void Remove(NfConnection& connection, NfConntrackReason reason);

    /// Take out all connections and expectations.
    void Flush();

    /**
     * A TCP connection is being ended by a reset that tracking will not see (Linux's
     * nf_ct_set_closing). Without effect if it is not in the table, or of another protocol.
     * @param connection the connection
     */
    void SetClosing(NfConnection& connection);

    /**
     * Tell what happened to a connection, now.
     * @param kind what happened
     * @param connection the connection
     * @param reason with DESTROY, why
     */
    void Tell(NfConntrackEventKind kind,
              const NfConnection& connection,
              NfConntrackReason reason = NfConntrackReason::NONE);

    /// @return what connections expect
    NfExpectationTable& GetExpectations()
    {
        return m_expectations;
    }

    /// @return the calls of PPTP
    NfGreKeymap& GetGreKeys()
    {
        return m_greKeys;
    }

    /// @return the calls of PPTP
    const NfGreKeymap& GetGreKeys() const
    {
        return m_greKeys;
    }

    /// @return what is counted
    NfConntrackStatistics& GetStatistics()
    {
        return m_statistics;
    }

    /// @return what has been counted
    const NfConntrackStatistics& GetStatistics() const
    {
        return m_statistics;
    }

    const NfConntrackSettings& GetSettings() const override;
    void Refresh(NfConnection& connection, const NfPacket& packet, Time timeout) override;
    void SetTimeout(NfConnection& connection, Time timeout) override;
    void Account(NfConnection& connection, const NfPacket& packet) override;
    void Assure(NfConnection& connection) override;
    void ReportState(NfConnection& connection, const char* before, const char* after) override;
    void Kill(NfConnection& connection, NfConntrackReason reason) override;

  private:
    void Erase(NfConnection& connection, NfConntrackReason reason, Time time);

    const NfConntrackSettings& m_settings;
    Listener m_listener;
    NfConnectionTable m_table;
    NfExpiryQueue m_queue{m_table};
    NfExpectationTable m_expectations;
    NfGreKeymap m_greKeys;
    NfConntrackStatistics m_statistics;
    bool m_expiring{false}; //!< a listener must not start another sweep
};

} // namespace ns3

#endif /* NF_CONNECTION_STORE_H */
