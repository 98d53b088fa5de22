// SPDX-License-Identifier: GPL-2.0-only

#include "nf-conversation-scan.h"

#include "nf-progress.h"

#include <algorithm>
#include <tuple>

namespace ns3
{

NfConversationScan::NfConversationScan(NfTraceReader& reader, const NfFlowFilter& filter)
    : m_reader(reader),
      m_flows(reader.GetFlows()),
      m_together(reader, m_flows)
{
    Select(filter);
    ReadPackets();
    ReadPasses();
    ReadStackDrops();
    Count();
}

void
NfConversationScan::Select(const NfFlowFilter& filter)
{
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

const NfConversation*
NfConversationScan::Find(int64_t flow) const
{
    return flow > 0 && static_cast<std::size_t>(flow) < m_byFlow.size() ? m_byFlow[flow] : nullptr;
}

NfConversation*
NfConversationScan::Of(int64_t flow)
{
    return flow > 0 && static_cast<std::size_t>(flow) < m_byFlow.size() ? m_byFlow[flow] : nullptr;
}

void
NfConversationScan::ReadPackets()
{
    NfProgress progress("reading packets", 0);
    auto query = m_reader.Query("SELECT uid, first_time, flow, length FROM packet WHERE run = ?1");
    while (query->Next())
    {
        progress.Step();
        NfConversation* conversation = Of(query->Int(2));
        if (!conversation)
        {
            continue;
        }
        NfSeenPacket& packet = m_packets[query->Int(0)];
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
NfConversationScan::See(int64_t flow, int64_t node, int64_t packet, int64_t time)
{
    NfConversation* conversation = Of(flow);
    auto known = m_packets.find(packet);
    if (!conversation || known == m_packets.end())
    {
        return;
    }
    conversation->last = std::max(conversation->last, time);
    NfTupleSighting& sighting = conversation->sightings[{flow, node}];
    sighting.first = std::min(sighting.first, time);
    sighting.last = std::max(sighting.last, time);
    if (sighting.seen.insert(packet).second)
    {
        ++sighting.packets;
        sighting.bytes += known->second.length;
    }
}

void
NfConversationScan::ReadPasses()
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
        NfSeenPacket& row = m_packets[packet];
        if (query->Int(4) == 0 && row.fate != NfSeenFate::DELIVERED)
        {
            row.fate = NfSeenFate::DROPPED;
            row.fateNode = kind.node;
            const std::string rule = m_reader.DroppingStep(kind.path);
            row.why = rule.empty() ? kind.hook + " " + kind.reason : rule;
        }
        else if (query->Int(4) == 1 && kind.hook == "INPUT")
        {
            row.fate = NfSeenFate::DELIVERED;
            row.fateNode = kind.node;
            row.why.clear();
        }
    }
}

void
NfConversationScan::ReadStackDrops()
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
        NfSeenPacket& row = m_packets[query->Int(1)];
        if (row.fate != NfSeenFate::DELIVERED || row.fateNode == query->Int(2))
        {
            row.fate = NfSeenFate::DROPPED;
            row.fateNode = query->Int(2);
            row.why = query->Text(4);
        }
    }
}

void
NfConversationScan::Count()
{
    for (const auto& [uid, packet] : m_packets)
    {
        if (NfConversation* it = Of(packet.flow))
        {
            const int way = IsForward(*it, packet.flow) ? 0 : 1;
            ++it->packets[way];
            it->bytes[way] += packet.length;
            ++it->fates[static_cast<int>(packet.fate)];
        }
    }
}

std::vector<const NfConversation*>
NfConversationScan::GetConversations() const
{
    std::vector<const NfConversation*> order;
    for (const auto& [number, it] : m_conversations)
    {
        if (it.opening > 0)
        {
            order.push_back(&it);
        }
    }
    std::stable_sort(order.begin(), order.end(), [](auto* a, auto* b) {
        return std::tie(a->first, a->opening) < std::tie(b->first, b->opening);
    });
    return order;
}

} // namespace ns3
