// SPDX-License-Identifier: GPL-2.0-only

#include "nf-packet-fates.h"

#include "nf-packet-events.h"

#include <algorithm>
#include <utility>

namespace ns3
{

namespace
{

// FNV-1a: the same on every machine.
uint64_t
HashText(const std::string& text, uint64_t hash = 0xcbf29ce484222325)
{
    for (char c : text)
    {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    }
    return hash * 0x100000001b3;
}

uint64_t
Combine(uint64_t way, uint64_t step)
{
    way ^= step + 0x9e3779b97f4a7c15 + (way << 6) + (way >> 2);
    return way * 0xff51afd7ed558ccd;
}

// Node, hook, rules and what they said, by names: comparable between databases.
std::vector<uint64_t>
HashKinds(NfTraceReader& reader)
{
    std::vector<uint64_t> hashes;
    for (const NfTracePassKindRow& kind : reader.GetPassKinds())
    {
        uint64_t hash = HashText(kind.hook, HashText(reader.NodeName(kind.node)));
        for (const NfTraceStepRow& step : reader.GetPath(kind.path))
        {
            hash = HashText(step.verdict, HashText(reader.GetRules().StepText(step), hash));
        }
        hashes.push_back(hash);
    }
    return hashes;
}

} // namespace

NfPacketFates::NfPacketFates(NfTraceReader& reader)
{
    ReadPackets(reader);
    ReadEvents(reader);
}

void
NfPacketFates::ReadPackets(NfTraceReader& reader)
{
    auto query =
        reader.Query("SELECT uid, flow, first_time FROM packet WHERE run = ?1 ORDER BY uid");
    while (query->Next())
    {
        NfPacketOutcome packet;
        packet.uid = query->Int(0);
        packet.flow = query->Int(1);
        packet.firstTime = query->Int(2);
        packet.endTime = packet.firstTime;
        m_packets.push_back(packet);
    }
}

NfPacketOutcome*
NfPacketFates::Find(int64_t uid)
{
    auto found = std::lower_bound(
        m_packets.begin(),
        m_packets.end(),
        uid,
        [](const NfPacketOutcome& packet, int64_t wanted) { return packet.uid < wanted; });
    return found != m_packets.end() && found->uid == uid ? &*found : nullptr;
}

void
NfPacketFates::ReadEvents(NfTraceReader& reader)
{
    const std::vector<uint64_t> hashes = HashKinds(reader);
    NfPacketEvents events(reader, "reading hook passes");
    NfPacketFateJudge judge;
    std::vector<std::pair<int64_t, int64_t>> times; // of the packet's events, by id
    NfPacketOutcome* packet = nullptr;
    auto decide = [&] {
        const NfPacketFateJudge::Verdict verdict = judge.Decide();
        if (packet && verdict.event >= 0)
        {
            packet->fate = verdict.fate;
            packet->endTime = std::lower_bound(times.begin(),
                                               times.end(),
                                               std::make_pair(verdict.event, INT64_MIN))
                                  ->second;
        }
        judge.Reset();
        times.clear();
    };
    while (events.Next())
    {
        const NfPacketEvent& event = events.Get();
        if (!packet || packet->uid != event.packet)
        {
            decide();
            packet = Find(event.packet);
        }
        if (!packet)
        {
            continue;
        }
        times.emplace_back(event.id, event.time);
        events.Tell(judge);
        packet->way =
            Combine(packet->way,
                    event.kind == NfPacketEvent::Kind::HOOK
                        ? hashes[event.passKind] + static_cast<uint64_t>(event.verdict)
                        : HashText(event.reason,
                                   HashText(event.place, HashText(reader.NodeName(event.node)))));
    }
    decide();
}

} // namespace ns3
