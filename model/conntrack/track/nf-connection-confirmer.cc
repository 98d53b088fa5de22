// SPDX-License-Identifier: GPL-2.0-only

#include "nf-connection-confirmer.h"

namespace ns3
{

namespace
{

bool
HasSameTuples(const NfConnection& a, const NfConnection& b)
{
    return a.tuples == b.tuples && a.zone == b.zone && a.zoneDirections == b.zoneDirections;
}

} // namespace

NfVerdict
NfConnectionConfirmer::Insert(NfPacket& packet, Ptr<NfConnection> connection)
{
    m_store.Expire();
    auto isTaken = [&](NfDirection direction) {
        return m_store.GetTable().Find(connection->Tuple(direction),
                                       connection->GetZone(),
                                       direction) != nullptr;
    };
    if (connection->Has(NfCtStatus::DYING))
    {
        ++m_store.GetStatistics().insertFailed;
        return NfVerdict::DROP;
    }
    if (!isTaken(NfDirection::ORIGINAL) && !isTaken(NfDirection::REPLY))
    {
        m_store.Add(connection, false);
        return NfVerdict::ACCEPT;
    }
    NfVerdict verdict = ResolveClash(packet, connection);
    if (verdict == NfVerdict::DROP)
    {
        ++m_store.GetStatistics().insertFailed;
        ++m_store.GetStatistics().drop;
        connection->status |= NfCtStatus::DYING;
        m_store.Tell(NfConntrackEventKind::DESTROY, *connection, NfConntrackReason::INSERT_FAILED);
    }
    return verdict;
}

NfVerdict
NfConnectionConfirmer::ResolveClash(NfPacket& packet, Ptr<NfConnection> loser)
{
    if (!NfProtocolTracker::Get(packet.ip.protocol).AllowsClash())
    {
        return NfVerdict::DROP;
    }
    NfDirection direction = NfDirection::ORIGINAL;
    NfConnection* winner = m_store.GetTable().Find(loser->Original(),
                                                   loser->GetZone(),
                                                   NfDirection::ORIGINAL,
                                                   &direction);
    if (!winner)
    {
        winner = m_store.GetTable().Find(loser->Reply(),
                                         loser->GetZone(),
                                         NfDirection::REPLY,
                                         &direction);
    }
    bool untranslated =
        (winner->status & (NfCtStatus::SRC_NAT_DONE | NfCtStatus::DST_NAT_DONE)) == 0;
    if (untranslated || HasSameTuples(*winner, *loser))
    {
        // The same flow: its packets that waited elsewhere meet here. One entry is enough.
        m_store.Account(*winner, packet);
        packet.ct = Ptr<NfConntrackEntry>(winner);
        ++m_store.GetStatistics().clashResolved;
        return NfVerdict::ACCEPT;
    }
    if (m_store.GetTable().Find(loser->Reply(), loser->GetZone(), NfDirection::REPLY))
    {
        return NfVerdict::DROP;
    }
    // Translated differently: answers must find their way back, further packets follow the winner.
    loser->timeout = Seconds(1);
    loser->status |= NfCtStatus::FIXED_TIMEOUT | NfCtStatus::NAT_CLASH;
    m_store.Add(loser, true);
    ++m_store.GetStatistics().clashResolved;
    return NfVerdict::ACCEPT;
}

} // namespace ns3
