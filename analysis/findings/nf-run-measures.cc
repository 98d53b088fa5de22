// SPDX-License-Identifier: GPL-2.0-only

#include "nf-run-measures.h"

#include "nf-drop-scan.h"
#include "nf-packet-fates.h"

#include <cstdint>

namespace ns3
{

namespace
{

/// Packets and what became of them.
struct Packets
{
    int64_t sent{0};
    int64_t delivered{0};
    double latency{0}; //!< sum, ns
};

Packets
CountPackets(NfTraceReader& reader, NfEventSelection& events)
{
    Packets packets;
    const NfPacketFates fates(reader);
    for (const NfPacketOutcome& packet : fates.GetPackets())
    {
        if (!events.WantsTime(packet.firstTime) || !events.WantsFlow(packet.flow))
        {
            continue;
        }
        ++packets.sent;
        if (packet.fate == NfFate::DELIVERED)
        {
            ++packets.delivered;
            packets.latency += double(packet.endTime - packet.firstTime);
        }
    }
    return packets;
}

/// Drops by who dropped.
struct Drops
{
    int64_t atHooks{0};
    int64_t others{0};
    int64_t bytes{0};
};

Drops
CountDrops(NfTraceReader& reader, NfEventSelection& events)
{
    Drops drops;
    NfDropScan scan(reader);
    scan.ForEach([&](const NfDropRow& row) {
        const NfDropCause& cause = scan.GetCause(row.cause);
        if (events.WantsNode(cause.node) && events.WantsTime(row.time) &&
            events.WantsFlow(row.flow, row.firstFlow))
        {
            ++(cause.place == "stack" ? drops.others : drops.atHooks);
            drops.bytes += row.length;
        }
    });
    return drops;
}

int64_t
CountConnections(NfTraceReader& reader, NfEventSelection& events)
{
    int64_t connections = 0;
    auto query = reader.Query("SELECT node, created, original, reply FROM connection "
                              "WHERE run = ?1");
    while (query->Next())
    {
        connections += events.WantsNode(query->Int(0)) && events.WantsTime(query->Int(1)) &&
                       events.WantsFlow(query->Int(2), query->Int(3));
    }
    return connections;
}

} // namespace

std::vector<NfRunMeasure>
NfMeasureRun(NfTraceReader& reader, const NfSelectionRequest& request)
{
    NfEventSelection events(reader, request);
    std::optional<double> sent;
    std::optional<double> delivered;
    std::optional<double> share;
    std::optional<double> latency;
    // Below that level only packets that were dropped are in the trace.
    if (reader.HasPasses())
    {
        const Packets packets = CountPackets(reader, events);
        sent = double(packets.sent);
        delivered = double(packets.delivered);
        if (packets.sent > 0)
        {
            share = double(packets.delivered) / double(packets.sent);
        }
        if (packets.delivered > 0)
        {
            latency = packets.latency / double(packets.delivered) / 1e6;
        }
    }
    const Drops drops = CountDrops(reader, events);
    return {{"packets", "Packets", sent},
            {"delivered", "Delivered", delivered},
            {"delivered_share", "Share delivered", share},
            {"dropped_at_hooks", "Dropped at hooks", double(drops.atHooks)},
            {"dropped_elsewhere", "Dropped elsewhere", double(drops.others)},
            {"dropped_bytes", "Bytes dropped", double(drops.bytes)},
            {"latency_mean_ms", "Mean latency (ms)", latency},
            {"connections", "Connections", double(CountConnections(reader, events))}};
}

} // namespace ns3
