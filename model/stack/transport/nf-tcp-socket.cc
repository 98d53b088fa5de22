// SPDX-License-Identifier: GPL-2.0-only

#include "nf-tcp-socket.h"

#include "nf-ipv6-address.h"
#include "nf-member-access.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv4-end-point.h"
#include "ns3/ipv6-end-point.h"
#include "ns3/rtt-estimator.h"
#include "ns3/tcp-rx-buffer.h"
#include "ns3/tcp-socket-state.h"
#include "ns3/tcp-tx-buffer.h"

#include <utility>

namespace ns3
{

struct NfTcpSocketList
{
    friend constexpr auto GetMember(NfTcpSocketList);
};

template struct NfMemberAccess<NfTcpSocketList, &TcpL4Protocol::m_sockets>;

namespace
{

/// Pointers to members that are protected: a derived class may name them.
struct Protected : public TcpSocketBase
{
    static constexpr auto ENDPOINT = &Protected::m_endPoint;
    static constexpr auto ENDPOINT6 = &Protected::m_endPoint6;
    static constexpr auto SYN_COUNT = &Protected::m_synCount;
    static constexpr auto SYN_RETRIES = &Protected::m_synRetries;
    static constexpr auto DATA_COUNT = &Protected::m_dataRetrCount;
    static constexpr auto DATA_RETRIES = &Protected::m_dataRetries;
    static constexpr auto CONNECT = &Protected::DoConnect;
    static constexpr auto STATE = &Protected::m_state;
    static constexpr auto ERROR = &Protected::m_errno;
    static constexpr auto CONTROL = &Protected::m_tcb;
    static constexpr auto TX_BUFFER = &Protected::m_txBuffer;
    static constexpr auto RTT = &Protected::m_rtt;
    static constexpr auto CLOSE_NOTIFIED = &Protected::m_closeNotified;
    static constexpr auto TIMESTAMPS = &Protected::m_timestampEnabled;
    static constexpr auto RX_TRACE = &Protected::m_rxTrace;
    static constexpr auto FORWARD_ICMP = &Protected::ForwardIcmp;
    static constexpr auto FORWARD_ICMP6 = &Protected::ForwardIcmp6;
    static constexpr auto RELEASE = &Protected::DeallocateEndPoint;
    static constexpr auto NOTIFY_FAILED = &Protected::NotifyConnectionFailed;
    static constexpr auto NOTIFY_ERROR = &Protected::NotifyErrorClose;
};

// TcpL4Protocol keeps a vector in ns-3.37, later a map.
[[maybe_unused]] const Ptr<TcpSocketBase>&
SocketOf(const Ptr<TcpSocketBase>& socket)
{
    return socket;
}

template <class Key>
const Ptr<TcpSocketBase>&
SocketOf(const std::pair<Key, Ptr<TcpSocketBase>>& entry)
{
    return entry.second;
}

template <class EndPoint, class IpAddress>
bool
Has(EndPoint* endPoint, const NfTcpEnds& ends, const IpAddress& local, const IpAddress& peer)
{
    return endPoint && endPoint->GetPeerPort() == ends.peerPort &&
           endPoint->GetLocalPort() == ends.localPort && endPoint->GetPeerAddress() == peer &&
           endPoint->GetLocalAddress() == local;
}

} // namespace

template <class Test>
std::optional<NfTcpSocket>
NfTcpSocket::FindIf(const TcpL4Protocol& tcp, const Test& isWanted)
{
    for (const auto& entry : tcp.*GetMember(NfTcpSocketList{}))
    {
        const Ptr<TcpSocketBase>& socket = SocketOf(entry);
        if (isWanted(*socket))
        {
            return NfTcpSocket(socket);
        }
    }
    return {};
}

std::optional<NfTcpSocket>
NfTcpSocket::FindAt(const TcpL4Protocol& tcp, const Ipv4EndPoint* endPoint)
{
    return FindIf(tcp, [endPoint](const TcpSocketBase& socket) {
        return socket.*Protected::ENDPOINT == endPoint;
    });
}

std::optional<NfTcpSocket>
NfTcpSocket::FindAt(const TcpL4Protocol& tcp, const Ipv6EndPoint* endPoint)
{
    return FindIf(tcp, [endPoint](const TcpSocketBase& socket) {
        return socket.*Protected::ENDPOINT6 == endPoint;
    });
}

Ipv4EndPoint*
NfTcpSocket::Exchange(Ipv4EndPoint* endPoint) const
{
    return std::exchange(PeekPointer(m_socket)->*Protected::ENDPOINT, endPoint);
}

Ipv6EndPoint*
NfTcpSocket::Exchange(Ipv6EndPoint* endPoint) const
{
    return std::exchange(PeekPointer(m_socket)->*Protected::ENDPOINT6, endPoint);
}

int
NfTcpSocket::ConnectFromBound(const Ptr<Socket>& socket, const Address& peer)
{
    const Ptr<TcpSocketBase> tcp = DynamicCast<TcpSocketBase>(socket);
    TcpSocketBase* base = PeekPointer(tcp);
    if (!base)
    {
        return -1;
    }
    Ipv4EndPoint* endPoint = base->*Protected::ENDPOINT;
    Ipv6EndPoint* endPoint6 = base->*Protected::ENDPOINT6;
    if (endPoint && InetSocketAddress::IsMatchingType(peer))
    {
        const InetSocketAddress to = InetSocketAddress::ConvertFrom(peer);
        endPoint->SetPeer(to.GetIpv4(), to.GetPort());
    }
    else if (endPoint6 && Inet6SocketAddress::IsMatchingType(peer))
    {
        const Inet6SocketAddress to = Inet6SocketAddress::ConvertFrom(peer);
        endPoint6->SetPeer(to.GetIpv6(), to.GetPort());
    }
    else
    {
        base->*Protected::ERROR = Socket::ERROR_INVAL;
        return -1;
    }
    (base->*Protected::RTT)->Reset();
    base->*Protected::SYN_COUNT = base->*Protected::SYN_RETRIES;
    base->*Protected::DATA_COUNT = base->*Protected::DATA_RETRIES;
    return (base->*Protected::CONNECT)();
}

std::optional<NfTcpSocket>
NfTcpSocket::Find(const TcpL4Protocol& tcp, const NfTcpEnds& ends)
{
    return FindIf(tcp, [&ends](const TcpSocketBase& socket) {
        return ends.family == NfFamily::IPV6 ? Has(socket.*Protected::ENDPOINT6,
                                                   ends,
                                                   NfToIpv6(ends.local),
                                                   NfToIpv6(ends.peer))
                                             : Has(socket.*Protected::ENDPOINT,
                                                   ends,
                                                   ends.local.ToIpv4(),
                                                   ends.peer.ToIpv4());
    });
}

TcpSocket::TcpStates_t
NfTcpSocket::GetState() const
{
    return PeekPointer(m_socket)->*Protected::STATE;
}

SequenceNumber32
NfTcpSocket::GetNextSent() const
{
    return (PeekPointer(m_socket)->*Protected::CONTROL)->m_nextTxSequence;
}

bool
NfTcpSocket::IsInFlight(SequenceNumber32 number) const
{
    if (GetState() == TcpSocket::SYN_SENT || GetState() == TcpSocket::SYN_RCVD)
    {
        return number == GetNextSent();
    }
    return number >= (PeekPointer(m_socket)->*Protected::TX_BUFFER)->HeadSequence() &&
           number <= (PeekPointer(m_socket)->*Protected::CONTROL)->m_highTxMark;
}

SequenceNumber32
NfTcpSocket::GetNextExpected() const
{
    return (PeekPointer(m_socket)->*Protected::CONTROL)->m_rxBuffer->NextRxSequence();
}

bool
NfTcpSocket::IsCloseNotified() const
{
    return PeekPointer(m_socket)->*Protected::CLOSE_NOTIFIED;
}

bool
NfTcpSocket::HasTimestamps() const
{
    return PeekPointer(m_socket)->*Protected::TIMESTAMPS;
}

void
NfTcpSocket::TraceReceived(const Ptr<const Packet>& segment) const
{
    Ptr<Packet> data = segment->Copy();
    TcpHeader header;
    data->RemoveHeader(header);
    (PeekPointer(m_socket)->*Protected::RX_TRACE)(data, header, m_socket);
}

void
NfTcpSocket::ReportIcmp(NfFamily family,
                        const NfAddress& from,
                        uint8_t ttl,
                        uint8_t type,
                        uint8_t code) const
{
    TcpSocketBase* socket = PeekPointer(m_socket);
    family == NfFamily::IPV6
        ? (socket->*Protected::FORWARD_ICMP6)(NfToIpv6(from), ttl, type, code, 0)
        : (socket->*Protected::FORWARD_ICMP)(from.ToIpv4(), ttl, type, code, 0);
}

void
NfTcpSocket::Close(Socket::SocketErrno error) const
{
    // Before the application hears of it: it may connect or close in its callback.
    TcpSocketBase* socket = PeekPointer(m_socket);
    (socket->*Protected::RTT)->Reset();
    socket->*Protected::ERROR = error;
    socket->*Protected::STATE = TcpSocket::CLOSED;
    (socket->*Protected::RELEASE)();
}

void
NfTcpSocket::FailToConnect(Socket::SocketErrno error) const
{
    Close(error);
    (PeekPointer(m_socket)->*Protected::NOTIFY_FAILED)();
}

void
NfTcpSocket::Abort(Socket::SocketErrno error) const
{
    PeekPointer(m_socket)->*Protected::CLOSE_NOTIFIED = true;
    Close(error);
    (PeekPointer(m_socket)->*Protected::NOTIFY_ERROR)();
}

void
NfTcpSocket::Forget() const
{
    Close(Socket::ERROR_NOTERROR);
}

void
NfTcpSocket::LimitSegments(uint32_t size) const
{
    TcpSocketBase* socket = PeekPointer(m_socket);
    Ptr<TcpSocketState> control = socket->*Protected::CONTROL;
    if (size >= control->m_segmentSize)
    {
        return;
    }
    control->m_segmentSize = size;
    (socket->*Protected::TX_BUFFER)->SetSegmentSize(size);
    if (GetState() == TcpSocket::SYN_SENT || GetState() == TcpSocket::SYN_RCVD)
    {
        control->m_cWnd = control->m_initialCWnd * size;
        control->m_cWndInfl = control->m_cWnd.Get();
    }
}

} // namespace ns3
