// SPDX-License-Identifier: GPL-2.0-only

#include "nf-drop-sums.h"
#include "nf-trace-question.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{

namespace
{

struct Options
{
    std::string by;
    std::string node;
    std::vector<std::string> filter;
};

/// One of the answer's tables.
struct Section
{
    NfDropKey key;
    const char* name;
    const char* title;
    std::vector<NfColumn> columns;
};

const std::vector<Section> SECTIONS{
    {NfDropKey::NODE, "node", "Drops by node", {{"node", "Node"}}},
    {NfDropKey::REASON, "reason", "Drops by reason", {{"reason", "Reason"}}},
    {NfDropKey::RULE,
     "rule",
     "Drops by place and rule",
     {{"node", "Node"}, {"place", "Where"}, {"reason", ""}, {"rule", ""}, {"", "Rule, or reason"}}},
    {NfDropKey::FLOW,
     "flow",
     "Drops by flow",
     {{"flow", "Flow, as it was sent"},
      {"sender", "Sender"},
      {"node", "Dropped on"},
      {"reason", "Reason"}}},
};

// Cells of a section's own columns.
std::vector<NfCell>
KeyCells(NfTraceReader& reader, const NfDropSums& sums, const NfDropLine& line, NfDropKey key)
{
    const NfDropCause& cause = sums.GetCause(line.cause);
    switch (key)
    {
    case NfDropKey::NODE:
        return {reader.NodeName(cause.node)};
    case NfDropKey::REASON:
        return {cause.reason};
    case NfDropKey::RULE:
        return {reader.NodeName(cause.node),
                cause.place,
                cause.reason,
                cause.rule,
                cause.rule.empty() ? cause.reason : cause.rule};
    case NfDropKey::FLOW:
        return {NfFlowText(reader.GetFlow(line.flow)),
                reader.NodeName(line.sender),
                reader.NodeName(cause.node),
                cause.reason};
    }
    return {};
}

// Cells of the columns that all sections have.
std::vector<NfCell>
SumCells(const NfDropSum& sum)
{
    std::vector<NfCell> row{sum.packets, sum.bytes};
    if (sum.known > 0)
    {
        row.insert(row.end(),
                   {sum.least == sum.most ? std::to_string(sum.least)
                                          : fmt::format("{}-{}", sum.least, sum.most),
                    sum.least,
                    static_cast<double>(sum.hops) / static_cast<double>(sum.known),
                    sum.most,
                    sum.waste});
    }
    else
    {
        row.resize(row.size() + 5);
    }
    row.insert(row.end(), {NfNanoseconds{sum.first}, NfNanoseconds{sum.last}});
    return row;
}

NfReportTable
MakeTable(NfTraceReader& reader,
          NfDropSums& sums,
          const Section& section,
          const NfTraceArguments& shared)
{
    NfReportTable table{std::string("by_") + section.name,
                        section.title,
                        {{"packets", "Packets"},
                         {"bytes", "Bytes"},
                         {"", "Hops"},
                         {"hops_min", ""},
                         {"hops_mean", ""},
                         {"hops_max", ""},
                         {"byte_hops", "Bytes x hops"},
                         {"first_ns", "First"},
                         {"last_ns", "Last"}}};
    table.columns.insert(table.columns.end(), section.columns.begin(), section.columns.end());
    table.whenEmpty = "No packet was dropped.";
    // Texts only of lines that are shown: there may be many flows.
    const std::vector<NfDropLine> lines = sums.SumUp(section.key);
    const bool all = shared.json || shared.GetLimit() == 0;
    const std::size_t n = all ? lines.size() : std::min(shared.GetLimit(), lines.size());
    table.omitted = lines.size() - n;
    for (std::size_t i = 0; i < n; ++i)
    {
        std::vector<NfCell> row = SumCells(lines[i].sum);
        const std::vector<NfCell> key = KeyCells(reader, sums, lines[i], section.key);
        row.insert(row.end(), key.begin(), key.end());
        table.rows.push_back(std::move(row));
    }
    return table;
}

int
Tell(const NfTraceArguments& shared, const Options& options)
{
    NfTraceReader reader(shared.database, shared.run);
    const NfFlowFilter filter(NfJoinWords(options.filter), NfResolveNodes(reader));
    NfDropSums sums(reader, filter, options.node.empty() ? -1 : reader.FindNode(options.node));
    NfReportTable total{"total", "", {{"packets", "Dropped"}, {"bytes", "Bytes"}}};
    total.fields = true;
    total.rows.push_back({sums.GetTotal().packets, sums.GetTotal().bytes});
    NfReport report;
    report.Add(std::move(total));
    for (const Section& section : SECTIONS)
    {
        if (options.by.empty() || options.by == section.name)
        {
            report.Add(MakeTable(reader, sums, section, shared));
        }
    }
    return NfAnswer(report, shared);
}

} // namespace

NfCliAction
NfAskDrops(CLI::App& parser, NfTraceArguments& shared)
{
    auto options = std::make_shared<Options>();
    parser.add_option("filter", options->filter, "Which flows, as in tcpdump");
    parser.add_option("--by", options->by, "Only one table: node, reason, rule or flow")
        ->check(CLI::IsMember({"node", "reason", "rule", "flow"}));
    parser.add_option("--node", options->node, "Only drops on this node");
    NfAddCommonOptions(parser, shared);
    return [&shared, options] { return Tell(shared, *options); };
}

} // namespace ns3
