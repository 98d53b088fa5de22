// SPDX-License-Identifier: GPL-2.0-only

#include "nf-trace-reader.h"

#include "nf-cli-command.h"
#include "nf-trace-numbered.h"

#include <fmt/format.h>

namespace ns3
{

NfTraceReader::NfTraceReader(const std::string& path, const std::string& run)
    : m_database(path),
      m_run(m_database.FindRun(run)),
      m_rules(GetHandle(), m_run.id),
      m_flows(GetHandle(), m_run.id)
{
}

std::unique_ptr<NfTraceQuery>
NfTraceReader::Query(const std::string& sql) const
{
    auto query = std::make_unique<NfTraceQuery>(GetHandle(), sql);
    query->Bind(1, m_run.id);
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
        std::map<std::string, int> bearers;
        auto query = Query("SELECT id, name, traced FROM node WHERE run = ?1");
        while (query->Next())
        {
            const std::string name = query->Text(1);
            m_nodes[query->Int(0)] = name.empty() ? fmt::format("node{}", query->Int(0)) : name;
            ++bearers[m_nodes[query->Int(0)]];
            if (query->Int(2))
            {
                m_traced.insert(query->Int(0));
            }
        }
        for (auto& [id, name] : m_nodes)
        {
            name += bearers[name] > 1 ? fmt::format(" (node {})", id) : "";
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

std::vector<int64_t>
NfTraceReader::FindNodes(const std::string& name)
{
    std::vector<int64_t> nodes;
    for (const auto& [id, text] : GetNodes())
    {
        if (text == name || text == fmt::format("{} (node {})", name, id))
        {
            nodes.push_back(id);
        }
    }
    return nodes;
}

int64_t
NfTraceReader::FindNode(const std::string& name)
{
    const std::vector<int64_t> named = FindNodes(name);
    if (named.size() > 1)
    {
        throw NfCliError(
            fmt::format("{}: {} nodes of run {} are called '{}', the first one is node "
                        "{}: give a number",
                        GetPath(),
                        named.size(),
                        m_run.id,
                        name,
                        named.front()));
    }
    if (!named.empty())
    {
        return named.front();
    }
    for (const auto& [id, text] : GetNodes())
    {
        if (std::to_string(id) == name)
        {
            return id;
        }
    }
    throw NfCliError(fmt::format("{}: there is no node '{}' in run {}", GetPath(), name, m_run.id));
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
                           "direction, reason, path, rules_visited FROM pass_kind WHERE run = ?1");
        while (query->Next())
        {
            NfRoomFor(m_kinds, query->Int(0)) = {query->Int(1),
                                                 query->Text(2),
                                                 query->Int(3),
                                                 query->Int(4),
                                                 query->Int(5),
                                                 query->Text(6),
                                                 query->Text(7),
                                                 query->Text(8),
                                                 query->Int(9),
                                                 query->MaybeInt(10)};
        }
    }
    return m_kinds;
}

std::string
NfTraceReader::DroppingStep(int64_t path)
{
    const NfTraceStepRow* step = m_rules.FindDrop(path);
    return step ? m_rules.StepText(*step) : "";
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

} // namespace ns3
