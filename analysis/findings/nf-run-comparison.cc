// SPDX-License-Identifier: GPL-2.0-only

#include "nf-run-comparison.h"

#include "nf-flow-filter.h"
#include "nf-packet-journey.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <tuple>

namespace ns3
{

namespace
{

using Fate = NfFate;
using Sides = std::array<NfComparedRun*, 2>;

/// A flow by what it says, as numbers differ between databases.
using FlowKey = std::tuple<int, std::string, int, std::string, int>;

/// Packets of a flow in both runs, in order of time.
struct Pair
{
    std::string text;
    std::array<std::vector<const NfPacketOutcome*>, 2> packets;
};

using Pairs = std::map<FlowKey, Pair>;

Pairs
Match(Sides sides, const std::string& filterText)
{
    Pairs pairs;
    for (int i = 0; i < 2; ++i)
    {
        NfTraceReader& reader = sides[i]->reader;
        const NfFlowFilter filter(filterText, NfResolveNodes(reader));
        const std::vector<NfTraceFlowRow> flows = reader.GetFlows();
        std::vector<Pair*> byFlow(flows.size());
        for (const NfPacketOutcome& packet : sides[i]->fates.GetPackets())
        {
            if (packet.flow <= 0 || static_cast<std::size_t>(packet.flow) >= flows.size() ||
                !filter.Matches(flows[packet.flow]))
            {
                continue;
            }
            Pair*& pair = byFlow[packet.flow];
            if (!pair)
            {
                const NfTraceFlowRow& flow = flows[packet.flow];
                pair = &pairs[{flow.protocol,
                               flow.sourceBytes,
                               flow.sourcePort,
                               flow.destinationBytes,
                               flow.destinationPort}];
                pair->text = NfFlowText(flow);
            }
            pair->packets[i].push_back(&packet);
        }
    }
    for (auto& [key, pair] : pairs)
    {
        for (auto& list : pair.packets)
        {
            std::stable_sort(list.begin(), list.end(), [](auto* a, auto* b) {
                return a->firstTime < b->firstTime;
            });
        }
    }
    return pairs;
}

std::string
StopText(NfTraceReader& reader, const NfPacketStop& stop)
{
    std::string text =
        fmt::format("{} {} {}", reader.NodeName(stop.node), stop.place, stop.verdict);
    const std::vector<NfTraceStepRow>& path = reader.GetPath(stop.path);
    if (!path.empty())
    {
        text += " by " + reader.GetRules().StepText(path.back());
    }
    else if (!stop.reason.empty())
    {
        text += " " + stop.reason;
    }
    return text;
}

// All that tells stops of two runs apart, but for time and what is numbered. Without rules: what
// was done, whichever rule said so.
std::string
Signature(NfTraceReader& reader, const NfPacketStop& stop, bool rules)
{
    std::string text =
        fmt::format("{}|{}|{}", reader.NodeName(stop.node), stop.place, stop.verdict);
    if (!rules)
    {
        return text;
    }
    for (const NfTraceStepRow& step : reader.GetPath(stop.path))
    {
        text += "|" + reader.GetRules().StepText(step) + "|" + step.verdict;
    }
    return text;
}

std::vector<const NfPacketStop*>
Stops(const NfPacketJourney& journey)
{
    std::vector<const NfPacketStop*> stops;
    for (const NfPacketStop& stop : journey.GetStops())
    {
        if (stop.kind != NfPacketStop::Kind::LOG)
        {
            stops.push_back(&stop);
        }
    }
    return stops;
}

// Where the journeys of two packets part.
std::array<NfPartingPoint, 2>
Part(Sides sides, std::array<const NfPacketOutcome*, 2> packets)
{
    std::array<NfPartingPoint, 2> points;
    if (!packets[0] || !packets[1])
    {
        for (int i = 0; i < 2; ++i)
        {
            if (packets[i])
            {
                points[i].packet = packets[i]->uid;
            }
            points[i].text = packets[i] ? "sent" : "not sent";
        }
        return points;
    }
    const NfPacketJourney a(sides[0]->reader, packets[0]->uid);
    const NfPacketJourney b(sides[1]->reader, packets[1]->uid);
    const std::vector<const NfPacketStop*> stopsA = Stops(a);
    const std::vector<const NfPacketStop*> stopsB = Stops(b);
    const bool rules = packets[0]->fate == packets[1]->fate;
    std::size_t i = 0;
    while (i < stopsA.size() && i < stopsB.size() &&
           Signature(sides[0]->reader, *stopsA[i], rules) ==
               Signature(sides[1]->reader, *stopsB[i], rules))
    {
        ++i;
    }
    points[0] = {packets[0]->uid,
                 i < stopsA.size() ? StopText(sides[0]->reader, *stopsA[i]) : "not seen again"};
    points[1] = {packets[1]->uid,
                 i < stopsB.size() ? StopText(sides[1]->reader, *stopsB[i]) : "not seen again"};
    return points;
}

// Of a flow: what became of its packets, and the first one that fared differently.
std::pair<NfComparedCounts, std::optional<std::size_t>>
Count(const Pair& pair, bool ways)
{
    NfComparedCounts counts;
    std::optional<std::size_t> first;
    const std::size_t n = std::max(pair.packets[0].size(), pair.packets[1].size());
    for (std::size_t k = 0; k < n; ++k)
    {
        std::array<bool, 2> delivered{};
        std::array<const NfPacketOutcome*, 2> packets{};
        for (int i = 0; i < 2; ++i)
        {
            if (k < pair.packets[i].size())
            {
                packets[i] = pair.packets[i][k];
                delivered[i] = packets[i]->fate == Fate::DELIVERED;
                ++counts.sent[i];
                counts.delivered[i] += delivered[i];
                counts.dropped[i] += packets[i]->fate == Fate::DROPPED;
                counts.lost[i] += packets[i]->fate == Fate::LOST;
                counts.held[i] += packets[i]->fate == Fate::HELD;
                counts.left[i] += packets[i]->fate == Fate::LEFT;
            }
        }
        counts.onlyHere[0] += delivered[0] && !delivered[1];
        counts.onlyHere[1] += delivered[1] && !delivered[0];
        const bool both = packets[0] && packets[1];
        const bool sameEnd = both && packets[0]->fate == packets[1]->fate;
        const bool sameWay = sameEnd && packets[0]->way == packets[1]->way;
        counts.otherWay += sameEnd && !sameWay;
        if (!(ways ? sameWay : sameEnd) && !first)
        {
            first = k;
        }
    }
    return {counts, first};
}

NfFlowDifference
Describe(Sides sides, const Pair& pair, const NfComparedCounts& counts, std::size_t first)
{
    std::array<const NfPacketOutcome*, 2> packets{};
    for (int i = 0; i < 2; ++i)
    {
        packets[i] = first < pair.packets[i].size() ? pair.packets[i][first] : nullptr;
    }
    return {pair.text,
            counts,
            first,
            (packets[0] ? packets[0] : packets[1])->firstTime,
            Part(sides, packets)};
}

} // namespace

void
NfComparedCounts::Add(const NfComparedCounts& other)
{
    for (int i = 0; i < 2; ++i)
    {
        sent[i] += other.sent[i];
        delivered[i] += other.delivered[i];
        dropped[i] += other.dropped[i];
        lost[i] += other.lost[i];
        held[i] += other.held[i];
        left[i] += other.left[i];
        onlyHere[i] += other.onlyHere[i];
    }
    otherWay += other.otherWay;
}

NfRunComparison::NfRunComparison(NfComparedRun& a,
                                 NfComparedRun& b,
                                 const std::string& filter,
                                 bool ways)
{
    const Sides sides{&a, &b};
    for (const auto& [key, pair] : Match(sides, filter))
    {
        const auto [counts, first] = Count(pair, ways);
        m_total.Add(counts);
        if (first)
        {
            m_differences.push_back(Describe(sides, pair, counts, *first));
        }
    }
    std::stable_sort(m_differences.begin(), m_differences.end(), [](const auto& x, const auto& y) {
        return x.time < y.time;
    });
}

} // namespace ns3
