// SPDX-License-Identifier: GPL-2.0-only

#include "nf-socket-reactions.h"

#include "nf-checksum.h"
#include "nf-header-size.h"
#include "nf-icmp-error.h"
#include "nf-ip-header.h"
#include "nf-raw-header.h"
#include "nf-tcp-options.h"
#include "nf-tcp-socket.h"
#include "nf-transport-checksum.h"
#include "nf-types.h"

#include "ns3/boolean.h"
#include "ns3/loopback-net-device.h"
#include "ns3/node-list.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(NfSocketReactions);

namespace
{

constexpr uint32_t LONGEST_TCP_HEADER = 60;
constexpr uint32_t TIMESTAMPS_SIZE = 12;    // with padding
constexpr uint32_t SMALLEST_SEGMENT = 48;   // sysctl tcp_min_snd_mss
constexpr uint32_t SMALLEST_PATH_MTU = 552; // sysctl ip_rt_min_pmtu

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

bool
IsSumGood(const Ptr<const Packet>& packet, uint64_t sum)
{
    if (!Node::ChecksumEnabled())
    {
        return true;
    }
    std::vector<uint8_t> bytes(packet->GetSize());
    packet->CopyData(bytes.data(), bytes.size());
    return NfChecksum::Finish(NfChecksum::Add(bytes.data(), bytes.size(), sum)) == 0;
}

/**
 * @param tcp of a segment
 * @param header before it
 * @return the ends, as the receiver has them
 */
NfTcpEnds
GetEnds(const Ipv4Header& header, const uint8_t* tcp)
{
    return {header.GetDestination(), NfRead16(tcp + 2), header.GetSource(), NfRead16(tcp)};
}

/**
 * What an ICMP error means to who connects (Linux's icmp_err_convert). ns-3 has no number for most
 * of Linux's errors.
 * @param type ICMP type
 * @param code ICMP code
 * @return the nearest number of ns-3's
 */
Socket::SocketErrno
GetErrorOf(uint8_t type, uint8_t code)
{
    constexpr uint8_t protocolUnreachable = 2;
    constexpr uint8_t portUnreachable = 3;
    constexpr uint8_t sourceRouteFailed = 5;
    if (type == NfIcmpError::TIME_EXCEEDED)
    {
        return Socket::ERROR_NOROUTETOHOST; // EHOSTUNREACH
    }
    if (type != NfIcmpError::DESTINATION_UNREACHABLE)
    {
        return Socket::ERROR_INVAL; // EPROTO
    }
    switch (code)
    {
    case protocolUnreachable: // ENOPROTOOPT
    case sourceRouteFailed:   // EOPNOTSUPP
        return Socket::ERROR_OPNOTSUPP;
    case portUnreachable: // ECONNREFUSED
        return Socket::ERROR_NOTCONN;
    default: // ENETUNREACH, EHOSTUNREACH, EHOSTDOWN, ENONET
        return Socket::ERROR_NOROUTETOHOST;
    }
}

/**
 * @param type ICMP type
 * @param code its code
 * @return true if a connection request that waits for its last ACK is given up (tcp_req_err)
 */
bool
EndsRequest(uint8_t type, uint8_t code)
{
    return type != NfIcmpError::DESTINATION_UNREACHABLE || code == NfIcmpError::NET_UNREACHABLE ||
           code == NfIcmpError::HOST_UNREACHABLE;
}

/// An ICMP error about a TCP segment that this node has sent.
struct QuotedSegment
{
    uint8_t type;
    uint8_t code;
    uint16_t mtu; //!< with "fragmentation needed"
    uint8_t ttl;
    NfTcpEnds ends;
    SequenceNumber32 sequence;
};

std::optional<QuotedSegment>
ReadError(const Ptr<const Packet>& packet)
{
    constexpr uint32_t icmpSize = 8;
    constexpr uint32_t quotedSize = 8;
    constexpr uint8_t parameterProblem = 12;
    constexpr uint8_t highestCode = 15;
    std::array<uint8_t, icmpSize + LONGEST_TCP_HEADER + quotedSize> bytes;
    uint32_t size = packet->CopyData(bytes.data(), bytes.size());
    if (size < icmpSize + NfHeaderSize::IPV4 + quotedSize)
    {
        return {};
    }
    const uint8_t* ip = bytes.data() + icmpSize;
    uint32_t ipSize = (ip[0] & 0x0f) * 4U;
    bool known = (bytes[0] == NfIcmpError::DESTINATION_UNREACHABLE && bytes[1] <= highestCode) ||
                 bytes[0] == NfIcmpError::TIME_EXCEEDED || bytes[0] == parameterProblem;
    if (!known || ipSize < NfHeaderSize::IPV4 || size < icmpSize + ipSize + quotedSize ||
        ip[9] != NfProtocol::TCP || !IsSumGood(packet, 0))
    {
        return {};
    }
    const uint8_t* tcp = ip + ipSize;
    return QuotedSegment{bytes[0],
                         bytes[1],
                         NfRead16(bytes.data() + 6),
                         ip[8],
                         {Ipv4Address(NfRead32(ip + 12)),
                          NfRead16(tcp),
                          Ipv4Address(NfRead32(ip + 16)),
                          NfRead16(tcp + 2)},
                         SequenceNumber32(NfRead32(tcp + 4))};
}

/**
 * Write into a SYN how large segments its sender takes, as Linux does (tcp_advertise_mss).
 * @param packet a segment; left alone if it is no SYN, or names a size
 * @param source of the segment
 * @param destination of the segment
 * @param mtu of the device that it leaves by
 */
void
AnnounceSegmentSize(const Ptr<Packet>& packet,
                    Ipv4Address source,
                    Ipv4Address destination,
                    uint32_t mtu)
{
    constexpr uint32_t smallest = 256; // sysctl ip_rt_min_advmss
    constexpr uint32_t offsetAt = 12;
    constexpr uint32_t flagsAt = 13;
    std::array<uint8_t, NfHeaderSize::TCP> start;
    if (packet->CopyData(start.data(), start.size()) < start.size() ||
        !(start[flagsAt] & TcpHeader::SYN))
    {
        return;
    }
    std::vector<uint8_t> segment(packet->GetSize());
    packet->CopyData(segment.data(), segment.size());
    const uint32_t oldSize = (segment[offsetAt] >> 4) * 4U;
    NfTcpOptions options =
        NfTcpOptions::Read(segment.data() + NfHeaderSize::TCP, oldSize - NfHeaderSize::TCP);
    if (options.maximumSegmentSize)
    {
        return;
    }
    uint32_t size = std::min<uint32_t>(mtu, UINT16_MAX) - NfHeaderSize::IPV4 - NfHeaderSize::TCP;
    options.maximumSegmentSize = static_cast<uint16_t>(std::max(size, smallest));
    const std::vector<uint8_t> written = options.Write();
    segment.erase(segment.begin() + NfHeaderSize::TCP, segment.begin() + oldSize);
    segment.insert(segment.begin() + NfHeaderSize::TCP, written.begin(), written.end());
    const uint32_t newSize = NfHeaderSize::TCP + written.size();
    segment[offsetAt] = static_cast<uint8_t>(newSize / 4 << 4);
    if (Node::ChecksumEnabled())
    {
        NfIpHeader ip;
        ip.source = source;
        ip.destination = destination;
        NfTransportChecksum::FillTcp(ip, segment);
    }
    segment.resize(newSize);
    packet->RemoveAtStart(oldSize);
    packet->AddHeader(NfRawHeader(segment, TcpHeader::GetTypeId()));
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
    Ptr<Ipv4L3Protocol> ipv4 = node->GetObject<Ipv4L3Protocol>();
    if (!tcp || !ipv4 || node->GetObject<NfSocketReactions>())
    {
        return;
    }
    Ptr<NfSocketReactions> reactions = CreateObject<NfSocketReactions>();
    reactions->m_tcp = tcp;
    reactions->m_ipv4 = ipv4;
    node->AggregateObject(reactions);
    // The node owns them all: the stack fires no longer than its aggregate lives.
    ipv4->TraceConnectWithoutContext("LocalDeliver",
                                     Callback<void, const Ipv4Header&, Ptr<const Packet>, uint32_t>(
                                         [self = PeekPointer(reactions)](const Ipv4Header& header,
                                                                         Ptr<const Packet> packet,
                                                                         uint32_t interface) {
                                             self->Delivered(header, packet, interface);
                                         }));
    reactions->TakeDownTarget();
}

void
NfSocketReactions::TakeDownTarget()
{
    IpL4Protocol::DownTargetCallback stock = m_tcp->GetDownTarget();
    if (stock.IsNull())
    {
        return;
    }
    m_tcp->SetDownTarget(IpL4Protocol::DownTargetCallback([this, stock](Ptr<Packet> packet,
                                                                        Ipv4Address source,
                                                                        Ipv4Address destination,
                                                                        uint8_t protocol,
                                                                        Ptr<Ipv4Route> route) {
        if (m_enabled && route && !GetDeclarations().withSegmentSize.empty())
        {
            AnnounceSegmentSize(packet, source, destination, route->GetOutputDevice()->GetMtu());
        }
        stock(packet, source, destination, protocol, route);
    }));
}

void
NfSocketReactions::DoDispose()
{
    m_tcp = nullptr;
    m_ipv4 = nullptr;
    Object::DoDispose();
}

void
NfSocketReactions::Delivered(const Ipv4Header& header, Ptr<const Packet> packet, uint32_t interface)
{
    const uint8_t protocol = header.GetProtocol();
    bool heeded = protocol == NfProtocol::TCP || protocol == NfProtocol::ICMP;
    if (!heeded || !m_enabled || !m_tcp || !IsWanted())
    {
        return;
    }
    if (!DynamicCast<LoopbackNetDevice>(m_ipv4->GetNetDevice(interface)))
    {
        React(header, packet);
        return;
    }
    // What comes from the node itself may come within a call of the socket that it is for.
    Simulator::ScheduleNow([self = Ptr<NfSocketReactions>(this), header, copy = packet->Copy()] {
        if (self->m_tcp)
        {
            self->React(header, copy);
        }
    });
}

void
NfSocketReactions::React(const Ipv4Header& header, const Ptr<const Packet>& packet)
{
    switch (header.GetProtocol())
    {
    case NfProtocol::TCP:
        ReactToSegment(header, packet);
        break;
    case NfProtocol::ICMP:
        ReactToError(header, packet);
        break;
    default:
        break;
    }
}

void
NfSocketReactions::ReactToSegment(const Ipv4Header& header, const Ptr<const Packet>& packet)
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
        !IsSumGood(packet,
                   NfChecksum::PseudoHeader(NfFamily::IPV4,
                                            header.GetSource(),
                                            header.GetDestination(),
                                            NfProtocol::TCP,
                                            packet->GetSize())))
    {
        return;
    }
    tcp[flags] & TcpHeader::RST ? ReactToReset(header, packet, tcp.data())
                                : ReactToSyn(header, tcp.data(), size);
}

void
NfSocketReactions::ReactToReset(const Ipv4Header& header,
                                const Ptr<const Packet>& packet,
                                const uint8_t* tcp)
{
    std::optional<NfTcpSocket> socket = NfTcpSocket::Find(*m_tcp, GetEnds(header, tcp));
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
NfSocketReactions::ReactToSyn(const Ipv4Header& header, const uint8_t* tcp, uint32_t headerSize)
{
    NfTcpOptions options =
        NfTcpOptions::Read(tcp + NfHeaderSize::TCP, headerSize - NfHeaderSize::TCP);
    if (!options.maximumSegmentSize)
    {
        return;
    }
    auto limit = [tcpProtocol = m_tcp,
                  ends = GetEnds(header, tcp),
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
NfSocketReactions::ReactToError(const Ipv4Header& header, const Ptr<const Packet>& packet)
{
    std::optional<QuotedSegment> error = ReadError(packet);
    std::optional<NfTcpSocket> socket =
        error ? NfTcpSocket::Find(*m_tcp, error->ends) : std::nullopt;
    if (!socket || !socket->IsInFlight(error->sequence))
    {
        return;
    }
    if (error->type == NfIcmpError::DESTINATION_UNREACHABLE &&
        error->code == NfIcmpError::FRAGMENTATION_NEEDED)
    {
        uint32_t mtu = std::max<uint32_t>(error->mtu, SMALLEST_PATH_MTU);
        socket->LimitSegments(
            GetDataSize(mtu - NfHeaderSize::IPV4 - NfHeaderSize::TCP, socket->HasTimestamps()));
        return;
    }
    if (socket->GetState() == TcpSocket::SYN_RCVD)
    {
        if (EndsRequest(error->type, error->code))
        {
            socket->Forget();
        }
        return;
    }
    if (socket->GetState() == TcpSocket::SYN_SENT)
    {
        socket->ReportIcmp(header.GetSource(), error->ttl, error->type, error->code, 0);
        socket->FailToConnect(GetErrorOf(error->type, error->code));
    }
}

} // namespace ns3
