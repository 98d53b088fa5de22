// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rule-classifier.h"

#include <algorithm>
#include <map>
#include <utility>

namespace ns3
{

namespace
{

constexpr std::size_t LARGE_GROUP = 16;     ///< rules, from which a group is divided
constexpr std::size_t MAX_COPIES = 8;       ///< of a group's records, for its division
constexpr std::size_t SPARSE_PLACES = 4096; ///< up to which the table of groups has free places
constexpr std::size_t FILTER_BITS = 16;     ///< for each place of the table of groups

uint64_t
Pair(uint32_t source, uint32_t destination)
{
    return static_cast<uint64_t>(source) << 32 | destination;
}

template <NfPrefix NfRuleBounds::*end>
std::vector<NfPrefix>
PrefixesOf(const std::vector<NfRuleBounds>& rules)
{
    std::vector<NfPrefix> prefixes;
    prefixes.reserve(rules.size());
    for (const NfRuleBounds& rule : rules)
    {
        prefixes.push_back(rule.*end);
    }
    return prefixes;
}

} // namespace

template <class Number>
NfRuleClassifierOf<Number>::NfRuleClassifierOf(const std::vector<NfRuleBounds>& rules)
    : m_size(rules.size()),
      m_sources(PrefixesOf<&NfRuleBounds::source>(rules)),
      m_destinations(PrefixesOf<&NfRuleBounds::destination>(rules))
{
    const std::vector<uint32_t> services = LearnServices(rules);
    std::vector<std::pair<uint64_t, uint32_t>> members; // by pair, then in order
    members.reserve(rules.size());
    for (uint32_t i = 0; i < rules.size(); ++i)
    {
        uint32_t source = m_sources.NumberOf(rules[i].source);
        uint32_t destination = m_destinations.NumberOf(rules[i].destination);
        members.emplace_back(Pair(source, destination), i);
    }
    std::sort(members.begin(), members.end());
    m_sources.ForgetNetworks();
    m_destinations.ForgetNetworks();
    std::size_t groups = 0;
    for (std::size_t i = 0; i < members.size(); ++i)
    {
        groups += i == 0 || members[i].first != members[i - 1].first ? 1 : 0;
    }
    const std::size_t places =
        std::max(groups + groups / 2, std::min(3 * groups, SPARSE_PLACES)) + 1;
    m_groups.assign(places, {0, {0, EMPTY}});
    m_filter.assign(places * FILTER_BITS / 64 + 1, 0);
    std::vector<Record> group;
    for (auto member = members.begin(); member != members.end();)
    {
        const uint64_t pair = member->first;
        group.clear();
        for (; member != members.end() && member->first == pair; ++member)
        {
            group.push_back({member->second, services[member->second]});
        }
        AddGroup(pair, MakeGroup(group));
    }
    m_ranges.shrink_to_fit();
    m_divisions.shrink_to_fit();
    m_records.shrink_to_fit();
}

template <class Number>
typename NfRuleClassifierOf<Number>::Record
NfRuleClassifierOf<Number>::MakeGroup(const std::vector<Record>& members)
{
    if (members.size() == 1)
    {
        return members.front();
    }
    Range range;
    range.first = m_records.size();
    m_records.insert(m_records.end(), members.begin(), members.end());
    range.last = m_records.size();
    if (members.size() >= LARGE_GROUP && (Divide(range, false) || Divide(range, true)))
    {
        return {static_cast<uint32_t>(m_divisions.size()) - 1, DIVIDED};
    }
    m_ranges.push_back(range);
    return {static_cast<uint32_t>(m_ranges.size()) - 1, SEVERAL};
}

template <class Number>
std::vector<uint32_t>
NfRuleClassifierOf<Number>::LearnServices(const std::vector<NfRuleBounds>& rules)
{
    std::map<std::array<uint16_t, 5>, uint32_t> numbers;
    std::vector<uint32_t> services;
    services.reserve(rules.size());
    for (const NfRuleBounds& rule : rules)
    {
        const NfPortBounds& ports = rule.ports;
        const auto [place, isNew] = numbers.try_emplace({ports.sourceMin,
                                                         ports.sourceMax,
                                                         ports.destinationMin,
                                                         ports.destinationMax,
                                                         rule.protocol},
                                                        m_services.size());
        if (isNew)
        {
            m_services.push_back({ports, rule.protocol});
        }
        services.push_back(place->second);
    }
    m_services.shrink_to_fit();
    return services;
}

template <class Number>
uint64_t
NfRuleClassifierOf<Number>::Hash(uint64_t pair)
{
    constexpr uint64_t multiplier = 0x9e3779b97f4a7c15; // 2^64 divided by the golden ratio
    uint64_t product = (pair ^ pair >> 32) * multiplier;
    return product ^ product >> 32;
}

template <class Number>
std::size_t
NfRuleClassifierOf<Number>::PlaceOf(uint64_t hash) const
{
    return (hash & UINT32_MAX) * m_groups.size() >> 32; // of as many parts, that of the hash
}

template <class Number>
std::size_t
NfRuleClassifierOf<Number>::FilterWordOf(uint64_t hash) const
{
    return (hash >> 32) * m_filter.size() >> 32;
}

template <class Number>
uint64_t
NfRuleClassifierOf<Number>::FilterBitOf(uint64_t hash)
{
    return uint64_t{1} << (hash & 63);
}

template <class Number>
void
NfRuleClassifierOf<Number>::AddGroup(uint64_t pair, Record record)
{
    const uint64_t hash = Hash(pair);
    std::size_t i = PlaceOf(hash);
    while (m_groups[i].record.service != EMPTY)
    {
        ++i;
        i = i == m_groups.size() ? 0 : i;
    }
    m_groups[i] = {pair, record};
    m_filter[FilterWordOf(hash)] |= FilterBitOf(hash);
}

template <class Number>
typename NfRuleClassifierOf<Number>::Rest
NfRuleClassifierOf<Number>::RestOf(Range range) const
{
    return {m_records.data() + range.first, m_records.data() + range.last};
}

template <class Number>
typename NfRuleClassifierOf<Number>::Rest
NfRuleClassifierOf<Number>::Find(uint64_t pair, uint64_t hash, const Key& key) const
{
    const Group* group = &m_groups[PlaceOf(hash)];
    while (group->pair != pair || group->record.service == EMPTY)
    {
        if (group->record.service == EMPTY)
        {
            return {};
        }
        ++group;
        group = group == m_groups.data() + m_groups.size() ? m_groups.data() : group;
    }
    const Record& record = group->record;
    if (record.service == SEVERAL)
    {
        return RestOf(m_ranges[record.rule]);
    }
    if (record.service != DIVIDED)
    {
        return {&record, &record + 1};
    }
    const Division& division = m_divisions[record.rule];
    if (!key.hasPorts)
    {
        return RestOf(division.whole);
    }
    uint16_t port = division.bySource ? key.sourcePort : key.destinationPort;
    return RestOf(division.ranges[division.intervals.Find(port)]);
}

template <class Number>
bool
NfRuleClassifierOf<Number>::Divide(Range whole, bool bySource)
{
    auto minimum = [this, bySource](const Record& record) -> uint32_t {
        const NfPortBounds& ports = m_services[record.service].ports;
        return bySource ? ports.sourceMin : ports.destinationMin;
    };
    auto maximum = [this, bySource](const Record& record) -> uint32_t {
        const NfPortBounds& ports = m_services[record.service].ports;
        return bySource ? ports.sourceMax : ports.destinationMax;
    };
    const std::vector<Record> records(m_records.begin() + whole.first,
                                      m_records.begin() + whole.last);
    std::vector<uint32_t> starts;
    for (const Record& record : records)
    {
        starts.push_back(minimum(record));
        starts.push_back(std::min<uint32_t>(maximum(record) + 1, UINT16_MAX));
    }
    Division division{whole, bySource, NfIntervalMap<uint32_t>(std::move(starts), 16), {}};
    std::vector<std::vector<Record>> parts(division.intervals.GetSize());
    std::size_t copies = 0;
    for (const Record& record : records)
    {
        if (minimum(record) > maximum(record))
        {
            continue; // fits no port
        }
        const std::size_t first = division.intervals.Find(minimum(record));
        const std::size_t last = division.intervals.Find(maximum(record));
        copies += last - first + 1;
        if (copies > MAX_COPIES * records.size())
        {
            return false;
        }
        for (std::size_t i = first; i <= last; ++i)
        {
            parts[i].push_back(record);
        }
    }
    for (const std::vector<Record>& part : parts)
    {
        const auto first = static_cast<uint32_t>(m_records.size());
        m_records.insert(m_records.end(), part.begin(), part.end());
        division.ranges.push_back({first, static_cast<uint32_t>(m_records.size())});
    }
    m_divisions.push_back(std::move(division));
    return true;
}

template <class Number>
bool
NfRuleClassifierOf<Number>::Service::Fits(const Key& key) const
{
    if (protocol != 0 && protocol != key.protocol)
    {
        return false;
    }
    return !key.hasPorts ||
           (key.sourcePort >= ports.sourceMin && key.sourcePort <= ports.sourceMax &&
            key.destinationPort >= ports.destinationMin &&
            key.destinationPort <= ports.destinationMax);
}

template <class Number>
NfRuleClassifierOf<Number>::Search::Search(const NfRuleClassifierOf& classifier, const Key& key)
    : m_end(classifier.m_size),
      m_key(key),
      m_services(classifier.m_services.data())
{
    const auto sources = classifier.m_sources.Containing(key.source);
    classifier.m_destinations.Containing(key.destination).ForEach([&](uint32_t destination) {
        sources.ForEach([&](uint32_t source) {
            const uint64_t pair = Pair(source, destination);
            const uint64_t hash = Hash(pair);
            if ((classifier.m_filter[classifier.FilterWordOf(hash)] & FilterBitOf(hash)) == 0)
            {
                return; // there is certainly no group, as for most pairs
            }
            const Rest rest = classifier.Find(pair, hash, key);
            if (rest.next != rest.last)
            {
                Add(rest);
            }
        });
    });
}

template <class Number>
void
NfRuleClassifierOf<Number>::Search::Add(Rest rest)
{
    if (m_size < m_rests.size())
    {
        m_rests[m_size++] = rest;
    }
    else
    {
        m_more.push_back(rest);
    }
}

template <class Number>
uint32_t
NfRuleClassifierOf<Number>::Search::Next(uint32_t from)
{
    uint32_t best = m_end;
    auto look = [&](Rest& rest) {
        while (rest.next != rest.last && rest.next->rule < best)
        {
            if (rest.next->rule >= from && m_services[rest.next->service].Fits(m_key))
            {
                best = rest.next->rule;
                return;
            }
            ++rest.next;
        }
    };
    std::for_each(m_rests.begin(), m_rests.begin() + m_size, look);
    std::for_each(m_more.begin(), m_more.end(), look);
    return best;
}

template class NfRuleClassifierOf<uint32_t>;
template class NfRuleClassifierOf<NfWideNumber>;

} // namespace ns3
