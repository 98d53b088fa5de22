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

// Losses are no drops: no rule, no policy and no stack's decision ended these packets.
const Section LOSSES{NfDropKey::RULE,
                     "loss",
                     "Losses outside of the layer, by place",
                     {{"node", "Node"}, {"place", "Where"}, {"reason", "Reason"}}};

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
KeyCells(NfTraceReader& reader,
         const NfDropSums& sums,
         const NfDropLine& line,
         const Section& section)
{
    const NfDropCause& cause = sums.GetCause(line.cause);
    if (&section == &LOSSES)
    {
        return {reader.NodeName(cause.node), cause.place, cause.reason};
    }
    switch (section.key)
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
                line.sender < 0 ? NfCell(std::string("unknown"))
                                : NfCell(reader.NodeName(line.sender)),
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
                    sum.known,
                    sum.waste,
                    sum.known == sum.packets
                        ? NfCell(sum.waste)
                        : fmt::format("{} ({} of {} packets)", sum.waste, sum.known, sum.packets)});
    }
    else
    {
        row.insert(row.end(), {std::string("unknown"), NfCell(), NfCell(), NfCell(), int64_t{0}});
        row.insert(row.end(), {NfCell(), std::string("unknown")});
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
                         {"hops_known", ""},
                         {"byte_hops", ""},
                         {"", "Bytes x hops"},
                         {"first_ns", "First"},
                         {"last_ns", "Last"}}};
    table.columns.insert(table.columns.end(), section.columns.begin(), section.columns.end());
    table.whenEmpty = &section == &LOSSES ? "No packet was lost." : "No packet was dropped.";
    // Texts only of lines that are shown: there may be many flows.
    const std::vector<NfDropLine> lines = sums.SumUp(section.key);
    const bool all = shared.json || shared.GetLimit() == 0;
    const std::size_t n = all ? lines.size() : std::min(shared.GetLimit(), lines.size());
    table.omitted = lines.size() - n;
    for (std::size_t i = 0; i < n; ++i)
    {
        std::vector<NfCell> row = SumCells(lines[i].sum);
        const std::vector<NfCell> key = KeyCells(reader, sums, lines[i], section);
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
    const int64_t node = options.node.empty() ? -1 : reader.FindNode(options.node);
    NfDropSums sums(reader, filter, node);
    NfDropSums losses(reader, filter, node, NfDropSums::What::LOSSES);
    NfReportTable total{"total",
                        "",
                        {{"packets", "Dropped"},
                         {"bytes", "Bytes dropped"},
                         {"lost_packets", "Lost outside of the layer"},
                         {"lost_bytes", "Bytes lost"}}};
    total.fields = true;
    const NfCell unknown =
        shared.json ? NfCell() : NfCell(std::string("not recorded by version 1"));
    total.rows.push_back({sums.GetTotal().packets,
                          sums.GetTotal().bytes,
                          reader.HasLosses() ? NfCell(losses.GetTotal().packets) : unknown,
                          reader.HasLosses() ? NfCell(losses.GetTotal().bytes) : unknown});
    NfReport report;
    report.Add(std::move(total));
    for (const Section& section : SECTIONS)
    {
        if (options.by.empty() || options.by == section.name)
        {
            report.Add(MakeTable(reader, sums, section, shared));
        }
    }
    if ((options.by.empty() || options.by == LOSSES.name) && reader.HasLosses())
    {
        report.Add(MakeTable(reader, losses, LOSSES, shared));
    }
    return NfAnswer(report, shared);
}

} // namespace

NfCliAction
NfAskDrops(CLI::App& parser, NfTraceArguments& shared)
{
    auto options = std::make_shared<Options>();
    parser.add_option("filter", options->filter, "Which flows, as in tcpdump");
    parser.add_option("--by", options->by, "Only one table: node, reason, rule, flow or loss")
        ->check(CLI::IsMember({"node", "reason", "rule", "flow", "loss"}));
    parser.add_option("--node", options->node, "Only drops on this node");
    NfAddCommonOptions(parser, shared);
    return [&shared, options] { return Tell(shared, *options); };
}

} // namespace ns3
