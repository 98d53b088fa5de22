// SPDX-License-Identifier: GPL-2.0-only

#include "nf-connection-store.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <utility>

namespace ns3
{

NfConnectionStore::NfConnectionStore(const NfConntrackSettings& settings, Listener listener)
    : m_settings(settings),
      m_listener(std::move(listener))
{
}

void
NfConnectionStore::Clear()
{
    m_expectations.Clear();
    m_queue.Clear();
    m_table = NfConnectionTable();
    m_greKeys.Clear();
}

void
NfConnectionStore::Expire()
{
    if (m_expiring)
    {
        return;
    }
    m_expiring = true;
    while (NfConnection* expired = m_queue.Next(Simulator::Now()))
    {
        Erase(*expired, NfConntrackReason::TIMEOUT, expired->timeout);
    }
    m_expiring = false;
}

std::vector<Ptr<NfConnection>>
NfConnectionStore::GetConnections()
{
    Expire();
    std::vector<Ptr<NfConnection>> all;
    all.reserve(m_table.GetSize());
    for (std::size_t place = 0; place < m_table.GetPlaces(); ++place)
    {
        if (NfConnection* connection = m_table.At(place))
        {
            all.emplace_back(connection);
        }
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a->id < b->id; });
    return all;
}

bool
NfConnectionStore::IsTaken(const NfTuple& tuple, const NfConnection& ignored)
{
    Expire();
    const NfConnection* other = m_table.Find(tuple, ignored.GetZone(), NfDirection::REPLY);
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
NfConnectionStore::Add(Ptr<NfConnection> connection, bool replyOnly)
{
    ++m_statistics.insert;
    connection->status |= NfCtStatus::CONFIRMED;
    connection->timeout += Simulator::Now();
    m_table.Insert(connection, replyOnly);
    m_queue.Schedule(*connection);
    Tell(NfConntrackEventKind::NEW, *connection);
}

void
NfConnectionStore::Erase(NfConnection& connection, NfConntrackReason reason, Time time)
{
    Ptr<NfConnection> hold(&connection);
    connection.status |= NfCtStatus::DYING;
    m_table.Erase(connection);
    m_expectations.RemoveOf(connection);
    // As in Linux, the end of a tunnel is the end of what is known of its call.
    const bool tunnel = connection.Original().protocol == NfProtocol::GRE;
    m_greKeys.Remove(tunnel && connection.master ? *connection.master : connection);
    m_listener({NfConntrackEventKind::DESTROY, connection, reason, time});
}

void
NfConnectionStore::Remove(NfConnection& connection, NfConntrackReason reason)
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
NfConnectionStore::Flush()
{
    m_expectations.Clear();
    for (const Ptr<NfConnection>& connection : GetConnections())
    {
        Remove(*connection, NfConntrackReason::FLUSHED);
    }
}

void
NfConnectionStore::SetClosing(NfConnection& connection)
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
        SetTimeout(connection, m_settings.tcpClose);
        ReportState(connection, NfToString(before), NfToString(NfTcpState::CLOSE));
    }
}

void
NfConnectionStore::Tell(NfConntrackEventKind kind,
                        const NfConnection& connection,
                        NfConntrackReason reason)
{
    m_listener({kind, connection, reason, Simulator::Now()});
}

const NfConntrackSettings&
NfConnectionStore::GetSettings() const
{
    return m_settings;
}

void
NfConnectionStore::Refresh(NfConnection& connection, const NfPacket& packet, Time timeout)
{
    if (!connection.Has(NfCtStatus::FIXED_TIMEOUT))
    {
        SetTimeout(connection, timeout);
    }
    Account(connection, packet);
}

void
NfConnectionStore::SetTimeout(NfConnection& connection, Time timeout)
{
    if (!connection.IsConfirmed())
    {
        connection.timeout = timeout;
        return;
    }
    connection.timeout = Simulator::Now() + timeout;
    if (connection.timeout < connection.queued && !connection.Has(NfCtStatus::DYING))
    {
        m_queue.Schedule(connection);
    }
}

void
NfConnectionStore::Account(NfConnection& connection, const NfPacket& packet)
{
    NfCounters& counters = connection.counters[static_cast<unsigned>(packet.ctDirection)];
    ++counters.packets;
    counters.bytes += packet.GetSize();
}

void
NfConnectionStore::Assure(NfConnection& connection)
{
    if (!connection.Has(NfCtStatus::ASSURED))
    {
        connection.status |= NfCtStatus::ASSURED;
        Tell(NfConntrackEventKind::ASSURED, connection);
    }
}

void
NfConnectionStore::ReportState(NfConnection& connection, const char* before, const char* after)
{
    if (connection.IsConfirmed())
    {
        m_listener({NfConntrackEventKind::STATE_CHANGE,
                    connection,
                    NfConntrackReason::NONE,
                    Simulator::Now(),
                    before,
                    after});
    }
}

void
NfConnectionStore::Kill(NfConnection& connection, NfConntrackReason reason)
{
    Remove(connection, reason);
}

} // namespace ns3
