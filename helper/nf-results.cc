// SPDX-License-Identifier: GPL-2.0-only

#include "nf-results.h"

#include "netfilter-helper.h"
#include "nf-cpu-queue.h"
#include "nf-node-distance.h"
#include "nf-tables.h"

#include "ns3/abort.h"
#include "ns3/node-list.h"
#include "ns3/simulator.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>

namespace ns3
{

namespace
{

uint32_t
AddressOf(const std::string& text)
{
    return Ipv4Address(text.c_str()).Get();
}

// Columns 0 to 4 of a query: protocol, source, its port, destination, its port.
NfTrafficLedger::Flow
FlowOf(SQLite::Statement& query)
{
    return {static_cast<uint8_t>(query.getColumn(0).getInt()),
            AddressOf(query.getColumn(1).getString()),
            static_cast<uint16_t>(query.getColumn(2).getInt()),
            AddressOf(query.getColumn(3).getString()),
            static_cast<uint16_t>(query.getColumn(4).getInt())};
}

NfLossCause
CauseOfPlace(const std::string& place, const std::string& reason)
{
    if (reason == "no-route" || reason == "route-error")
    {
        return NfLossCause::NO_ROUTE;
    }
    if (place == "queue-disc" || place == "device-queue")
    {
        return NfLossCause::QUEUE;
    }
    return place == "ipv4" || place == "ipv6" ? NfLossCause::STACK : NfLossCause::LINK;
}

// Of a packet that a callback of the hooks dropped, which may have been a table's.
NfLossCause
CauseOfHook(bool isRule, const std::string& callback)
{
    if (isRule)
    {
        return NfLossCause::RULE;
    }
    return callback == NfCpuQueue::NAME ? NfLossCause::QUEUE : NfLossCause::CONNTRACK;
}

std::string
GroupOf(const NfTrafficSpec& spec)
{
    return spec.group.empty() ? spec.name : spec.group;
}

} // namespace

const char*
NfToString(NfLossCause cause)
{
    switch (cause)
    {
    case NfLossCause::RULE:
        return "rule";
    case NfLossCause::CONNTRACK:
        return "conntrack";
    case NfLossCause::NO_ROUTE:
        return "no_route";
    case NfLossCause::STACK:
        return "stack";
    case NfLossCause::QUEUE:
        return "queue";
    case NfLossCause::LINK:
        return "link";
    }
    return "unknown";
}

struct NfResults::Sum
{
    double meant{0};
    double sent{0};
    double delivered{0};
    double deniedDelivered{0};
    double allowedDropped{0};
    double goodput{0};
    double waste{0};
    std::array<double, NF_N_LOSS_CAUSES> dropped{};
    std::vector<float> latencies;   //!< of items that are no transfers
    std::vector<float> completions; //!< of transfers
    double differences{0};          //!< of the delays of one item and the next of its pair
    double nDifferences{0};
    NfWorkMeter::Work work;
};

NfResults::NfResults(const NfTrafficHelper& traffic)
    : m_traffic(traffic)
{
}

void
NfResults::SetTrace(const std::string& database, int64_t run)
{
    m_database = database;
    m_run = run;
}

void
NfResults::Watch()
{
    NS_ABORT_MSG_IF(m_meter, "results watch once");
    m_meter.emplace(m_traffic.GetLedger());
    m_meter->Watch();
}

void
NfResults::Collect()
{
    NS_ABORT_MSG_IF(!m_measures.empty(), "results are collected once");
    if (!m_database.empty())
    {
        SQLite::Database database(m_database, SQLite::OPEN_READONLY);
        ReadDrops(database);
        ReadLosses(database);
        ReadConnections(database);
    }
    CountRules();
    AddMeasures("", SumUp(nullptr));
    std::set<std::string> groups;
    for (const NfTrafficSpec& spec : m_traffic.GetSpecs())
    {
        groups.insert(GroupOf(spec));
    }
    for (const std::string& group : groups)
    {
        AddMeasures(group, SumUp(&group));
    }
}

std::optional<double>
NfResults::Get(const std::string& group, const std::string& measure) const
{
    for (const NfMeasure& candidate : m_measures)
    {
        if (candidate.group == group && candidate.name == measure)
        {
            return candidate.value;
        }
    }
    NS_ABORT_MSG("there is no measure '" << measure << "' of the class '" << group << "'");
}

std::vector<NfLossPlace>
NfResults::GetLosses(uint32_t pair) const
{
    std::vector<NfLossPlace> places;
    for (const auto& [key, packets] : m_losses)
    {
        const auto& [owner, cause, node, text] = key;
        if (owner == pair)
        {
            places.push_back({cause, node, text, packets});
        }
    }
    std::stable_sort(places.begin(), places.end(), [](const auto& a, const auto& b) {
        return a.packets > b.packets;
    });
    return places;
}

void
NfResults::ReadDrops(SQLite::Database& database)
{
    SQLite::Statement hooks(
        database,
        "SELECT f.protocol, f.source, f.source_port, f.destination, f.destination_port, n.name, "
        "k.node, p.length, s.rule, COALESCE(u.text, 'policy ' || c.policy), k.reason, p.first_node "
        "FROM hook_pass h JOIN pass_kind k ON k.run = h.run AND k.id = h.kind "
        "JOIN packet p ON p.run = h.run AND p.uid = h.packet "
        "JOIN v_flow f ON f.run = h.run AND f.flow = p.flow "
        "LEFT JOIN path_step s ON s.run = h.run AND s.path = k.path AND s.verdict = 'DROP' "
        "LEFT JOIN chain c ON c.run = h.run AND c.id = s.chain "
        "LEFT JOIN rule u ON u.run = h.run AND u.chain = s.chain AND u.number = s.rule "
        "LEFT JOIN node n ON n.run = h.run AND n.id = k.node "
        "WHERE h.run = ?1 AND h.verdict = 0 ORDER BY h.id");
    hooks.bind(1, m_run);
    while (hooks.executeStep())
    {
        const bool isRule = !hooks.getColumn(8).isNull();
        AddLoss(FlowOf(hooks),
                {CauseOfHook(isRule, hooks.getColumn(10).getString()),
                 hooks.getColumn(5).getString(),
                 hooks.getColumn(isRule ? 9 : 10).getString(),
                 1},
                {hooks.getColumn(11).getUInt(),
                 hooks.getColumn(6).getUInt(),
                 hooks.getColumn(7).getUInt()});
    }
    SQLite::Statement stack(
        database,
        "SELECT f.protocol, f.source, f.source_port, f.destination, f.destination_port, n.name, "
        "d.node, p.length, d.reason, p.first_node FROM stack_drop d "
        "JOIN packet p ON p.run = d.run AND p.uid = d.packet "
        "JOIN v_flow f ON f.run = d.run AND f.flow = p.flow "
        "LEFT JOIN node n ON n.run = d.run AND n.id = d.node WHERE d.run = ?1 ORDER BY d.id");
    stack.bind(1, m_run);
    while (stack.executeStep())
    {
        const std::string reason = stack.getColumn(8).getString();
        AddLoss(FlowOf(stack),
                {CauseOfPlace("ipv4", reason), stack.getColumn(5).getString(), reason, 1},
                {stack.getColumn(9).getUInt(),
                 stack.getColumn(6).getUInt(),
                 stack.getColumn(7).getUInt()});
    }
}

void
NfResults::ReadLosses(SQLite::Database& database)
{
    SQLite::Statement losses(
        database,
        "SELECT f.protocol, f.source, f.source_port, f.destination, f.destination_port, n.name, "
        "l.node, p.length, l.place, l.reason, p.first_node FROM loss l "
        "JOIN packet p ON p.run = l.run AND p.uid = l.packet "
        "JOIN v_flow f ON f.run = l.run AND f.flow = p.flow "
        "LEFT JOIN node n ON n.run = l.run AND n.id = l.node WHERE l.run = ?1 ORDER BY l.id");
    losses.bind(1, m_run);
    while (losses.executeStep())
    {
        const std::string place = losses.getColumn(8).getString();
        const std::string reason = losses.getColumn(9).getString();
        AddLoss(FlowOf(losses),
                {CauseOfPlace(place, reason),
                 losses.getColumn(5).getString(),
                 place + ": " + reason,
                 1},
                {losses.getColumn(10).getUInt(),
                 losses.getColumn(6).getUInt(),
                 losses.getColumn(7).getUInt()});
    }
}

void
NfResults::ReadConnections(SQLite::Database& database)
{
    SQLite::Statement events(database,
                             "SELECT e.node, k.change FROM conntrack_event e "
                             "JOIN conntrack_kind k ON k.run = e.run AND k.id = e.kind "
                             "WHERE e.run = ?1 AND k.change <> 'update' ORDER BY e.id");
    events.bind(1, m_run);
    std::map<int, int64_t> sizes;
    int64_t peak = 0;
    while (events.executeStep())
    {
        int64_t& size = sizes[events.getColumn(0).getInt()];
        size += events.getColumn(1).getString() == "new" ? 1 : -1;
        peak = std::max(peak, size);
    }
    m_connectionPeak = static_cast<double>(peak);
}

void
NfResults::AddLoss(const NfTrafficLedger::Flow& flow,
                   const NfLossPlace& place,
                   const LostPacket& packet)
{
    const NfTrafficLedger& ledger = m_traffic.GetLedger();
    const NfTrafficPair* owner = ledger.FindOwner(flow, packet.sender);
    const auto nobody = static_cast<uint32_t>(ledger.GetAll().size());
    const uint32_t pair = owner ? owner->number : nobody;
    m_losses[{pair, place.cause, place.node, place.text}] += place.packets;
    if (!owner)
    {
        m_isWasteKnown = false;
        return;
    }
    const bool isAnswer = owner->to && NfHasAddress(owner->to, Ipv4Address(flow.source));
    const auto [known, isNew] = m_hops.try_emplace({pair, isAnswer, packet.node});
    if (isNew)
    {
        known->second = NfNodeDistance(isAnswer ? owner->to : owner->from, packet.node);
    }
    const std::optional<uint32_t>& hops = known->second;
    if (hops)
    {
        m_waste[pair] += static_cast<double>(packet.bytes) * *hops;
    }
    else
    {
        m_isWasteKnown = false;
    }
}

std::map<std::string, uint64_t>
NfResults::GetDropsByNode() const
{
    std::map<std::string, uint64_t> drops;
    for (const auto& [key, packets] : m_losses)
    {
        const auto& [owner, cause, node, text] = key;
        if (cause == NfLossCause::RULE)
        {
            drops[node] += packets;
        }
    }
    return drops;
}

uint64_t
NfResults::CountRules(Ptr<Node> node)
{
    uint64_t count = 0;
    std::istringstream saved(NetfilterHelper().Save(node));
    for (std::string line; std::getline(saved, line);)
    {
        count += line.compare(0, 3, "-A ") == 0 ? 1 : 0;
    }
    return count;
}

void
NfResults::CountRules()
{
    for (auto node = NodeList::Begin(); node != NodeList::End(); ++node)
    {
        Ptr<Netfilter> layer = (*node)->GetObject<Netfilter>();
        if (!layer)
        {
            continue;
        }
        m_rules += static_cast<double>(CountRules(*node));
    }
}

NfResults::Sum
NfResults::SumUp(const std::string* group)
{
    static const std::map<uint32_t, NfWorkMeter::Work> NO_WORK;
    Sum sum;
    std::set<uint32_t> pairs;
    for (const auto& pair : m_traffic.GetPairs())
    {
        const NfTrafficSpec& spec = *pair->spec;
        if (group && GroupOf(spec) != *group)
        {
            continue;
        }
        pairs.insert(pair->number);
        sum.meant += static_cast<double>(pair->meant);
        sum.sent += static_cast<double>(pair->sent);
        sum.delivered += static_cast<double>(pair->delivered);
        if (spec.meant == NfTrafficSpec::Meant::DENIED)
        {
            sum.deniedDelivered += static_cast<double>(pair->delivered);
        }
        const Time end = std::min(spec.stop.value_or(Simulator::Now()), Simulator::Now());
        if (end > spec.start)
        {
            sum.goodput += 8.0 * static_cast<double>(pair->bytes) / (end - spec.start).GetSeconds();
        }
        const bool isTransfer = spec.kind == "tcp-bulk" || spec.kind == "web";
        std::vector<float>& delays = isTransfer ? sum.completions : sum.latencies;
        delays.insert(delays.end(), pair->delays.begin(), pair->delays.end());
        for (std::size_t i = 1; !isTransfer && i < pair->delays.size(); ++i)
        {
            sum.differences += std::abs(pair->delays[i] - pair->delays[i - 1]);
            ++sum.nDifferences;
        }
    }
    for (const auto& [key, packets] : m_losses)
    {
        const uint32_t owner = std::get<0>(key);
        if (group && pairs.count(owner) == 0)
        {
            continue;
        }
        sum.dropped[static_cast<std::size_t>(std::get<1>(key))] += static_cast<double>(packets);
        const auto& all = m_traffic.GetPairs();
        const bool isAllowed =
            owner < all.size() && all[owner]->spec->meant == NfTrafficSpec::Meant::ALLOWED;
        sum.allowedDropped += isAllowed ? static_cast<double>(packets) : 0;
    }
    for (const auto& [owner, work] : m_meter ? m_meter->SumUp() : NO_WORK)
    {
        sum.work += pairs.count(owner) > 0 ? work : NfWorkMeter::Work();
    }
    if (m_meter && !group)
    {
        sum.work = m_meter->GetTotal();
    }
    for (const auto& [owner, waste] : m_waste)
    {
        sum.waste += pairs.count(owner) > 0 ? waste : 0;
    }
    return sum;
}

void
NfResults::Add(const std::string& group,
               const std::string& name,
               const char* unit,
               std::optional<double> value)
{
    m_measures.push_back({group, name, unit, value});
}

void
NfResults::AddWork(const std::string& group, const Sum& sum)
{
    const auto mean = [](double total, double count) {
        return count > 0 ? std::optional(total / count) : std::nullopt;
    };
    const auto rules = static_cast<double>(sum.work.rules);
    const auto packets = static_cast<double>(sum.work.packets);
    const auto served = static_cast<double>(sum.work.served);
    Add(group, "rules_visited", "rules/item", m_meter ? mean(rules, sum.sent) : std::nullopt);
    Add(group, "rules_visited_per_packet", "rules/packet", mean(rules, packets));
    Add(group, "cpu_delay", "s", mean(sum.work.cpuTime.GetSeconds(), served));
}

void
NfResults::AddMeasures(const std::string& group, const Sum& sum)
{
    const bool isTraced = !m_database.empty();
    const auto ifTraced = [isTraced](double value) {
        return isTraced ? std::optional(value) : std::nullopt;
    };
    const auto mean = [](const std::vector<float>& values) {
        double total = 0;
        for (float value : values)
        {
            total += value;
        }
        return values.empty() ? std::nullopt
                              : std::optional(total / static_cast<double>(values.size()));
    };
    // The smallest value that at least this share of all values do not exceed.
    const auto quantile = [](std::vector<float> values, double share) -> std::optional<double> {
        if (values.empty())
        {
            return std::nullopt;
        }
        const auto rank =
            static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
        const auto at =
            values.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(rank, 1)) - 1;
        std::nth_element(values.begin(), at, values.end());
        return *at;
    };
    Add(group, "meant", "items", sum.meant);
    Add(group, "sent", "items", sum.sent);
    Add(group, "delivered", "items", sum.delivered);
    Add(group,
        "delivered_share",
        "",
        sum.meant > 0 ? std::optional(sum.delivered / sum.meant) : std::nullopt);
    Add(group, "violations_denied_delivered", "items", sum.deniedDelivered);
    Add(group, "violations_allowed_dropped", "packets", ifTraced(sum.allowedDropped));
    for (std::size_t cause = 0; cause < NF_N_LOSS_CAUSES; ++cause)
    {
        const std::string name = NfToString(static_cast<NfLossCause>(cause));
        const bool isNoRoute = static_cast<NfLossCause>(cause) == NfLossCause::NO_ROUTE;
        Add(group,
            (isNoRoute ? "dropped_" : "dropped_by_") + name,
            "packets",
            ifTraced(sum.dropped[cause]));
    }
    Add(group, "goodput", "bit/s", sum.goodput);
    Add(group, "latency_mean", "s", mean(sum.latencies));
    Add(group, "latency_median", "s", quantile(sum.latencies, 0.5));
    Add(group, "latency_p99", "s", quantile(sum.latencies, 0.99));
    Add(group,
        "jitter",
        "s",
        sum.nDifferences > 0 ? std::optional(sum.differences / sum.nDifferences) : std::nullopt);
    Add(group, "flow_completion_time", "s", mean(sum.completions));
    Add(group,
        "bytes_hops_before_drop",
        "bytes",
        isTraced && (m_isWasteKnown || !group.empty()) ? std::optional(sum.waste) : std::nullopt);
    AddWork(group, sum);
    if (group.empty())
    {
        Add(group, "connection_peak", "connections", m_connectionPeak);
        Add(group, "rules_deployed", "rules", m_rules);
    }
}

} // namespace ns3
