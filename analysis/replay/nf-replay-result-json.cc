// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-result-json.h"

#include "nf-replay-values.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

namespace
{

using Json = nlohmann::ordered_json;

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

/// As the oracle does: only IPv6 is named.
void
AddFamily(Json& json, NfFamily family)
{
    if (family == NfFamily::IPV6)
    {
        json["family"] = 6;
    }
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
        AddFamily(json, journey.family);
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
        AddFamily(json, step.family);
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
    if (packet.local && !(packet.owner == NfSocketOwner()))
    {
        json["uid"] = packet.owner.uid;
        json["gid"] = packet.owner.gid;
        json["groups"] = packet.owner.groups;
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

} // namespace

nlohmann::ordered_json
NfToJson(const NfReplayResult& result, const NfReplayScenario& scenario)
{
    Json json;
    json["date"] = scenario.date.value_or(0);
    json["packets"] = Json::array();
    for (const NfReplayPacketResult& packet : result.packets)
    {
        json["packets"].push_back(PacketJson(packet, json["packets"].size(), scenario.kernelLog));
    }
    json["conntrack"] = result.conntrack;
    json["source_port_changed"] = result.sourcePortChanged;
    json["counters"] = result.counters;
    if (scenario.ipv6)
    {
        json["counters6"] = result.counters6;
    }
    json["warnings"] = scenario.warnings;
    for (const std::string& warning : result.warnings)
    {
        json["warnings"].push_back(warning);
    }
    return json;
}

} // namespace ns3
