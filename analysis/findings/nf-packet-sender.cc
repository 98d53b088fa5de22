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
    constexpr int64_t translates = 2;
    auto query = m_reader.Query("SELECT DISTINCT a.address, a.node, n.traced, n.layer FROM "
                                "interface_address a JOIN node n ON n.run = a.run AND "
                                "n.id = a.node WHERE a.run = ?1 AND a.ifindex > 1");
    while (query->Next())
    {
        // A traced node would have been seen sending.
        const bool maySend = !query->Int(2) && query->Int(3) != translates;
        auto [place, isNew] = m_owners.emplace(query->Int(0), maySend ? query->Int(1) : -1);
        if (!isNew)
        {
            place->second = -1;
        }
    }
}

std::optional<int64_t>
NfPacketSender::Find(int64_t source, int64_t firstNode, bool sent) const
{
    if (sent)
    {
        return firstNode;
    }
    auto owner = m_owners.find(source);
    return owner == m_owners.end() || owner->second < 0 ? std::nullopt
                                                        : std::optional<int64_t>(owner->second);
}

} // namespace ns3
