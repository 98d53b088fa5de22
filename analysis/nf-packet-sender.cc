// SPDX-License-Identifier: GPL-2.0-only

#include "nf-packet-sender.h"

#include <algorithm>

namespace ns3
{

NfPacketSender::NfPacketSender(NfTraceReader& reader)
    : m_reader(reader),
      m_topology(reader)
{
}

int64_t
NfPacketSender::Find(int64_t packet, int64_t flow, int64_t firstNode)
{
    auto [place, isNew] = m_known.emplace(std::make_pair(flow, firstNode), firstNode);
    if (!isNew || StartsAtOutput(packet, firstNode))
    {
        return place->second;
    }
    const std::string& source = m_reader.GetFlow(flow).sourceBytes;
    auto [owner, end] = m_reader.GetAddressOwners().equal_range(source);
    if (owner != end && std::next(owner) == end && Hops(owner->second, firstNode))
    {
        place->second = owner->second;
    }
    return place->second;
}

bool
NfPacketSender::StartsAtOutput(int64_t packet, int64_t node)
{
    // At level "drops" the first pass is the drop itself, which answers the question as well.
    if (!m_firstPass)
    {
        m_firstPass = m_reader.Query("SELECT kind FROM hook_pass WHERE run = ?1 AND packet = ?2 "
                                     "ORDER BY id LIMIT 1");
    }
    m_firstPass->Bind(2, packet);
    const std::vector<NfTracePassKindRow>& kinds = m_reader.GetPassKinds();
    bool result = false;
    if (m_firstPass->Next())
    {
        const auto number = static_cast<std::size_t>(m_firstPass->Int(0));
        result =
            number < kinds.size() && kinds[number].node == node && kinds[number].hook == "OUTPUT";
    }
    m_firstPass->Reset();
    return result;
}

} // namespace ns3
