// SPDX-License-Identifier: GPL-2.0-only

#include "nf-conversation-scan.h"
#include "nf-flow-filter.h"
#include "nf-trace-question.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace ns3
{

namespace
{

struct Options
{
    std::vector<std::string> filter;
    bool packets{false};
};

using Order = std::vector<const NfConversation*>;

std::string
Way(NfConversationScan& scan, const NfConversation& it, int64_t flow)
{
    return scan.IsForward(it, flow) ? "original" : "reply";
}

NfReportTable
MakeConversations(NfConversationScan& scan, const Order& order)
{
    NfReportTable table{"flows",
                        "",
                        {{"number", "No."},
                         {"flow", "Flow, as it was opened"},
                         {"first_ns", "First"},
                         {"last_ns", "Last"},
                         {"packets_original", "Packets"},
                         {"bytes_original", "Bytes"},
                         {"packets_reply", "Packets back"},
                         {"bytes_reply", "Bytes back"},
                         {"delivered", "Delivered"},
                         {"dropped", "Dropped"},
                         {"lost", "Lost"},
                         {"held", "Held"},
                         {"not_seen_again", "Not seen again"}}};
    table.whenEmpty = "No flow matches.";
    for (const NfConversation* it : order)
    {
        table.rows.push_back({static_cast<int64_t>(table.rows.size() + 1),
                              NfFlowText(scan.GetFlow(it->opening)),
                              NfNanoseconds{it->first},
                              NfNanoseconds{std::max(it->first, it->last)},
                              it->packets[0],
                              it->bytes[0],
                              it->packets[1],
                              it->bytes[1],
                              it->fates[static_cast<int>(NfFate::DELIVERED)],
                              it->fates[static_cast<int>(NfFate::DROPPED)],
                              it->fates[static_cast<int>(NfFate::LOST)],
                              it->fates[static_cast<int>(NfFate::HELD)],
                              it->fates[static_cast<int>(NfFate::LEFT)]});
    }
    return table;
}

NfReportTable
MakeTuples(NfTraceReader& reader, NfConversationScan& scan, const Order& order)
{
    NfReportTable table{"tuples",
                        "As seen on the way",
                        {{"number", "No."},
                         {"direction", "Direction"},
                         {"tuple", "Addresses"},
                         {"node", "Node"},
                         {"packets", "Packets"},
                         {"bytes", "Bytes"},
                         {"first_ns", "First"},
                         {"last_ns", "Last"}}};
    table.grouped = 3;
    int64_t number = 0;
    for (const NfConversation* it : order)
    {
        ++number;
        std::vector<const std::pair<const std::pair<int64_t, int64_t>, NfTupleSighting>*> sorted;
        for (const auto& entry : it->sightings)
        {
            sorted.push_back(&entry);
        }
        std::stable_sort(sorted.begin(), sorted.end(), [&scan, it](auto* a, auto* b) {
            const bool backA = !scan.IsForward(*it, a->first.first);
            const bool backB = !scan.IsForward(*it, b->first.first);
            return std::tie(backA, a->second.first) < std::tie(backB, b->second.first);
        });
        for (const auto* entry : sorted)
        {
            const NfTupleSighting& sighting = entry->second;
            table.rows.push_back({number,
                                  Way(scan, *it, entry->first.first),
                                  NfFlowText(scan.GetFlow(entry->first.first)),
                                  reader.NodeName(entry->first.second),
                                  sighting.packets,
                                  sighting.bytes,
                                  NfNanoseconds{sighting.first},
                                  NfNanoseconds{sighting.last}});
        }
    }
    return table;
}

NfReportTable
MakePackets(NfTraceReader& reader, NfConversationScan& scan, const Order& order)
{
    NfReportTable table{"packets",
                        "Packets",
                        {{"number", "No."},
                         {"packet", "Packet"},
                         {"time_ns", "First seen"},
                         {"direction", "Direction"},
                         {"length", "Bytes"},
                         {"fate", "Fate"},
                         {"fate_node", "On node"},
                         {"why", "Why"}}};
    table.grouped = 1;
    std::map<const NfConversation*, int64_t> numbers;
    for (const NfConversation* it : order)
    {
        numbers.emplace(it, numbers.size() + 1);
    }
    std::vector<std::pair<std::array<int64_t, 3>, const NfSeenPacket*>> sorted;
    for (const auto& [uid, packet] : scan.GetPackets())
    {
        if (const NfConversation* it = scan.Find(packet.flow))
        {
            sorted.push_back({{numbers[it], packet.time, uid}, &packet});
        }
    }
    std::sort(sorted.begin(), sorted.end());
    for (const auto& [key, packet] : sorted)
    {
        table.rows.push_back(
            {key[0],
             key[2],
             NfNanoseconds{packet->time},
             Way(scan, *scan.Find(packet->flow), packet->flow),
             packet->length,
             std::string(packet->fateNode < 0 ? "unknown" : NfToString(packet->fate)),
             packet->fateNode < 0 ? NfCell() : NfCell(reader.NodeName(packet->fateNode)),
             packet->why.empty() ? NfCell() : NfCell(packet->why)});
    }
    return table;
}

int
Tell(const NfTraceArguments& shared, const Options& options)
{
    NfTraceReader reader(shared.database, shared.run);
    NfConversationScan scan(reader,
                            NfFlowFilter(NfJoinWords(options.filter), NfResolveNodes(reader)));
    const Order order = scan.GetConversations();
    NfReport report;
    report.Add(MakeConversations(scan, order)).shown = shared.GetLimit();
    report.Add(MakeTuples(reader, scan, order)).shown = shared.GetLimit();
    if (options.packets)
    {
        report.Add(MakePackets(reader, scan, order)).shown = shared.GetLimit();
    }
    return NfAnswer(report, shared);
}

} // namespace

NfCliAction
NfAskFlow(CLI::App& parser, NfTraceArguments& shared)
{
    auto options = std::make_shared<Options>();
    parser.add_option("filter", options->filter, "Which flows, as in tcpdump (default: all)");
    parser.add_flag("--packets", options->packets, "List the packets as well");
    NfAddCommonOptions(parser, shared);
    return [&shared, options] { return Tell(shared, *options); };
}

} // namespace ns3
