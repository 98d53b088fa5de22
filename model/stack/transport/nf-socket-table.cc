// SPDX-License-Identifier: GPL-2.0-only

#include "nf-socket-table.h"

#include "nf-header-size.h"
#include "nf-ipv6-address.h"
#include "nf-member-access.h"
#include "nf-original-destination-tag.h"
#include "nf-tcp-socket.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv4-end-point-demux.h"
#include "ns3/ipv4-end-point.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-end-point-demux.h"
#include "ns3/ipv6-end-point.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/simulator.h"
#include "ns3/tcp-header.h"
#include "ns3/tcp-l4-protocol.h"
#include "ns3/udp-l4-protocol.h"

#include <algorithm>
#include <type_traits>
#include <utility>

namespace ns3
{

struct NfTcpEndPoints
{
    friend constexpr auto GetMember(NfTcpEndPoints);
};

struct NfTcpEndPoints6
{
    friend constexpr auto GetMember(NfTcpEndPoints6);
};

struct NfUdpEndPoints
{
    friend constexpr auto GetMember(NfUdpEndPoints);
};

struct NfUdpEndPoints6
{
    friend constexpr auto GetMember(NfUdpEndPoints6);
};

template struct NfMemberAccess<NfTcpEndPoints, &TcpL4Protocol::m_endPoints>;
template struct NfMemberAccess<NfTcpEndPoints6, &TcpL4Protocol::m_endPoints6>;
template struct NfMemberAccess<NfUdpEndPoints, &UdpL4Protocol::m_endPoints>;
template struct NfMemberAccess<NfUdpEndPoints6, &UdpL4Protocol::m_endPoints6>;

struct NfSocketTable::Ipv4Sockets
{
    using EndPoint = Ipv4EndPoint;
    using Interface = Ipv4Interface;
    using Stack = Ipv4L3Protocol;
    using Header = Ipv4Header;
    using TcpEndPoints = NfTcpEndPoints;
    using UdpEndPoints = NfUdpEndPoints;

    static Ipv4Address To(const NfAddress& address)
    {
        return address.ToIpv4();
    }

    static Address MakeName(const NfAddress& address, uint16_t port)
    {
        return InetSocketAddress(To(address), port);
    }

    template <class Transport>
    static EndPoint* Allocate(Transport& transport, const NfSocketEnds& ends)
    {
        return transport.Allocate(nullptr,
                                  To(ends.local),
                                  ends.localPort,
                                  To(ends.remote),
                                  ends.remotePort);
    }
};

struct NfSocketTable::Ipv6Sockets
{
    using EndPoint = Ipv6EndPoint;
    using Interface = Ipv6Interface;
    using Stack = Ipv6L3Protocol;
    using Header = Ipv6Header;
    using TcpEndPoints = NfTcpEndPoints6;
    using UdpEndPoints = NfUdpEndPoints6;

    static Ipv6Address To(const NfAddress& address)
    {
        return NfToIpv6(address);
    }

    static Address MakeName(const NfAddress& address, uint16_t port)
    {
        return Inet6SocketAddress(To(address), port);
    }

    template <class Transport>
    static EndPoint* Allocate(Transport& transport, const NfSocketEnds& ends)
    {
        return transport.Allocate6(nullptr,
                                   To(ends.local),
                                   ends.localPort,
                                   To(ends.remote),
                                   ends.remotePort);
    }
};

/// Takes a socket out of the transparent ones when it ends.
class NfSocketTable::Mark : public Object
{
  public:
    static TypeId GetTypeId()
    {
        static TypeId tid =
            TypeId("ns3::NfSocketTable::Mark").SetParent<Object>().SetGroupName("Netfilter");
        return tid;
    }

    ~Mark() override
    {
        marked->erase(socket);
    }

    std::shared_ptr<Marked> marked{std::make_shared<Marked>()}; //!< of the node
    Socket* socket{nullptr};                                    //!< that this is aggregated to
};

namespace
{

uint16_t
PortOf(const Address& name)
{
    if (Inet6SocketAddress::IsMatchingType(name))
    {
        return Inet6SocketAddress::ConvertFrom(name).GetPort();
    }
    return InetSocketAddress::IsMatchingType(name) ? InetSocketAddress::ConvertFrom(name).GetPort()
                                                   : 0;
}

// The port that a socket is bound to; 0: none.
uint16_t
GetPort(const Socket& socket)
{
    Address name;
    return socket.GetSockName(name) == 0 ? PortOf(name) : 0;
}

// To whom a socket is connected; nothing: to nobody. ns-3's TCP then tells an unset address.
std::optional<Address>
GetPeer(const Socket& socket)
{
    Address name;
    const bool connected = socket.GetPeerName(name) == 0 && PortOf(name) != 0;
    return connected ? std::optional(name) : std::nullopt;
}

// Is this the socket of an end point? Both ends are compared, as far as they have any.
template <class EndPoint>
bool
HasName(const Socket& socket, EndPoint& endPoint)
{
    constexpr bool v4 = std::is_same_v<EndPoint, Ipv4EndPoint>;
    using Name = std::conditional_t<v4, InetSocketAddress, Inet6SocketAddress>;
    const auto isAt = [](const Address& name, const auto& address, uint16_t port) {
        if (!Name::IsMatchingType(name) || Name::ConvertFrom(name).GetPort() != port)
        {
            return false;
        }
        if constexpr (v4)
        {
            return Name::ConvertFrom(name).GetIpv4() == address;
        }
        else
        {
            return Name::ConvertFrom(name).GetIpv6() == address;
        }
    };
    Address name;
    const std::optional<Address> peer = GetPeer(socket);
    return socket.GetSockName(name) == 0 &&
           isAt(name, endPoint.GetLocalAddress(), endPoint.GetLocalPort()) &&
           peer.has_value() == (endPoint.GetPeerPort() != 0) &&
           (!peer || isAt(*peer, endPoint.GetPeerAddress(), endPoint.GetPeerPort()));
}

bool
IsTcp(const Socket& socket)
{
    return dynamic_cast<const TcpSocketBase*>(&socket) != nullptr;
}

/// What an end point calls with what it gets.
template <class Family>
using Receiver =
    Callback<void, Ptr<Packet>, typename Family::Header, uint16_t, Ptr<typename Family::Interface>>;

/// @return what takes an end point back, unless it is gone by then
template <class Transport, class EndPoint>
std::function<void()>
TakeBack(const Ptr<Transport>& transport, EndPoint* lent, const std::shared_ptr<bool>& gone)
{
    return [transport, lent, gone] {
        if (!*gone)
        {
            transport->DeAllocate(lent);
        }
    };
}

// Let a new end point hand the datagram that it gets to the socket of another one, real.
template <class Family>
std::function<void()>
LendOfUdp(const Ptr<UdpL4Protocol>& udp, typename Family::EndPoint* real, const NfSocketEnds& ends)
{
    typename Family::EndPoint* lent = Family::Allocate(*udp, ends);
    if (!lent)
    {
        return nullptr;
    }
    const NfOriginalDestinationTag tag(Family::MakeName(ends.local, ends.localPort));
    const auto gone = std::make_shared<bool>(false);
    lent->SetRxCallback(
        Receiver<Family>([udp, real, lent, tag, gone](Ptr<Packet> p,
                                                      typename Family::Header header,
                                                      uint16_t port,
                                                      Ptr<typename Family::Interface> interface) {
            // The application may bind a socket to these ends, to answer: they must be free. With
            // the end point goes this callable.
            auto* const own = real;
            const NfOriginalDestinationTag destination = tag;
            *gone = true;
            Ptr<UdpL4Protocol>(udp)->DeAllocate(lent);
            // A sender may have got the packet in the same way, over another family: such a tag has
            // another size, and ReplacePacketTag() would write beyond its end.
            NfOriginalDestinationTag old;
            p->RemovePacketTag(old);
            p->AddPacketTag(destination);
            own->ForwardUp(p, header, port, interface);
        }));
    return TakeBack(udp, lent, gone);
}

// Let a new end point hand the segment that it gets to the listener of another one, real, which has
// the new one's address meanwhile. Behind that, it calls received.
template <class Family>
std::function<void()>
LendOfTcp(const Ptr<TcpL4Protocol>& tcp,
          typename Family::EndPoint* real,
          const NfSocketEnds& ends,
          const std::function<void()>& received)
{
    const std::optional<NfTcpSocket> socket = NfTcpSocket::FindAt(*tcp, real);
    typename Family::EndPoint* lent = socket ? Family::Allocate(*tcp, ends) : nullptr;
    if (!lent)
    {
        return nullptr;
    }
    const auto gone = std::make_shared<bool>(false);
    lent->SetRxCallback(Receiver<Family>(
        [received, real, lent, kept = *socket, gone](Ptr<Packet> p,
                                                     typename Family::Header header,
                                                     uint16_t port,
                                                     Ptr<typename Family::Interface> interface) {
            // The application may close the socket meanwhile, and this callable go with it.
            const NfTcpSocket socket = kept;
            const auto tell = gone;
            auto* const own = real;
            auto* const other = lent;
            const auto mark = received;
            socket.Exchange(other);
            own->ForwardUp(p, header, port, interface);
            mark(); // behind the event that accepts
            if (socket.Exchange(own) != other)
            {
                *tell = true;
                socket.Forget();
            }
        }));
    return TakeBack(tcp, lent, gone);
}

} // namespace

NfSocketTable::NfSocketTable()
    : m_transparent(std::make_shared<Marked>())
{
}

NfSocketTable::~NfSocketTable() = default;

void
NfSocketTable::Attach(Ptr<Node> node)
{
    m_node = node;
    m_assigned.clear();
}

void
NfSocketTable::SetTransparent(Ptr<Socket> socket, bool transparent)
{
    Ptr<Mark> mark = socket->GetObject<Mark>();
    if (!mark)
    {
        mark = CreateObject<Mark>();
        mark->marked = m_transparent;
        mark->socket = PeekPointer(socket);
        socket->AggregateObject(mark);
    }
    if (transparent)
    {
        m_transparent->insert(PeekPointer(socket));
    }
    else
    {
        m_transparent->erase(PeekPointer(socket));
    }
}

template <class Family>
typename Family::EndPoint*
NfSocketTable::FindEndPoint(const NfSocketEnds& ends, const NfDevice* in) const
{
    const Ptr<typename Family::Stack> stack =
        m_node ? m_node->GetObject<typename Family::Stack>() : nullptr;
    const int32_t number =
        stack && in && in->netDevice ? stack->GetInterfaceForDevice(in->netDevice) : -1;
    const Ptr<typename Family::Interface> interface =
        number >= 0 ? stack->GetInterface(number) : nullptr;
    const auto find = [&](auto* demux) {
        const auto found = demux->Lookup(Family::To(ends.local),
                                         ends.localPort,
                                         Family::To(ends.remote),
                                         ends.remotePort,
                                         interface);
        return found.empty() ? nullptr : found.front();
    };
    if (!stack)
    {
        return nullptr;
    }
    if (ends.protocol == NfProtocol::TCP)
    {
        const Ptr<TcpL4Protocol> tcp = m_node->GetObject<TcpL4Protocol>();
        return tcp ? find(PeekPointer(tcp)->*GetMember(typename Family::TcpEndPoints{})) : nullptr;
    }
    const Ptr<UdpL4Protocol> udp = m_node->GetObject<UdpL4Protocol>();
    return udp ? find(PeekPointer(udp)->*GetMember(typename Family::UdpEndPoints{})) : nullptr;
}

template <class EndPoint>
bool
NfSocketTable::IsTransparent(EndPoint& endPoint, uint8_t protocol) const
{
    const bool isTcp = protocol == NfProtocol::TCP;
    const bool connected = endPoint.GetPeerPort() != 0;
    return std::any_of(m_transparent->begin(), m_transparent->end(), [&](Socket* socket) {
        if (IsTcp(*socket) != isTcp)
        {
            return false;
        }
        // What TCP has accepted in the ordinary way has its listener's port.
        const bool accepts = isTcp && connected && !GetPeer(*socket);
        return accepts ? GetPort(*socket) == endPoint.GetLocalPort() : HasName(*socket, endPoint);
    });
}

template <class Family>
std::optional<NfFoundSocket>
NfSocketTable::FindIn(const NfSocketEnds& ends, const NfDevice* in) const
{
    auto* endPoint = FindEndPoint<Family>(ends, in);
    if (!endPoint)
    {
        return std::nullopt;
    }
    NfFoundSocket found;
    found.connected = endPoint->GetPeerPort() != 0;
    found.wildcard = endPoint->GetLocalAddress().IsAny();
    found.transparent = IsTransparent(*endPoint, ends.protocol);
    if (ends.protocol == NfProtocol::TCP)
    {
        const auto socket = NfTcpSocket::FindAt(*m_node->GetObject<TcpL4Protocol>(), endPoint);
        found.listening = socket && socket->GetState() == TcpSocket::LISTEN;
        found.handshake = socket && socket->GetState() == TcpSocket::SYN_RCVD;
        found.timeWait = socket && socket->GetState() == TcpSocket::TIME_WAIT;
        if (!found.listening && !found.connected)
        {
            return std::nullopt; // bound, but neither
        }
    }
    return found;
}

std::optional<NfFoundSocket>
NfSocketTable::Find(const NfSocketEnds& ends, const NfDevice* in) const
{
    return ends.family == NfFamily::IPV6 ? FindIn<Ipv6Sockets>(ends, in)
                                         : FindIn<Ipv4Sockets>(ends, in);
}

void
NfSocketTable::Assign(const NfPacket& packet, const NfSocketEnds& ends)
{
    m_assigned[packet.serial] = ends;
    if (m_assigned.size() > MAX_ASSIGNED)
    {
        m_assigned.erase(m_assigned.begin());
    }
}

std::optional<NfFoundSocket>
NfSocketTable::FindAssigned(const NfPacket& packet) const
{
    const auto found = m_assigned.find(packet.serial);
    return found == m_assigned.end() ? std::nullopt : Find(found->second, packet.in);
}

bool
NfSocketTable::Discards(const NfPacket& packet) const
{
    constexpr uint32_t offsetField = 12;
    constexpr uint32_t flagsField = 13;
    constexpr uint8_t meaningful = TcpHeader::ACK | TcpHeader::SYN | TcpHeader::RST;
    const bool isSegment = packet.ip.protocol == NfProtocol::TCP && !packet.ip.IsFragment();
    const uint8_t* header = isSegment ? packet.L4(NfHeaderSize::TCP) : nullptr;
    if (!header || (header[flagsField] & meaningful) != 0)
    {
        return false;
    }
    const auto assigned = FindAssigned(packet);
    const auto found = assigned ? assigned : Find(NfSocketEnds::Of(packet, header), packet.in);
    const uint32_t data = packet.GetPayloadSize() - (header[offsetField] >> 4) * 4U;
    const bool isProbe = header[flagsField] == 0 && data == 1;
    const bool isOpen = found && found->connected && !found->handshake;
    return found && !found->timeWait && !(isOpen && isProbe);
}

template <class Family>
void
NfSocketTable::MarkAccepted(const NfSocketEnds& ends)
{
    Simulator::ScheduleNow([this, ends] {
        auto* endPoint = FindEndPoint<Family>(ends, nullptr);
        const Ptr<TcpL4Protocol> tcp = m_node ? m_node->GetObject<TcpL4Protocol>() : nullptr;
        const auto socket = endPoint && tcp && endPoint->GetPeerPort() == ends.remotePort
                                ? NfTcpSocket::FindAt(*tcp, endPoint)
                                : std::nullopt;
        if (socket)
        {
            SetTransparent(socket->GetSocket(), true);
        }
    });
}

template <class Family>
std::function<void()>
NfSocketTable::Lend(const NfSocketEnds& bound, const NfPacket& packet, const NfSocketEnds& ends)
{
    auto* real = FindEndPoint<Family>(bound, packet.in);
    if (!real || real->GetPeerPort() != 0)
    {
        return nullptr;
    }
    if (ends.protocol == NfProtocol::UDP)
    {
        return LendOfUdp<Family>(m_node->GetObject<UdpL4Protocol>(), real, ends);
    }
    return LendOfTcp<Family>(m_node->GetObject<TcpL4Protocol>(), real, ends, [this, ends] {
        MarkAccepted<Family>(ends);
    });
}

NfSocketTable::Delivery::Delivery(NfSocketTable& table, NfPacket& packet)
{
    const auto found = table.m_assigned.find(packet.serial);
    const uint8_t* header = found == table.m_assigned.end() ? nullptr : packet.L4(4);
    if (!header)
    {
        return;
    }
    const NfSocketEnds bound = found->second;
    table.m_assigned.erase(found);
    const NfSocketEnds ends = NfSocketEnds::Of(packet, header);
    m_takeBack = packet.ip.family == NfFamily::IPV6 ? table.Lend<Ipv6Sockets>(bound, packet, ends)
                                                    : table.Lend<Ipv4Sockets>(bound, packet, ends);
}

NfSocketTable::Delivery::~Delivery()
{
    if (m_takeBack)
    {
        m_takeBack();
    }
}

} // namespace ns3
