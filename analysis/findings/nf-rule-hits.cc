// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rule-hits.h"

#include "nf-natural-order.h"
#include "nf-progress.h"

#include <string_view>
#include <tuple>
#include <vector>

namespace ns3
{

bool
NfRulePlace::operator<(const NfRulePlace& other) const
{
    if (node != other.node)
    {
        return NfNaturalLess(node, other.node);
    }
    return std::tie(table, chain, text) < std::tie(other.table, other.chain, other.text);
}

std::map<NfRulePlace, int64_t>
NfCountRuleHits(NfTraceReader& reader, NfEventSelection& events)
{
    const std::vector<NfTracePassKindRow>& kinds = reader.GetPassKinds();
    std::vector<int64_t> passes(kinds.size());
    NfProgress progress("reading hook passes", reader.GetLastPacket());
    auto query =
        reader.Query("SELECT h.kind, h.time, h.packet, h.flow, p.flow FROM hook_pass h LEFT JOIN "
                     "packet p ON p.run = h.run AND p.uid = h.packet WHERE h.run = ?1");
    while (query->Next())
    {
        progress.StepTo(query->Int(2));
        const auto kind = static_cast<std::size_t>(query->Int(0));
        if (kind < kinds.size() && events.WantsNode(kinds[kind].node) &&
            events.WantsTime(query->Int(1)) && events.WantsFlow(query->Int(3), query->Int(4)))
        {
            ++passes[kind];
        }
    }
    std::map<NfRulePlace, int64_t> hits;
    for (std::size_t kind = 1; kind < kinds.size(); ++kind)
    {
        if (passes[kind] == 0)
        {
            continue;
        }
        for (const NfTraceStepRow& step : reader.GetPath(kinds[kind].path))
        {
            auto found = reader.GetChains().find(step.chain);
            if (found == reader.GetChains().end())
            {
                continue;
            }
            const NfTraceChainRow& chain = found->second;
            const auto number = static_cast<std::size_t>(step.rule);
            const std::string text = number == 0                    ? "policy " + chain.policy
                                     : number <= chain.rules.size() ? chain.rules[number - 1].text
                                                                    : "?";
            if (number > 0 || !chain.policy.empty())
            {
                hits[{reader.NodeName(chain.node), chain.GetTableText(), chain.name, text}] +=
                    passes[kind];
            }
        }
    }
    return hits;
}

std::string
NfRuleCaption(const std::string& rule)
{
    static constexpr std::string_view comment = " -m comment --comment ";
    std::string text = " " + rule;
    if (text.compare(0, 4, " -A ") == 0)
    {
        text.erase(0, std::min(text.find(' ', 4), text.size()));
    }
    const std::size_t start = text.find(comment);
    const std::size_t jump = text.find(" -j ");
    if (start != std::string::npos && jump != std::string::npos && start < jump)
    {
        const std::size_t end = text.find(' ', jump + 4);
        const std::size_t words = start + comment.size();
        return text.substr(words, jump - words) +
               text.substr(jump, end == std::string::npos ? end : end - jump);
    }
    // "-p tcp -m tcp" says the same twice.
    for (const std::string_view implied : {" -m tcp", " -m udp", " -m icmp", " -m conntrack"})
    {
        const std::size_t found = text.find(std::string(implied) + " ");
        if (found != std::string::npos)
        {
            text.erase(found, implied.size());
        }
    }
    return text.substr(std::min<std::size_t>(1, text.size()));
}

std::vector<std::string>
NfReasonCaptions(const std::vector<std::string>& reasons)
{
    std::vector<std::string> captions;
    std::map<std::string, int> bearers;
    for (const std::string& reason : reasons)
    {
        const std::size_t rule = reason.find(": -");
        captions.push_back(rule == std::string::npos ? reason
                                                     : reason.substr(0, rule + 2) +
                                                           NfRuleCaption(reason.substr(rule + 2)));
        ++bearers[captions.back()];
    }
    for (std::size_t i = 0; i < captions.size(); ++i)
    {
        captions[i] = bearers[captions[i]] > 1 ? reasons[i] : captions[i];
    }
    return captions;
}

} // namespace ns3
