// SPDX-License-Identifier: GPL-2.0-only

#include "nf-packet-sender.h"

namespace ns3
{

NfPacketSender::NfPacketSender(NfTraceReader& reader)
    : m_reader(reader),
      m_topology(reader)
{
    ReadOwners();
}

void
NfPacketSender::ReadOwners()
{
    auto query = m_reader.Query("SELECT DISTINCT address, node FROM interface_address "
                                "WHERE run = ?1 AND ifindex > 1");
    while (query->Next())
    {
        auto [place, isNew] = m_owners.emplace(query->Int(0), query->Int(1));
        if (!isNew && place->second != query->Int(1))
        {
            place->second = -1;
        }
    }
}

int64_t
NfPacketSender::Find(int64_t packet, int64_t flow, int64_t source, int64_t firstNode)
{
    auto owner = m_owners.find(source);
    if (owner == m_owners.end() || owner->second < 0 || owner->second == firstNode ||
        !Hops(owner->second, firstNode))
    {
        return firstNode;
    }
    auto [sent, isNew] = m_sent.emplace(std::make_pair(flow, firstNode), false);
    if (isNew)
    {
        sent->second = StartsAtOutput(packet, firstNode);
    }
    return sent->second ? firstNode : owner->second;
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
