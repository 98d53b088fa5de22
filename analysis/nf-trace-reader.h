// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRACE_READER_H
#define NF_TRACE_READER_H

#include "nf-trace-query.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace ns3
{

/// A run in a trace database; the columns of its table `run`.
struct NfTraceRunRow
{
    int64_t id{0};
    std::string uuid;
    std::string label;
    int64_t seed{0};
    int64_t runNumber{0};
    std::string ns3Version;
    std::string moduleVersion;
    std::string commandLine;
    std::string level;
    std::optional<int64_t> started;       //!< ns since 1970, wall time
    std::optional<int64_t> ended;         //!< ns since 1970, wall time
    std::optional<int64_t> simulationEnd; //!< ns of simulated time
    bool finished{false};
    std::string reason; //!< how it ended
};

/// Addresses, protocol and ports.
struct NfTraceFlowRow
{
    int64_t id{0};
    int family{0};
    int protocol{0};
    int64_t sourceId{0};          //!< address.id
    int64_t destinationId{0};     //!< address.id
    std::string source;           //!< address as text
    std::string destination;      //!< address as text
    std::string sourceBytes;      //!< address in network order
    std::string destinationBytes; //!< address in network order
    int sourcePort{0};
    int destinationPort{0};
};

/// What hook passes have in common; the columns of `pass_kind`.
struct NfTracePassKindRow
{
    int64_t node{0};
    std::string hook;
    int64_t in{0};  //!< ifindex; 0: none
    int64_t out{0}; //!< ifindex; 0: none
    int64_t mark{0};
    std::string ctState;
    std::string direction; //!< empty without a connection
    std::string reason;    //!< usually empty
    int64_t path{0};       //!< 0: no rule and no policy was recorded
};

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
};

/**
 * \ingroup netfilter
 * Reads one run of a trace database.
 *
 * What many rows refer to is read once, when first asked for. Throws NfCliError for whatever is
 * wrong with the database.
 */
class NfTraceReader
{
  public:
    /**
     * \param path the database
     * \param run number or label of a run; empty: the last run
     */
    explicit NfTraceReader(const std::string& path, const std::string& run = "");
    ~NfTraceReader();

    /// \return file name
    const std::string& GetPath() const
    {
        return m_path;
    }

    /// \return the connection to the database
    sqlite3* GetHandle() const
    {
        return m_database.get();
    }

    /// \return all runs of the database, oldest first
    const std::vector<NfTraceRunRow>& GetRuns() const
    {
        return m_runs;
    }

    /// \return the run that is read
    const NfTraceRunRow& GetRun() const
    {
        return *m_run;
    }

    /// \return the run's level is one that records every hook pass
    bool HasPasses() const
    {
        return m_run->level == "hooks" || m_run->level == "rules";
    }

    /// \param sql a statement whose parameter 1 is the run \return it, with the run bound
    std::unique_ptr<NfTraceQuery> Query(const std::string& sql) const;

    /// \param sql a statement with one number as result; parameter 1 is the run \return the number
    int64_t Number(const std::string& sql) const;

    /// \return highest uid of the run's packets; hook passes are stored in order of their uid
    int64_t GetLastPacket() const;

    /// \return names of all nodes, by id; a node without a name is called "node<id>"
    const std::map<int64_t, std::string>& GetNodes();
    /// \param id the node \return its name
    std::string NodeName(int64_t id);
    /// \param name name or number of a node \return its id; throws NfCliError if there is none
    int64_t FindNode(const std::string& name);
    /// \param node the node \param ifindex the interface or 0 \return its name, empty for 0
    std::string InterfaceName(int64_t node, int64_t ifindex);

    /// \return the kinds of hook passes, by id; 0 is unused
    const std::vector<NfTracePassKindRow>& GetPassKinds();
    /// \param path pass_kind.path \return its steps in order; none for 0
    const std::vector<NfTraceStepRow>& GetPath(int64_t path);
    /// \return all chains, by id
    const std::map<int64_t, NfTraceChainRow>& GetChains();
    /// \param step a step \return "filter FORWARD 3: -A FORWARD ..." or "... policy DROP"
    std::string StepText(const NfTraceStepRow& step);
    /// \param step a step \return "filter FORWARD rule 3" or "filter FORWARD policy"
    std::string StepName(const NfTraceStepRow& step);
    /// \param kind kind of a pass \return the step that dropped the packet; null if none did
    const NfTraceStepRow* FindDroppingStep(const NfTracePassKindRow& kind);
    /// \param kind kind of a pass \return text of the step that dropped the packet; may be empty
    std::string DroppingStep(const NfTracePassKindRow& kind);

    /// \param id flow.id \return the flow
    const NfTraceFlowRow& GetFlow(int64_t id);
    /// \return all flows of the run, by id; 0 is unused
    std::vector<NfTraceFlowRow> GetFlows();

    /// What a packet was when the trace first saw it.
    struct Packet
    {
        int64_t time{0};
        int64_t node{0};
        int64_t flow{0};
        int64_t length{0}; //!< bytes
    };

    /// \param uid the packet \return what is known of it
    std::optional<Packet> FindPacket(int64_t uid);

    /// \return addresses of the nodes, in network order: node by address, several may share one
    const std::multimap<std::string, int64_t>& GetAddressOwners();

  private:
    struct Closer
    {
        void operator()(sqlite3* database) const
        {
            sqlite3_close_v2(database);
        }
    };

    void Open();
    void ReadRuns();
    const NfTraceRunRow* FindRun(const std::string& wanted) const;

    std::string m_path;
    std::unique_ptr<sqlite3, Closer> m_database;
    std::vector<NfTraceRunRow> m_runs;
    const NfTraceRunRow* m_run{nullptr};
    std::map<int64_t, std::string> m_nodes;
    std::optional<std::map<std::pair<int64_t, int64_t>, std::string>> m_interfaces;
    std::vector<NfTracePassKindRow> m_kinds;
    std::vector<std::vector<NfTraceStepRow>> m_paths;
    std::map<int64_t, NfTraceChainRow> m_chains;
    std::unordered_map<int64_t, NfTraceFlowRow> m_flows;
    std::optional<std::multimap<std::string, int64_t>> m_owners;
    std::unique_ptr<NfTraceQuery> m_flowQuery;
    std::unique_ptr<NfTraceQuery> m_packetQuery;
};

/// \param protocol number of an IP protocol \return its name, as the view v_flow gives it
std::string NfProtocolText(int protocol);

/// \param flow the flow \return "udp 10.0.0.1:53 > 10.0.0.2:1000"
std::string NfFlowText(const NfTraceFlowRow& flow);

/// \param flow the flow \return its source, with the port if the protocol has ports
std::string NfSourceText(const NfTraceFlowRow& flow);

/// \param flow the flow \return its destination, with the port or the ICMP type and code
std::string NfDestinationText(const NfTraceFlowRow& flow);

} // namespace ns3

#endif /* NF_TRACE_READER_H */
