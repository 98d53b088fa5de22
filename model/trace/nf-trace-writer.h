// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRACE_WRITER_H
#define NF_TRACE_WRITER_H

#include "nf-trace-record.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{

/// What to do when the database cannot be written.
enum class NfTraceErrorPolicy : uint8_t
{
    STOP,    //!< end the program with NS_FATAL_ERROR, or do what the handler does
    CONTINUE //!< say so once; the simulation goes on untraced
};

/// How a writer works.
struct NfTraceWriterConfig
{
    NfTraceErrorPolicy onError{NfTraceErrorPolicy::STOP};
    /**
     * Called once, in the thread of the simulation, with a message of one line. Without it STOP
     * calls NS_FATAL_ERROR and CONTINUE prints to std::cerr.
     */
    std::function<void(const std::string& message)> errorHandler;
    std::size_t blocks{16};             //!< blocks of the ring
    std::size_t blockBytes{512 * 1024}; //!< size of a block
    std::size_t cacheBytes{8 << 20};    //!< bound of each memory of what has been stored already
    int maxAge{200};                    //!< ms of wall time until a partly filled block is written
    int busyTimeout{120'000};           //!< ms to wait for other writers of the database
    bool buildIndexes{true};            //!< in Finish()
    bool isDurable{true}; //!< a crash of the machine loses no batch; else nothing awaits the disk
};

/**
 * @ingroup netfilter
 * Writes one run of a simulation to a trace database.
 *
 * @code
 * NfTraceWriter writer("run.db", info);
 * writer.Write(NfTraceNode{0, "router", 0});
 * uint32_t chain = writer.Write(ruleset);            // its chains are chain, chain + 1, ...
 * writer.Write(pass, {{chain, 1, NfTraceRuleVerdict::ACCEPT}});
 * writer.Finish({Simulator::Now().GetNanoSeconds()});
 * @endcode
 *
 * Write() copies the record into a bounded ring and returns; a thread of the writer's own stores
 * it. When the ring is full, Write() waits: no record is lost, and all are stored in order.
 * Batches are transactions in WAL mode, so whatever happens to the process the database holds
 * every batch that was committed, and its run is marked unfinished until Finish(). Several writers,
 * in one process or in several, may write to one database at once; each is a run of its own.
 *
 * All methods are called from one thread, the simulation's. An error, at opening or later, is
 * reported once, in that thread, as the policy says; from then on records are ignored.
 */
class NfTraceWriter
{
  public:
    /**
     * @param path the database; created if it does not exist, else the run is added to it
     * @param run the run
     * @param config how to work
     */
    NfTraceWriter(const std::string& path,
                  const NfTraceRunInfo& run,
                  const NfTraceWriterConfig& config = {});

    /// Stores what was written. Without Finish() before, the run stays marked unfinished.
    ~NfTraceWriter();

    NfTraceWriter(const NfTraceWriter&) = delete;
    NfTraceWriter& operator=(const NfTraceWriter&) = delete;

    /// @return number of the run in the database; 0 if it could not be opened
    int64_t GetRun() const;

    /// @return true until an error happened or Finish() was called
    bool IsOpen() const;

    /// @return the error that happened; empty if none
    std::string GetError() const;

    /// @return how often Write() had to wait for the disk
    uint64_t GetWaits() const;

    /// @param record the record to store
    void Write(const NfTraceNode& record);
    /// @param record the record to store
    void Write(const NfTraceInterface& record);

    /**
     * @param record the content of a table
     * @return the number of its first chain, for NfTraceRuleHit; the others follow in order
     */
    uint32_t Write(const NfTraceRuleset& record);

    /**
     * @param record the pass
     * @param hits what it hit, in order; null if there are none
     * @param n number of hits
     */
    void Write(const NfTraceHookPass& record, const NfTraceRuleHit* hits, std::size_t n);

    /// @param record the pass
    /// @param hits what it hit, in order
    void Write(const NfTraceHookPass& record, const std::vector<NfTraceRuleHit>& hits = {})
    {
        Write(record, hits.data(), hits.size());
    }

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

    /// Wait until all that was written is committed.
    void Flush();

    /**
     * Store everything, mark the run's end, build the indexes. May be called once; records that
     * are written later are ignored.
     * @param end how the run ended
     */
    void Finish(const NfTraceRunEnd& end);

  private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace ns3

#endif /* NF_TRACE_WRITER_H */
