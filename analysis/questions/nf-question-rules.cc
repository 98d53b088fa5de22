// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rule-usage.h"
#include "nf-trace-question.h"
#include "nf-trace-reader.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>
#include <set>
#include <string>

namespace ns3
{

namespace
{

struct Options
{
    std::string node;
    std::string table;
    bool never{false};
};

std::string
Why(const NfRuleUse& use)
{
    std::string text = NfToString(use.silence);
    if (use.silence == NfRuleSilence::UNKNOWN)
    {
        text += fmt::format(" ({}): perhaps taken", use.notUnderstood);
    }
    if (use.takenBy > 0)
    {
        text += fmt::format(" by rule {}", use.takenBy);
    }
    if (!use.takenTogether.empty())
    {
        text += fmt::format(" by rules {} together", fmt::join(use.takenTogether, ", "));
    }
    if (use.takenPackets > 0)
    {
        text += fmt::format(", {} packets", use.takenPackets);
    }
    return text;
}

// A table that no node has is a mistake, not an empty answer.
void
DemandTable(NfTraceReader& reader, const std::string& wanted)
{
    std::set<std::string> known;
    for (const auto& [id, chain] : reader.GetChains())
    {
        known.insert(chain.GetTableText());
    }
    if (!wanted.empty() && !known.count(wanted))
    {
        throw NfCliError(fmt::format("--table: no rule set of table '{}' was recorded; {}",
                                     wanted,
                                     known.empty()
                                         ? std::string("none was")
                                         : fmt::format("known are: {}", fmt::join(known, ", "))));
    }
}

int
Tell(const NfTraceArguments& shared, const Options& options)
{
    NfTraceReader reader(shared.database, shared.run);
    if (reader.GetRun().level != "rules")
    {
        throw NfCliError(fmt::format("{}: run {} was traced at level '{}': rules are known only "
                                     "at the level 'rules'",
                                     shared.database,
                                     reader.GetRun().id,
                                     reader.GetRun().level));
    }
    const int64_t node = options.node.empty() ? -1 : reader.FindNode(options.node);
    DemandTable(reader, options.table);
    NfReportTable table{"rules",
                        "",
                        {{"node", "Node"},
                         {"table", "Table"},
                         {"chain", "Chain"},
                         {"number", "No."},
                         {"hits", "Packets"},
                         {"bytes", "Bytes"},
                         {"rule", "Rule"},
                         {"never", ""},
                         {"shadowed_by", ""},
                         {"shadowed_by_together", ""},
                         {"not_understood", ""},
                         {"taken_packets", ""},
                         {"", "Why never"}}};
    table.grouped = 3;
    table.shown = shared.limit.value_or(0);
    table.whenEmpty = options.never ? "Every rule matched." : "No rules were recorded.";
    for (const NfRuleUse& use : NfRuleUsage(reader).Get())
    {
        if ((node >= 0 && use.node != node) ||
            (!options.table.empty() && use.table != options.table) ||
            (options.never && use.silence == NfRuleSilence::NONE))
        {
            continue;
        }
        const bool silent = use.silence != NfRuleSilence::NONE;
        table.rows.push_back({reader.NodeName(use.node),
                              use.table,
                              use.chain,
                              use.number ? NfCell(use.number) : NfCell(),
                              use.hits,
                              use.bytes,
                              use.text,
                              silent ? NfCell(std::string(NfToString(use.silence))) : NfCell(),
                              use.takenBy ? NfCell(use.takenBy) : NfCell(),
                              use.takenTogether.empty()
                                  ? NfCell()
                                  : NfCell(fmt::format("{}", fmt::join(use.takenTogether, ", "))),
                              use.notUnderstood.empty() ? NfCell() : NfCell(use.notUnderstood),
                              use.takenPackets ? NfCell(use.takenPackets) : NfCell(),
                              silent ? NfCell(Why(use)) : NfCell()});
    }
    NfReport report;
    report.Add(std::move(table));
    return NfAnswer(report, shared);
}

} // namespace

NfCliAction
NfAskRules(CLI::App& parser, NfTraceArguments& shared)
{
    auto options = std::make_shared<Options>();
    parser.add_option("--node", options->node, "Only rules of this node");
    parser.add_option("--table", options->table, "Only rules of this table");
    parser.add_flag("--never", options->never, "Only rules that never matched");
    NfAddCommonOptions(parser, shared);
    return [&shared, options] { return Tell(shared, *options); };
}

} // namespace ns3
