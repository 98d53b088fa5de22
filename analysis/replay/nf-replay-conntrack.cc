// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-conntrack.h"

#include "ns3/nf-protocol-names.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <vector>

namespace ns3
{

namespace
{

using Json = nlohmann::ordered_json;

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

/** Whether connections of this protocol have ports, or a key in their place. */
bool
HasPorts(uint8_t protocol)
{
    return protocol == NfProtocol::TCP || protocol == NfProtocol::UDP ||
           protocol == NfProtocol::UDPLITE || protocol == NfProtocol::SCTP ||
           protocol == NfProtocol::GRE;
}

Json
TupleJson(const NfTuple& tuple)
{
    Json json;
    json["src"] = NfToString(tuple.source, tuple.family);
    json["dst"] = NfToString(tuple.destination, tuple.family);
    json["proto"] = tuple.protocol;
    const bool ipv6 = tuple.family == NfFamily::IPV6;
    if (tuple.protocol == (ipv6 ? NfProtocol::ICMPV6 : NfProtocol::ICMP))
    {
        json["id"] = tuple.IcmpId();
        json["type"] = tuple.IcmpType();
        json["code"] = tuple.IcmpCode();
    }
    else if (HasPorts(tuple.protocol))
    {
        json["sport"] = tuple.sourcePort;
        json["dport"] = tuple.destinationPort;
    }
    return json;
}

Json
ConnectionJson(const NfConnection& connection)
{
    constexpr uint8_t originalDirection = 1;
    constexpr uint8_t bothDirections = 3;
    Json json;
    json["id"] = 0;
    json["proto"] = NfFlowProtocolText(connection.Original().protocol);
    json["state"] = nullptr;
    if (const std::string state = connection.GetStateName(); !state.empty())
    {
        json["state"] = state;
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
    if (connection.zone != 0 && connection.zoneDirections != bothDirections)
    {
        json[connection.zoneDirections == originalDirection ? "orig" : "reply"]["zone"] =
            connection.zone;
    }
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

} // namespace

NfReplayConntrack::NfReplayConntrack(Ptr<Netfilter> netfilter)
    : m_netfilter(netfilter)
{
}

nlohmann::ordered_json
NfReplayConntrack::Dump()
{
    // Numbered by first appearance of the original tuple, as the oracle does.
    std::vector<std::tuple<uint16_t, std::string, Json>> entries;
    for (const Ptr<NfConnection>& connection : m_netfilter->GetConntrack()->GetConnections())
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
    NoteChangedPorts(array);
    return array;
}

void
NfReplayConntrack::NoteChangedPorts(const Json& entries)
{
    for (const Json& entry : entries)
    {
        const Json& orig = entry["orig"];
        const Json& reply = entry["reply"];
        Json before = orig.contains("sport") ? orig["sport"] : orig.value("id", Json());
        Json after = reply.contains("dport") ? reply["dport"] : reply.value("id", Json());
        if (before != after)
        {
            m_changed.insert(entry["id"].get<std::size_t>());
        }
    }
}

} // namespace ns3
