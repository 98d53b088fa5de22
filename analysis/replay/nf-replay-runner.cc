// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-runner.h"

#include "nf-cli-command.h"
#include "nf-replay-reply.h"
#include "nf-replay-view.h"

#include "ns3/nf-ipv6-extensions.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <utility>

namespace ns3
{

namespace
{

// The oracle needs about this long for a packet, most of it to read the connection table.
constexpr double SECONDS_PER_PACKET = 0.02;

/// Told after every packet, a table that grows with the packets would make the result, and the
/// memory for it, grow with their square. When so many entries have been told, it ends.
constexpr std::size_t MAX_TABLE_ENTRIES = 20000;

/// Is this on the wire what was seen in its last hook? ns-3 numbers what its own transports send
/// only behind the hooks, where it has the id 0. IPv6 has none; a later piece begins with the upper
/// layer or an extension header in front of it.
bool
IsSameDatagram(const std::vector<uint8_t>& seen, const std::vector<uint8_t>& wire)
{
    const auto a = NfPacketView::Read(seen);
    const auto b = NfPacketView::Read(wire);
    if (!a || !b || a->ip.family != b->ip.family || a->ip.source != b->ip.source ||
        a->ip.destination != b->ip.destination)
    {
        return false;
    }
    if (a->ip.family == NfFamily::IPV4)
    {
        return a->ip.protocol == b->ip.protocol && (a->ip.id == 0 || a->ip.id == b->ip.id);
    }
    const auto whole = NfIpv6Extensions::Read(seen.data(), seen.size());
    return a->ip.protocol == b->ip.protocol ||
           (whole->extensions && whole->extensions->Find(b->ip.protocol));
}

void
AssignOutputs(std::vector<NfReplayOutput>& outputs, const NfReplayRecord& record)
{
    for (NfReplayOutput& output : outputs)
    {
        for (std::size_t i = 0; i < record.journeys.size() && !output.journey; ++i)
        {
            const NfReplayHook& last = record.journeys[i].hooks.back();
            if (last.hook == NfHook::POSTROUTING && last.end && last.outEnd == output.device &&
                IsSameDatagram(*last.end, output.bytes))
            {
                output.journey = i;
            }
        }
    }
    std::stable_sort(outputs.begin(), outputs.end(), [](const auto& a, const auto& b) {
        return std::pair(!a.journey, a.journey.value_or(0)) <
               std::pair(!b.journey, b.journey.value_or(0));
    });
}

/// Did the packet itself, or what came back of it from lo, reach the end of INPUT?
bool
IsDelivered(const NfReplayRecord& record)
{
    static constexpr std::size_t compared = 40;
    if (record.journeys.empty())
    {
        return false;
    }
    const NfReplayJourney& own = record.journeys.front();
    if (own.delivered || own.origin != "local" || !own.sent)
    {
        return own.delivered;
    }
    auto start = [](const std::vector<uint8_t>& bytes) {
        return std::vector<uint8_t>(bytes.begin(),
                                    bytes.begin() + std::min<std::size_t>(compared, bytes.size()));
    };
    std::vector<uint8_t> left = start(own.hooks.back().end.value_or(std::vector<uint8_t>()));
    for (const NfReplayJourney& journey : record.journeys)
    {
        if (journey.origin == "rx:lo" && start(journey.hooks.front().begin) == left)
        {
            return journey.delivered;
        }
    }
    return false;
}

} // namespace

NfReplayRunner::NfReplayRunner(const NfReplayScenario& scenario)
    : m_scenario(scenario),
      m_box(scenario),
      m_recorder(m_box.GetNetfilter(), scenario),
      m_conntrack(m_box.GetNetfilter())
{
}

NfReplayResult
NfReplayRunner::Run()
{
    nlohmann::ordered_json latest = nlohmann::ordered_json::array();
    std::size_t told = 0;
    for (std::size_t index = 0; index < m_scenario.packets.size(); ++index)
    {
        const NfReplayPacket& packet = m_scenario.packets[index];
        m_recorder.Start(); // as in the oracle, what happens before a packet is told with it
        m_box.RunUntil(packet.at.value_or(0));
        NfReplayPacketResult& result = m_result.packets.emplace_back();
        result.sent = Resolve(packet);
        if (result.sent)
        {
            Play(*result.sent, TimeAfter(index), result);
            if (m_scenario.conntrackEveryPacket && !latest.is_null())
            {
                latest = m_conntrack.Dump();
                told += latest.size();
            }
            if (told > MAX_TABLE_ENTRIES && !latest.is_null())
            {
                latest = nullptr;
                m_result.warnings.push_back(
                    fmt::format("from packet {} on the connection table is told only at the end: "
                                "{} entries had been told (--conntrack-at-end)",
                                index,
                                MAX_TABLE_ENTRIES));
            }
        }
        result.conntrack = latest;
    }
    m_result.conntrack = m_conntrack.Dump();
    const std::set<std::size_t>& changed = m_conntrack.GetChangedPorts();
    m_result.sourcePortChanged.assign(changed.begin(), changed.end());
    NfSaveOptions options;
    options.counters = true;
    m_result.counters = m_box.GetNetfilter()->GetTables()->Save(options);
    if (m_scenario.ipv6)
    {
        m_result.counters6 = m_box.GetNetfilter()->GetTables(NfFamily::IPV6)->Save(options);
    }
    return std::move(m_result);
}

std::optional<NfReplayPacket>
NfReplayRunner::Resolve(const NfReplayPacket& packet) const
{
    if (packet.unplayed)
    {
        return std::nullopt;
    }
    if (!packet.reply)
    {
        return packet;
    }
    NfReplayPacket resolved = packet;
    const NfReplayPacketResult& answered = m_result.packets[packet.reply->to];
    std::optional<std::vector<uint8_t>> base;
    std::string device;
    if (packet.local)
    {
        for (const NfReplayJourney& journey : answered.record.journeys)
        {
            if (journey.delivered)
            {
                base = journey.hooks.back().end;
                break;
            }
        }
    }
    else
    {
        const std::vector<NfReplayOutput>& outputs = answered.outputs;
        const std::optional<std::size_t> wanted = packet.reply->output;
        const auto output =
            wanted ? outputs.begin() + std::min(*wanted, outputs.size())
                   : std::find_if(outputs.begin(), outputs.end(), [](const NfReplayOutput& o) {
                         return o.journey == std::size_t(0);
                     });
        if (output != outputs.end())
        {
            base = output->bytes;
            device = output->device;
        }
    }
    auto made = base ? NfMakeReply(*base, *packet.reply) : std::nullopt;
    if (!made)
    {
        return packet.bytes ? std::optional(resolved) : std::nullopt;
    }
    resolved.bytes = made;
    resolved.in = device.empty() ? packet.in : device;
    return resolved;
}

// Until when the box is left to itself with a packet.
double
NfReplayRunner::TimeAfter(std::size_t index) const
{
    constexpr double least = 1e-9; // what the packet causes at once still belongs to it
    if (!m_scenario.asCaptured || index + 1 == m_scenario.packets.size())
    {
        return m_box.Now() + SECONDS_PER_PACKET;
    }
    const double next = m_scenario.packets[index + 1].at.value_or(0);
    return std::clamp(next, m_box.Now() + least, m_box.Now() + SECONDS_PER_PACKET);
}

void
NfReplayRunner::Play(const NfReplayPacket& packet, double until, NfReplayPacketResult& result)
{
    if (!packet.local && packet.in.empty())
    {
        throw NfCliError(packet.place + ": nothing came out to reply to, and \"in\" is missing");
    }
    result.time = m_box.Now();
    result.sendError =
        packet.local ? m_box.SendLocally(packet) : m_box.Inject(packet.in, *packet.bytes);
    m_box.RunUntil(until);
    result.record = m_recorder.Finish();
    result.outputs = m_box.TakeOutputs();
    AssignOutputs(result.outputs, result.record);
    result.delivered = IsDelivered(result.record);
}

} // namespace ns3
