// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRACE_STORE_H
#define NF_TRACE_STORE_H

#include "nf-trace-record.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace SQLite
{
class Database;
}

namespace ns3
{

/**
 * @ingroup netfilter
 * One run in a trace database, written by one thread: turns records into rows.
 *
 * What records have in common is stored once and numbered in order of arrival. All events of a run
 * share one sequence of numbers, so the rows of all tables can be put back in the order in which
 * they were written. Every method may throw SQLite::Exception or std::runtime_error; after that
 * only the destructor may be called.
 */
class NfTraceStore
{
  public:
    /**
     * Open or create the database, migrate it, and enter a new run.
     * @param path file name
     * @param run the run
     * @param busyTimeout milliseconds to wait for other writers
     * @param cacheBytes bound of each kind of memory of what was stored (flows, paths, ...)
     * @param isDurable whether commits wait for the disk where SQLite thinks it needful
     */
    NfTraceStore(const std::string& path,
                 const NfTraceRunInfo& run,
                 int busyTimeout,
                 std::size_t cacheBytes,
                 bool isDurable);
    ~NfTraceStore();

    /// @return number of the run in this database
    int64_t GetRun() const;

    /// Start a transaction; waits while another process writes.
    void Begin();
    /// End the transaction.
    void Commit();

    /// @param record the record to store; within a transaction, as all that follow
    void Write(const NfTraceNode& record);
    /// @param record the record to store
    void Write(const NfTraceInterface& record);
    /// @param record the record to store
    /// @param firstChain number of its first chain
    void Write(const NfTraceRuleset& record, uint32_t firstChain);
    /// @param record the record to store
    /// @param hits what it hit
    /// @param n number of hits
    void Write(const NfTraceHookPass& record, const NfTraceRuleHit* hits, std::size_t n);
    /// @param record the record to store
    void Write(const NfTraceStackDrop& record);
    /// @param record the record to store
    void Write(const NfTraceLoss& record);
    /// @param record the record to store
    void Write(const NfTracePacket& record);
    /// @param record the record to store
    void Write(const NfTracePacketLink& record);
    /// @param record the record to store
    void Write(const NfTraceConnection& record);
    /// @param record the record to store
    void Write(const NfTraceConntrackEvent& record);
    /// @param record the record to store
    void Write(const NfTraceNatMapping& record);
    /// @param record the record to store
    void Write(const NfTraceLogLine& record);

    /// Enter the end of the run, in a transaction of its own.
    /// @param end how it ended
    void End(const NfTraceRunEnd& end);

    /// Make the indexes, in a transaction of its own.
    void BuildIndexes();

    /// Leave a single file behind, if nobody else has the database open.
    void Tidy();

  private:
    class Impl;
    std::unique_ptr<SQLite::Database> m_database;
    int64_t m_run{0};
    std::unique_ptr<Impl> m_impl; //!< uses the database, so it goes first
};

} // namespace ns3

#endif /* NF_TRACE_STORE_H */
