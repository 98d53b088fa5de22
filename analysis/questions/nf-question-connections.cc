// SPDX-License-Identifier: GPL-2.0-only

#include "nf-flow-filter.h"
#include "nf-progress.h"
#include "nf-trace-question.h"
#include "nf-trace-reader.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

namespace ns3
{

namespace
{

struct Options
{
    std::string node;
    std::vector<std::string> filter;
};

constexpr const char* SQL =
    "SELECT c.node, c.id, c.original, c.reply, c.zone, c.master, c.created, e.time, k.change, "
    "k.state, k.reason, k.status, e.mark, e.packets_original, e.bytes_original, e.packets_reply, "
    "e.bytes_reply FROM connection c "
    "LEFT JOIN conntrack_event e ON e.run = c.run AND e.node = c.node AND e.connection = c.id "
    "LEFT JOIN conntrack_kind k ON k.run = e.run AND k.id = e.kind "
    "WHERE c.run = ?1 ORDER BY c.created, c.node, c.id, e.id";

// Columns of SQL.
constexpr int CHANGE = 8;
constexpr int STATUS = 11;

// Bits of Linux's enum ip_conntrack_status that people know from conntrack(8).
std::string
StatusText(int64_t status)
{
    static constexpr std::pair<int, const char*> bits[] = {{1 << 0, "EXPECTED"},
                                                           {1 << 1, "SEEN_REPLY"},
                                                           {1 << 2, "ASSURED"},
                                                           {1 << 3, "CONFIRMED"},
                                                           {1 << 4, "SRC_NAT"},
                                                           {1 << 5, "DST_NAT"}};
    std::string text;
    for (const auto& [bit, name] : bits)
    {
        if (status & bit)
        {
            text += (text.empty() ? "" : ",") + std::string(name);
        }
    }
    return text;
}

NfReportTable
MakeTable()
{
    return {"connections",
            "",
            {{"node", "Node"},
             {"connection", "Conn."},
             {"original", "Opened as"},
             {"reply", "Answered as"},
             {"zone", ""},
             {"master", "Master"},
             {"created_ns", ""},
             {"time_ns", "Time"},
             {"change", ""},
             {"", "Event"},
             {"state", "State"},
             {"reason", "Reason"},
             {"", "Status"},
             {"status", ""},
             {"mark", ""},
             {"packets_original", "Packets"},
             {"bytes_original", "Bytes"},
             {"packets_reply", "Packets back"},
             {"bytes_reply", "Bytes back"}}};
}

NfCell
MaybeTime(const NfTraceQuery& query, int column)
{
    return query.IsNull(column) ? NfCell() : NfCell(NfNanoseconds{query.Int(column)});
}

int
Tell(const NfTraceArguments& shared, const Options& options)
{
    NfTraceReader reader(shared.database, shared.run);
    const NfFlowFilter filter(NfJoinWords(options.filter), NfResolveNodes(reader));
    const int64_t node = options.node.empty() ? -1 : reader.FindNode(options.node);
    NfReportTable table = MakeTable();
    table.grouped = 4;
    table.shown = shared.GetLimit();
    table.whenEmpty = "No connection was tracked.";
    NfProgress progress("reading connections", 0);
    auto query = reader.Query(SQL);
    while (query->Next())
    {
        progress.Step();
        if (node >= 0 && query->Int(0) != node)
        {
            continue;
        }
        if (!filter.IsEmpty() && !filter.Matches(reader.GetFlow(query->Int(2))) &&
            !filter.Matches(reader.GetFlow(query->Int(3))))
        {
            continue;
        }
        std::vector<NfCell> row{reader.NodeName(query->Int(0)),
                                query->Cell(1),
                                NfFlowText(reader.GetFlow(query->Int(2))),
                                NfFlowText(reader.GetFlow(query->Int(3))),
                                query->Cell(4),
                                query->Cell(5),
                                MaybeTime(*query, 6),
                                MaybeTime(*query, 7)};
        // A connection whose first packet was dropped never came into the table.
        row.insert(
            row.end(),
            {query->Cell(CHANGE),
             query->IsNull(CHANGE) ? NfCell(std::string("never confirmed")) : query->Cell(CHANGE)});
        for (int column = CHANGE + 1; column < query->Columns(); ++column)
        {
            if (column == STATUS)
            {
                row.emplace_back(StatusText(query->Int(column)));
            }
            row.push_back(query->Cell(column));
        }
        table.rows.push_back(std::move(row));
    }
    NfReport report;
    report.Add(std::move(table));
    return NfAnswer(report, shared);
}

} // namespace

NfCliAction
NfAskConnections(CLI::App& parser, NfTraceArguments& shared)
{
    auto options = std::make_shared<Options>();
    parser.add_option("filter", options->filter, "Which connections, as in tcpdump");
    parser.add_option("--node", options->node, "Only connections of this node");
    NfAddCommonOptions(parser, shared);
    return [&shared, options] { return Tell(shared, *options); };
}

} // namespace ns3
