// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRANSPARENT_SOCKET_H
#define NF_TRANSPARENT_SOCKET_H

#include "ns3/address.h"
#include "ns3/packet.h"
#include "ns3/socket.h"

#include <optional>

namespace ns3
{

/**
 * @ingroup netfilter
 * What a transparent proxy does with its sockets: those that the target TPROXY gives packets to,
 * and that have the addresses of others (Linux's IP_TRANSPARENT, tproxy.txt).
 *
 * @code
 *   Ptr<Socket> listener = Socket::CreateSocket(node, TcpSocketFactory::GetTypeId());
 *   listener->Bind(InetSocketAddress(Ipv4Address::GetAny(), 50080));
 *   listener->Listen();
 *   NfTransparentSocket::Set(listener);
 *   // GetSockName() of what it accepts is where the client wanted to go, GetPeerName() the client.
 *   Ptr<Socket> onward = Socket::CreateSocket(node, TcpSocketFactory::GetTypeId());
 *   onward->Bind(client);                          // in the client's name
 *   NfTransparentSocket::Set(onward);              // its answers match -m socket --transparent
 *   NfTransparentSocket::Connect(onward, server);
 * @endcode
 */
class NfTransparentSocket
{
  public:
    /**
     * Rules may give the socket packets for any address. What it accepts is transparent, too.
     * @param socket of TCP or UDP, of a node that gets the layer if it has none
     * @param transparent false: they may not any more
     */
    static void Set(Ptr<Socket> socket, bool transparent = true);

    /**
     * Connect a socket of TCP and keep the address that it is bound to, which may be another
     * node's. Socket::Connect() takes one of the node's instead. UDP needs no such thing: a socket
     * that is bound sends from where it is bound to.
     * @param socket of TCP, bound to an address and port
     * @param peer address and port
     * @return as Socket::Connect()
     */
    static int Connect(Ptr<Socket> socket, const Address& peer);

    /**
     * @param packet that a socket of UDP has received
     * @return where its sender has sent it, if TPROXY has given it to the socket (Linux's
     *         IP_RECVORIGDSTADDR); an InetSocketAddress or Inet6SocketAddress
     */
    static std::optional<Address> GetOriginalDestination(Ptr<const Packet> packet);
};

} // namespace ns3

#endif /* NF_TRANSPARENT_SOCKET_H */
