// SPDX-License-Identifier: GPL-2.0-only

#include "nf-drop-scan.h"
#include "nf-progress.h"
#include "nf-trace-question.h"
#include "nf-trace-reader.h"

#include "ns3/nf-trace-record.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <ctime>
#include <fmt/format.h>
#include <map>

namespace ns3
{

namespace
{

constexpr int VERDICTS = 5;

/// Passes by verdict.
using Counts = std::array<int64_t, VERDICTS>;

int64_t
Total(const Counts& counts)
{
    return counts[0] + counts[1] + counts[2] + counts[3] + counts[4];
}

int64_t
Held(const Counts& counts)
{
    return counts[2] + counts[3] + counts[4];
}

// Passes of each kind: the one look at every row of the biggest table.
std::vector<Counts>
CountPasses(NfTraceReader& reader)
{
    std::vector<Counts> counts(reader.GetPassKinds().size());
    NfProgress progress("reading hook passes", reader.GetLastPacket());
    auto query = reader.Query("SELECT kind, verdict, packet FROM hook_pass WHERE run = ?1");
    while (query->Next())
    {
        const auto kind = static_cast<std::size_t>(query->Int(0));
        const auto verdict = static_cast<std::size_t>(query->Int(1));
        if (kind < counts.size() && verdict < VERDICTS)
        {
            ++counts[kind][verdict];
        }
        progress.StepTo(query->Int(2));
    }
    return counts;
}

NfCell
WallTime(const std::optional<int64_t>& time)
{
    if (!time)
    {
        return {};
    }
    const std::time_t seconds = *time / 1'000'000'000;
    std::tm broken{};
    gmtime_r(&seconds, &broken);
    char text[32];
    std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &broken);
    return std::string(text);
}

NfCell
SimulationEnd(const NfTraceRunRow& run)
{
    return run.simulationEnd ? NfCell(NfNanoseconds{*run.simulationEnd}) : NfCell();
}

void
AddRun(NfReport& report, const NfTraceReader& reader)
{
    const NfTraceRunRow& run = reader.GetRun();
    NfReportTable table{"run",
                        "",
                        {{"id", "Run"},
                         {"runs", "Runs in the database"},
                         {"label", "Label"},
                         {"uuid", ""},
                         {"seed", "Seed"},
                         {"run_number", "Run number"},
                         {"ns3_version", "ns-3"},
                         {"module_version", "Module"},
                         {"command_line", "Command"},
                         {"scenario", "Scenario"},
                         {"hash", "Hash of the scenario"},
                         {"variant", "Variant"},
                         {"placement", "Placement"},
                         {"replication", "Replication"},
                         {"level", "Level"},
                         {"started", "Started"},
                         {"ended", "Ended"},
                         {"sim_end_ns", "Simulated"},
                         {"finished", ""},
                         {"reason", "How it ended"}}};
    table.fields = true;
    const auto& identity = run.identity;
    table.rows.push_back({run.id,
                          static_cast<int64_t>(reader.GetRuns().size()),
                          run.label,
                          run.uuid,
                          run.seed,
                          run.runNumber,
                          run.ns3Version,
                          run.moduleVersion,
                          run.commandLine,
                          identity ? NfCell(identity->scenario) : NfCell(),
                          identity ? NfCell(identity->hash) : NfCell(),
                          identity ? NfCell(identity->variant) : NfCell(),
                          identity ? NfCell(identity->placement) : NfCell(),
                          identity ? NfCell(int64_t{identity->replication}) : NfCell(),
                          run.level,
                          WallTime(run.started),
                          WallTime(run.ended),
                          SimulationEnd(run),
                          int64_t{run.finished},
                          run.reason});
    if (!run.finished)
    {
        table.notes.emplace_back("This run did not finish: the trace ends where it was cut off.");
    }
    report.Add(std::move(table));
}

// Rules with which packets were compared in all these passes; nothing: not known of some.
std::optional<int64_t>
CountRulesVisited(NfTraceReader& reader, const std::vector<Counts>& passes)
{
    int64_t visited = 0;
    for (std::size_t kind = 1; kind < passes.size(); ++kind)
    {
        const std::optional<int64_t>& rules = reader.GetPassKinds()[kind].rulesVisited;
        if (!rules && Total(passes[kind]) > 0)
        {
            return {};
        }
        visited += rules.value_or(0) * Total(passes[kind]);
    }
    return visited;
}

void
AddContent(NfReport& report,
           const NfTraceReader& reader,
           const Counts& passes,
           const std::optional<int64_t>& rulesVisited)
{
    static constexpr std::array<std::array<const char*, 3>, 10> tables{{
        {"node", "nodes", "Nodes"},
        {"interface", "interfaces", "Interfaces"},
        {"ruleset", "rulesets", "Rule sets"},
        {"packet", "packets", "Packets"},
        {"flow", "flows", "Flows"},
        {"stack_drop", "stack_drops", "Drops by the stack"},
        {"loss", "losses", "Losses outside of the layer"},
        {"connection", "connections", "Connections"},
        {"nat_mapping", "nat_mappings", "NAT mappings"},
        {"log_line", "log_lines", "Log lines"},
    }};
    NfReportTable table{"content", "Content", {}};
    table.fields = true;
    table.rows.emplace_back();
    auto add = [&table](const char* key, const char* title, int64_t value) {
        table.columns.push_back({key, title});
        table.rows[0].push_back(value);
    };
    for (const auto& [name, key, title] : tables)
    {
        if (std::string_view(key) == "losses" && !reader.HasLosses())
        {
            table.notes.emplace_back("Losses outside of the layer were not recorded (version 1).");
            continue;
        }
        add(key, title, reader.Number(fmt::format("SELECT COUNT(*) FROM {} WHERE run = ?1", name)));
    }
    add("hook_passes", "Hook passes", Total(passes));
    add("hook_drops", "Drops at hooks", passes[0]);
    if (rulesVisited)
    {
        add("rules_visited", "Rules visited in these passes", *rulesVisited);
    }
    else
    {
        table.notes.emplace_back(
            "How many rules were visited was not recorded (before version 3).");
    }
    report.Add(std::move(table));
}

/// One line for each node or hook.
void
AddPasses(NfReport& report,
          const char* key,
          const char* title,
          const std::vector<std::pair<std::string, Counts>>& lines,
          int64_t untraced)
{
    NfReportTable table{key,
                        title,
                        {{"name", ""},
                         {"passes", "Passes"},
                         {"accepted", "Accepted"},
                         {"dropped", "Dropped"},
                         {"held", "Held"}}};
    table.columns[0].title = std::string(key) == "hooks" ? "Hook" : "Node";
    for (const auto& [name, counts] : lines)
    {
        table.rows.push_back({name, Total(counts), counts[1], counts[0], Held(counts)});
    }
    if (untraced > 0)
    {
        table.notes.push_back(fmt::format("{} nodes were not traced.", untraced));
    }
    report.Add(std::move(table));
}

void
AddLosses(NfReport& report, NfTraceReader& reader, const NfTraceArguments& shared)
{
    if (!reader.HasLosses())
    {
        return;
    }
    NfDropScan scan(reader);
    NfReportTable table{
        "losses",
        "Losses outside of the layer",
        {{"losses", "Losses"}, {"node", "Node"}, {"place", "Where"}, {"reason", "Reason"}}};
    table.whenEmpty = "No packet was lost.";
    table.shown = shared.GetLimit();
    scan.CountLosses([&](std::size_t cause, int64_t losses) {
        const NfDropCause& text = scan.GetCause(cause);
        table.rows.push_back({losses, reader.NodeName(text.node), text.place, text.reason});
    });
    std::stable_sort(table.rows.begin(), table.rows.end(), [](const auto& a, const auto& b) {
        return std::get<int64_t>(a[0]) > std::get<int64_t>(b[0]);
    });
    report.Add(std::move(table));
}

void
AddDrops(NfReport& report,
         NfTraceReader& reader,
         const std::vector<Counts>& passes,
         const NfTraceArguments& shared)
{
    NfDropScan scan(reader);
    std::map<std::size_t, int64_t> counts;
    for (std::size_t kind = 1; kind < passes.size(); ++kind)
    {
        if (passes[kind][0] > 0)
        {
            counts[scan.CauseOfKind(kind)] += passes[kind][0];
        }
    }
    scan.CountStack([&counts](std::size_t cause, int64_t drops) { counts[cause] += drops; });
    NfReportTable table{"drops",
                        "Drops",
                        {{"drops", "Drops"},
                         {"node", "Node"},
                         {"place", "Where"},
                         {"reason", "Reason"},
                         {"rule", "Rule"}}};
    table.whenEmpty = "No packet was dropped.";
    table.shown = shared.GetLimit();
    for (const auto& [cause, drops] : counts)
    {
        const NfDropCause& text = scan.GetCause(cause);
        table.rows.push_back(
            {drops, reader.NodeName(text.node), text.place, text.reason, text.rule});
    }
    std::stable_sort(table.rows.begin(), table.rows.end(), [](const auto& a, const auto& b) {
        return std::get<int64_t>(a[0]) > std::get<int64_t>(b[0]);
    });
    report.Add(std::move(table));
}

int
Summarize(const NfTraceArguments& shared)
{
    NfTraceReader reader(shared.database, shared.run);
    const std::vector<Counts> counts = CountPasses(reader);
    const std::vector<NfTracePassKindRow>& kinds = reader.GetPassKinds();
    Counts all{};
    std::map<std::string, Counts> byHook;
    std::map<int64_t, Counts> byNode;
    for (std::size_t kind = 1; kind < kinds.size(); ++kind)
    {
        for (int verdict = 0; verdict < VERDICTS; ++verdict)
        {
            all[verdict] += counts[kind][verdict];
            byHook[kinds[kind].hook][verdict] += counts[kind][verdict];
            byNode[kinds[kind].node][verdict] += counts[kind][verdict];
        }
    }
    std::vector<std::pair<std::string, Counts>> hooks;
    for (uint8_t hook = 0; hook < NF_N_HOOKS; ++hook)
    {
        auto found = byHook.find(NfToString(static_cast<NfHook>(hook)));
        if (found != byHook.end())
        {
            hooks.emplace_back(*found);
        }
    }
    std::vector<std::pair<std::string, Counts>> nodes;
    for (const auto& [node, name] : reader.GetNodes())
    {
        if (reader.IsTraced(node))
        {
            nodes.emplace_back(name, byNode[node]);
        }
    }
    const auto untraced = static_cast<int64_t>(reader.GetNodes().size() - nodes.size());
    NfReport report;
    AddRun(report, reader);
    AddContent(report, reader, all, CountRulesVisited(reader, counts));
    AddPasses(report, "hooks", "Hooks", hooks, 0);
    AddPasses(report, "nodes", "Nodes", nodes, untraced);
    AddDrops(report, reader, counts, shared);
    AddLosses(report, reader, shared);
    return NfAnswer(report, shared);
}

} // namespace

NfCliAction
NfAskSummary(CLI::App& parser, NfTraceArguments& shared)
{
    NfAddCommonOptions(parser, shared);
    return [&shared] { return Summarize(shared); };
}

} // namespace ns3
