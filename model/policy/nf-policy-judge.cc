// SPDX-License-Identifier: GPL-2.0-only

#include "nf-policy-judge.h"

#include <algorithm>

namespace ns3
{

namespace
{

using Kind = NfPolicyFate::Kind;

constexpr std::size_t BITS = 64;

// A bit for each exchange of which something is true.
template <typename Predicate>
std::vector<uint64_t>
Mark(const std::vector<NfPolicyExchange>& exchanges, Predicate isTrue)
{
    std::vector<uint64_t> marks((exchanges.size() + BITS - 1) / BITS, 0);
    for (std::size_t i = 0; i < exchanges.size(); ++i)
    {
        marks[i / BITS] |= isTrue(exchanges[i].protocol) ? uint64_t{1} << (i % BITS) : 0;
    }
    return marks;
}

} // namespace

NfPolicyJudge::NfPolicyJudge(const NfPolicy& policy,
                             const NfPolicyZones& zones,
                             const NfTopologyPlan& plan,
                             const NfCompiledPolicy& filters,
                             const std::vector<NfPolicyExchange>& exchanges)
    : NfPolicyJudge(policy,
                    plan,
                    NfPointToFilters(filters),
                    std::make_shared<NfPolicyVerdicts>(zones, plan, exchanges))
{
}

NfPolicyJudge::NfPolicyJudge(const NfPolicy& policy,
                             const NfTopologyPlan& plan,
                             const NfPolicyFirewalls& filters,
                             std::shared_ptr<NfPolicyVerdicts> verdicts)
    : m_isStateful(policy.isStateful),
      m_verdicts(std::move(verdicts)),
      m_firewalls(plan.GetGraph().GetNNodes(), nullptr),
      m_there(plan.GetGraph().GetNNodes(), 0),
      m_back(plan.GetGraph().GetNNodes(), 0)
{
    for (const auto& [node, filter] : filters)
    {
        m_firewalls[node] = m_verdicts->Add(node, *filter);
    }
    const std::vector<NfPolicyExchange>& exchanges = m_verdicts->GetExchanges();
    m_all = Mark(exchanges, [](NfPolicyProtocol /*protocol*/) { return true; });
    m_answered = Mark(exchanges,
                      [](NfPolicyProtocol protocol) { return protocol != NfPolicyProtocol::ANY; });
    m_tcp = Mark(exchanges,
                 [](NfPolicyProtocol protocol) { return protocol == NfPolicyProtocol::TCP; });
}

NfPolicyTrip
NfPolicyJudge::FindTrip(const NfTopologyPlan& plan, std::size_t sender, std::size_t receiver)
{
    NfPolicyTrip trip;
    FindTrip(plan, sender, receiver, trip);
    return trip;
}

void
NfPolicyJudge::FindTrip(const NfTopologyPlan& plan,
                        std::size_t sender,
                        std::size_t receiver,
                        NfPolicyTrip& trip)
{
    trip.sender = sender;
    trip.receiver = receiver;
    plan.FindPath(sender, receiver, trip.there);
    trip.back.clear();
    if (!trip.there.empty() && trip.there.front().out)
    {
        plan.FindPath(plan.GetInterfaces()[receiver].node, *trip.there.front().out, trip.back);
    }
    trip.isSameWay = std::equal(
        trip.there.begin(),
        trip.there.end(),
        trip.back.rbegin(),
        trip.back.rend(),
        [](const NfTopologyStep& a, const NfTopologyStep& b) { return a.node == b.node; });
}

const std::vector<NfPolicyFate>&
NfPolicyJudge::Judge(const NfPolicyTrip& trip)
{
    const bool isPath = !trip.there.empty() && !trip.back.empty();
    m_over.assign(m_all.size(), 0);
    m_left = m_verdicts->GetExchanges().size();
    m_fates.assign(
        m_verdicts->GetExchanges().size(),
        {isPath ? Kind::DONE : Kind::NO_PATH, isPath ? trip.back.front().node : trip.sender});
    if (!isPath)
    {
        return m_fates;
    }
    JudgeRequests(trip);
    if (m_left == 0)
    {
        return m_fates;
    }
    if (!trip.isSameWay)
    {
        ++m_trip;
        for (const NfTopologyStep& step : trip.there)
        {
            m_there[step.node] = m_trip;
        }
        for (const NfTopologyStep& step : trip.back)
        {
            m_back[step.node] = m_trip;
        }
    }
    JudgeAnswers(trip);
    if (m_isStateful && !trip.isSameWay)
    {
        JudgeLaterRequests(trip);
    }
    return m_fates;
}

void
NfPolicyJudge::JudgeRequests(const NfPolicyTrip& trip)
{
    for (const NfTopologyStep& step : trip.there)
    {
        if (NfPolicyVerdicts::Firewall* firewall = m_firewalls[step.node])
        {
            End(m_verdicts->Judge(*firewall, trip, step, NfPolicyPacketKind::REQUEST),
                m_all,
                Kind::REQUEST_CUT,
                step.node);
            if (m_left == 0)
            {
                return;
            }
        }
    }
}

void
NfPolicyJudge::JudgeAnswers(const NfPolicyTrip& trip)
{
    for (const NfTopologyStep& step : trip.back)
    {
        if (NfPolicyVerdicts::Firewall* firewall = m_firewalls[step.node])
        {
            const bool isLone = m_isStateful && !trip.isSameWay && m_there[step.node] != m_trip;
            End(m_verdicts->Judge(*firewall,
                                  trip,
                                  step,
                                  isLone ? NfPolicyPacketKind::LONE_ANSWER
                                         : NfPolicyPacketKind::ANSWER),
                m_answered,
                isLone ? Kind::STATE_LOST : Kind::ANSWER_CUT,
                step.node);
        }
    }
}

void
NfPolicyJudge::JudgeLaterRequests(const NfPolicyTrip& trip)
{
    for (const NfTopologyStep& step : trip.there)
    {
        NfPolicyVerdicts::Firewall* firewall = m_firewalls[step.node];
        if (firewall && m_back[step.node] != m_trip)
        {
            End(m_verdicts->Judge(*firewall, trip, step, NfPolicyPacketKind::LATER_REQUEST),
                m_tcp,
                Kind::STATE_LOST,
                step.node);
        }
    }
}

void
NfPolicyJudge::End(const NfPolicyVerdicts::Row& row,
                   const std::vector<uint64_t>& concerned,
                   Kind kind,
                   std::size_t node)
{
    for (std::size_t word = 0; row.isAnyDenied && word < m_over.size(); ++word)
    {
        const uint64_t ended = row.denied[word] & concerned[word] & ~m_over[word];
        m_over[word] |= ended;
        for (uint64_t left = ended; left != 0; left &= left - 1)
        {
            const std::size_t exchange =
                word * BITS + static_cast<std::size_t>(__builtin_ctzll(left));
            --m_left;
            m_fates[exchange] = {kind, node, row.lines[exchange]};
        }
    }
}

} // namespace ns3
