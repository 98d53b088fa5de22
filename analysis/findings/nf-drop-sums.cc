// SPDX-License-Identifier: GPL-2.0-only

#include "nf-drop-sums.h"

#include "nf-progress.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace ns3
{

namespace
{

using Triple = std::array<int64_t, 3>;

// A number for a triple of small numbers.
struct TripleHash
{
    std::size_t operator()(const Triple& key) const
    {
        uint64_t hash = 0;
        for (int64_t part : key)
        {
            hash = (hash ^ static_cast<uint64_t>(part)) * 0x9e3779b97f4a7c15;
            hash ^= hash >> 29;
        }
        return hash;
    }
};

} // namespace

NfDropSums::NfDropSums(NfTraceReader& reader, const NfFlowFilter& filter, int64_t node, What what)
    : m_reader(reader),
      m_scan(reader),
      m_sender(reader)
{
    Read(filter, node, what);
    SumUpFlows();
}

void
NfDropSums::Read(const NfFlowFilter& filter, int64_t node, What what)
{
    std::unordered_map<int64_t, bool> passes;
    auto wanted = [&](int64_t flow) {
        auto [place, isNew] = passes.emplace(flow, false);
        if (isNew)
        {
            place->second = filter.Matches(m_reader.GetFlow(flow));
        }
        return place->second;
    };
    std::unordered_map<Triple, std::size_t, TripleHash> index;
    NfProgress progress("reading drops", 0);
    auto add = [&](const NfDropRow& row) {
        progress.Step();
        if ((node >= 0 && m_scan.GetCause(row.cause).node != node) ||
            (!filter.IsEmpty() && !wanted(row.flow) && !wanted(row.firstFlow)))
        {
            return;
        }
        auto [place, isNew] = index.try_emplace(Triple{static_cast<int64_t>(row.cause),
                                                       row.firstFlow,
                                                       2 * row.firstNode + (row.sent ? 1 : 0)},
                                                m_groups.size());
        if (isNew)
        {
            Group group;
            group.cause = row.cause;
            group.flow = row.firstFlow;
            group.sender = m_sender.Find(row.source, row.firstNode, row.sent).value_or(-1);
            group.first = row.time;
            m_groups.push_back(group);
        }
        Group& group = m_groups[place->second];
        ++group.packets;
        group.bytes += row.length;
        group.first = std::min(group.first, row.time);
        group.last = std::max(group.last, row.time);
    };
    what == What::DROPS ? m_scan.ForEach(add) : m_scan.ForEachLoss(add);
}

void
NfDropSums::SumUpFlows()
{
    std::map<std::pair<std::size_t, int64_t>, Group> sums;
    for (const Group& group : m_groups)
    {
        auto [place, isNew] = sums.emplace(std::make_pair(group.cause, group.sender), group);
        if (!isNew)
        {
            place->second.packets += group.packets;
            place->second.bytes += group.bytes;
            place->second.first = std::min(place->second.first, group.first);
            place->second.last = std::max(place->second.last, group.last);
        }
    }
    for (const auto& entry : sums)
    {
        m_byCause.push_back(entry.second);
    }
}

NfDropSum
NfDropSums::SumOf(const Group& group)
{
    NfDropSum sum;
    sum.packets = group.packets;
    sum.bytes = group.bytes;
    sum.first = group.first;
    sum.last = group.last;
    const auto hops = group.sender < 0
                          ? std::nullopt
                          : m_sender.Hops(group.sender, m_scan.GetCause(group.cause).node);
    if (hops)
    {
        sum.known = group.packets;
        sum.hops = group.packets * *hops;
        sum.least = *hops;
        sum.most = *hops;
        sum.waste = group.bytes * *hops;
    }
    return sum;
}

// Causes by the first one that has the same key.
std::vector<std::size_t>
NfDropSums::CausesTogether(NfDropKey key) const
{
    using Part = std::tuple<int64_t, std::string>;
    std::map<Part, std::size_t> firsts;
    std::vector<std::size_t> result(m_scan.CountCauses());
    for (std::size_t i = 0; i < result.size(); ++i)
    {
        const NfDropCause& cause = m_scan.GetCause(i);
        const Part part = key == NfDropKey::NODE     ? Part(cause.node, "")
                          : key == NfDropKey::REASON ? Part(0, cause.reason)
                          : key == NfDropKey::FLOW   ? Part(cause.node, cause.reason)
                                                     : Part(static_cast<int64_t>(i), "");
        result[i] = firsts.emplace(part, i).first->second;
    }
    return result;
}

std::vector<NfDropLine>
NfDropSums::SumUp(NfDropKey key)
{
    const std::vector<std::size_t> together = CausesTogether(key);
    const bool byFlow = key == NfDropKey::FLOW;
    std::unordered_map<Triple, std::size_t, TripleHash> index;
    std::vector<NfDropLine> lines;
    for (const Group& group : byFlow ? m_groups : m_byCause)
    {
        const std::size_t cause = together[group.cause];
        const int64_t flow = byFlow ? group.flow : 0;
        const int64_t sender = byFlow ? group.sender : 0;
        auto [place, isNew] =
            index.emplace(Triple{static_cast<int64_t>(cause), flow, sender}, lines.size());
        if (isNew)
        {
            lines.push_back({cause, flow, sender, {}});
        }
        lines[place->second].sum.Add(SumOf(group));
    }
    std::stable_sort(lines.begin(), lines.end(), [](const NfDropLine& a, const NfDropLine& b) {
        return a.sum.packets != b.sum.packets ? a.sum.packets > b.sum.packets
                                              : a.sum.first < b.sum.first;
    });
    return lines;
}

NfDropSum
NfDropSums::GetTotal() const
{
    NfDropSum total;
    for (const Group& group : m_byCause)
    {
        total.packets += group.packets;
        total.bytes += group.bytes;
    }
    return total;
}

} // namespace ns3
