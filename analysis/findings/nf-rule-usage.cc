// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rule-usage.h"

#include "nf-progress.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

namespace ns3
{

namespace
{

// Tables whose rules see a packet as it entered the hook, before address translation.
bool
SeesBefore(const NfTraceChainRow& chain)
{
    return chain.table == "raw" || chain.table == "mangle" || chain.table == "nat";
}

std::string
NotUnderstood(const NfRuleConditions& conditions)
{
    if (!conditions.GetEffects().known)
    {
        return "the rule was recorded by version 1 of the trace";
    }
    std::string text;
    for (const std::string& condition : conditions.GetTexts())
    {
        text += (text.empty() ? "" : ", ") + condition;
    }
    return text.empty() ? "what it asks for is not in the trace" : text;
}

} // namespace

const char*
NfToString(NfRuleSilence silence)
{
    switch (silence)
    {
    case NfRuleSilence::NONE:
        return "";
    case NfRuleSilence::UNREACHED:
        return "chain never entered";
    case NfRuleSilence::NO_TRAFFIC:
        return "no such traffic";
    case NfRuleSilence::UNKNOWN:
        return "unknown";
    case NfRuleSilence::TRAFFIC_TAKEN:
        return "its traffic was taken before it";
    case NfRuleSilence::SHADOWED:
        return "shadowed";
    }
    return "";
}

NfRuleUsage::NfRuleUsage(NfTraceReader& reader)
    : m_reader(reader),
      m_conditions(NfReadRuleConditions(reader))
{
    for (const auto& [id, chain] : m_reader.GetChains())
    {
        for (std::size_t i = 0; i < chain.rules.size(); ++i)
        {
            m_uses[{id, i + 1}] = {chain.node,
                                   chain.GetTableText(),
                                   chain.name,
                                   static_cast<int64_t>(i + 1),
                                   chain.rules[i].text};
        }
        if (!chain.policy.empty())
        {
            m_uses[{id, 0}] = {chain.node,
                               chain.GetTableText(),
                               chain.name,
                               0,
                               "policy " + chain.policy};
        }
    }
    CountPasses();
    CountHits();
    FindSilence();
}

void
NfRuleUsage::CountPasses()
{
    std::vector<std::pair<int64_t, int64_t>> lengths;
    auto packets = m_reader.Query("SELECT uid, length FROM packet WHERE run = ?1 ORDER BY uid");
    while (packets->Next())
    {
        lengths.emplace_back(packets->Int(0), packets->Int(1));
    }
    m_loads.resize(m_reader.GetPassKinds().size());
    NfProgress progress("reading hook passes", m_reader.GetLastPacket());
    auto passes = m_reader.Query("SELECT kind, packet, length FROM hook_pass WHERE run = ?1");
    std::pair<int64_t, int64_t> latest{-1, 0};
    while (passes->Next())
    {
        progress.StepTo(passes->Int(1));
        const auto kind = static_cast<std::size_t>(passes->Int(0));
        if (kind >= m_loads.size())
        {
            continue;
        }
        const int64_t uid = passes->Int(1);
        if (latest.first != uid)
        {
            auto found =
                std::lower_bound(lengths.begin(), lengths.end(), std::make_pair(uid, INT64_MIN));
            latest = {uid, found != lengths.end() && found->first == uid ? found->second : 0};
        }
        ++m_loads[kind].passes;
        m_loads[kind].bytes += passes->IsNull(2) ? latest.second : passes->Int(2);
    }
}

void
NfRuleUsage::CountHits()
{
    const std::vector<NfTracePassKindRow>& kinds = m_reader.GetPassKinds();
    for (std::size_t kind = 1; kind < kinds.size(); ++kind)
    {
        for (const NfTraceStepRow& step : m_reader.GetPath(kinds[kind].path))
        {
            auto use = m_uses.find({step.chain, step.rule});
            if (use != m_uses.end())
            {
                use->second.hits += m_loads[kind].passes;
                use->second.bytes += m_loads[kind].bytes;
            }
        }
    }
}

bool
NfRuleUsage::IsEntered(int64_t chain) const
{
    const std::vector<NfTracePassKindRow>& kinds = m_reader.GetPassKinds();
    return std::any_of(kinds.begin(), kinds.end(), [this, chain](const NfTracePassKindRow& kind) {
        const std::vector<NfTraceStepRow>& path = m_reader.GetPath(kind.path);
        return std::any_of(path.begin(), path.end(), [chain](const NfTraceStepRow& step) {
            return step.chain == chain;
        });
    });
}

void
NfRuleUsage::FindSilence()
{
    for (const auto& [id, chain] : m_reader.GetChains())
    {
        const bool entered = IsEntered(id);
        for (std::size_t i = 1; i <= chain.rules.size(); ++i)
        {
            NfRuleUse& use = m_uses[{id, i}];
            if (use.hits == 0)
            {
                use.silence = entered ? NfRuleSilence::NO_TRAFFIC : NfRuleSilence::UNREACHED;
            }
        }
        FindShadows(chain);
    }
    FindTaken();
}

void
NfRuleUsage::FindShadows(const NfTraceChainRow& chain)
{
    const std::vector<NfRuleConditions>& conditions = m_conditions[chain.id];
    for (std::size_t later = 0; later < conditions.size(); ++later)
    {
        NfRuleUse& use = m_uses[{chain.id, later + 1}];
        if (use.silence == NfRuleSilence::NONE)
        {
            continue;
        }
        const std::vector<std::size_t> takers = NfFindCover(conditions, later);
        if (takers.empty())
        {
            continue;
        }
        use.silence = NfRuleSilence::SHADOWED;
        use.takenBy = takers.size() == 1 ? static_cast<int64_t>(takers[0]) + 1 : 0;
        for (std::size_t i = 0; takers.size() > 1 && i < takers.size(); ++i)
        {
            use.takenTogether.push_back(static_cast<int64_t>(takers[i]) + 1);
        }
    }
}

// The rule that decided on a packet in a chain before it came to a later one; 0: the packet came
// that far, or was never in the chain.
int64_t
NfRuleUsage::TakenBefore(const std::vector<NfTraceStepRow>& path, const Place& place) const
{
    int64_t last = 0;
    for (const NfTraceStepRow& step : path)
    {
        if (step.chain != place.first)
        {
            continue;
        }
        if (step.rule == 0 || step.rule > place.second)
        {
            return 0;
        }
        last = step.rule;
    }
    return last;
}

void
NfRuleUsage::FindTaken()
{
    const std::vector<NfTracePassKindRow>& kinds = m_reader.GetPassKinds();
    std::map<std::size_t, std::vector<std::pair<Place, int64_t>>> candidates; // by kind
    for (const auto& [place, use] : m_uses)
    {
        if (use.silence != NfRuleSilence::NO_TRAFFIC)
        {
            continue;
        }
        for (std::size_t kind = 1; kind < kinds.size(); ++kind)
        {
            if (const int64_t by = TakenBefore(m_reader.GetPath(kinds[kind].path), place))
            {
                candidates[kind].emplace_back(place, by);
            }
        }
    }
    if (candidates.empty())
    {
        return;
    }
    std::map<std::array<int64_t, 3>, int64_t> traffic; // by kind, flow before and after
    NfProgress progress("reading what rules missed", m_reader.GetLastPacket());
    auto passes =
        m_reader.Query("SELECT h.kind, h.flow, w.flow_before, h.packet FROM hook_pass h LEFT JOIN "
                       "rewrite w ON w.run = h.run AND w.id = h.rewrite "
                       "WHERE h.run = ?1");
    while (passes->Next())
    {
        progress.StepTo(passes->Int(3));
        if (candidates.count(passes->Int(0)))
        {
            const int64_t after = passes->Int(1);
            ++traffic[{passes->Int(0), passes->IsNull(2) ? after : passes->Int(2), after}];
        }
    }
    for (const auto& [key, packets] : traffic)
    {
        const NfTracePassKindRow& kind = kinds[key[0]];
        for (const auto& [place, by] : candidates[key[0]])
        {
            const bool before = SeesBefore(m_reader.GetChains().at(place.first));
            const NfTraceFlowRow flow = m_reader.GetFlow(before ? key[1] : key[2]);
            const NfRuleSubject subject{&flow,
                                        m_reader.InterfaceName(kind.node, kind.in),
                                        m_reader.InterfaceName(kind.node, kind.out),
                                        kind.ctState,
                                        kind.mark};
            const NfRuleConditions& conditions = m_conditions.at(place.first)[place.second - 1];
            const NfRuleAnswer answer = conditions.Matches(subject);
            if (answer == NfRuleAnswer::NO)
            {
                continue;
            }
            NfRuleUse& use = m_uses[place];
            const NfRuleSilence silence =
                answer == NfRuleAnswer::YES ? NfRuleSilence::TRAFFIC_TAKEN : NfRuleSilence::UNKNOWN;
            if (silence > use.silence)
            {
                use.silence = silence;
                use.takenBy = by;
                use.takenPackets = 0;
                use.notUnderstood =
                    silence == NfRuleSilence::UNKNOWN ? NotUnderstood(conditions) : "";
            }
            use.takenPackets += silence == use.silence ? packets : 0;
        }
    }
}

std::vector<NfRuleUse>
NfRuleUsage::Get() const
{
    std::vector<NfRuleUse> result;
    // A rule of several contents of a table: the same text for the n-th time in its chain.
    std::map<std::tuple<int64_t, std::string, std::string, std::string, int>, std::size_t> index;
    std::map<std::pair<int64_t, std::string>, int> times;
    for (const auto& [place, use] : m_uses)
    {
        const int time = times[{place.first, use.text}]++;
        const std::string text = place.second ? use.text : "";
        auto [found, isNew] =
            index.emplace(std::make_tuple(use.node, use.table, use.chain, text, time),
                          result.size());
        if (isNew)
        {
            result.push_back(use);
            continue;
        }
        NfRuleUse& sum = result[found->second];
        const bool silent = sum.hits + use.hits == 0;
        const NfRuleUse& reason = sum.silence > use.silence ? sum : use;
        NfRuleUse joined = use;
        joined.hits += sum.hits;
        joined.bytes += sum.bytes;
        joined.silence = silent ? reason.silence : NfRuleSilence::NONE;
        joined.takenBy = silent ? reason.takenBy : 0;
        joined.takenTogether = silent ? reason.takenTogether : std::vector<int64_t>();
        joined.notUnderstood = silent ? reason.notUnderstood : "";
        joined.takenPackets = silent ? sum.takenPackets + use.takenPackets : 0;
        sum = joined;
    }
    auto order = [](const NfRuleUse& use) {
        return std::make_tuple(use.node, use.table, use.chain, use.number ? use.number : INT64_MAX);
    };
    std::stable_sort(result.begin(), result.end(), [&order](const auto& a, const auto& b) {
        return order(a) < order(b);
    });
    return result;
}

} // namespace ns3
