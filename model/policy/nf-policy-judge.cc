// SPDX-License-Identifier: GPL-2.0-only

#include "nf-policy-judge.h"

#include <algorithm>

namespace ns3
{

namespace
{

/// Where clients send from: the first port that ns-3 and Linux give them, or near it.
constexpr uint16_t CLIENT_PORT = 49153;

} // namespace

bool
NfPolicyJudge::Key::operator==(const Key& other) const
{
    return step.node == other.step.node && step.in == other.step.in && step.out == other.step.out &&
           from == other.from && to == other.to && packet == other.packet;
}

std::size_t
NfPolicyJudge::Hash::operator()(const Key& key) const
{
    std::size_t hash = 0;
    constexpr std::size_t NONE = 0xfffffff;
    for (const std::size_t part : {key.step.node,
                                   key.step.in.value_or(NONE),
                                   key.step.out.value_or(NONE),
                                   key.from.value_or(NONE),
                                   key.to.value_or(NONE),
                                   static_cast<std::size_t>(key.packet)})
    {
        hash = (hash ^ part) * 0x9e3779b97f4a7c15ULL;
        hash ^= hash >> 29;
    }
    return hash;
}

NfPolicyJudge::NfPolicyJudge(const NfPolicy& policy,
                             const NfPolicyZones& zones,
                             const NfTopologyPlan& plan,
                             const NfCompiledPolicy& filters,
                             const std::vector<NfPolicyExchange>& exchanges)
    : m_policy(policy),
      m_zones(zones),
      m_plan(plan),
      m_filters(plan.GetGraph().GetNNodes(), nullptr),
      m_exchanges(exchanges),
      m_there(plan.GetGraph().GetNNodes(), 0),
      m_back(plan.GetGraph().GetNNodes(), 0)
{
    for (const auto& [node, filter] : filters)
    {
        m_filters[node] = &filter;
    }
}

NfPolicyTrip
NfPolicyJudge::FindTrip(const NfTopologyPlan& plan, std::size_t sender, std::size_t receiver)
{
    NfPolicyTrip trip{sender, receiver, plan.GetPath(sender, receiver), {}};
    if (!trip.there.empty() && trip.there.front().out)
    {
        trip.back = plan.GetPath(plan.GetInterfaces()[receiver].node, *trip.there.front().out);
    }
    return trip;
}

const std::vector<NfPolicyFate>&
NfPolicyJudge::Judge(const NfPolicyTrip& trip)
{
    using Kind = NfPolicyFate::Kind;
    const bool isPath = !trip.there.empty() && !trip.back.empty();
    m_isOver.assign(m_exchanges.size(), 0);
    m_fates.assign(
        m_exchanges.size(),
        {isPath ? Kind::DONE : Kind::NO_PATH, isPath ? trip.back.front().node : trip.sender});
    if (!isPath)
    {
        return m_fates;
    }
    ++m_trip;
    for (const NfTopologyStep& step : trip.back)
    {
        m_back[step.node] = m_trip;
    }
    for (const NfTopologyStep& step : trip.there)
    {
        m_there[step.node] = m_trip;
        if (!m_filters[step.node])
        {
            continue;
        }
        const Row& row = JudgeStep(trip, step, Packet::REQUEST);
        for (std::size_t i = 0; i < row.size(); ++i)
        {
            End(i, Kind::REQUEST_CUT, step, row[i]);
        }
    }
    JudgeAnswers(trip, m_policy.isStateful);
    return m_fates;
}

void
NfPolicyJudge::JudgeAnswers(const NfPolicyTrip& trip, bool isStateful)
{
    using Kind = NfPolicyFate::Kind;
    for (const NfTopologyStep& step : trip.back)
    {
        if (!m_filters[step.node])
        {
            continue;
        }
        const bool isLone = isStateful && m_there[step.node] != m_trip;
        const Row& row = JudgeStep(trip, step, isLone ? Packet::LONE_ANSWER : Packet::ANSWER);
        for (std::size_t i = 0; i < row.size(); ++i)
        {
            if (m_exchanges[i].protocol != NfPolicyProtocol::ANY)
            {
                End(i, isLone ? Kind::STATE_LOST : Kind::ANSWER_CUT, step, row[i]);
            }
        }
    }
    for (const NfTopologyStep& step : trip.there)
    {
        if (!isStateful || !m_filters[step.node] || m_back[step.node] == m_trip)
        {
            continue;
        }
        const Row& row = JudgeStep(trip, step, Packet::LATER_REQUEST);
        for (std::size_t i = 0; i < row.size(); ++i)
        {
            if (m_exchanges[i].protocol == NfPolicyProtocol::TCP)
            {
                End(i, Kind::STATE_LOST, step, row[i]);
            }
        }
    }
}

void
NfPolicyJudge::End(std::size_t exchange,
                   NfPolicyFate::Kind kind,
                   const NfTopologyStep& step,
                   const NfPolicyVerdict& verdict)
{
    if (!verdict.isAccepted && !m_isOver[exchange])
    {
        m_isOver[exchange] = 1;
        m_fates[exchange] = {kind, step.node, verdict.line};
    }
}

const NfPolicyJudge::Row&
NfPolicyJudge::JudgeStep(const NfPolicyTrip& trip, const NfTopologyStep& step, Packet packet)
{
    const auto sender = m_zones.Find(trip.sender);
    const auto receiver = m_zones.Find(m_plan.GetInterfaces()[trip.receiver].node);
    const bool isAnswer = packet == Packet::ANSWER || packet == Packet::LONE_ANSWER;
    const Key key{step, isAnswer ? receiver : sender, isAnswer ? sender : receiver, packet};
    // Nodes in no zone are not alike to anti-spoofing.
    const bool isKept = sender && receiver;
    if (isKept)
    {
        const auto known = m_rows.find(key);
        if (known != m_rows.end())
        {
            return known->second;
        }
    }
    const char* chain = !step.in ? "OUTPUT" : !step.out ? "INPUT" : "FORWARD";
    m_row.clear();
    for (const NfPolicyExchange& exchange : m_exchanges)
    {
        m_row.push_back(
            m_filters[step.node]->Judge(chain, MakePacket(trip, step, exchange, packet)));
    }
    return isKept ? m_rows.emplace(key, m_row).first->second : m_row;
}

NfPolicyPacket
NfPolicyJudge::MakePacket(const NfPolicyTrip& trip,
                          const NfTopologyStep& step,
                          const NfPolicyExchange& exchange,
                          Packet packet) const
{
    const auto& interfaces = m_plan.GetInterfaces();
    NfPolicyPacket result;
    result.source = interfaces[*trip.there.front().out].address;
    result.destination = interfaces[trip.receiver].address;
    result.protocol = exchange.protocol;
    result.sourcePort = CLIENT_PORT;
    result.destinationPort = exchange.port;
    result.in = step.in ? interfaces[*step.in].name : "";
    result.out = step.out ? interfaces[*step.out].name : "";
    const bool isAnswer = packet == Packet::ANSWER || packet == Packet::LONE_ANSWER;
    result.isAnswer =
        isAnswer || (packet == Packet::LATER_REQUEST && exchange.protocol == NfPolicyProtocol::TCP);
    if (isAnswer)
    {
        std::swap(result.source, result.destination);
        std::swap(result.sourcePort, result.destinationPort);
    }
    const bool isUdp = exchange.protocol == NfPolicyProtocol::UDP;
    switch (packet)
    {
    case Packet::ANSWER:
        result.state = NfPolicyState::KNOWN;
        break;
    case Packet::LONE_ANSWER:
        result.state = isUdp ? NfPolicyState::NEW : NfPolicyState::INVALID;
        break;
    case Packet::LATER_REQUEST:
        result.state = NfPolicyState::INVALID;
        break;
    default:
        result.state = NfPolicyState::NEW;
    }
    return result;
}

} // namespace ns3
