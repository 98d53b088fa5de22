// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rank-figures.h"

#include <nlohmann/json.hpp>
#include <vector>

namespace ns3
{

namespace
{

using Json = nlohmann::json;
using Flow = NfTrafficLedger::Flow;
using Work = NfWorkMeter::Work;

Json
ToJson(const Flow& flow)
{
    return {flow.protocol, flow.source, flow.sourcePort, flow.destination, flow.destinationPort};
}

Flow
ToFlow(const Json& json)
{
    return {json[0], json[1], json[2], json[3], json[4]};
}

Json
ToJson(const Work& work)
{
    return {work.rules, work.packets, work.served, work.cpuTime.GetTimeStep()};
}

Work
ToWork(const Json& json)
{
    return {json[0], json[1], json[2], TimeStep(json[3].get<uint64_t>())};
}

Json
PackPairs(const NfTrafficLedger& ledger)
{
    Json all = Json::array();
    for (const auto& pair : ledger.GetAll())
    {
        if (pair->meant > 0 || pair->bytes > 0 || pair->delivered > 0)
        {
            all.push_back({pair->number,
                           pair->meant,
                           pair->sent,
                           pair->delivered,
                           pair->bytes,
                           pair->delays});
        }
    }
    return all;
}

void
AddPairs(const Json& all, NfTrafficLedger& ledger)
{
    for (const Json& packed : all)
    {
        NfTrafficPair& pair = *ledger.Find(packed[0]);
        pair.meant += packed[1].get<uint64_t>();
        pair.sent += packed[2].get<uint64_t>();
        pair.delivered += packed[3].get<uint64_t>();
        pair.bytes += packed[4].get<uint64_t>();
        const auto delays = packed[5].get<std::vector<float>>();
        pair.delays.insert(pair.delays.end(), delays.begin(), delays.end());
    }
}

Json
PackClaims(const NfTrafficLedger& ledger)
{
    Json all = Json::array();
    for (const auto& [flow, pairs] : ledger.GetClaims())
    {
        all.push_back({ToJson(flow), pairs});
    }
    return all;
}

void
AddClaims(const Json& all, NfTrafficLedger& ledger)
{
    for (const Json& claim : all)
    {
        for (const Json& pair : claim[1])
        {
            ledger.Claim(*ledger.Find(pair), ToFlow(claim[0]));
        }
    }
}

Json
PackWork(const NfWorkMeter::Record& record)
{
    Json sent = Json::array();
    for (const auto& [seen, flow] : record.sent)
    {
        sent.push_back({ToJson(seen), ToJson(flow)});
    }
    Json flows = Json::array();
    for (const auto& [flow, work] : record.flows)
    {
        flows.push_back({ToJson(flow), ToJson(work)});
    }
    Json pairs = Json::array();
    for (const auto& [pair, work] : record.pairs)
    {
        pairs.push_back({pair, ToJson(work)});
    }
    return {ToJson(record.total), sent, flows, pairs};
}

NfWorkMeter::Record
UnpackWork(const Json& packed)
{
    NfWorkMeter::Record record;
    record.total = ToWork(packed[0]);
    for (const Json& sent : packed[1])
    {
        record.sent.emplace(ToFlow(sent[0]), ToFlow(sent[1]));
    }
    for (const Json& flow : packed[2])
    {
        record.flows.emplace(ToFlow(flow[0]), ToWork(flow[1]));
    }
    for (const Json& pair : packed[3])
    {
        record.pairs.emplace(pair[0], ToWork(pair[1]));
    }
    return record;
}

Json
PackSent(const NfNetworkResults& network)
{
    Json all = Json::array();
    for (const NfNodeResult& node : network.GetNodes())
    {
        all.push_back(node.sentBytes);
    }
    return all;
}

} // namespace

NfRankFigures::NfRankFigures(NfTrafficHelper& traffic,
                             NfResults* results,
                             NfNetworkResults& network)
    : m_traffic(traffic),
      m_results(results),
      m_network(network)
{
}

std::string
NfRankFigures::Pack() const
{
    const NfTrafficLedger& ledger = m_traffic.GetLedger();
    Json json{{"pairs", PackPairs(ledger)},
              {"claims", PackClaims(ledger)},
              {"sent", PackSent(m_network)}};
    if (m_results && m_results->GetMeter())
    {
        json["work"] = PackWork(m_results->GetMeter()->GetRecord());
    }
    std::string packed;
    Json::to_cbor(json, packed);
    return packed;
}

void
NfRankFigures::Add(const std::string& packed)
{
    const Json json = Json::from_cbor(packed);
    AddPairs(json["pairs"], m_traffic.GetLedger());
    AddClaims(json["claims"], m_traffic.GetLedger());
    for (std::size_t node = 0; node < json["sent"].size(); ++node)
    {
        m_network.AddSent(node, json["sent"][node]);
    }
    if (m_results && m_results->GetMeter() && json.contains("work"))
    {
        m_results->GetMeter()->Add(UnpackWork(json["work"]));
    }
}

} // namespace ns3
