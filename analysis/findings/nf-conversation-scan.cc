// SPDX-License-Identifier: GPL-2.0-only

#include "nf-conversation-scan.h"

#include "nf-packet-events.h"
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
    ReadEvents();
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

std::string
NfConversationScan::Why(const NfPacketEvent& event)
{
    if (event.kind == NfPacketEvent::Kind::STACK_DROP)
    {
        return event.reason;
    }
    if (event.kind == NfPacketEvent::Kind::LOSS)
    {
        return event.place + " " + event.reason;
    }
    if (event.verdict == 1)
    {
        return "";
    }
    const NfTracePassKindRow& kind = m_reader.GetPassKinds()[event.passKind];
    const std::string rule = event.verdict == 0 ? m_reader.DroppingStep(kind.path) : "";
    return rule.empty() ? kind.hook + " " + kind.reason : rule;
}

void
NfConversationScan::ReadEvents()
{
    NfPacketEvents events(m_reader, "reading hook passes");
    NfPacketFateJudge judge;
    std::vector<NfPacketEvent> way; // the packet's
    auto known = m_packets.end();
    auto decide = [&] {
        const NfPacketFateJudge::Verdict verdict = judge.Decide();
        auto decisive = std::find_if(way.begin(), way.end(), [&verdict](const auto& event) {
            return event.id == verdict.event;
        });
        if (decisive != way.end())
        {
            NfSeenPacket& packet = known->second;
            packet.fate = verdict.fate;
            packet.fateNode = decisive->node;
            packet.why = Why(*decisive);
        }
        judge.Reset();
        way.clear();
    };
    int64_t latest = -1;
    while (events.Next())
    {
        const NfPacketEvent& event = events.Get();
        if (event.packet != latest)
        {
            decide();
            latest = event.packet;
            known = m_packets.find(latest);
        }
        if (known == m_packets.end())
        {
            continue;
        }
        if (event.before)
        {
            See(event.before, event.node, event.packet, event.time);
        }
        See(event.flow, event.node, event.packet, event.time);
        events.Tell(judge);
        way.push_back(event);
    }
    decide();
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
