// SPDX-License-Identifier: GPL-2.0-only

#include "nf-flow-filter.h"
#include "nf-trace-question.h"
#include "nf-trace-reader.h"

#include <CLI/CLI.hpp>
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
    "SELECT m.node, m.connection, m.kind, m.flow_before, m.flow_after, m.time, "
    "(SELECT MAX(e.time) FROM conntrack_event e JOIN conntrack_kind k ON k.run = e.run AND "
    "k.id = e.kind WHERE e.run = m.run AND e.node = m.node AND e.connection = m.connection AND "
    "k.change = 'destroy') FROM nat_mapping m WHERE m.run = ?1 ORDER BY m.id";

int
Tell(const NfTraceArguments& shared, const Options& options)
{
    NfTraceReader reader(shared.database, shared.run);
    const NfFlowFilter filter(NfJoinWords(options.filter), NfResolveNodes(reader));
    const int64_t node = options.node.empty() ? -1 : reader.FindNode(options.node);
    NfReportTable table{"mappings",
                        "",
                        {{"node", "Node"},
                         {"connection", "Conn."},
                         {"kind", "Kind"},
                         {"before", "Before"},
                         {"after", "After"},
                         {"since_ns", "Since"},
                         {"until_ns", "Until"}}};
    table.shown = shared.GetLimit();
    table.whenEmpty = "No address was translated.";
    auto query = reader.Query(SQL);
    while (query->Next())
    {
        const NfTraceFlowRow& before = reader.GetFlow(query->Int(3));
        const NfTraceFlowRow& after = reader.GetFlow(query->Int(4));
        if ((node < 0 || query->Int(0) == node) &&
            (filter.Matches(before) || filter.Matches(after)))
        {
            table.rows.push_back(
                {reader.NodeName(query->Int(0)),
                 query->Int(1),
                 query->Text(2),
                 NfFlowText(before),
                 NfFlowText(after),
                 NfNanoseconds{query->Int(5)},
                 query->IsNull(6) ? NfCell() : NfCell(NfNanoseconds{query->Int(6)})});
        }
    }
    NfReport report;
    report.Add(std::move(table));
    return NfAnswer(report, shared);
}

} // namespace

NfCliAction
NfAskNat(CLI::App& parser, NfTraceArguments& shared)
{
    auto options = std::make_shared<Options>();
    parser.add_option("filter", options->filter, "Which addresses, as in tcpdump");
    parser.add_option("--node", options->node, "Only translations by this node");
    NfAddCommonOptions(parser, shared);
    return [&shared, options] { return Tell(shared, *options); };
}

} // namespace ns3
