// SPDX-License-Identifier: GPL-2.0-only

#include "nf-event-selection.h"

#include <cmath>

namespace ns3
{

namespace
{

int64_t
Nanoseconds(double seconds)
{
    constexpr double ns = 1e9;
    constexpr double most = 9e18;
    return seconds * ns < most ? std::llround(seconds * ns) : INT64_MAX;
}

} // namespace

NfEventSelection::NfEventSelection(NfTraceReader& reader, const NfSelectionRequest& request)
    : m_reader(reader),
      m_filter(request.filter, NfResolveNodes(reader)),
      m_node(request.node.empty() ? -1 : reader.FindNode(request.node)),
      m_from(Nanoseconds(request.from)),
      m_to(request.to > 0 ? Nanoseconds(request.to) : INT64_MAX)
{
}

bool
NfEventSelection::WantsFlow(int64_t flow)
{
    if (!HasFilter())
    {
        return true;
    }
    auto [place, isNew] = m_flows.emplace(flow, false);
    if (isNew)
    {
        place->second = m_filter.Matches(m_reader.GetFlow(flow));
    }
    return place->second;
}

} // namespace ns3
