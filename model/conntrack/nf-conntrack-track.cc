// SPDX-License-Identifier: GPL-2.0-only

// NfConntrack, part 2: from a packet to its connection.

#include "nf-connection-table.h"
#include "nf-conntrack.h"
#include "nf-defrag.h"
#include "nf-expectation-table.h"
#include "nf-icmp-tracker.h"

#include "ns3/simulator.h"

namespace ns3
{

NfConntrack::Origin
NfConntrack::TakeTemplate(NfPacket& packet)
{
    Origin origin;
    if (const NfConnection* found = NfGetConnection(packet))
    {
        origin = {found->GetZone(), found->helper, true};
        packet.ResetConntrack();
    }
    return origin;
}

NfVerdict
NfConntrack::Defragment(NfPacket& packet)
{
    if (packet.ct || packet.ctState == NfCtState::UNTRACKED || !packet.ip.IsFragment())
    {
        return NfVerdict::ACCEPT;
    }
    return m_defrag->Gather(packet, 0, fragment);
}

NfVerdict
NfConntrack::Track(NfPacket& packet)
{
    const NfConnection* present = NfGetConnection(packet);
    if (packet.ctState == NfCtState::UNTRACKED || (present && !present->Has(NfCtStatus::TEMPLATE)))
    {
        return NfVerdict::ACCEPT;
    }
    Expire();
    Origin origin = TakeTemplate(packet);
    if (!packet.ct)
    {
        packet.ResetConntrack(); // an answer to an untracked packet has a label alone
    }
    bool icmp = packet.ip.protocol == NfProtocol::ICMP && packet.ip.fragmentOffset == 0;
    if (icmp && !RelateIcmpError(packet, origin))
    {
        ++m_statistics.error;
        ++m_statistics.invalid;
        return NfVerdict::ACCEPT;
    }
    return packet.ct ? NfVerdict::ACCEPT : Judge(packet, origin);
}

bool
NfConntrack::RelateIcmpError(NfPacket& packet, const Origin& origin)
{
    if (NfIcmpTracker::IsBroken(packet, *this))
    {
        return false;
    }
    if (!NfIcmpTracker::IsError(*packet.L4(1)))
    {
        return true;
    }
    std::optional<NfTuple> quoted = NfIcmpTracker::ReadQuotedTuple(packet);
    // The quoted packet went the other way.
    std::optional<NfTuple> wanted = quoted ? Invert(*quoted) : std::nullopt;
    NfDirection direction;
    NfConnection* connection = wanted ? Lookup(*wanted, origin, &direction) : nullptr;
    if (!connection || connection->Tuple(direction).destination != packet.ip.destination)
    {
        return false;
    }
    packet.ct = Ptr<NfConntrackEntry>(connection);
    packet.ctState = NfCtState::RELATED;
    packet.ctDirection = direction;
    return true;
}

NfConnection*
NfConntrack::Lookup(const NfTuple& tuple, const Origin& origin, NfDirection* direction)
{
    const NfZone& zone = origin.zone;
    NfConnection* found = m_table->Find(tuple, zone, NfDirection::ORIGINAL, direction);
    const bool sameZone = zone.Of(NfDirection::ORIGINAL) == zone.Of(NfDirection::REPLY);
    return found || sameZone ? found : m_table->Find(tuple, zone, NfDirection::REPLY, direction);
}

NfVerdict
NfConntrack::Judge(NfPacket& packet, const Origin& origin)
{
    NfTrackResult result;
    do
    {
        NfVerdict verdict = Resolve(packet, origin);
        NfConnection* connection = NfGetConnection(packet);
        if (verdict != NfVerdict::ACCEPT || !connection)
        {
            ++(verdict == NfVerdict::ACCEPT ? m_statistics.invalid : m_statistics.drop);
            return verdict;
        }
        Ptr<NfConnection> hold(connection); // the tracker may take it out of the table
        result = NfProtocolTracker::Get(packet.ip.protocol).Track(packet, *connection, *this);
        if (result != NfTrackResult::ACCEPT)
        {
            packet.ResetConntrack();
        }
    } while (result == NfTrackResult::REPEAT);

    NfConnection* connection = NfGetConnection(packet);
    if (!connection)
    {
        ++m_statistics.invalid;
        return NfVerdict::ACCEPT;
    }
    if (packet.ctDirection == NfDirection::REPLY && !connection->Has(NfCtStatus::SEEN_REPLY))
    {
        connection->status |= NfCtStatus::SEEN_REPLY;
        if (!connection->Has(NfCtStatus::DYING))
        {
            Fire({NfConntrackEventKind::REPLY,
                  *connection,
                  NfConntrackReason::NONE,
                  Simulator::Now()});
        }
    }
    return NfVerdict::ACCEPT;
}

NfVerdict
NfConntrack::Resolve(NfPacket& packet, const Origin& origin)
{
    std::optional<NfTuple> tuple = GetTuple(packet);
    if (!tuple)
    {
        return NfVerdict::ACCEPT;
    }
    NfDirection direction = NfDirection::ORIGINAL;
    Ptr<NfConnection> connection(Lookup(*tuple, origin, &direction));
    if (!connection)
    {
        std::optional<NfTuple> reply = Invert(*tuple);
        if (!reply)
        {
            return NfVerdict::ACCEPT;
        }
        connection = Open(packet, *tuple, *reply, origin);
        if (!connection)
        {
            return NfVerdict::DROP;
        }
    }
    packet.ct = connection;
    packet.ctDirection = direction;
    if (direction == NfDirection::REPLY || connection->Has(NfCtStatus::SEEN_REPLY))
    {
        packet.ctState = NfCtState::ESTABLISHED;
    }
    else
    {
        packet.ctState =
            connection->Has(NfCtStatus::EXPECTED) ? NfCtState::RELATED : NfCtState::NEW;
    }
    return NfVerdict::ACCEPT;
}

Ptr<NfConnection>
NfConntrack::Open(const NfPacket& packet,
                  const NfTuple& tuple,
                  const NfTuple& reply,
                  const Origin& origin)
{
    if (!MakeRoom(packet, tuple, origin.zone.Of(NfDirection::ORIGINAL)))
    {
        return nullptr;
    }
    auto connection = ns3::Create<NfConnection>();
    connection->id = ++m_lastId;
    connection->tuples = {tuple, reply};
    connection->zone = origin.zone.id;
    connection->zoneDirections = origin.zone.directions;
    connection->created = Simulator::Now();
    std::optional<NfExpectation> expected;
    if (!m_expectations->IsEmpty())
    {
        expected =
            m_expectations->Take(tuple, origin.zone.Of(NfDirection::ORIGINAL), Simulator::Now());
    }
    if (!expected)
    {
        bool fits = origin.helper && origin.helper->GetProtocol() == tuple.protocol;
        connection->helper = fits ? origin.helper : nullptr;
        connection->status |= fits ? NfCtStatus::HELPER : 0;
        return connection;
    }
    ++m_statistics.expectNew;
    connection->status |= NfCtStatus::EXPECTED;
    connection->master = expected->master;
    connection->mark = expected->master->mark;
    connection->helper = expected->helper;
    if (expected->callback)
    {
        expected->callback(*connection, *expected);
    }
    return connection;
}

} // namespace ns3
