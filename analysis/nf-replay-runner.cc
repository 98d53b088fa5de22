// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-runner.h"

#include "nf-cli-command.h"
#include "nf-replay-reply.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <tuple>

namespace ns3
{

namespace
{

using Json = nlohmann::ordered_json;

// The oracle needs about this long for a packet, most of it to read the connection table.
constexpr double SECONDS_PER_PACKET = 0.02;

constexpr std::array<std::pair<uint32_t, const char*>, 13> STATUS_NAMES{
    {{NfCtStatus::EXPECTED, "EXPECTED"},
     {NfCtStatus::SEEN_REPLY, "SEEN_REPLY"},
     {NfCtStatus::ASSURED, "ASSURED"},
     {NfCtStatus::CONFIRMED, "CONFIRMED"},
     {NfCtStatus::SRC_NAT, "SRC_NAT"},
     {NfCtStatus::DST_NAT, "DST_NAT"},
     {NfCtStatus::SEQ_ADJUST, "SEQ_ADJUST"},
     {NfCtStatus::SRC_NAT_DONE, "SRC_NAT_DONE"},
     {NfCtStatus::DST_NAT_DONE, "DST_NAT_DONE"},
     {NfCtStatus::DYING, "DYING"},
     {NfCtStatus::FIXED_TIMEOUT, "FIXED_TIMEOUT"},
     {NfCtStatus::NAT_CLASH, "NAT_CLASH"},
     {NfCtStatus::HELPER, "HELPER"}}};

std::string
ProtocolName(uint8_t protocol)
{
    constexpr std::array<std::pair<uint8_t, const char*>, 7> names{
        {{NfProtocol::ICMP, "icmp"},
         {NfProtocol::TCP, "tcp"},
         {NfProtocol::UDP, "udp"},
         {33, "dccp"},
         {NfProtocol::GRE, "gre"},
         {NfProtocol::SCTP, "sctp"},
         {NfProtocol::UDPLITE, "udplite"}}};
    for (const auto& [number, name] : names)
    {
        if (number == protocol)
        {
            return name;
        }
    }
    return std::to_string(protocol);
}

Json
TupleJson(const NfTuple& tuple)
{
    Json json;
    json["src"] = NfToString(tuple.source);
    json["dst"] = NfToString(tuple.destination);
    json["proto"] = tuple.protocol;
    if (tuple.protocol == NfProtocol::ICMP)
    {
        json["id"] = tuple.IcmpId();
        json["type"] = tuple.IcmpType();
        json["code"] = tuple.IcmpCode();
    }
    else if (ProtocolName(tuple.protocol) != std::to_string(tuple.protocol))
    {
        json["sport"] = tuple.sourcePort;
        json["dport"] = tuple.destinationPort;
    }
    return json;
}

Json
ConnectionJson(const NfConnection& connection)
{
    constexpr uint8_t bothDirections = 3;
    Json json;
    json["id"] = 0;
    json["proto"] = ProtocolName(connection.Original().protocol);
    json["state"] = nullptr;
    if (connection.Original().protocol == NfProtocol::TCP)
    {
        json["state"] = NfToString(connection.tcp.state);
    }
    json["status"] = Json::array();
    for (const auto& [bit, name] : STATUS_NAMES)
    {
        if (connection.Has(bit))
        {
            json["status"].push_back(name);
        }
    }
    json["orig"] = TupleJson(connection.Original());
    json["reply"] = TupleJson(connection.Reply());
    json["mark"] = connection.mark;
    Time left = connection.timeout - Simulator::Now();
    json["timeout"] = static_cast<int64_t>(left.GetSeconds());
    json["zone"] = connection.zoneDirections == bothDirections ? connection.zone : 0;
    if (connection.master)
    {
        json["master"] = TupleJson(connection.master->Original());
    }
    json["orig_packets"] = connection.counters[0].packets;
    json["reply_packets"] = connection.counters[1].packets;
    return json;
}

/// Identifies a datagram in its last hook and on the wire.
bool
IsSameDatagram(const std::vector<uint8_t>& a, const std::vector<uint8_t>& b)
{
    constexpr std::size_t header = 20;
    constexpr std::size_t id = 4;
    constexpr std::size_t protocol = 9;
    constexpr std::size_t addresses = 12;
    return a.size() >= header && b.size() >= header && a[id] == b[id] && a[id + 1] == b[id + 1] &&
           a[protocol] == b[protocol] &&
           std::equal(a.begin() + addresses, a.begin() + header, b.begin() + addresses);
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

Json
OptionalJson(const std::optional<std::string>& text)
{
    return text ? Json(*text) : Json(nullptr);
}

Json
IndexJson(const std::optional<std::size_t>& index)
{
    return index ? Json(*index) : Json(nullptr);
}

Json
HookJson(const NfReplayHook& hook)
{
    Json json;
    json["hook"] = NfToString(hook.hook);
    json["in"] = OptionalJson(hook.in);
    json["out"] = OptionalJson(hook.out);
    json["mark_begin"] = hook.markBegin;
    json["begin"] = NfToHex(hook.begin);
    json["ct"] = OptionalJson(hook.ct);
    json["mark_end"] = hook.markEnd ? Json(*hook.markEnd) : Json(nullptr);
    json["end"] = hook.end ? Json(NfToHex(*hook.end)) : Json(nullptr);
    if (hook.end)
    {
        json["out_end"] = OptionalJson(hook.outEnd);
    }
    return json;
}

Json
JourneysJson(const std::vector<NfReplayJourney>& journeys)
{
    Json array = Json::array();
    for (const NfReplayJourney& journey : journeys)
    {
        Json json;
        json["journey"] = array.size();
        json["origin"] = journey.origin;
        json["hooks"] = Json::array();
        for (const NfReplayHook& hook : journey.hooks)
        {
            json["hooks"].push_back(HookJson(hook));
        }
        json["delivered"] = journey.delivered;
        json["sent"] = journey.sent;
        json["fate"] = journey.fate;
        if (journey.stackDrop)
        {
            json["stack_drop"] = NfToString(*journey.stackDrop);
        }
        array.push_back(std::move(json));
    }
    return array;
}

Json
TraceJson(const std::vector<NfReplayStep>& steps)
{
    Json array = Json::array();
    for (const NfReplayStep& step : steps)
    {
        Json json;
        json["table"] = step.table;
        json["chain"] = step.chain;
        json["rule"] = step.rule ? Json(*step.rule) : Json(nullptr);
        json["policy"] = OptionalJson(step.policy);
        json["target"] = OptionalJson(step.target);
        json["verdict"] = step.verdict;
        json["hook"] = NfToString(step.hook);
        json["journey"] = IndexJson(step.journey);
        array.push_back(std::move(json));
    }
    return array;
}

Json
LogsJson(const std::vector<NfReplayLog>& logs)
{
    Json array = Json::array();
    for (const NfReplayLog& log : logs)
    {
        Json json;
        json["journey"] = IndexJson(log.journey);
        json["hook"] = NfToString(log.hook);
        json["group"] = log.group;
        json["prefix"] = log.prefix;
        json["in"] = OptionalJson(log.in);
        json["out"] = OptionalJson(log.out);
        json["mark"] = log.mark;
        json["hex"] = NfToHex(log.bytes);
        array.push_back(std::move(json));
    }
    return array;
}

Json
SentJson(const NfReplayPacket& packet)
{
    Json json;
    if (!packet.in.empty())
    {
        json["in"] = packet.in;
    }
    if (packet.local)
    {
        json["local"] = true;
    }
    if (packet.mark)
    {
        json["mark"] = *packet.mark;
    }
    if (packet.at)
    {
        json["at"] = *packet.at;
    }
    json["hex"] = NfToHex(*packet.bytes);
    return json;
}

Json
PacketJson(const NfReplayPacketResult& packet, std::size_t index, bool kernelLog)
{
    Json json;
    json["index"] = index;
    json["sent"] = packet.sent ? SentJson(*packet.sent) : Json(nullptr);
    json["outputs"] = Json::array();
    for (const NfReplayOutput& output : packet.outputs)
    {
        json["outputs"].push_back({{"dev", output.device},
                                   {"hex", NfToHex(output.bytes)},
                                   {"journey", IndexJson(output.journey)}});
    }
    json["delivered"] = packet.delivered;
    json["send_error"] = OptionalJson(packet.sendError);
    json["trace"] = TraceJson(packet.record.steps);
    json["journeys"] = JourneysJson(packet.record.journeys);
    json["logs"] = LogsJson(packet.record.logs);
    json["kernel_log"] = kernelLog ? Json(packet.record.kernelLog) : Json::array();
    json["conntrack"] = packet.conntrack;
    return json;
}

/// Connections whose source port NAT changed.
void
NoteChangedPorts(const Json& entries, std::set<std::size_t>& ids)
{
    for (const Json& entry : entries)
    {
        const Json& orig = entry["orig"];
        const Json& reply = entry["reply"];
        Json before = orig.contains("sport") ? orig["sport"] : orig.value("id", Json());
        Json after = reply.contains("dport") ? reply["dport"] : reply.value("id", Json());
        if (before != after)
        {
            ids.insert(entry["id"].get<std::size_t>());
        }
    }
}

} // namespace

NfReplayRunner::NfReplayRunner(const NfReplayScenario& scenario)
    : m_scenario(scenario),
      m_box(scenario),
      m_recorder(m_box.GetNetfilter(), scenario)
{
}

NfReplayResult
NfReplayRunner::Run()
{
    std::set<std::size_t> changed;
    Json latest = Json::array();
    for (const NfReplayPacket& packet : m_scenario.packets)
    {
        m_box.RunUntil(packet.at.value_or(0));
        NfReplayPacketResult& result = m_result.packets.emplace_back();
        result.sent = Resolve(packet);
        if (result.sent)
        {
            Play(*result.sent, result);
            if (m_scenario.conntrackEveryPacket)
            {
                latest = DumpConntrack();
                NoteChangedPorts(latest, changed);
            }
        }
        result.conntrack = latest;
    }
    m_result.conntrack = DumpConntrack();
    NoteChangedPorts(m_result.conntrack, changed);
    m_result.sourcePortChanged.assign(changed.begin(), changed.end());
    NfSaveOptions options;
    options.counters = true;
    m_result.counters = m_box.GetNetfilter()->GetTables()->Save(options);
    return std::move(m_result);
}

std::optional<NfReplayPacket>
NfReplayRunner::Resolve(const NfReplayPacket& packet) const
{
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
        for (const NfReplayOutput& output : answered.outputs)
        {
            if (output.journey == std::size_t(0))
            {
                base = output.bytes;
                device = output.device;
                break;
            }
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

void
NfReplayRunner::Play(const NfReplayPacket& packet, NfReplayPacketResult& result)
{
    if (!packet.local && packet.in.empty())
    {
        throw NfCliError(packet.place + ": nothing came out to reply to, and \"in\" is missing");
    }
    m_recorder.Start();
    result.sendError = packet.local ? m_box.SendLocally(*packet.bytes, packet.mark.value_or(0))
                                    : m_box.Inject(packet.in, *packet.bytes);
    m_box.RunUntil(m_box.Now() + SECONDS_PER_PACKET);
    result.record = m_recorder.Finish();
    result.outputs = m_box.TakeOutputs();
    AssignOutputs(result.outputs, result.record);
    result.delivered = IsDelivered(result.record);
}

nlohmann::ordered_json
NfReplayRunner::DumpConntrack()
{
    // Numbered by first appearance of the original tuple, as the oracle does.
    std::vector<std::tuple<uint16_t, std::string, Json>> entries;
    for (const Ptr<NfConnection>& connection :
         m_box.GetNetfilter()->GetConntrack()->GetConnections())
    {
        Json json = ConnectionJson(*connection);
        nlohmann::json sorted = json["orig"];
        entries.emplace_back(json["zone"].get<uint16_t>(), sorted.dump(), std::move(json));
    }
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
        return std::tie(std::get<0>(a), std::get<1>(a)) < std::tie(std::get<0>(b), std::get<1>(b));
    });
    for (auto& [zone, tuple, json] : entries)
    {
        json["id"] = m_ids.try_emplace({zone, tuple}, m_ids.size() + 1).first->second;
    }
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
        return std::get<2>(a)["id"] < std::get<2>(b)["id"];
    });
    Json array = Json::array();
    for (auto& entry : entries)
    {
        array.push_back(std::move(std::get<2>(entry)));
    }
    return array;
}

nlohmann::ordered_json
NfToJson(const NfReplayResult& result, const NfReplayScenario& scenario)
{
    Json json;
    json["packets"] = Json::array();
    for (const NfReplayPacketResult& packet : result.packets)
    {
        json["packets"].push_back(PacketJson(packet, json["packets"].size(), scenario.kernelLog));
    }
    json["conntrack"] = result.conntrack;
    json["source_port_changed"] = result.sourcePortChanged;
    json["counters"] = result.counters;
    json["warnings"] = scenario.warnings;
    return json;
}

} // namespace ns3
