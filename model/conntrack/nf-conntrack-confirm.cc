// SPDX-License-Identifier: GPL-2.0-only

// NfConntrack, part 3: how connections get into the table, live and leave it.

#include "nf-connection-table.h"
#include "nf-conntrack.h"
#include "nf-defrag.h"
#include "nf-expectation-table.h"
#include "nf-expiry-queue.h"
#include "nf-sequence-adjuster.h"

#include "ns3/abort.h"
#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{

namespace
{

constexpr uint32_t IP_HEADER_SIZE = 20;

void
Count(NfCounters& counters, const NfPacket& packet)
{
    ++counters.packets;
    counters.bytes += IP_HEADER_SIZE + packet.GetPayloadSize();
}

bool
HasSameTuples(const NfConnection& a, const NfConnection& b)
{
    return a.tuples == b.tuples && a.zone == b.zone && a.zoneDirections == b.zoneDirections;
}

} // namespace

NfVerdict
NfConntrack::Confirm(NfPacket& packet)
{
    NfConnection* connection = NfGetConnection(packet);
    if (!connection || connection->Has(NfCtStatus::TEMPLATE))
    {
        return NfVerdict::ACCEPT;
    }
    bool loopback = packet.out && packet.out->loopback;
    bool shift = connection->Has(NfCtStatus::SEQ_ADJUST) && !loopback &&
                 packet.ip.protocol == NfProtocol::TCP;
    if (packet.ctState != NfCtState::RELATED || packet.ip.protocol != NfProtocol::ICMP)
    {
        const NfConnectionHelper* helper = connection->helper;
        NfVerdict verdict = helper ? helper->Help(packet, *connection, *this) : NfVerdict::ACCEPT;
        if (verdict != NfVerdict::ACCEPT)
        {
            return verdict;
        }
        if (shift && !NfSequenceAdjuster::Adjust(packet, *connection))
        {
            return NfVerdict::DROP;
        }
    }
    if (connection->IsConfirmed() || packet.ctDirection != NfDirection::ORIGINAL)
    {
        return NfVerdict::ACCEPT;
    }
    return Insert(packet, Ptr<NfConnection>(connection));
}

NfVerdict
NfConntrack::Insert(NfPacket& packet, Ptr<NfConnection> connection)
{
    Expire();
    auto isTaken = [&](NfDirection direction) {
        return m_table->Find(connection->Tuple(direction), connection->GetZone(), direction) !=
               nullptr;
    };
    if (connection->Has(NfCtStatus::DYING))
    {
        ++m_statistics.insertFailed;
        return NfVerdict::DROP;
    }
    if (!isTaken(NfDirection::ORIGINAL) && !isTaken(NfDirection::REPLY))
    {
        AddToTable(connection, false);
        return NfVerdict::ACCEPT;
    }
    NfVerdict verdict = ResolveClash(packet, connection);
    if (verdict == NfVerdict::DROP)
    {
        ++m_statistics.insertFailed;
        ++m_statistics.drop;
        connection->status |= NfCtStatus::DYING;
        Fire({NfConntrackEventKind::DESTROY,
              *connection,
              NfConntrackReason::INSERT_FAILED,
              Simulator::Now()});
    }
    return verdict;
}

NfVerdict
NfConntrack::ResolveClash(NfPacket& packet, Ptr<NfConnection> loser)
{
    if (!NfProtocolTracker::Get(packet.ip.protocol).AllowsClash())
    {
        return NfVerdict::DROP;
    }
    NfDirection direction = NfDirection::ORIGINAL;
    NfConnection* winner =
        m_table->Find(loser->Original(), loser->GetZone(), NfDirection::ORIGINAL, &direction);
    if (!winner)
    {
        winner = m_table->Find(loser->Reply(), loser->GetZone(), NfDirection::REPLY, &direction);
    }
    bool untranslated =
        (winner->status & (NfCtStatus::SRC_NAT_DONE | NfCtStatus::DST_NAT_DONE)) == 0;
    if (untranslated || HasSameTuples(*winner, *loser))
    {
        // The same flow: its packets that waited elsewhere meet here. One entry is enough.
        Count(winner->counters[static_cast<unsigned>(packet.ctDirection)], packet);
        packet.ct = Ptr<NfConntrackEntry>(winner);
        ++m_statistics.clashResolved;
        return NfVerdict::ACCEPT;
    }
    if (m_table->Find(loser->Reply(), loser->GetZone(), NfDirection::REPLY))
    {
        return NfVerdict::DROP;
    }
    // Translated differently: answers must find their way back, further packets follow the winner.
    loser->timeout = Seconds(1);
    loser->status |= NfCtStatus::FIXED_TIMEOUT | NfCtStatus::NAT_CLASH;
    AddToTable(loser, true);
    ++m_statistics.clashResolved;
    return NfVerdict::ACCEPT;
}

void
NfConntrack::AddToTable(Ptr<NfConnection> connection, bool replyOnly)
{
    ++m_statistics.insert;
    connection->status |= NfCtStatus::CONFIRMED;
    connection->timeout += Simulator::Now();
    m_table->Insert(connection, replyOnly);
    m_queue->Schedule(*connection);
    Fire({NfConntrackEventKind::NEW, *connection, NfConntrackReason::NONE, Simulator::Now()});
}

void
NfConntrack::Refresh(NfConnection& connection, const NfPacket& packet, Time timeout)
{
    if (!connection.Has(NfCtStatus::FIXED_TIMEOUT))
    {
        SetTimeout(connection, timeout);
    }
    Account(connection, packet);
}

void
NfConntrack::SetClosing(NfConnection& connection)
{
    NfTcpState before = connection.tcp.state;
    if (!connection.IsConfirmed() || connection.Original().protocol != NfProtocol::TCP ||
        before == NfTcpState::CLOSE)
    {
        return;
    }
    connection.tcp.state = NfTcpState::CLOSE;
    if (!connection.Has(NfCtStatus::FIXED_TIMEOUT))
    {
        SetTimeout(connection, GetSettings().tcpClose);
        ReportState(connection, before);
    }
}

void
NfConntrack::SetTimeout(NfConnection& connection, Time timeout)
{
    if (!connection.IsConfirmed())
    {
        connection.timeout = timeout;
        return;
    }
    connection.timeout = Simulator::Now() + timeout;
    if (connection.timeout < connection.queued && !connection.Has(NfCtStatus::DYING))
    {
        m_queue->Schedule(connection);
    }
}

void
NfConntrack::Account(NfConnection& connection, const NfPacket& packet)
{
    Count(connection.counters[static_cast<unsigned>(packet.ctDirection)], packet);
}

void
NfConntrack::Assure(NfConnection& connection)
{
    if (!connection.Has(NfCtStatus::ASSURED))
    {
        connection.status |= NfCtStatus::ASSURED;
        Fire(
            {NfConntrackEventKind::ASSURED, connection, NfConntrackReason::NONE, Simulator::Now()});
    }
}

void
NfConntrack::ReportState(NfConnection& connection, NfTcpState before)
{
    if (connection.IsConfirmed())
    {
        Fire({NfConntrackEventKind::STATE_CHANGE,
              connection,
              NfConntrackReason::NONE,
              Simulator::Now(),
              before,
              connection.tcp.state});
    }
}

void
NfConntrack::Kill(NfConnection& connection, NfConntrackReason reason)
{
    Remove(connection, reason);
}

void
NfConntrack::Expire()
{
    if (m_expiring)
    {
        return;
    }
    m_expiring = true;
    while (NfConnection* expired = m_queue->Next(Simulator::Now()))
    {
        Erase(*expired, NfConntrackReason::TIMEOUT, expired->timeout);
    }
    m_expiring = false;
}

void
NfConntrack::Erase(NfConnection& connection, NfConntrackReason reason, Time time)
{
    Ptr<NfConnection> hold(&connection);
    connection.status |= NfCtStatus::DYING;
    m_table->Erase(connection);
    m_expectations->RemoveOf(connection);
    Fire({NfConntrackEventKind::DESTROY, connection, reason, time});
}

void
NfConntrack::Remove(NfConnection& connection, NfConntrackReason reason)
{
    if (connection.Has(NfCtStatus::DYING))
    {
        return;
    }
    if (connection.IsConfirmed())
    {
        Erase(connection, reason, Simulator::Now());
    }
    else
    {
        connection.status |= NfCtStatus::DYING;
    }
}

void
NfConntrack::Flush()
{
    m_expectations->Clear();
    for (const Ptr<NfConnection>& connection : GetConnections())
    {
        Remove(*connection, NfConntrackReason::FLUSHED);
    }
}

Ptr<NfConnection>
NfConntrack::Find(const NfTuple& tuple, uint16_t zone, NfDirection* direction)
{
    Expire();
    return Ptr<NfConnection>(m_table->Find(tuple, {zone}, NfDirection::ORIGINAL, direction));
}

bool
NfConntrack::IsTaken(const NfTuple& tuple, const NfConnection& ignored)
{
    Expire();
    const NfConnection* other = m_table->Find(tuple, ignored.GetZone(), NfDirection::REPLY);
    if (!other || other == &ignored)
    {
        return false;
    }
    bool sameFlow = other->Original() == ignored.Original() &&
                    NfConnectionTable::ZoneOf(*other, NfDirection::ORIGINAL) ==
                        NfConnectionTable::ZoneOf(ignored, NfDirection::ORIGINAL);
    return !sameFlow;
}

void
NfConntrack::AlterReply(NfConnection& connection, const NfTuple& reply)
{
    NS_ABORT_MSG_IF(connection.IsConfirmed(), "AlterReply() of a confirmed connection");
    connection.tuples[static_cast<unsigned>(NfDirection::REPLY)] = reply;
}

std::vector<Ptr<NfConnection>>
NfConntrack::GetConnections()
{
    Expire();
    std::vector<Ptr<NfConnection>> all;
    all.reserve(m_table->GetSize());
    for (std::size_t place = 0; place < m_table->GetPlaces(); ++place)
    {
        if (NfConnection* connection = m_table->At(place))
        {
            all.emplace_back(connection);
        }
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a->id < b->id; });
    return all;
}

std::size_t
NfConntrack::GetSize()
{
    Expire();
    return m_table->GetSize();
}

} // namespace ns3
