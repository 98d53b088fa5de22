// SPDX-License-Identifier: GPL-2.0-only

#include "nf-trace-flow.h"

#include "nf-trace-numbered.h"

#include "ns3/nf-port-protocols.h"
#include "ns3/nf-protocol-names.h"

#include <fmt/format.h>
#include <map>

namespace ns3
{

namespace
{

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

std::string
WithPort(const NfTraceFlowRow& flow, const std::string& address, int port)
{
    if (!NfHasPorts(static_cast<uint8_t>(flow.protocol)))
    {
        return address;
    }
    return flow.family == 10 ? fmt::format("[{}]:{}", address, port)
                             : fmt::format("{}:{}", address, port);
}

} // namespace

NfTraceFlows::NfTraceFlows(sqlite3* database, int64_t run)
    : m_database(database),
      m_run(run)
{
}

const NfTraceFlowRow&
NfTraceFlows::Get(int64_t id)
{
    auto found = m_known.find(id);
    if (found == m_known.end())
    {
        if (!m_query)
        {
            m_query = std::make_unique<NfTraceQuery>(m_database,
                                                     std::string(FLOW_SQL) + " AND f.id = ?2");
            m_query->Bind(1, m_run);
        }
        m_query->Bind(2, id);
        found = m_known.emplace(id, NfTraceFlowRow{}).first;
        if (m_query->Next())
        {
            found->second = ReadFlow(*m_query);
        }
        m_query->Reset();
    }
    return found->second;
}

std::vector<NfTraceFlowRow>
NfTraceFlows::GetAll() const
{
    std::vector<NfTraceFlowRow> flows(1);
    NfTraceQuery query(m_database, FLOW_SQL);
    query.Bind(1, m_run);
    while (query.Next())
    {
        NfRoomFor(flows, query.Int(0)) = ReadFlow(query);
    }
    return flows;
}

std::string
NfProtocolText(int protocol)
{
    return NfFlowProtocolText(static_cast<uint8_t>(protocol));
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
    if (NfHasQueryId(static_cast<uint8_t>(flow.protocol)))
    {
        text += fmt::format(" type {} code {} id {}",
                            flow.destinationPort >> 8,
                            flow.destinationPort & 0xff,
                            flow.sourcePort);
    }
    return text;
}

} // namespace ns3
