// SPDX-License-Identifier: GPL-2.0-only

#include "nf-trace-reader.h"

#include "nf-cli-command.h"

#include "ns3/nf-trace-schema.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr int BUSY_TIMEOUT = 10'000; // ms to wait for a writer

// Reading a file through the page cache spares a copy of every page.
constexpr const char* SETTINGS = "PRAGMA mmap_size = 68719476736; PRAGMA cache_size = -65536;"
                                 "PRAGMA temp_store = MEMORY";

constexpr const char* FLOW_SQL =
    "SELECT f.id, s.family, f.protocol, f.source, f.destination, s.text, d.text, s.bytes, "
    "d.bytes, f.source_port, f.destination_port FROM flow f "
    "JOIN address s ON s.run = f.run AND s.id = f.source "
    "JOIN address d ON d.run = f.run AND d.id = f.destination WHERE f.run = ?1";

NfTraceFlowRow
ReadFlow(const NfTraceQuery& query)
{
    NfTraceFlowRow flow;
    flow.id = query.Int(0);
    flow.family = static_cast<int>(query.Int(1));
    flow.protocol = static_cast<int>(query.Int(2));
    flow.sourceId = query.Int(3);
    flow.destinationId = query.Int(4);
    flow.source = query.Text(5);
    flow.destination = query.Text(6);
    flow.sourceBytes = query.Blob(7);
    flow.destinationBytes = query.Blob(8);
    flow.sourcePort = static_cast<int>(query.Int(9));
    flow.destinationPort = static_cast<int>(query.Int(10));
    return flow;
}

// Room in a vector that is indexed by numbers counted from 1.
template <class T>
T&
At(std::vector<T>& list, int64_t id)
{
    if (id < 0 || id > INT32_MAX)
    {
        throw NfCliError("the database is damaged: a number is out of range");
    }
    if (static_cast<std::size_t>(id) >= list.size())
    {
        list.resize(id + 1);
    }
    return list[id];
}

bool
IsIcmp(int protocol)
{
    return protocol == 1 || protocol == 58;
}

bool
HasPorts(int protocol)
{
    return protocol == 6 || protocol == 17 || protocol == 132 || protocol == 136;
}

std::string
WithPort(const NfTraceFlowRow& flow, const std::string& address, int port)
{
    if (!HasPorts(flow.protocol))
    {
        return address;
    }
    return fmt::format(flow.family == 10 ? "[{}]:{}" : "{}:{}", address, port);
}

} // namespace

NfTraceReader::NfTraceReader(const std::string& path, const std::string& run)
    : m_path(path)
{
    Open();
    ReadRuns();
    m_run = FindRun(run);
}

NfTraceReader::~NfTraceReader() = default;

void
NfTraceReader::Open()
{
    std::error_code ignored;
    if (!std::filesystem::exists(m_path, ignored))
    {
        throw NfCliError(m_path + ": there is no such file");
    }
    if (std::filesystem::is_directory(m_path, ignored))
    {
        throw NfCliError(m_path + ": it is a folder, not a trace database");
    }
    sqlite3* database = nullptr;
    const int result = sqlite3_open_v2(m_path.c_str(),
                                       &database,
                                       SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX,
                                       nullptr);
    m_database.reset(database);
    if (result != SQLITE_OK)
    {
        throw NfCliError(fmt::format("{}: {}", m_path, sqlite3_errmsg(database)));
    }
    sqlite3_busy_timeout(database, BUSY_TIMEOUT);
    sqlite3_exec(database, SETTINGS, nullptr, nullptr, nullptr);
    NfTraceQuery application(database, "PRAGMA application_id");
    if (!application.Next() || application.Int(0) != NF_TRACE_APPLICATION_ID)
    {
        throw NfCliError(m_path + ": it is a database, but not a trace of this module");
    }
    NfTraceQuery version(database, "PRAGMA user_version");
    if (!version.Next() || version.Int(0) != NF_TRACE_SCHEMA_VERSION)
    {
        throw NfCliError(fmt::format("{}: its schema version is {}, nfsim reads version {}",
                                     m_path,
                                     version.Int(0),
                                     NF_TRACE_SCHEMA_VERSION));
    }
}

void
NfTraceReader::ReadRuns()
{
    NfTraceQuery query(GetHandle(),
                       "SELECT id, uuid, label, seed, run_number, ns3_version, module_version, "
                       "command_line, level, started, ended, sim_end, finished, reason FROM run "
                       "ORDER BY id");
    while (query.Next())
    {
        NfTraceRunRow run;
        run.id = query.Int(0);
        run.uuid = query.Text(1);
        run.label = query.Text(2);
        run.seed = query.Int(3);
        run.runNumber = query.Int(4);
        run.ns3Version = query.Text(5);
        run.moduleVersion = query.Text(6);
        run.commandLine = query.Text(7);
        run.level = query.Text(8);
        run.started = query.MaybeInt(9);
        run.ended = query.MaybeInt(10);
        run.simulationEnd = query.MaybeInt(11);
        run.finished = query.Int(12) != 0;
        run.reason = query.Text(13);
        m_runs.push_back(std::move(run));
    }
}

const NfTraceRunRow*
NfTraceReader::FindRun(const std::string& wanted) const
{
    if (m_runs.empty())
    {
        throw NfCliError(m_path + ": it holds no run");
    }
    if (wanted.empty())
    {
        return &m_runs.back();
    }
    const NfTraceRunRow* found = nullptr;
    for (const NfTraceRunRow& run : m_runs)
    {
        if (std::to_string(run.id) == wanted)
        {
            return &run;
        }
        if (run.label == wanted)
        {
            if (found)
            {
                throw NfCliError(fmt::format("{}: runs {} and {} are both labelled '{}': give a "
                                             "number",
                                             m_path,
                                             found->id,
                                             run.id,
                                             wanted));
            }
            found = &run;
        }
    }
    if (!found)
    {
        throw NfCliError(fmt::format("{}: there is no run '{}'; its runs are {} to {}",
                                     m_path,
                                     wanted,
                                     m_runs.front().id,
                                     m_runs.back().id));
    }
    return found;
}

std::unique_ptr<NfTraceQuery>
NfTraceReader::Query(const std::string& sql) const
{
    auto query = std::make_unique<NfTraceQuery>(GetHandle(), sql);
    query->Bind(1, m_run->id);
    return query;
}

int64_t
NfTraceReader::Number(const std::string& sql) const
{
    auto query = Query(sql);
    return query->Next() ? query->Int(0) : 0;
}

int64_t
NfTraceReader::GetLastPacket() const
{
    return Number("SELECT MAX(uid) FROM packet WHERE run = ?1");
}

const std::map<int64_t, std::string>&
NfTraceReader::GetNodes()
{
    if (m_nodes.empty())
    {
        auto query = Query("SELECT id, name FROM node WHERE run = ?1");
        while (query->Next())
        {
            const std::string name = query->Text(1);
            m_nodes[query->Int(0)] = name.empty() ? fmt::format("node{}", query->Int(0)) : name;
        }
    }
    return m_nodes;
}

std::string
NfTraceReader::NodeName(int64_t id)
{
    auto found = GetNodes().find(id);
    return found == m_nodes.end() ? fmt::format("node{}", id) : found->second;
}

int64_t
NfTraceReader::FindNode(const std::string& name)
{
    for (const auto& [id, text] : GetNodes())
    {
        if (text == name)
        {
            return id;
        }
    }
    for (const auto& [id, text] : GetNodes())
    {
        if (std::to_string(id) == name)
        {
            return id;
        }
    }
    throw NfCliError(fmt::format("{}: there is no node '{}' in run {}", m_path, name, m_run->id));
}

std::string
NfTraceReader::InterfaceName(int64_t node, int64_t ifindex)
{
    if (!m_interfaces)
    {
        m_interfaces.emplace();
        auto query = Query("SELECT node, ifindex, name FROM interface WHERE run = ?1");
        while (query->Next())
        {
            (*m_interfaces)[{query->Int(0), query->Int(1)}] = query->Text(2);
        }
    }
    auto found = m_interfaces->find({node, ifindex});
    return found != m_interfaces->end() ? found->second
           : ifindex == 0               ? ""
                                        : fmt::format("if{}", ifindex);
}

const std::vector<NfTracePassKindRow>&
NfTraceReader::GetPassKinds()
{
    if (m_kinds.empty())
    {
        m_kinds.resize(1);
        auto query = Query("SELECT id, node, hook, in_ifindex, out_ifindex, mark, ct_state, "
                           "direction, reason, path FROM pass_kind WHERE run = ?1");
        while (query->Next())
        {
            At(m_kinds, query->Int(0)) = {query->Int(1),
                                          query->Text(2),
                                          query->Int(3),
                                          query->Int(4),
                                          query->Int(5),
                                          query->Text(6),
                                          query->Text(7),
                                          query->Text(8),
                                          query->Int(9)};
        }
    }
    return m_kinds;
}

const std::vector<NfTraceStepRow>&
NfTraceReader::GetPath(int64_t path)
{
    if (m_paths.empty())
    {
        m_paths.resize(1);
        auto query = Query("SELECT path, chain, rule, verdict FROM path_step WHERE run = ?1 "
                           "ORDER BY path, step");
        while (query->Next())
        {
            At(m_paths, query->Int(0)).push_back({query->Int(1), query->Int(2), query->Text(3)});
        }
    }
    return static_cast<std::size_t>(path) < m_paths.size() ? m_paths[path] : m_paths[0];
}

const std::map<int64_t, NfTraceChainRow>&
NfTraceReader::GetChains()
{
    if (m_chains.empty())
    {
        auto query = Query("SELECT c.id, c.name, c.policy, r.table_name, r.node, r.family, "
                           "r.generation, r.time FROM chain c "
                           "JOIN ruleset r ON r.run = c.run AND r.id = c.ruleset "
                           "WHERE c.run = ?1");
        while (query->Next())
        {
            m_chains[query->Int(0)] = {query->Int(0),
                                       query->Text(1),
                                       query->Text(2),
                                       query->Text(3),
                                       query->Int(4),
                                       static_cast<int>(query->Int(5)),
                                       query->Int(6),
                                       query->Int(7),
                                       {}};
        }
        query = Query("SELECT chain, text, target FROM rule WHERE run = ?1 ORDER BY chain, number");
        while (query->Next())
        {
            m_chains[query->Int(0)].rules.push_back({query->Text(1), query->Text(2)});
        }
    }
    return m_chains;
}

std::string
NfTraceReader::StepText(const NfTraceStepRow& step)
{
    auto found = GetChains().find(step.chain);
    if (found == m_chains.end())
    {
        return fmt::format("chain {} rule {}", step.chain, step.rule);
    }
    const NfTraceChainRow& chain = found->second;
    if (step.rule == 0)
    {
        return chain.policy.empty()
                   ? fmt::format("{} {} end", chain.table, chain.name)
                   : fmt::format("{} {} policy {}", chain.table, chain.name, chain.policy);
    }
    const auto number = static_cast<std::size_t>(step.rule);
    return fmt::format("{} {} {}: {}",
                       chain.table,
                       chain.name,
                       step.rule,
                       number <= chain.rules.size() ? chain.rules[number - 1].text : "?");
}

std::string
NfTraceReader::StepName(const NfTraceStepRow& step)
{
    auto found = GetChains().find(step.chain);
    const std::string place = found == m_chains.end()
                                  ? fmt::format("chain {}", step.chain)
                                  : found->second.table + " " + found->second.name;
    return step.rule == 0 ? place + " policy" : fmt::format("{} rule {}", place, step.rule);
}

const NfTraceStepRow*
NfTraceReader::FindDroppingStep(const NfTracePassKindRow& kind)
{
    const std::vector<NfTraceStepRow>& path = GetPath(kind.path);
    auto drop = std::find_if(path.rbegin(), path.rend(), [](const NfTraceStepRow& step) {
        return step.verdict == "DROP";
    });
    return drop == path.rend() ? nullptr : &*drop;
}

std::string
NfTraceReader::DroppingStep(const NfTracePassKindRow& kind)
{
    const NfTraceStepRow* step = FindDroppingStep(kind);
    return step ? StepText(*step) : "";
}

const NfTraceFlowRow&
NfTraceReader::GetFlow(int64_t id)
{
    auto found = m_flows.find(id);
    if (found == m_flows.end())
    {
        if (!m_flowQuery)
        {
            m_flowQuery = Query(std::string(FLOW_SQL) + " AND f.id = ?2");
        }
        m_flowQuery->Bind(2, id);
        found = m_flows.emplace(id, NfTraceFlowRow{}).first;
        if (m_flowQuery->Next())
        {
            found->second = ReadFlow(*m_flowQuery);
        }
        m_flowQuery->Reset();
    }
    return found->second;
}

std::vector<NfTraceFlowRow>
NfTraceReader::GetFlows()
{
    std::vector<NfTraceFlowRow> flows(1);
    auto query = Query(FLOW_SQL);
    while (query->Next())
    {
        At(flows, query->Int(0)) = ReadFlow(*query);
    }
    return flows;
}

std::optional<NfTraceReader::Packet>
NfTraceReader::FindPacket(int64_t uid)
{
    if (!m_packetQuery)
    {
        m_packetQuery = Query("SELECT first_time, first_node, flow, length FROM packet "
                              "WHERE run = ?1 AND uid = ?2");
    }
    m_packetQuery->Bind(2, uid);
    std::optional<Packet> packet;
    if (m_packetQuery->Next())
    {
        packet = {m_packetQuery->Int(0),
                  m_packetQuery->Int(1),
                  m_packetQuery->Int(2),
                  m_packetQuery->Int(3)};
    }
    m_packetQuery->Reset();
    return packet;
}

const std::multimap<std::string, int64_t>&
NfTraceReader::GetAddressOwners()
{
    if (!m_owners)
    {
        m_owners.emplace();
        auto query = Query("SELECT DISTINCT a.bytes, i.node FROM interface_address i "
                           "JOIN address a ON a.run = i.run AND a.id = i.address "
                           "WHERE i.run = ?1 AND i.ifindex > 1 ORDER BY a.bytes, i.node");
        while (query->Next())
        {
            m_owners->emplace(query->Blob(0), query->Int(1));
        }
    }
    return *m_owners;
}

std::string
NfProtocolText(int protocol)
{
    static const std::map<int, const char*> names{{1, "icmp"},
                                                  {6, "tcp"},
                                                  {17, "udp"},
                                                  {47, "gre"},
                                                  {58, "icmpv6"},
                                                  {132, "sctp"},
                                                  {136, "udplite"}};
    auto found = names.find(protocol);
    return found == names.end() ? std::to_string(protocol) : found->second;
}

std::string
NfSourceText(const NfTraceFlowRow& flow)
{
    return WithPort(flow, flow.source, flow.sourcePort);
}

std::string
NfDestinationText(const NfTraceFlowRow& flow)
{
    return WithPort(flow, flow.destination, flow.destinationPort);
}

std::string
NfFlowText(const NfTraceFlowRow& flow)
{
    std::string text = fmt::format("{} {} > {}",
                                   NfProtocolText(flow.protocol),
                                   NfSourceText(flow),
                                   NfDestinationText(flow));
    if (IsIcmp(flow.protocol))
    {
        text += fmt::format(" type {} code {} id {}",
                            flow.destinationPort >> 8,
                            flow.destinationPort & 0xff,
                            flow.sourcePort);
    }
    return text;
}

} // namespace ns3
