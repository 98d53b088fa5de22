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
};

using Key = std::vector<std::string>;
using Groups = std::vector<Group>;

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
    void Add(NfReport& report, const char* by, const char* title);
    Key KeyOf(const Group& group, const std::string& by);
    static std::vector<NfColumn> Columns(const std::string& by);

    const NfTraceArguments& m_shared;
    const Options& m_options;
    NfTraceReader m_reader;
    NfDropScan m_scan;
    NfPacketSender m_sender;
    Groups m_groups;
};

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
        auto [place, isNew] = index.emplace(
            std::array<int64_t, 3>{static_cast<int64_t>(row.cause), row.firstFlow, row.firstNode},
            m_groups.size());
        if (isNew)
        {
            Group group;
            group.cause = row.cause;
            group.flow = row.firstFlow;
            group.sender = m_sender.Find(row.packet, row.firstFlow, row.firstNode);
            group.first = row.time;
            m_groups.push_back(group);
        }
        Group& group = m_groups[place->second];
        ++group.packets;
        group.bytes += row.length;
        group.first = std::min(group.first, row.time);
        group.last = std::max(group.last, row.time);
    });
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
DropTable::KeyOf(const Group& group, const std::string& by)
{
    const NfDropCause& cause = m_scan.GetCause(group.cause);
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
    return {NfFlowText(m_reader.GetFlow(group.flow)),
            m_reader.NodeName(group.sender),
            m_reader.NodeName(cause.node),
            cause.reason};
}

void
DropTable::Add(NfReport& report, const char* by, const char* title)
{
    std::map<Key, Sum> sums;
    for (const Group& group : m_groups)
    {
        Sum& sum = sums[KeyOf(group, by)];
        sum.packets += group.packets;
        sum.bytes += group.bytes;
        sum.first = std::min(sum.first, group.first);
        sum.last = std::max(sum.last, group.last);
        if (auto hops = m_sender.Hops(group.sender, m_scan.GetCause(group.cause).node))
        {
            sum.known += group.packets;
            sum.hops += group.packets * *hops;
            sum.least = std::min<int64_t>(sum.least, *hops);
            sum.most = std::max<int64_t>(sum.most, *hops);
            sum.waste += group.bytes * *hops;
        }
    }
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
    table.shown = m_shared.limit;
    for (const auto& [key, sum] : sums)
    {
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
        row.insert(row.end(), key.begin(), key.end());
        table.rows.push_back(std::move(row));
    }
    std::stable_sort(table.rows.begin(), table.rows.end(), [](const auto& a, const auto& b) {
        return std::get<int64_t>(a[0]) > std::get<int64_t>(b[0]);
    });
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
