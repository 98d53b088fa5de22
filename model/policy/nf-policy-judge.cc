// SPDX-License-Identifier: GPL-2.0-only

#include "nf-policy-judge.h"

#include <algorithm>

namespace ns3
{

namespace
{

/// Where clients send from: the first port that ns-3 and Linux give them, or near it.
constexpr uint16_t CLIENT_PORT = 49153;

bool
Passes(const std::vector<NfTopologyStep>& path, std::size_t node)
{
    return std::any_of(path.begin(), path.end(), [node](const NfTopologyStep& step) {
        return step.node == node;
    });
}

} // namespace

bool
NfPolicyJudge::Key::operator==(const Key& other) const
{
    return step.node == other.step.node && step.in == other.step.in && step.out == other.step.out &&
           from == other.from && to == other.to && exchange.protocol == other.exchange.protocol &&
           exchange.port == other.exchange.port && packet == other.packet;
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
                                   static_cast<std::size_t>(key.exchange.protocol),
                                   static_cast<std::size_t>(key.exchange.port),
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
                             const NfCompiledPolicy& filters)
    : m_policy(policy),
      m_zones(zones),
      m_plan(plan),
      m_filters(plan.GetGraph().GetNNodes(), nullptr)
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

NfPolicyFate
NfPolicyJudge::Judge(const NfPolicyTrip& trip, const NfPolicyExchange& exchange)
{
    using Kind = NfPolicyFate::Kind;
    if (trip.there.empty() || trip.back.empty())
    {
        return {Kind::NO_PATH, trip.sender};
    }
    for (const NfTopologyStep& step : trip.there)
    {
        const NfPolicyVerdict verdict = JudgeStep(trip, step, exchange, Packet::REQUEST);
        if (!verdict.isAccepted)
        {
            return {Kind::REQUEST_CUT, step.node, verdict.line};
        }
    }
    if (exchange.protocol == NfPolicyProtocol::ANY)
    {
        return {Kind::DONE, trip.back.front().node};
    }
    for (const NfTopologyStep& step : trip.back)
    {
        if (!m_filters[step.node])
        {
            continue;
        }
        const bool isLone = m_policy.isStateful && !Passes(trip.there, step.node);
        const NfPolicyVerdict verdict =
            JudgeStep(trip, step, exchange, isLone ? Packet::LONE_ANSWER : Packet::ANSWER);
        if (!verdict.isAccepted)
        {
            return {isLone ? Kind::STATE_LOST : Kind::ANSWER_CUT, step.node, verdict.line};
        }
    }
    const bool isConnection = m_policy.isStateful && exchange.protocol == NfPolicyProtocol::TCP;
    for (const NfTopologyStep& step : trip.there)
    {
        if (!isConnection || !m_filters[step.node] || Passes(trip.back, step.node))
        {
            continue;
        }
        const NfPolicyVerdict verdict = JudgeStep(trip, step, exchange, Packet::LATER_REQUEST);
        if (!verdict.isAccepted)
        {
            return {Kind::STATE_LOST, step.node, verdict.line};
        }
    }
    return {Kind::DONE, trip.back.front().node};
}

NfPolicyVerdict
NfPolicyJudge::JudgeStep(const NfPolicyTrip& trip,
                         const NfTopologyStep& step,
                         const NfPolicyExchange& exchange,
                         Packet packet)
{
    const NfPolicyFilter* filter = m_filters[step.node];
    if (!filter)
    {
        return {true};
    }
    const auto sender = m_zones.Find(trip.sender);
    const auto receiver = m_zones.Find(m_plan.GetInterfaces()[trip.receiver].node);
    const bool isAnswer = packet == Packet::ANSWER || packet == Packet::LONE_ANSWER;
    const Key key{step,
                  isAnswer ? receiver : sender,
                  isAnswer ? sender : receiver,
                  exchange,
                  packet};
    const auto known = m_verdicts.find(key);
    if (known != m_verdicts.end())
    {
        return known->second;
    }
    const char* chain = !step.in ? "OUTPUT" : !step.out ? "INPUT" : "FORWARD";
    const NfPolicyVerdict verdict = filter->Judge(chain, MakePacket(trip, step, exchange, packet));
    // Senders in no zone are not alike to anti-spoofing.
    if (sender && receiver)
    {
        m_verdicts.emplace(key, verdict);
    }
    return verdict;
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
