// SPDX-License-Identifier: GPL-2.0-only

#include "nf-policy-check.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <memory>
#include <set>
#include <tuple>

namespace ns3
{

namespace
{

using Kind = NfPolicyFinding::Kind;

/// Gathers findings of one kind, zones and line.
class Checker
{
  public:
    Checker(const NfPolicy& policy,
            const NfTopologyPlan& plan,
            const NfPolicyFirewalls& filters,
            const std::shared_ptr<NfPolicyVerdicts>& verdicts)
        : m_policy(policy),
          m_plan(plan),
          m_exchanges(verdicts->GetExchanges()),
          m_judge(policy, plan, filters, verdicts)
    {
        const std::size_t count = policy.zones.size();
        for (std::size_t from = 0; from < count; ++from)
        {
            for (std::size_t to = 0; to < count; ++to)
            {
                for (const NfPolicyExchange& exchange : m_exchanges)
                {
                    const bool isJudged = policy.Judges(from, to);
                    const auto line = isJudged ? policy.FindLine(from, to, exchange) : std::nullopt;
                    const NfPolicyAction action = policy.Decide(from, to, exchange);
                    m_wishes.push_back(
                        {line ? policy.lines[*line].number : 0, action == NfPolicyAction::ACCEPT});
                    m_deciding.insert(m_wishes.back().line);
                }
            }
        }
    }

    void CheckPair(const NfPolicyTrip& trip, std::size_t from, std::size_t to)
    {
        const std::vector<NfPolicyFate>& fates = m_judge.Judge(trip);
        const std::size_t first = (from * m_policy.zones.size() + to) * m_exchanges.size();
        for (std::size_t i = 0; i < m_exchanges.size(); ++i)
        {
            Wish& wish = m_wishes[first + i];
            const auto kind = Compare(wish.isAccepted, fates[i]);
            ++wish.count;
            if (!kind)
            {
                continue;
            }
            NfPolicyFinding& finding = GetFinding(*kind, wish.line, from, to);
            if (++finding.count == 1)
            {
                AddExample(finding, trip, fates[i], m_exchanges[i]);
            }
        }
    }

    // Of a stateless policy: who may send UDP to whom only because it could be an answer.
    void FindOpenAnswers()
    {
        const std::size_t zones = m_policy.zones.size();
        for (std::size_t from = 0; from < zones && !m_policy.isStateful; ++from)
        {
            for (std::size_t to = 0; to < zones; ++to)
            {
                const bool isBackDenied = std::any_of(
                    m_exchanges.begin(),
                    m_exchanges.end(),
                    [this, from, to](const NfPolicyExchange& exchange) {
                        return exchange.protocol == NfPolicyProtocol::UDP &&
                               m_policy.Decide(to, from, exchange) != NfPolicyAction::ACCEPT;
                    });
                for (std::size_t i = 0; i < m_exchanges.size() && isBackDenied; ++i)
                {
                    const Wish& wish = GetWish(from, to, i);
                    if (wish.isAccepted && m_exchanges[i].protocol == NfPolicyProtocol::UDP)
                    {
                        NfPolicyFinding& finding =
                            GetFinding(Kind::OPEN_ANSWERS, wish.line, from, to);
                        finding.exchange = finding.count++ ? finding.exchange : m_exchanges[i];
                    }
                }
            }
        }
    }

    void FindIdleLines()
    {
        for (const NfPolicyLine& line : m_policy.lines)
        {
            if (m_deciding.count(line.number) == 0)
            {
                GetFinding(Kind::IDLE_LINE, line.number, line.from[0], line.to[0]);
            }
        }
    }

    NfPolicyCheck GetResult() const
    {
        NfPolicyCheck result;
        for (const auto& [key, finding] : m_findings)
        {
            result.findings.push_back(finding);
            const std::size_t first =
                (finding.from * m_policy.zones.size() + finding.to) * m_exchanges.size();
            for (std::size_t i = first; i < first + m_exchanges.size(); ++i)
            {
                result.findings.back().of +=
                    m_wishes[i].line == finding.line ? m_wishes[i].count : 0;
            }
        }
        for (const Wish& wish : m_wishes)
        {
            result.exchanges += wish.count;
        }
        return result;
    }

  private:
    /// What the policy wants.
    struct Wish
    {
        uint32_t line;
        bool isAccepted;
        std::size_t count{0}; //!< how many exchanges were judged
    };

    const Wish& GetWish(std::size_t from, std::size_t to, std::size_t exchange) const
    {
        return m_wishes[(from * m_policy.zones.size() + to) * m_exchanges.size() + exchange];
    }

    NfPolicyFinding& GetFinding(Kind kind, uint32_t line, std::size_t from, std::size_t to)
    {
        NfPolicyFinding& finding = m_findings[{kind, from, to, line}];
        finding.kind = kind;
        finding.line = line;
        finding.from = from;
        finding.to = to;
        return finding;
    }

    static std::optional<Kind> Compare(bool isAccepted, const NfPolicyFate& fate)
    {
        switch (fate.kind)
        {
        case NfPolicyFate::Kind::NO_PATH:
            return isAccepted ? std::optional(Kind::NO_PATH) : std::nullopt;
        case NfPolicyFate::Kind::REQUEST_CUT:
            return isAccepted ? std::optional(Kind::CUT) : std::nullopt;
        case NfPolicyFate::Kind::ANSWER_CUT:
            return isAccepted ? Kind::ANSWER_CUT : Kind::OPEN;
        case NfPolicyFate::Kind::STATE_LOST:
            return isAccepted ? Kind::STATE_LOST : Kind::OPEN;
        default:
            return isAccepted ? std::nullopt : std::optional(Kind::OPEN);
        }
    }

    void AddExample(NfPolicyFinding& finding,
                    const NfPolicyTrip& trip,
                    const NfPolicyFate& fate,
                    const NfPolicyExchange& exchange) const
    {
        finding.exchange = exchange;
        const bool isOnTheWayBack = finding.kind == Kind::ANSWER_CUT;
        for (const NfTopologyStep& step : isOnTheWayBack ? trip.back : trip.there)
        {
            finding.path.push_back(step.node);
        }
        if (finding.kind == Kind::NO_PATH)
        {
            finding.path = {trip.sender, m_plan.GetInterfaces()[trip.receiver].node};
        }
        else if (finding.kind != Kind::OPEN)
        {
            finding.node = fate.node;
        }
    }

    const NfPolicy& m_policy;
    const NfTopologyPlan& m_plan;
    const std::vector<NfPolicyExchange>& m_exchanges; //!< of the verdicts
    NfPolicyJudge m_judge;
    std::vector<Wish> m_wishes; //!< by zones and exchange
    std::set<uint32_t> m_deciding;
    std::map<std::tuple<Kind, std::size_t, std::size_t, uint32_t>, NfPolicyFinding> m_findings;
};

std::string
DescribePath(const std::vector<std::size_t>& path, const NfTopologyGraph& graph)
{
    std::string text;
    for (const std::size_t node : path)
    {
        text += (text.empty() ? "" : " > ") + graph.GetNode(node).name;
    }
    return text;
}

} // namespace

bool
NfPolicyCheck::Holds() const
{
    return std::none_of(findings.begin(), findings.end(), [](const NfPolicyFinding& finding) {
        return finding.IsWrong();
    });
}

NfPolicyCheck
NfCheckPolicy(const NfPolicy& policy,
              const NfPolicyZones& zones,
              const NfTopologyPlan& plan,
              const NfCompiledPolicy& filters)
{
    return NfCheckPolicies(policy, zones, plan, {NfPointToFilters(filters)})[0];
}

std::vector<NfPolicyCheck>
NfCheckPolicies(const NfPolicy& policy,
                const NfPolicyZones& zones,
                const NfTopologyPlan& plan,
                const std::vector<NfPolicyFirewalls>& placements)
{
    std::vector<std::unique_ptr<Checker>> checkers;
    checkers.reserve(placements.size());
    const auto verdicts = std::make_shared<NfPolicyVerdicts>(zones, plan, policy.GetExchanges());
    for (const NfPolicyFirewalls& filters : placements)
    {
        checkers.push_back(std::make_unique<Checker>(policy, plan, filters, verdicts));
    }
    NfPolicyTrip trip;
    const std::vector<std::size_t> nodes = plan.GetGraph().FindNodes("*");
    for (std::size_t end = 0; end < plan.GetInterfaces().size(); ++end)
    {
        const std::size_t receiver = plan.GetInterfaces()[end].node;
        const auto to = zones.Find(receiver);
        for (const std::size_t sender : nodes)
        {
            const auto from = zones.Find(sender);
            if (!to || !from || sender == receiver)
            {
                continue;
            }
            NfPolicyJudge::FindTrip(plan, sender, end, trip);
            for (const std::unique_ptr<Checker>& checker : checkers)
            {
                checker->CheckPair(trip, *from, *to);
            }
        }
    }
    std::vector<NfPolicyCheck> result;
    for (const std::unique_ptr<Checker>& checker : checkers)
    {
        checker->FindOpenAnswers();
        checker->FindIdleLines();
        result.push_back(checker->GetResult());
    }
    return result;
}

std::string
NfDescribeFinding(const NfPolicyFinding& finding,
                  const NfPolicy& policy,
                  const NfTopologyGraph& graph)
{
    const uint32_t line = finding.line ? finding.line : policy.otherwiseNumber;
    const std::string where =
        line ? fmt::format("{}:{}: ", policy.file, line) : fmt::format("{}: ", policy.file);
    const std::string what = fmt::format("{}{} -> {} {}",
                                         where,
                                         policy.zones[finding.from].name,
                                         policy.zones[finding.to].name,
                                         finding.exchange.ToString());
    const std::string count = fmt::format("{} of {} exchanges", finding.count, finding.of);
    const std::string path = DescribePath(finding.path, graph);
    const std::string node = finding.node ? graph.GetNode(*finding.node).name : "";
    switch (finding.kind)
    {
    case Kind::OPEN:
        return fmt::format("{} is denied, but {} pass, such as {}", what, count, path);
    case Kind::CUT:
        return fmt::format("{} is accepted, but {} are cut, such as {} at {}",
                           what,
                           count,
                           path,
                           node);
    case Kind::ANSWER_CUT:
        return fmt::format("{} is accepted, but the answers of {} are cut, such as {} at {}",
                           what,
                           count,
                           path,
                           node);
    case Kind::STATE_LOST:
        return fmt::format("{} is accepted, but {} break, as the way back is another, such as of "
                           "{} at {}, which sees one way only",
                           what,
                           count,
                           path,
                           node);
    case Kind::NO_PATH:
        return fmt::format("{}: nothing leads there in {}, such as {}", what, count, path);
    case Kind::OPEN_ANSWERS:
        return fmt::format("{}: without state, what sends from that port of UDP passes to {} as an "
                           "answer, whatever it is",
                           what,
                           policy.zones[finding.from].name);
    default:
        return fmt::format("{}lines before decide all that this line is about", where);
    }
}

} // namespace ns3
