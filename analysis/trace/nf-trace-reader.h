// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRACE_READER_H
#define NF_TRACE_READER_H

#include "nf-trace-database.h"
#include "nf-trace-flow.h"
#include "nf-trace-query.h"
#include "nf-trace-rules.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/// What hook passes have in common; the columns of `pass_kind`.
struct NfTracePassKindRow
{
    int64_t node{0};
    std::string hook;
    int64_t in{0};  //!< ifindex; 0: none
    int64_t out{0}; //!< ifindex; 0: none
    int64_t mark{0};
    std::string ctState;
    std::string direction;               //!< empty without a connection
    std::string reason;                  //!< usually empty
    int64_t path{0};                     //!< 0: no rule and no policy was recorded
    std::optional<int64_t> rulesVisited; //!< nothing: not known
};

/**
 * @ingroup netfilter
 * Reads one run of a trace database.
 *
 * What many rows refer to is read once, when first asked for. Throws NfCliError for whatever is
 * wrong with the database.
 */
class NfTraceReader
{
  public:
    /**
     * @param path the database
     * @param run number or label of a run; empty: the last run
     */
    explicit NfTraceReader(const std::string& path, const std::string& run = "");

    /// @return file name
    const std::string& GetPath() const
    {
        return m_database.GetPath();
    }

    /// @return the connection to the database
    sqlite3* GetHandle() const
    {
        return m_database.GetHandle();
    }

    /// @return all runs of the database, oldest first
    const std::vector<NfTraceRunRow>& GetRuns() const
    {
        return m_database.GetRuns();
    }

    /// @return the run that is read
    const NfTraceRunRow& GetRun() const
    {
        return m_run;
    }

    /// @return the run's level is one that records every hook pass
    bool HasPasses() const
    {
        return m_run.level == "hooks" || m_run.level == "rules";
    }

    /// @return losses outside of the layer were recorded, so that none means that there was none
    bool HasLosses() const
    {
        return m_run.schemaVersion >= 2;
    }

    /// @param node a node
    /// @return whether what happened on it is in the trace
    bool IsTraced(int64_t node)
    {
        GetNodes();
        return m_traced.count(node) > 0;
    }

    /// @param sql a statement whose parameter 1 is the run
    /// @return it, with the run bound
    std::unique_ptr<NfTraceQuery> Query(const std::string& sql) const;

    /// @param sql a statement with one number as result; parameter 1 is the run
    /// @return the number
    int64_t Number(const std::string& sql) const;

    /// @return highest uid of the run's packets; hook passes are stored in order of their uid
    int64_t GetLastPacket() const;

    /**
     * No two nodes have the same name here: one without a name is called "node7", and several of
     * the same name "edge (node 7)".
     * @return names of all nodes, by id
     */
    const std::map<int64_t, std::string>& GetNodes();
    /// @param id the node
    /// @return its name
    std::string NodeName(int64_t id);
    /**
     * @param name what the user called some nodes
     * @return ids of all nodes of that name, in order
     */
    std::vector<int64_t> FindNodes(const std::string& name);
    /**
     * Throws NfCliError if there is no such node, or if several have the name.
     * @param name name or number of a node
     * @return its id
     */
    int64_t FindNode(const std::string& name);
    /// @param node the node
    /// @param ifindex the interface or 0
    /// @return its name, empty for 0
    std::string InterfaceName(int64_t node, int64_t ifindex);

    /// @return the kinds of hook passes, by id; 0 is unused
    const std::vector<NfTracePassKindRow>& GetPassKinds();

    /// @return the chains, and the ways through them
    NfTraceRules& GetRules()
    {
        return m_rules;
    }

    /// @return all chains, by id
    const std::map<int64_t, NfTraceChainRow>& GetChains()
    {
        return m_rules.GetChains();
    }

    /// @param path pass_kind.path
    /// @return its steps in order; none for 0
    const std::vector<NfTraceStepRow>& GetPath(int64_t path)
    {
        return m_rules.GetPath(path);
    }

    /// @param path pass_kind.path
    /// @return text of the step that dropped the packet; may be empty
    std::string DroppingStep(int64_t path);

    /// @param id flow.id
    /// @return the flow
    const NfTraceFlowRow& GetFlow(int64_t id)
    {
        return m_flows.Get(id);
    }

    /// @return all flows of the run, by id; 0 is unused
    std::vector<NfTraceFlowRow> GetFlows() const
    {
        return m_flows.GetAll();
    }

    /// What a packet was when the trace first saw it.
    struct Packet
    {
        int64_t time{0};
        int64_t node{0};
        int64_t flow{0};
        int64_t length{0}; //!< bytes
    };

    /// @param uid the packet
    /// @return what is known of it
    std::optional<Packet> FindPacket(int64_t uid);

    /// @return addresses of the nodes, in network order: node by address, several may share one
    const std::multimap<std::string, int64_t>& GetAddressOwners();

  private:
    NfTraceDatabase m_database;
    const NfTraceRunRow& m_run;
    NfTraceRules m_rules;
    NfTraceFlows m_flows;
    std::map<int64_t, std::string> m_nodes;
    std::set<int64_t> m_traced; //!< nodes
    std::optional<std::map<std::pair<int64_t, int64_t>, std::string>> m_interfaces;
    std::vector<NfTracePassKindRow> m_kinds;
    std::optional<std::multimap<std::string, int64_t>> m_owners;
    std::unique_ptr<NfTraceQuery> m_packetQuery;
};

} // namespace ns3

#endif /* NF_TRACE_READER_H */
