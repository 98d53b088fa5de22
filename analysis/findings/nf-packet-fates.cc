// SPDX-License-Identifier: GPL-2.0-only

#include "nf-packet-fates.h"

#include "nf-progress.h"

#include <algorithm>

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
    ReadPasses(reader);
    ReadStackDrops(reader);
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
NfPacketFates::ReadPasses(NfTraceReader& reader)
{
    const std::vector<NfTracePassKindRow>& kinds = reader.GetPassKinds();
    const std::vector<uint64_t> hashes = HashKinds(reader);
    NfProgress progress("reading hook passes", reader.GetLastPacket());
    auto query = reader.Query("SELECT packet, kind, verdict, time FROM hook_pass WHERE run = ?1");
    NfPacketOutcome* packet = nullptr;
    while (query->Next())
    {
        progress.StepTo(query->Int(0));
        const auto kind = static_cast<std::size_t>(query->Int(1));
        if (!packet || packet->uid != query->Int(0))
        {
            packet = Find(query->Int(0));
        }
        if (!packet || kind >= kinds.size())
        {
            continue;
        }
        const int64_t verdict = query->Int(2);
        packet->way = Combine(packet->way, hashes[kind] + static_cast<uint64_t>(verdict));
        const bool delivers = verdict == 1 && kinds[kind].hook == "INPUT";
        if (packet->fate == NfPacketFate::Kind::DELIVERED && !delivers)
        {
            continue;
        }
        packet->endTime = query->Int(3);
        packet->fate = delivers       ? NfPacketFate::Kind::DELIVERED
                       : verdict == 0 ? NfPacketFate::Kind::DROPPED
                       : verdict == 1 ? NfPacketFate::Kind::LEFT
                                      : NfPacketFate::Kind::HELD;
    }
}

// Few: the fate of these packets is read from their whole journey.
void
NfPacketFates::ReadStackDrops(NfTraceReader& reader)
{
    auto query = reader.Query("SELECT packet, node, reason FROM stack_drop WHERE run = ?1 "
                              "ORDER BY id");
    while (query->Next())
    {
        NfPacketOutcome* packet = Find(query->Int(0));
        if (!packet)
        {
            continue;
        }
        packet->way = Combine(packet->way,
                              HashText(query->Text(2), HashText(reader.NodeName(query->Int(1)))));
        packet->stackDrop = true;
    }
    for (NfPacketOutcome& packet : m_packets)
    {
        if (packet.stackDrop)
        {
            const NfPacketJourney journey(reader, packet.uid);
            const NfPacketFate fate = journey.GetFate();
            packet.fate = fate.kind;
            packet.endTime = fate.where ? fate.where->time : packet.firstTime;
        }
    }
}

} // namespace ns3
