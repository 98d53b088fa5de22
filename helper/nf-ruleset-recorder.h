// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RULESET_RECORDER_H
#define NF_RULESET_RECORDER_H

#include "nf-rule-hit.h"
#include "nf-tables.h"
#include "nf-trace-writer.h"

#include <array>
#include <cstdint>
#include <optional>

namespace ns3
{

/**
 * @ingroup netfilter
 * Writes the rule sets of a node's tables of one family to a trace, each as of the moment of its
 * change.
 *
 * Of several changes at one moment, between which no packet came, only the last is written: a set
 * that is built command by command is one set. Tables that a change has left alone, or whose rules
 * are the same as before, are not written again. Call Flush() before anything else is written that
 * happens later.
 */
class NfRulesetRecorder
{
  public:
    /**
     * Takes up the rule sets that are in force.
     * @param writer where to write, which must outlive this
     * @param tables the node's tables
     * @param node id of the node
     */
    NfRulesetRecorder(NfTraceWriter& writer, Ptr<const NfTables> tables, uint32_t node);

    /// The rule set has changed.
    void Change();

    /// Write what has changed since the last call.
    void Flush();

    /**
     * @param hit a rule hit
     * @return number of its chain in the trace; nothing if it is of rules that were never written
     */
    std::optional<uint32_t> FindChain(const NfRuleHit& hit);

  private:
    /// Numbers that a rule set has in the trace.
    struct Written
    {
        uint64_t generation{UINT64_MAX};                  //!< of NfTables
        std::array<uint32_t, NfTableKind::COUNT> first{}; //!< number of each table's first chain
    };

    uint32_t Write(const NfTable& table, int64_t time);

    NfTraceWriter& m_writer;
    Ptr<const NfTables> m_tables;
    uint32_t m_node;
    NfRuleset m_pending; //!< what is in force, if not written yet
    int64_t m_time{0};   //!< since when
    bool m_isPending{false};
    NfRuleset m_ruleset; //!< what was written
    Written m_now;
    Written m_before; //!< of the rule set before: traversals end with the rules they began with
    std::array<uint32_t, NfTableKind::COUNT> m_generations{}; //!< contents written of each table
};

} // namespace ns3

#endif /* NF_RULESET_RECORDER_H */
