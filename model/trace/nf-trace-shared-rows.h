// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRACE_SHARED_ROWS_H
#define NF_TRACE_SHARED_ROWS_H

#include "nf-trace-key-numbers.h"
#include "nf-trace-record.h"
#include "nf-trace-run-statement.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * What records of a run have in common: finds or makes the rows of the tables address, flow,
 * pass_kind, path_step, rewrite, conntrack_kind and packet, and gives their numbers.
 *
 * Memory is bounded. Beyond the bound addresses, flows and packets are looked up in the database,
 * and stay unique; the others may be stored a second time under another number.
 */
class NfTraceSharedRows
{
  public:
    /**
     * @param database the database
     * @param run number of the run
     * @param cacheBytes bound of the memory for each table
     */
    NfTraceSharedRows(SQLite::Database& database, int64_t run, std::size_t cacheBytes);

    /// @param address the address
    /// @param family its family
    /// @return its number
    int64_t Address(const NfAddress& address, NfFamily family);

    /// @param tuple the tuple
    /// @return its number
    int64_t Flow(const NfTraceTuple& tuple);

    /// @param pass the pass
    /// @param hits what it hit
    /// @param n number of hits
    /// @return its number
    int64_t PassKind(const NfTraceHookPass& pass, const NfTraceRuleHit* hits, std::size_t n);

    /// Numbers of what a pass did to a packet's header.
    struct FlowsOfPass
    {
        int64_t before;                 //!< flow on entry
        int64_t after;                  //!< flow on leaving
        std::optional<int64_t> rewrite; //!< nothing if nothing was rewritten
    };

    /// @param pass the pass
    /// @return its flows and what was rewritten
    FlowsOfPass Rewrite(const NfTraceHookPass& pass);

    /// @param event the event
    /// @return number of its kind
    int64_t ConntrackKind(const NfTraceConntrackEvent& event);

    /// A packet as it is seen now.
    struct SeenPacket
    {
        uint64_t uid;
        int64_t time;
        uint32_t node;
        int64_t flow;    //!< number of its flow
        uint32_t length; //!< bytes
        bool sent;       //!< the node sends it
    };

    /**
     * Enter a packet, if it is not known.
     * @param packet the packet
     * @return the length with which it was entered
     */
    uint32_t Packet(const SeenPacket& packet);

  private:
    int64_t FindFlow(const NfTraceTuple& tuple);
    std::optional<int64_t> Path(const NfTraceRuleHit* hits, std::size_t n);

    /// What is known of a packet.
    struct KnownPacket
    {
        uint64_t uid{NF_TRACE_NONE};
        uint32_t length{0};
    };

    NfTraceKey m_key;         //!< scratch
    NfTraceTuple m_lastTuple; //!< of the latest flow asked for: hook after hook it is the same
    int64_t m_lastFlow{0};

    NfTraceKeyNumbers m_addresses;
    NfTraceKeyNumbers m_flows;
    NfTraceKeyNumbers m_paths;
    NfTraceKeyNumbers m_passKinds;
    NfTraceKeyNumbers m_rewrites;
    NfTraceKeyNumbers m_conntrackKinds;
    std::vector<KnownPacket> m_packets; //!< by the low bits of the uid

    NfTraceRunStatement m_addAddress;
    NfTraceRunStatement m_findAddress;
    NfTraceRunStatement m_addFlow;
    NfTraceRunStatement m_findFlow;
    NfTraceRunStatement m_addPathStep;
    NfTraceRunStatement m_addPassKind;
    NfTraceRunStatement m_addRewrite;
    NfTraceRunStatement m_addConntrackKind;
    NfTraceRunStatement m_addPacket;
    NfTraceRunStatement m_findPacket;
};

} // namespace ns3

#endif /* NF_TRACE_SHARED_ROWS_H */
