// SPDX-License-Identifier: GPL-2.0-only

#include "nf-drop-scan.h"
#include "nf-flow-filter.h"
#include "nf-packet-sender.h"
#include "nf-progress.h"
#include "nf-trace-question.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <functional>
#include <map>
#include <memory>
#include <tuple>
#include <unordered_map>

namespace ns3
{

namespace
{

struct Options
{
    std::string by;
    std::string node;
    std::vector<std::string> filter;
};

/// Drops with a common cause, flow and sender.
struct Group
{
    std::size_t cause{0};
    int64_t flow{0};
    int64_t sender{0};
    int64_t packets{0};
    int64_t bytes{0};
    int64_t first{0};
    int64_t last{0};
};

/// Drops summed up.
struct Sum
{
    int64_t packets{0};
    int64_t bytes{0};
    int64_t first{INT64_MAX};
    int64_t last{INT64_MIN};
    int64_t known{0}; //!< packets whose hops are known
    int64_t hops{0};  //!< hops of those packets
    int64_t least{INT64_MAX};
    int64_t most{0};
    int64_t waste{0}; //!< bytes times hops

    void Add(const Sum& other)
    {
        packets += other.packets;
        bytes += other.bytes;
        first = std::min(first, other.first);
        last = std::max(last, other.last);
        known += other.known;
        hops += other.hops;
        least = std::min(least, other.least);
        most = std::max(most, other.most);
        waste += other.waste;
    }
};

/// A line of a table.
struct Line
{
    std::size_t cause{0}; //!< one of the causes that it sums up
    int64_t flow{0};
    int64_t sender{0};
    Sum sum;
};

using Key = std::vector<std::string>;
using Groups = std::vector<Group>;

// A number for a triple of small numbers.
struct GroupHash
{
    std::size_t operator()(const std::array<int64_t, 3>& key) const
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

class DropTable
{
  public:
    DropTable(const NfTraceArguments& shared, const Options& options)
        : m_shared(shared),
          m_options(options),
          m_reader(shared.database, shared.run),
          m_scan(m_reader),
          m_sender(m_reader)
    {
    }

    NfReport Make();

  private:
    void Read();
    void SumUpFlows();
    void Add(NfReport& report, const char* by, const char* title);
    Key KeyOf(const Line& line, const std::string& by);
    Sum SumOf(const Group& group);
    std::vector<Line> LinesOf(const std::string& by);
    static std::vector<NfColumn> Columns(const std::string& by);

    const NfTraceArguments& m_shared;
    const Options& m_options;
    NfTraceReader m_reader;
    NfDropScan m_scan;
    NfPacketSender m_sender;
    Groups m_groups;
    Groups m_byCause; //!< the same, without regard to flows
};

void
DropTable::Read()
{
    const NfFlowFilter filter(NfJoinWords(m_options.filter), NfResolveNodes(m_reader));
    const int64_t node = m_options.node.empty() ? -1 : m_reader.FindNode(m_options.node);
    std::unordered_map<int64_t, bool> passes;
    auto wanted = [&](int64_t flow) {
        auto [place, isNew] = passes.emplace(flow, false);
        if (isNew)
        {
            place->second = filter.Matches(m_reader.GetFlow(flow));
        }
        return place->second;
    };
    std::unordered_map<std::array<int64_t, 3>, std::size_t, GroupHash> index;
    NfProgress progress("reading drops", 0);
    m_scan.ForEach([&](const NfDropRow& row) {
        progress.Step();
        if ((node >= 0 && m_scan.GetCause(row.cause).node != node) ||
            (!filter.IsEmpty() && !wanted(row.flow) && !wanted(row.firstFlow)))
        {
            return;
        }
        auto [place, isNew] = index.try_emplace(
            std::array<int64_t, 3>{static_cast<int64_t>(row.cause), row.firstFlow, row.firstNode},
            m_groups.size());
        if (isNew)
        {
            Group group;
            group.cause = row.cause;
            group.flow = row.firstFlow;
            group.sender = m_sender.Find(row.packet, row.firstFlow, row.source, row.firstNode);
            group.first = row.time;
            m_groups.push_back(group);
        }
        Group& group = m_groups[place->second];
        ++group.packets;
        group.bytes += row.length;
        group.first = std::min(group.first, row.time);
        group.last = std::max(group.last, row.time);
    });
    SumUpFlows();
}

void
DropTable::SumUpFlows()
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

std::vector<NfColumn>
DropTable::Columns(const std::string& by)
{
    static const std::map<std::string, std::vector<NfColumn>> columns{
        {"node", {{"node", "Node"}}},
        {"reason", {{"reason", "Reason"}}},
        {"rule", {{"node", "Node"}, {"place", "Where"}, {"reason", "Reason"}, {"rule", "Rule"}}},
        {"flow",
         {{"flow", "Flow, as it was sent"},
          {"sender", "Sender"},
          {"node", "Dropped on"},
          {"reason", "Reason"}}},
    };
    return columns.at(by);
}

Key
DropTable::KeyOf(const Line& line, const std::string& by)
{
    const NfDropCause& cause = m_scan.GetCause(line.cause);
    if (by == "node")
    {
        return {m_reader.NodeName(cause.node)};
    }
    if (by == "reason")
    {
        return {cause.reason};
    }
    if (by == "rule")
    {
        return {m_reader.NodeName(cause.node), cause.place, cause.reason, cause.rule};
    }
    return {NfFlowText(m_reader.GetFlow(line.flow)),
            m_reader.NodeName(line.sender),
            m_reader.NodeName(cause.node),
            cause.reason};
}

Sum
DropTable::SumOf(const Group& group)
{
    Sum sum;
    sum.packets = group.packets;
    sum.bytes = group.bytes;
    sum.first = group.first;
    sum.last = group.last;
    if (auto hops = m_sender.Hops(group.sender, m_scan.GetCause(group.cause).node))
    {
        sum.known = group.packets;
        sum.hops = group.packets * *hops;
        sum.least = *hops;
        sum.most = *hops;
        sum.waste = group.bytes * *hops;
    }
    return sum;
}

// Numbers first, texts later: there may be many flows, of which few are shown.
std::vector<Line>
DropTable::LinesOf(const std::string& by)
{
    using Part = std::tuple<int64_t, std::string>;
    std::map<Part, std::size_t> kinds; // causes that one line sums up, by the first of them
    std::vector<std::size_t> kindOf(m_scan.CountCauses());
    for (std::size_t i = 0; i < kindOf.size(); ++i)
    {
        const NfDropCause& cause = m_scan.GetCause(i);
        const Part part = by == "node"     ? Part(cause.node, "")
                          : by == "reason" ? Part(0, cause.reason)
                          : by == "flow"   ? Part(cause.node, cause.reason)
                                           : Part(static_cast<int64_t>(i), "");
        kindOf[i] = kinds.emplace(part, i).first->second;
    }
    const bool byFlow = by == "flow";
    std::unordered_map<std::array<int64_t, 3>, std::size_t, GroupHash> index;
    std::vector<Line> lines;
    for (const Group& group : byFlow ? m_groups : m_byCause)
    {
        const std::size_t cause = kindOf[group.cause];
        const int64_t flow = byFlow ? group.flow : 0;
        const int64_t sender = byFlow ? group.sender : 0;
        auto [place, isNew] =
            index.emplace(std::array<int64_t, 3>{static_cast<int64_t>(cause), flow, sender},
                          lines.size());
        if (isNew)
        {
            lines.push_back({cause, flow, sender, {}});
        }
        lines[place->second].sum.Add(SumOf(group));
    }
    std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
        return a.sum.packets != b.sum.packets ? a.sum.packets > b.sum.packets
                                              : a.sum.first < b.sum.first;
    });
    return lines;
}

void
DropTable::Add(NfReport& report, const char* by, const char* title)
{
    NfTable table{std::string("by_") + by,
                  title,
                  {{"packets", "Packets"},
                   {"bytes", "Bytes"},
                   {"", "Hops"},
                   {"hops_min", ""},
                   {"hops_mean", ""},
                   {"hops_max", ""},
                   {"byte_hops", "Bytes x hops"},
                   {"first_ns", "First"},
                   {"last_ns", "Last"}}};
    const std::vector<NfColumn> keys = Columns(by);
    table.columns.insert(table.columns.end(), keys.begin(), keys.end());
    table.whenEmpty = "No packet was dropped.";
    const std::vector<Line> lines = LinesOf(by);
    const bool all = m_shared.json || m_shared.limit == 0;
    const std::size_t n = all ? lines.size() : std::min(m_shared.limit, lines.size());
    table.omitted = lines.size() - n;
    for (std::size_t i = 0; i < n; ++i)
    {
        const Sum& sum = lines[i].sum;
        std::vector<NfCell> row{sum.packets, sum.bytes};
        if (sum.known > 0)
        {
            const std::string text = sum.least == sum.most
                                         ? std::to_string(sum.least)
                                         : fmt::format("{}-{}", sum.least, sum.most);
            row.insert(row.end(),
                       {text,
                        sum.least,
                        static_cast<double>(sum.hops) / static_cast<double>(sum.known),
                        sum.most,
                        sum.waste});
        }
        else
        {
            row.resize(row.size() + 5);
        }
        row.insert(row.end(), {NfNanoseconds{sum.first}, NfNanoseconds{sum.last}});
        const Key key = KeyOf(lines[i], by);
        row.insert(row.end(), key.begin(), key.end());
        table.rows.push_back(std::move(row));
    }
    report.Add(std::move(table));
}

NfReport
DropTable::Make()
{
    static constexpr std::pair<const char*, const char*> sections[] = {
        {"node", "Drops by node"},
        {"reason", "Drops by reason"},
        {"rule", "Drops by place and rule"},
        {"flow", "Drops by flow"},
    };
    Read();
    NfReport report;
    NfTable total{"total", "", {{"packets", "Dropped"}, {"bytes", "Bytes"}}};
    total.fields = true;
    int64_t packets = 0;
    int64_t bytes = 0;
    for (const Group& group : m_groups)
    {
        packets += group.packets;
        bytes += group.bytes;
    }
    total.rows.push_back({packets, bytes});
    report.Add(std::move(total));
    for (const auto& [by, title] : sections)
    {
        if (m_options.by.empty() || m_options.by == by)
        {
            Add(report, by, title);
        }
    }
    return report;
}

} // namespace

NfCliAction
NfAskDrops(CLI::App& parser, NfTraceArguments& shared)
{
    auto options = std::make_shared<Options>();
    parser.add_option("filter", options->filter, "Which flows, as in tcpdump");
    parser.add_option("--by", options->by, "Only one table: node, reason, rule or flow")
        ->check(CLI::IsMember({"node", "reason", "rule", "flow"}));
    parser.add_option("--node", options->node, "Only drops on this node");
    NfAddCommonOptions(parser, shared);
    return [&shared, options] { return NfAnswer(DropTable(shared, *options).Make(), shared); };
}

} // namespace ns3
