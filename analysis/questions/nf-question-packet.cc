// SPDX-License-Identifier: GPL-2.0-only

#include "nf-packet-journey.h"
#include "nf-packet-links.h"
#include "nf-trace-question.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>
#include <set>
#include <vector>

namespace ns3
{

namespace
{

struct Options
{
    int64_t uid{0};
    bool follow{false};
};

NfCell
TextOrNothing(const std::string& text)
{
    return text.empty() ? NfCell() : NfCell(text);
}

NfCell
NumberOrNothing(int64_t number)
{
    return number < 0 ? NfCell() : NfCell(number);
}

void
AddPackets(NfReport& report, NfTraceReader& reader, const std::vector<NfPacketJourney>& journeys)
{
    NfReportTable table{"packets",
                        "",
                        {{"packet", "Packet"},
                         {"flow", "Flow"},
                         {"length", "Bytes"},
                         {"first_time_ns", "First seen"},
                         {"first_node", "On node"},
                         {"fate", "Fate"},
                         {"fate_time_ns", "At"},
                         {"fate_node", "On node"},
                         {"fate_place", "Where"},
                         {"fate_reason", "Why"}}};
    table.fields = journeys.size() == 1;
    for (const NfPacketJourney& journey : journeys)
    {
        const auto packet = reader.FindPacket(journey.GetUid());
        const NfPacketFate fate = journey.GetFate();
        const NfPacketStop none;
        const NfPacketStop& where = fate.where ? *fate.where : none;
        table.rows.push_back({journey.GetUid(),
                              packet ? NfCell(NfFlowText(reader.GetFlow(packet->flow))) : NfCell(),
                              packet ? NfCell(packet->length) : NfCell(),
                              packet ? NfCell(NfNanoseconds{packet->time}) : NfCell(),
                              packet ? NfCell(reader.NodeName(packet->node)) : NfCell(),
                              std::string(fate.where ? NfToString(fate.kind) : "unknown"),
                              fate.where ? NfCell(NfNanoseconds{where.time}) : NfCell(),
                              fate.where ? NfCell(reader.NodeName(where.node)) : NfCell(),
                              TextOrNothing(where.place),
                              TextOrNothing(where.reason)});
    }
    report.Add(std::move(table));
}

NfReportTable
JourneyTable()
{
    NfReportTable table{"journey",
                        "Journey",
                        {{"packet", "Packet"},
                         {"time_ns", "Time"},
                         {"node", "Node"},
                         {"place", "Hook"},
                         {"in", "In"},
                         {"out", "Out"},
                         {"table", "Table"},
                         {"chain", "Chain"},
                         {"rule_number", "No."},
                         {"rule", "Rule"},
                         {"rule_verdict", "Says"},
                         {"verdict", "Verdict"},
                         {"rules_visited", "Visited"},
                         {"ct_state", ""},
                         {"", "State"},
                         {"direction", ""},
                         {"connection", ""},
                         {"mark", ""},
                         {"flow", ""},
                         {"reason", "Reason"},
                         {"rewrites", "Rewritten"}}};
    table.grouped = 6;
    return table;
}

// Cells of a rule, a policy or the end of a chain.
void
AddStep(std::vector<NfCell>& row, NfTraceReader& reader, const NfTraceStepRow* step)
{
    if (!step)
    {
        row.resize(row.size() + 5);
        return;
    }
    auto found = reader.GetChains().find(step->chain);
    if (found == reader.GetChains().end())
    {
        row.insert(row.end(), {NfCell(), NfCell(), step->rule, NfCell(), step->verdict});
        return;
    }
    const NfTraceChainRow& chain = found->second;
    const auto number = static_cast<std::size_t>(step->rule);
    NfCell cell = step->rule ? NfCell(step->rule) : NfCell();
    NfCell text = std::string(chain.policy.empty() ? "end of chain" : "policy");
    if (number > 0)
    {
        text = number <= chain.rules.size() ? NfCell(chain.rules[number - 1].text) : NfCell();
    }
    row.insert(row.end(), {chain.table, chain.name, cell, text, step->verdict});
}

// Nodes that track connections. Elsewhere the state of every packet is INVALID, which says nothing.
std::set<int64_t>
FindTrackers(NfTraceReader& reader)
{
    std::set<int64_t> nodes;
    auto query = reader.Query("SELECT DISTINCT node FROM connection WHERE run = ?1");
    while (query->Next())
    {
        nodes.insert(query->Int(0));
    }
    return nodes;
}

void
AddStop(NfReportTable& table,
        NfTraceReader& reader,
        int64_t uid,
        const NfPacketStop& stop,
        bool tracks)
{
    std::vector<NfCell> start{uid,
                              NfNanoseconds{stop.time},
                              reader.NodeName(stop.node),
                              stop.place,
                              TextOrNothing(reader.InterfaceName(stop.node, stop.in)),
                              TextOrNothing(reader.InterfaceName(stop.node, stop.out))};
    std::vector<NfCell> end{TextOrNothing(stop.verdict),
                            stop.rulesVisited ? NfCell(*stop.rulesVisited) : NfCell(),
                            TextOrNothing(stop.ctState),
                            tracks ? TextOrNothing(stop.ctState) : NfCell(),
                            TextOrNothing(stop.direction),
                            NumberOrNothing(stop.connection),
                            stop.mark,
                            stop.flow ? NfCell(NfFlowText(reader.GetFlow(stop.flow))) : NfCell(),
                            TextOrNothing(stop.reason),
                            stop.rewrite ? TextOrNothing(NfRewriteText(reader, *stop.rewrite))
                                         : NfCell()};
    const std::vector<NfTraceStepRow>& path = reader.GetPath(stop.path);
    const std::size_t lines = std::max<std::size_t>(1, path.size());
    for (std::size_t i = 0; i < lines; ++i)
    {
        std::vector<NfCell> row = start;
        AddStep(row, reader, path.empty() ? nullptr : &path[i]);
        if (i + 1 == lines)
        {
            row.insert(row.end(), end.begin(), end.end());
        }
        else
        {
            row.resize(table.columns.size());
        }
        table.rows.push_back(std::move(row));
    }
}

void
AddLinks(NfReport& report, NfTraceReader& reader, const std::set<int64_t>& uids)
{
    NfReportTable table{"links",
                        "Why they exist",
                        {{"packet", "Packet"},
                         {"kind", "Is"},
                         {"cause", "Because of"},
                         {"node", "Made on"},
                         {"time_ns", "At"}}};
    auto query = reader.Query("SELECT packet, kind, cause, node, time FROM packet_link "
                              "WHERE run = ?1 AND packet = ?2 ORDER BY id");
    for (int64_t uid : uids)
    {
        query->Bind(2, uid);
        while (query->Next())
        {
            table.rows.push_back({query->Int(0),
                                  query->Text(1),
                                  query->Int(2),
                                  reader.NodeName(query->Int(3)),
                                  NfNanoseconds{query->Int(4)}});
        }
        query->Reset();
    }
    table.whenEmpty = "The trace links no other packet to this one.";
    report.Add(std::move(table));
}

void
AddMappings(NfReport& report, NfTraceReader& reader, const std::vector<NfPacketJourney>& journeys)
{
    NfReportTable table{"nat",
                        "Address translation on the way",
                        {{"node", "Node"},
                         {"connection", "Connection"},
                         {"kind", "Kind"},
                         {"before", "Before"},
                         {"after", "After"},
                         {"time_ns", "Since"}}};
    std::set<std::pair<int64_t, int64_t>> seen;
    auto query = reader.Query("SELECT kind, flow_before, flow_after, time FROM nat_mapping "
                              "WHERE run = ?1 AND node = ?2 AND connection = ?3 ORDER BY id");
    for (const NfPacketJourney& journey : journeys)
    {
        for (const NfPacketStop& stop : journey.GetStops())
        {
            if (stop.connection < 0 || !seen.emplace(stop.node, stop.connection).second)
            {
                continue;
            }
            query->Bind(2, stop.node).Bind(3, stop.connection);
            while (query->Next())
            {
                table.rows.push_back({reader.NodeName(stop.node),
                                      stop.connection,
                                      query->Text(0),
                                      NfFlowText(reader.GetFlow(query->Int(1))),
                                      NfFlowText(reader.GetFlow(query->Int(2))),
                                      NfNanoseconds{query->Int(3)}});
            }
            query->Reset();
        }
    }
    table.whenEmpty = "No address was translated.";
    report.Add(std::move(table));
}

int
Tell(const NfTraceArguments& shared, const Options& options)
{
    NfTraceReader reader(shared.database, shared.run);
    if (!reader.FindPacket(options.uid))
    {
        throw NfCliError(fmt::format("{}: there is no packet {} in run {}",
                                     shared.database,
                                     options.uid,
                                     reader.GetRun().id));
    }
    const std::set<int64_t> uids =
        options.follow ? NfFindLinkedPackets(reader, options.uid) : std::set<int64_t>{options.uid};
    std::vector<NfPacketJourney> journeys;
    journeys.reserve(uids.size());
    for (int64_t uid : uids)
    {
        journeys.emplace_back(reader, uid);
    }
    NfReport report;
    AddPackets(report, reader, journeys);
    NfReportTable table = JourneyTable();
    table.columns[0].title = journeys.size() == 1 ? "" : "Packet";
    const std::set<int64_t> trackers = FindTrackers(reader);
    for (const NfPacketJourney& journey : journeys)
    {
        for (const NfPacketStop& stop : journey.GetStops())
        {
            AddStop(table, reader, journey.GetUid(), stop, trackers.count(stop.node) > 0);
        }
    }
    report.Add(std::move(table));
    if (options.follow)
    {
        AddLinks(report, reader, uids);
        AddMappings(report, reader, journeys);
    }
    return NfAnswer(report, shared);
}

} // namespace

NfCliAction
NfAskPacket(CLI::App& parser, NfTraceArguments& shared)
{
    auto options = std::make_shared<Options>();
    parser.add_option("uid", options->uid, "Number of the packet, as in the database")
        ->required()
        ->check(NfCheckPacketNumber);
    parser.add_flag("--follow",
                    options->follow,
                    "Also packets that it caused or that caused it (ICMP errors, fragments), and "
                    "the address translations on the way");
    NfAddCommonOptions(parser, shared);
    return [&shared, options] { return Tell(shared, *options); };
}

} // namespace ns3
