// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TCP_SOCKET_H
#define NF_TCP_SOCKET_H

#include "nf-address.h"

#include "ns3/address.h"
#include "ns3/packet.h"
#include "ns3/sequence-number.h"
#include "ns3/socket.h"
#include "ns3/tcp-header.h"
#include "ns3/tcp-l4-protocol.h"
#include "ns3/tcp-socket-base.h"

#include <cstdint>
#include <optional>

namespace ns3
{

class Ipv4EndPoint;
class Ipv6EndPoint;

/// The two ends of a connection, as its socket has them.
struct NfTcpEnds
{
    NfFamily family{NfFamily::IPV4};
    NfAddress local;
    uint16_t localPort{0};
    NfAddress peer;
    uint16_t peerPort{0};
};

/**
 * @ingroup netfilter
 * A TCP socket of ns-3, with the state that Linux's tcp_v4_err(), tcp_v6_err() and tcp_reset() look
 * at, and what they do with it.
 *
 * All of that is protected in TcpSocketBase, and the list of sockets is private in TcpL4Protocol;
 * it is reached by pointers to members (see NfMemberAccess).
 */
class NfTcpSocket
{
  public:
    /**
     * @param tcp of a node
     * @param ends of a connection
     * @return its socket; nothing if there is none, or if it only listens
     */
    static std::optional<NfTcpSocket> Find(const TcpL4Protocol& tcp, const NfTcpEnds& ends);

    /**
     * @param tcp of a node
     * @param endPoint of one of its sockets
     * @return the socket; nothing if it is none's
     */
    static std::optional<NfTcpSocket> FindAt(const TcpL4Protocol& tcp,
                                             const Ipv4EndPoint* endPoint);
    /// @return as above. Parameters as above.
    static std::optional<NfTcpSocket> FindAt(const TcpL4Protocol& tcp,
                                             const Ipv6EndPoint* endPoint);

    /// @return the socket
    const Ptr<TcpSocketBase>& GetSocket() const
    {
        return m_socket;
    }

    /**
     * Let the socket have another end point for a while: a connection that it accepts then gets
     * the other's address.
     * @param endPoint the other
     * @return the one before
     */
    Ipv4EndPoint* Exchange(Ipv4EndPoint* endPoint) const;
    /// @return as above. Parameters as above.
    Ipv6EndPoint* Exchange(Ipv6EndPoint* endPoint) const;

    /**
     * Connect from the address that the socket is bound to, which Connect() replaces by one of the
     * node's.
     * @param socket bound, and not connected
     * @param peer address and port, of the same family
     * @return as Socket::Connect(); -1, too, if the socket is none of ns-3's TCP
     */
    static int ConnectFromBound(const Ptr<Socket>& socket, const Address& peer);

    /// @return the state of the connection
    TcpSocket::TcpStates_t GetState() const;

    /// @return the sequence number of the SYN while connecting; else of what is sent next
    SequenceNumber32 GetNextSent() const;

    /**
     * @return true if a sequence number has been sent and not been acknowledged
     * @param number the sequence number
     */
    bool IsInFlight(SequenceNumber32 number) const;

    /// @return the sequence number that is expected next
    SequenceNumber32 GetNextExpected() const;

    /// @return true if the socket has told its application that the connection is closed
    bool IsCloseNotified() const;

    /// @return true if the socket writes timestamps into its segments
    bool HasTimestamps() const;

    /**
     * Tell the socket's trace source Rx of a segment.
     * @param segment as received
     */
    void TraceReceived(const Ptr<const Packet>& segment) const;

    /**
     * Tell the socket's attribute IcmpCallback, or IcmpCallback6, of an error.
     * @param family of the error
     * @param from its sender
     * @param ttl of the quoted segment, or its hop limit
     * @param type of the error
     * @param code of the error
     */
    void ReportIcmp(NfFamily family,
                    const NfAddress& from,
                    uint8_t ttl,
                    uint8_t type,
                    uint8_t code) const;

    /**
     * End the attempt to connect.
     * @param error what GetErrno() shall say
     */
    void FailToConnect(Socket::SocketErrno error) const;

    /**
     * End the connection with an error.
     * @param error what GetErrno() shall say
     */
    void Abort(Socket::SocketErrno error) const;

    /// End a connection that its application has not been told of.
    void Forget() const;

    /**
     * Send no larger segments from now on. While the connection is being set up, the congestion
     * window begins with as many segments of this size as it would have had of the former.
     * @param size of the data in a segment
     */
    void LimitSegments(uint32_t size) const;

  private:
    explicit NfTcpSocket(Ptr<TcpSocketBase> socket)
        : m_socket(socket)
    {
    }

    // The socket that a callable with const TcpSocketBase& says yes to; nothing: none.
    template <class Test>
    static std::optional<NfTcpSocket> FindIf(const TcpL4Protocol& tcp, const Test& isWanted);

    void Close(Socket::SocketErrno error) const;

    Ptr<TcpSocketBase> m_socket;
};

} // namespace ns3

#endif /* NF_TCP_SOCKET_H */
