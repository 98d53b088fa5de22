// SPDX-License-Identifier: GPL-2.0-only

#include "nf-connection-finder.h"

#include "nf-connection-helper.h"
#include "nf-icmp-tracker.h"
#include "nf-packet-tuple.h"
#include "nf-protocol-tracker.h"
#include "nf-quoted-tuple.h"

#include "ns3/simulator.h"

namespace ns3
{

NfConnectionFinder::Origin
NfConnectionFinder::TakeTemplate(NfPacket& packet)
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
NfConnectionFinder::Track(NfPacket& packet)
{
    const NfConnection* present = NfGetConnection(packet);
    if (packet.ctState == NfCtState::UNTRACKED || (present && !present->Has(NfCtStatus::TEMPLATE)))
    {
        return NfVerdict::ACCEPT;
    }
    m_store.Expire();
    Origin origin = TakeTemplate(packet);
    if (!packet.ct)
    {
        packet.ResetConntrack(); // an answer to an untracked packet has a label alone
    }
    const NfIcmpTracker* icmp = NfIcmpTracker::For(packet);
    return icmp ? TrackIcmp(*icmp, packet, origin) : Judge(packet, origin);
}

NfVerdict
NfConnectionFinder::TrackIcmp(const NfIcmpTracker& tracker, NfPacket& packet, const Origin& origin)
{
    const NfIcmpTracker::Finding finding = tracker.Examine(packet, m_store.GetSettings());
    switch (finding.kind)
    {
    case NfIcmpTracker::Kind::OTHER:
        return Judge(packet, origin);
    case NfIcmpTracker::Kind::UNTRACKED:
        packet.ctState = NfCtState::UNTRACKED;
        return NfVerdict::ACCEPT;
    case NfIcmpTracker::Kind::ERROR:
        if (RelateIcmpError(packet, finding.quote, origin))
        {
            return NfVerdict::ACCEPT;
        }
        break;
    case NfIcmpTracker::Kind::BROKEN:
        break;
    }
    ++m_store.GetStatistics().error;
    ++m_store.GetStatistics().invalid;
    return NfVerdict::ACCEPT;
}

bool
NfConnectionFinder::RelateIcmpError(NfPacket& packet, uint32_t quote, const Origin& origin)
{
    std::optional<NfTuple> quoted = NfReadQuotedTuple(packet, quote);
    if (quoted && quoted->protocol == NfProtocol::GRE)
    {
        m_store.GetGreKeys().Complete(*quoted);
    }
    // The quoted packet went the other way.
    std::optional<NfTuple> wanted = quoted ? NfInvertTuple(*quoted) : std::nullopt;
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
NfConnectionFinder::Lookup(const NfTuple& tuple, const Origin& origin, NfDirection* direction) const
{
    const NfZone& zone = origin.zone;
    const NfConnectionTable& table = m_store.GetTable();
    NfConnection* found = table.Find(tuple, zone, NfDirection::ORIGINAL, direction);
    const bool sameZone = zone.Of(NfDirection::ORIGINAL) == zone.Of(NfDirection::REPLY);
    return found || sameZone ? found : table.Find(tuple, zone, NfDirection::REPLY, direction);
}

NfVerdict
NfConnectionFinder::Judge(NfPacket& packet, const Origin& origin)
{
    NfTrackResult result;
    do
    {
        NfVerdict verdict = Resolve(packet, origin);
        NfConnection* connection = NfGetConnection(packet);
        if (verdict != NfVerdict::ACCEPT || !connection)
        {
            ++(verdict == NfVerdict::ACCEPT ? m_store.GetStatistics().invalid
                                            : m_store.GetStatistics().drop);
            return verdict;
        }
        Ptr<NfConnection> hold(connection); // the tracker may take it out of the table
        result = NfProtocolTracker::Get(packet.ip.protocol).Track(packet, *connection, m_store);
        if (result != NfTrackResult::ACCEPT)
        {
            packet.ResetConntrack();
        }
    } while (result == NfTrackResult::REPEAT);

    NfConnection* connection = NfGetConnection(packet);
    if (!connection)
    {
        ++m_store.GetStatistics().invalid;
        return NfVerdict::ACCEPT;
    }
    if (packet.ctDirection == NfDirection::REPLY && !connection->Has(NfCtStatus::SEEN_REPLY))
    {
        connection->status |= NfCtStatus::SEEN_REPLY;
        if (!connection->Has(NfCtStatus::DYING))
        {
            m_store.Tell(NfConntrackEventKind::REPLY, *connection);
        }
    }
    return NfVerdict::ACCEPT;
}

NfVerdict
NfConnectionFinder::Resolve(NfPacket& packet, const Origin& origin)
{
    std::optional<NfTuple> tuple = NfGetTuple(packet);
    if (!tuple)
    {
        return NfVerdict::ACCEPT;
    }
    if (tuple->protocol == NfProtocol::GRE)
    {
        m_store.GetGreKeys().Complete(*tuple);
    }
    NfDirection direction = NfDirection::ORIGINAL;
    Ptr<NfConnection> connection(Lookup(*tuple, origin, &direction));
    if (!connection)
    {
        std::optional<NfTuple> reply = NfInvertTuple(*tuple);
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
NfConnectionFinder::Open(const NfPacket& packet,
                         const NfTuple& tuple,
                         const NfTuple& reply,
                         const Origin& origin)
{
    if (!m_limit.MakeRoom(packet, tuple, origin.zone.Of(NfDirection::ORIGINAL)))
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
    NfExpectationTable& expectations = m_store.GetExpectations();
    if (!expectations.IsEmpty())
    {
        expected =
            expectations.Take(tuple, origin.zone.Of(NfDirection::ORIGINAL), Simulator::Now());
    }
    if (!expected)
    {
        bool fits = origin.helper && origin.helper->GetProtocol() == tuple.protocol &&
                    origin.helper->Serves(tuple.family);
        connection->helper = fits ? origin.helper : nullptr;
        connection->status |= fits ? NfCtStatus::HELPER : 0;
        return connection;
    }
    ++m_store.GetStatistics().expectNew;
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
