// SPDX-License-Identifier: GPL-2.0-only

#include "nf-socket-reactions.h"

#include "nf-announced-size.h"
#include "nf-checksum.h"
#include "nf-header-size.h"
#include "nf-ipv6-address.h"
#include "nf-quoted-segment.h"
#include "nf-tcp-options.h"
#include "nf-tcp-socket.h"
#include "nf-types.h"

#include "ns3/boolean.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv4-route.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-route.h"
#include "ns3/loopback-net-device.h"
#include "ns3/node-list.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(NfSocketReactions);

namespace
{

constexpr uint32_t LONGEST_TCP_HEADER = 60;
constexpr uint32_t TIMESTAMPS_SIZE = 12;  // with padding
constexpr uint32_t SMALLEST_SEGMENT = 48; // sysctl tcp_min_snd_mss

/**
 * What the nodes of one simulation have declared. Nodes take it back when they are disposed of: an
 * object that ends with the simulation (SimulationSingleton) would use up the number of an event,
 * which a script can see, without any rule.
 */
struct Declarations
{
    std::set<uint32_t> withRules;       //!< numbers of nodes
    std::set<uint32_t> withSegmentSize; //!< numbers of nodes
    uint32_t nodesSeen{0};              //!< of ns-3's list, by AttachToNodes()
};

Declarations&
GetDeclarations()
{
    static auto* declarations = new Declarations; // outlives nodes that nobody has destroyed
    return *declarations;
}

void
SetMember(std::set<uint32_t>& set, uint32_t member, bool present)
{
    present ? void(set.insert(member)) : void(set.erase(member));
}

/**
 * @param size of a segment with all options
 * @param timestamps whether it has them
 * @return how many bytes of data it holds
 */
uint32_t
GetDataSize(uint32_t size, bool timestamps)
{
    return std::max(size, SMALLEST_SEGMENT) - (timestamps ? TIMESTAMPS_SIZE : 0);
}

/**
 * @param ip header of a segment
 * @param tcp of the segment
 * @return the ends, as the receiver has them
 */
NfTcpEnds
GetEnds(const NfIpHeader& ip, const uint8_t* tcp)
{
    return {ip.family, ip.destination, NfRead16(tcp + 2), ip.source, NfRead16(tcp)};
}

NfIpHeader
MakeHeader(Ipv4Address source, Ipv4Address destination, uint8_t protocol)
{
    NfIpHeader ip;
    ip.source = source;
    ip.destination = destination;
    ip.protocol = protocol;
    return ip;
}

NfIpHeader
MakeHeader(const Ipv6Address& source, const Ipv6Address& destination, uint8_t protocol)
{
    NfIpHeader ip;
    ip.family = NfFamily::IPV6;
    ip.source = NfFromIpv6(source);
    ip.destination = NfFromIpv6(destination);
    ip.protocol = protocol;
    return ip;
}

NfIpHeader
MakeHeader(const Ipv4Header& header)
{
    return MakeHeader(header.GetSource(), header.GetDestination(), header.GetProtocol());
}

NfIpHeader
MakeHeader(const Ipv6Header& header)
{
    return MakeHeader(header.GetSource(), header.GetDestination(), header.GetNextHeader());
}

/// @return true if it is the header of a message of the family's ICMP
bool
IsError(const NfIpHeader& ip)
{
    return ip.protocol == (ip.family == NfFamily::IPV6 ? NfProtocol::ICMPV6 : NfProtocol::ICMP);
}

} // namespace

TypeId
NfSocketReactions::GetTypeId()
{
    static TypeId tid = TypeId("ns3::NfSocketReactions")
                            .SetParent<Object>()
                            .SetGroupName("Netfilter")
                            .AddConstructor<NfSocketReactions>()
                            .AddAttribute("Enabled",
                                          "Let TCP sockets react to resets, ICMP errors and "
                                          "segment sizes as Linux's do, while any node has rules.",
                                          BooleanValue(true),
                                          MakeBooleanAccessor(&NfSocketReactions::m_enabled),
                                          MakeBooleanChecker());
    return tid;
}

void
NfSocketReactions::Declare(uint32_t nodeId, bool rules, bool segmentSize)
{
    SetMember(GetDeclarations().withRules, nodeId, rules);
    SetMember(GetDeclarations().withSegmentSize, nodeId, rules && segmentSize);
    if (!IsWanted())
    {
        GetDeclarations().nodesSeen = 0; // of another simulation, perhaps
    }
}

bool
NfSocketReactions::IsWanted()
{
    return !GetDeclarations().withRules.empty();
}

void
NfSocketReactions::AttachToNodes()
{
    uint32_t& seen = GetDeclarations().nodesSeen;
    for (; IsWanted() && seen < NodeList::GetNNodes(); ++seen)
    {
        Attach(NodeList::GetNode(seen));
    }
}

void
NfSocketReactions::Attach(const Ptr<Node>& node)
{
    Ptr<TcpL4Protocol> tcp = node->GetObject<TcpL4Protocol>();
    if (!tcp || node->GetObject<NfSocketReactions>())
    {
        return;
    }
    Ptr<NfSocketReactions> reactions = CreateObject<NfSocketReactions>();
    reactions->m_tcp = tcp;
    node->AggregateObject(reactions);
    // The node owns them all: the stacks fire no longer than their aggregate lives.
    if (Ptr<Ipv4L3Protocol> ipv4 = node->GetObject<Ipv4L3Protocol>())
    {
        reactions->Listen<Ipv4Header>(*ipv4);
    }
    if (Ptr<Ipv6L3Protocol> ipv6 = node->GetObject<Ipv6L3Protocol>())
    {
        reactions->Listen<Ipv6Header>(*ipv6);
    }
    reactions->TakeDownTargets();
}

template <class Header, class Protocol>
void
NfSocketReactions::Listen(Protocol& protocol)
{
    protocol.TraceConnectWithoutContext(
        "LocalDeliver",
        Callback<void, const Header&, Ptr<const Packet>, uint32_t>(
            [this, stack = &protocol](const Header& header,
                                      Ptr<const Packet> packet,
                                      uint32_t interface) {
                Delivered(MakeHeader(header), packet, stack->GetNetDevice(interface));
            }));
}

void
NfSocketReactions::TakeDownTargets()
{
    if (const auto stock = m_tcp->GetDownTarget(); !stock.IsNull())
    {
        m_tcp->SetDownTarget(Announcing<Ipv4Address, Ipv4Route>(stock));
    }
    if (const auto stock = m_tcp->GetDownTarget6(); !stock.IsNull())
    {
        m_tcp->SetDownTarget6(Announcing<Ipv6Address, Ipv6Route>(stock));
    }
}

template <class IpAddress, class Route, class DownTarget>
DownTarget
NfSocketReactions::Announcing(const DownTarget& stock)
{
    return DownTarget([this, stock](Ptr<Packet> packet,
                                    IpAddress source,
                                    IpAddress destination,
                                    uint8_t protocol,
                                    Ptr<Route> route) {
        if (m_enabled && route && !GetDeclarations().withSegmentSize.empty())
        {
            NfAnnounceSegmentSize(packet,
                                  MakeHeader(source, destination, protocol),
                                  route->GetOutputDevice()->GetMtu());
        }
        stock(packet, source, destination, protocol, route);
    });
}

void
NfSocketReactions::DoDispose()
{
    m_tcp = nullptr;
    Object::DoDispose();
}

void
NfSocketReactions::Delivered(const NfIpHeader& ip,
                             const Ptr<const Packet>& packet,
                             const Ptr<NetDevice>& device)
{
    const bool heeded = ip.protocol == NfProtocol::TCP || IsError(ip);
    if (!heeded || !m_enabled || !m_tcp || !IsWanted())
    {
        return;
    }
    if (!DynamicCast<LoopbackNetDevice>(device))
    {
        React(ip, packet);
        return;
    }
    // What comes from the node itself may come within a call of the socket that it is for.
    Simulator::ScheduleNow([self = Ptr<NfSocketReactions>(this), ip, copy = packet->Copy()] {
        if (self->m_tcp)
        {
            self->React(ip, copy);
        }
    });
}

void
NfSocketReactions::React(const NfIpHeader& ip, const Ptr<const Packet>& packet)
{
    ip.protocol == NfProtocol::TCP ? ReactToSegment(ip, packet) : ReactToError(ip, packet);
}

void
NfSocketReactions::ReactToSegment(const NfIpHeader& ip, const Ptr<const Packet>& packet)
{
    constexpr uint32_t flags = 13;
    std::array<uint8_t, LONGEST_TCP_HEADER> tcp;
    if (packet->CopyData(tcp.data(), NfHeaderSize::TCP) < NfHeaderSize::TCP ||
        !(tcp[flags] & (TcpHeader::SYN | TcpHeader::RST)))
    {
        return;
    }
    uint32_t size = (tcp[12] >> 4) * 4U;
    if (size < NfHeaderSize::TCP || packet->CopyData(tcp.data(), size) < size ||
        !NfTcpOptions::IsReadByStock(tcp.data() + NfHeaderSize::TCP, size - NfHeaderSize::TCP) ||
        !NfIsSumGood(packet,
                     NfChecksum::PseudoHeader(ip.family,
                                              ip.source,
                                              ip.destination,
                                              NfProtocol::TCP,
                                              packet->GetSize())))
    {
        return;
    }
    tcp[flags] & TcpHeader::RST ? ReactToReset(ip, packet, tcp.data())
                                : ReactToSyn(ip, tcp.data(), size);
}

void
NfSocketReactions::ReactToReset(const NfIpHeader& ip,
                                const Ptr<const Packet>& packet,
                                const uint8_t* tcp)
{
    std::optional<NfTcpSocket> socket = NfTcpSocket::Find(*m_tcp, GetEnds(ip, tcp));
    if (!socket)
    {
        return;
    }
    const bool acknowledges = tcp[13] & TcpHeader::ACK;
    switch (socket->GetState())
    {
    case TcpSocket::SYN_SENT:
        if (acknowledges && NfRead32(tcp + 8) == socket->GetNextSent().GetValue() + 1)
        {
            socket->TraceReceived(packet);
            socket->FailToConnect(Socket::ERROR_NOTCONN); // ECONNREFUSED
        }
        break;
    case TcpSocket::ESTABLISHED:
    case TcpSocket::FIN_WAIT_1:
    case TcpSocket::FIN_WAIT_2:
        if (!socket->IsCloseNotified() && NfRead32(tcp + 4) == socket->GetNextExpected().GetValue())
        {
            socket->TraceReceived(packet);
            socket->Abort(Socket::ERROR_NOTCONN); // ECONNRESET
        }
        break;
    default:
        break;
    }
}

void
NfSocketReactions::ReactToSyn(const NfIpHeader& ip, const uint8_t* tcp, uint32_t headerSize)
{
    NfTcpOptions options =
        NfTcpOptions::Read(tcp + NfHeaderSize::TCP, headerSize - NfHeaderSize::TCP);
    if (!options.maximumSegmentSize)
    {
        return;
    }
    auto limit = [tcpProtocol = m_tcp,
                  ends = GetEnds(ip, tcp),
                  size = *options.maximumSegmentSize,
                  timestamps = options.timestamps.has_value()](TcpSocket::TcpStates_t state) {
        std::optional<NfTcpSocket> socket = NfTcpSocket::Find(*tcpProtocol, ends);
        if (socket && socket->GetState() == state)
        {
            socket->LimitSegments(GetDataSize(size, timestamps && socket->HasTimestamps()));
        }
    };
    if (tcp[13] & TcpHeader::ACK)
    {
        limit(TcpSocket::SYN_SENT);
        return;
    }
    // The socket of a new connection comes into being by an event that its SYN schedules.
    Simulator::ScheduleNow(
        [limit] { Simulator::ScheduleNow([limit] { limit(TcpSocket::SYN_RCVD); }); });
}

void
NfSocketReactions::ReactToError(const NfIpHeader& ip, const Ptr<const Packet>& packet)
{
    const std::optional<NfQuotedSegment> error = NfQuotedSegment::Read(ip, packet);
    std::optional<NfTcpSocket> socket =
        error ? NfTcpSocket::Find(*m_tcp, error->ends) : std::nullopt;
    if (!socket || !socket->IsInFlight(error->sequence))
    {
        return;
    }
    if (const std::optional<uint32_t> mtu = error->GetPathMtu())
    {
        const uint32_t headers =
            NfHeaderSize::TCP +
            (ip.family == NfFamily::IPV6 ? NfHeaderSize::IPV6 : NfHeaderSize::IPV4);
        if (*mtu != 0)
        {
            socket->LimitSegments(GetDataSize(*mtu - headers, socket->HasTimestamps()));
        }
        return;
    }
    if (socket->GetState() == TcpSocket::SYN_RCVD)
    {
        if (error->EndsRequest())
        {
            socket->Forget();
        }
        return;
    }
    if (socket->GetState() == TcpSocket::SYN_SENT)
    {
        socket->ReportIcmp(ip.family, ip.source, error->ttl, error->type, error->code);
        socket->FailToConnect(error->GetErrno());
    }
}

} // namespace ns3
