// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRACE_RULES_H
#define NF_TRACE_RULES_H

#include <cstdint>
#include <map>
#include <sqlite3.h>
#include <string>
#include <vector>

namespace ns3
{

/// A rule or policy that a packet met; the columns of `path_step`.
struct NfTraceStepRow
{
    int64_t chain{0};
    int64_t rule{0}; //!< 0: policy, or end of a user chain
    std::string verdict;
};

/// A rule of a chain.
struct NfTraceRuleRow
{
    std::string text;
    std::string target;
};

/// A chain, with the table it is in.
struct NfTraceChainRow
{
    int64_t id{0};
    std::string name;
    std::string policy; //!< empty in a user chain
    std::string table;
    int64_t node{0};
    int family{0};
    int64_t generation{0};
    int64_t time{0};                   //!< when this content came into force
    std::vector<NfTraceRuleRow> rules; //!< the first one is number 1

    /// @return the table's name, of IPv6 with the family before it: "ip6 filter"
    std::string GetTableText() const
    {
        constexpr int ipv6 = 10;
        return (family == ipv6 ? "ip6 " : "") + table;
    }
};

/**
 * @ingroup netfilter
 * The chains of a run and the ways of packets through them.
 */
class NfTraceRules
{
  public:
    /// @param database the connection, which must outlive this
    /// @param run number of the run
    NfTraceRules(sqlite3* database, int64_t run);

    /// @return all chains, by id
    const std::map<int64_t, NfTraceChainRow>& GetChains();
    /// @param path pass_kind.path
    /// @return its steps in order; none for 0
    const std::vector<NfTraceStepRow>& GetPath(int64_t path);
    /// @param path pass_kind.path
    /// @return the step that dropped the packet; null if none did
    const NfTraceStepRow* FindDrop(int64_t path);
    /// @param step a step
    /// @return "filter FORWARD 3: -A FORWARD ..." or "... policy DROP"
    std::string StepText(const NfTraceStepRow& step);
    /**
     * What a rule says and where it stands, without its number: rules of several nodes and runs
     * are the same reason only if they say the same.
     * @param step a step
     * @return "filter FORWARD: -p tcp -j DROP" or "filter FORWARD: policy DROP"
     */
    std::string StepReason(const NfTraceStepRow& step);

  private:
    sqlite3* m_database;
    int64_t m_run;
    std::map<int64_t, NfTraceChainRow> m_chains;
    std::vector<std::vector<NfTraceStepRow>> m_paths;
};

} // namespace ns3

#endif /* NF_TRACE_RULES_H */
