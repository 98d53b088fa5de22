// SPDX-License-Identifier: GPL-2.0-only

#include "nf-conversations.h"
#include "nf-flow-filter.h"
#include "nf-packet-journey.h"
#include "nf-progress.h"
#include "nf-trace-question.h"
#include "nf-trace-reader.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <memory>
#include <unordered_map>
#include <unordered_set>

namespace ns3
{

namespace
{

struct Options
{
    std::vector<std::string> filter;
    bool packets{false};
};

/// A tuple as seen on a node.
struct Sighting
{
    int64_t packets{0};
    int64_t bytes{0};
    int64_t first{INT64_MAX};
    int64_t last{INT64_MIN};
    std::unordered_set<int64_t> seen;
};

/// What became of a packet; later entries outweigh earlier ones.
enum class Fate : uint8_t
{
    LEFT,
    DROPPED,
    DELIVERED
};

struct PacketRow
{
    int64_t time{0};
    int64_t flow{0};
    int64_t length{0};
    Fate fate{Fate::LEFT};
    int64_t fateNode{-1};
    std::string why;
};

struct Conversation
{
    int64_t opening{0}; //!< flow of the first packet
    int64_t first{INT64_MAX};
    int64_t last{INT64_MIN};
    std::array<int64_t, 2> packets{}; //!< as opened, and back
    std::array<int64_t, 2> bytes{};
    std::array<int64_t, 3> fates{};                            //!< by Fate
    std::map<std::pair<int64_t, int64_t>, Sighting> sightings; //!< by flow and node
};

class FlowAnswer
{
  public:
    FlowAnswer(const NfTraceArguments& shared, const Options& options)
        : m_shared(shared),
          m_options(options),
          m_reader(shared.database, shared.run),
          m_flows(m_reader.GetFlows()),
          m_together(m_reader, m_flows)
    {
    }

    NfReport Make();

  private:
    void Select();
    Conversation* Of(int64_t flow);
    void ReadPackets();
    void ReadPasses();
    void ReadStackDrops();
    void See(int64_t flow, int64_t node, int64_t packet, int64_t time);
    std::string Way(const Conversation& conversation, int64_t flow);
    void AddConversations(NfReport& report, const std::vector<Conversation*>& order);
    void AddTuples(NfReport& report, const std::vector<Conversation*>& order);
    void AddPackets(NfReport& report, const std::vector<Conversation*>& order);

    const NfTraceArguments& m_shared;
    const Options& m_options;
    NfTraceReader m_reader;
    std::vector<NfTraceFlowRow> m_flows;
    NfConversations m_together;
    std::vector<Conversation*> m_byFlow; //!< null: not asked for
    std::map<int64_t, Conversation> m_conversations;
    std::unordered_map<int64_t, PacketRow> m_packets;
};

void
FlowAnswer::Select()
{
    const NfFlowFilter filter(NfJoinWords(m_options.filter), NfResolveNodes(m_reader));
    for (std::size_t flow = 1; flow < m_flows.size(); ++flow)
    {
        if (filter.Matches(m_flows[flow]))
        {
            m_conversations[m_together.Find(flow)];
        }
    }
    m_byFlow.resize(m_flows.size());
    for (std::size_t flow = 1; flow < m_flows.size(); ++flow)
    {
        auto found = m_conversations.find(m_together.Find(flow));
        m_byFlow[flow] = found == m_conversations.end() ? nullptr : &found->second;
    }
}

Conversation*
FlowAnswer::Of(int64_t flow)
{
    return flow > 0 && static_cast<std::size_t>(flow) < m_byFlow.size() ? m_byFlow[flow] : nullptr;
}

void
FlowAnswer::ReadPackets()
{
    NfProgress progress("reading packets", 0);
    auto query = m_reader.Query("SELECT uid, first_time, flow, length FROM packet WHERE run = ?1");
    while (query->Next())
    {
        progress.Step();
        Conversation* conversation = Of(query->Int(2));
        if (!conversation)
        {
            continue;
        }
        PacketRow& packet = m_packets[query->Int(0)];
        packet.time = query->Int(1);
        packet.flow = query->Int(2);
        packet.length = query->Int(3);
        if (packet.time < conversation->first)
        {
            conversation->first = packet.time;
            conversation->opening = packet.flow;
        }
    }
}

void
FlowAnswer::See(int64_t flow, int64_t node, int64_t packet, int64_t time)
{
    Conversation* conversation = Of(flow);
    auto known = m_packets.find(packet);
    if (!conversation || known == m_packets.end())
    {
        return;
    }
    conversation->last = std::max(conversation->last, time);
    Sighting& sighting = conversation->sightings[{flow, node}];
    sighting.first = std::min(sighting.first, time);
    sighting.last = std::max(sighting.last, time);
    if (sighting.seen.insert(packet).second)
    {
        ++sighting.packets;
        sighting.bytes += known->second.length;
    }
}

void
FlowAnswer::ReadPasses()
{
    const std::vector<NfTracePassKindRow>& kinds = m_reader.GetPassKinds();
    NfProgress progress("reading hook passes", m_reader.GetLastPacket());
    auto query = m_reader.Query("SELECT h.time, h.packet, h.kind, h.flow, h.verdict, "
                                "w.flow_before FROM hook_pass h LEFT JOIN rewrite w ON "
                                "w.run = h.run AND w.id = h.rewrite WHERE h.run = ?1");
    while (query->Next())
    {
        progress.StepTo(query->Int(1));
        const int64_t flow = query->Int(3);
        const auto number = static_cast<std::size_t>(query->Int(2));
        if (!Of(flow) || number >= kinds.size())
        {
            continue;
        }
        const NfTracePassKindRow& kind = kinds[number];
        const int64_t packet = query->Int(1);
        if (!query->IsNull(5) && query->Int(5) != flow)
        {
            See(query->Int(5), kind.node, packet, query->Int(0));
        }
        See(flow, kind.node, packet, query->Int(0));
        PacketRow& row = m_packets[packet];
        if (query->Int(4) == 0 && row.fate != Fate::DELIVERED)
        {
            row.fate = Fate::DROPPED;
            row.fateNode = kind.node;
            const std::string rule = m_reader.DroppingStep(kind.path);
            row.why = rule.empty() ? kind.hook + " " + kind.reason : rule;
        }
        else if (query->Int(4) == 1 && kind.hook == "INPUT")
        {
            row.fate = Fate::DELIVERED;
            row.fateNode = kind.node;
            row.why.clear();
        }
    }
}

void
FlowAnswer::ReadStackDrops()
{
    auto query = m_reader.Query("SELECT time, packet, node, flow, reason FROM stack_drop "
                                "WHERE run = ?1 ORDER BY id");
    while (query->Next())
    {
        if (!Of(query->Int(3)))
        {
            continue;
        }
        See(query->Int(3), query->Int(2), query->Int(1), query->Int(0));
        PacketRow& row = m_packets[query->Int(1)];
        if (row.fate != Fate::DELIVERED || row.fateNode == query->Int(2))
        {
            row.fate = Fate::DROPPED;
            row.fateNode = query->Int(2);
            row.why = query->Text(4);
        }
    }
}

std::string
FlowAnswer::Way(const Conversation& conversation, int64_t flow)
{
    return m_together.SameDirection(conversation.opening, flow) ? "original" : "reply";
}

void
FlowAnswer::AddConversations(NfReport& report, const std::vector<Conversation*>& order)
{
    NfTable table{"flows",
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
                   {"not_seen_again", "Not seen again"}}};
    table.shown = m_shared.limit;
    table.whenEmpty = "No flow matches.";
    for (const Conversation* it : order)
    {
        table.rows.push_back({static_cast<int64_t>(table.rows.size() + 1),
                              NfFlowText(m_flows[it->opening]),
                              NfNanoseconds{it->first},
                              NfNanoseconds{std::max(it->first, it->last)},
                              it->packets[0],
                              it->bytes[0],
                              it->packets[1],
                              it->bytes[1],
                              it->fates[static_cast<int>(Fate::DELIVERED)],
                              it->fates[static_cast<int>(Fate::DROPPED)],
                              it->fates[static_cast<int>(Fate::LEFT)]});
    }
    report.Add(std::move(table));
}

void
FlowAnswer::AddTuples(NfReport& report, const std::vector<Conversation*>& order)
{
    NfTable table{"tuples",
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
    table.shown = m_shared.limit;
    int64_t number = 0;
    for (const Conversation* it : order)
    {
        ++number;
        std::vector<const std::pair<const std::pair<int64_t, int64_t>, Sighting>*> sorted;
        for (const auto& entry : it->sightings)
        {
            sorted.push_back(&entry);
        }
        std::stable_sort(sorted.begin(), sorted.end(), [this, it](auto* a, auto* b) {
            const bool backA = !m_together.SameDirection(it->opening, a->first.first);
            const bool backB = !m_together.SameDirection(it->opening, b->first.first);
            return std::tie(backA, a->second.first) < std::tie(backB, b->second.first);
        });
        for (const auto* entry : sorted)
        {
            const Sighting& sighting = entry->second;
            table.rows.push_back({number,
                                  Way(*it, entry->first.first),
                                  NfFlowText(m_flows[entry->first.first]),
                                  m_reader.NodeName(entry->first.second),
                                  sighting.packets,
                                  sighting.bytes,
                                  NfNanoseconds{sighting.first},
                                  NfNanoseconds{sighting.last}});
        }
    }
    report.Add(std::move(table));
}

void
FlowAnswer::AddPackets(NfReport& report, const std::vector<Conversation*>& order)
{
    static constexpr const char* fates[] = {"not seen again", "dropped", "delivered"};
    NfTable table{"packets",
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
    table.shown = m_shared.limit;
    std::map<const Conversation*, int64_t> numbers;
    for (const Conversation* it : order)
    {
        numbers.emplace(it, numbers.size() + 1);
    }
    std::vector<std::pair<std::array<int64_t, 3>, const PacketRow*>> sorted;
    for (const auto& [uid, packet] : m_packets)
    {
        if (const Conversation* it = Of(packet.flow))
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
             Way(*Of(packet->flow), packet->flow),
             packet->length,
             std::string(fates[static_cast<int>(packet->fate)]),
             packet->fateNode < 0 ? NfCell() : NfCell(m_reader.NodeName(packet->fateNode)),
             packet->why.empty() ? NfCell() : NfCell(packet->why)});
    }
    report.Add(std::move(table));
}

NfReport
FlowAnswer::Make()
{
    Select();
    ReadPackets();
    ReadPasses();
    ReadStackDrops();
    for (const auto& [uid, packet] : m_packets)
    {
        if (Conversation* it = Of(packet.flow))
        {
            const int way = m_together.SameDirection(it->opening, packet.flow) ? 0 : 1;
            ++it->packets[way];
            it->bytes[way] += packet.length;
            ++it->fates[static_cast<int>(packet.fate)];
        }
    }
    std::vector<Conversation*> order;
    for (auto& [number, it] : m_conversations)
    {
        if (it.opening > 0)
        {
            order.push_back(&it);
        }
    }
    std::stable_sort(order.begin(), order.end(), [](auto* a, auto* b) {
        return std::tie(a->first, a->opening) < std::tie(b->first, b->opening);
    });
    NfReport report;
    AddConversations(report, order);
    AddTuples(report, order);
    if (m_options.packets)
    {
        AddPackets(report, order);
    }
    return report;
}

} // namespace

NfCliAction
NfAskFlow(CLI::App& parser, NfTraceArguments& shared)
{
    auto options = std::make_shared<Options>();
    parser.add_option("filter", options->filter, "Which flows, as in tcpdump (default: all)");
    parser.add_flag("--packets", options->packets, "List the packets as well");
    NfAddCommonOptions(parser, shared);
    return [&shared, options] { return NfAnswer(FlowAnswer(shared, *options).Make(), shared); };
}

} // namespace ns3
