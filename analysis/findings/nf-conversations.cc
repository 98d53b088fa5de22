// SPDX-License-Identifier: GPL-2.0-only

#include "nf-conversations.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

namespace ns3
{

namespace
{

constexpr int ICMP = 1;
constexpr int ICMPV6 = 58;

/// An end of a flow, and what tells flows between the same ends apart.
using End = std::pair<int64_t, int>;
using Key = std::tuple<int, End, End>;

// Echo request and reply: type 8 and 0, for IPv6 128 and 129.
bool
IsEcho(const NfTraceFlowRow& flow)
{
    const int type = flow.destinationPort >> 8;
    return (flow.protocol == ICMP && (type == 8 || type == 0)) ||
           (flow.protocol == ICMPV6 && (type == 128 || type == 129));
}

bool
IsIcmp(const NfTraceFlowRow& flow)
{
    return flow.protocol == ICMP || flow.protocol == ICMPV6;
}

} // namespace

NfConversations::NfConversations(NfTraceReader& reader, const std::vector<NfTraceFlowRow>& flows)
    : m_parents(flows.size()),
      m_reversed(flows.size())
{
    std::iota(m_parents.begin(), m_parents.end(), 0);
    JoinReversed(flows);
    JoinPairs(reader,
              "SELECT flow_before, flow_after FROM rewrite WHERE run = ?1 AND "
              "flow_before <> flow_after",
              false);
    JoinPairs(reader, "SELECT flow_before, flow_after FROM nat_mapping WHERE run = ?1", false);
    JoinPairs(reader, "SELECT original, reply FROM connection WHERE run = ?1", true);
}

void
NfConversations::JoinReversed(const std::vector<NfTraceFlowRow>& flows)
{
    std::map<Key, int64_t> first;
    for (const NfTraceFlowRow& flow : flows)
    {
        if (flow.id == 0 || (IsIcmp(flow) && !IsEcho(flow)))
        {
            continue;
        }
        End source{flow.sourceId, flow.sourcePort};
        End destination{flow.destinationId, flow.destinationPort};
        if (IsEcho(flow))
        {
            destination.second = flow.sourcePort;
        }
        const bool swapped = destination < source;
        if (swapped)
        {
            std::swap(source, destination);
        }
        auto [place, isNew] = first.emplace(Key{flow.protocol, source, destination}, flow.id);
        if (!isNew)
        {
            const NfTraceFlowRow& other = flows[place->second];
            Join(other.id,
                 flow.id,
                 other.sourceId != flow.sourceId || other.sourcePort != flow.sourcePort);
        }
    }
}

void
NfConversations::JoinPairs(NfTraceReader& reader, const char* sql, bool reversed)
{
    auto query = reader.Query(sql);
    while (query->Next())
    {
        const int64_t a = query->Int(0);
        const int64_t b = query->Int(1);
        const auto n = static_cast<int64_t>(m_parents.size());
        if (a > 0 && b > 0 && a < n && b < n)
        {
            Join(a, b, reversed);
        }
    }
}

int64_t
NfConversations::Find(int64_t flow)
{
    int64_t root = flow;
    bool reversed = false;
    while (m_parents[root] != root)
    {
        reversed = reversed != m_reversed[root];
        root = m_parents[root];
    }
    while (m_parents[flow] != root && flow != root)
    {
        const int64_t next = m_parents[flow];
        const bool step = m_reversed[flow];
        m_parents[flow] = root;
        m_reversed[flow] = reversed;
        reversed = reversed != step;
        flow = next;
    }
    return root;
}

bool
NfConversations::SameDirection(int64_t a, int64_t b)
{
    auto reversed = [this](int64_t flow) {
        const int64_t root = Find(flow);
        return flow != root && m_reversed[flow];
    };
    return reversed(a) == reversed(b);
}

void
NfConversations::Join(int64_t a, int64_t b, bool reversed)
{
    const int64_t rootA = Find(a);
    const int64_t rootB = Find(b);
    if (rootA == rootB)
    {
        return;
    }
    const bool reversedA = a != rootA && m_reversed[a];
    const bool reversedB = b != rootB && m_reversed[b];
    const int64_t low = std::min(rootA, rootB);
    const int64_t high = std::max(rootA, rootB);
    m_parents[high] = low;
    m_reversed[high] = reversed != (reversedA != reversedB);
}

} // namespace ns3
