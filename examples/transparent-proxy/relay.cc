// SPDX-License-Identifier: GPL-2.0-only

#include "relay.h"

#include "ns3/inet-socket-address.h"
#include "ns3/nf-transparent-socket.h"
#include "ns3/tcp-socket-factory.h"

#include <sstream>

using namespace ns3;

Relay::Relay(Ptr<Node> node, uint16_t port)
    : m_node(node),
      m_listener(Socket::CreateSocket(node, TcpSocketFactory::GetTypeId()))
{
    m_listener->Bind(InetSocketAddress(Ipv4Address::GetAny(), port));
    m_listener->Listen();
    m_listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                  MakeCallback(&Relay::Accept, this));
    NfTransparentSocket::Set(m_listener);
}

Relay::~Relay() = default;

void
Relay::Accept(Ptr<Socket> socket, const Address& client)
{
    Address wanted;
    socket->GetSockName(wanted);
    const InetSocketAddress target = InetSocketAddress::ConvertFrom(wanted);
    std::ostringstream text;
    text << target.GetIpv4() << ':' << target.GetPort();
    m_target = text.str();
    m_clients.push_back(client);

    // In the client's name, with another port, as the client's own is in use on this node.
    Ptr<Socket> onward = Socket::CreateSocket(m_node, TcpSocketFactory::GetTypeId());
    onward->Bind(InetSocketAddress(InetSocketAddress::ConvertFrom(client).GetIpv4(), 0));
    NfTransparentSocket::Set(onward);
    onward->SetConnectCallback(MakeCallback(&Relay::Connected, this),
                               MakeCallback(&Relay::Failed, this));
    m_sides[socket].other = onward;
    m_sides[onward].other = socket;
    m_sides[onward].connected = true;
    Watch(socket);
    Watch(onward);
    NfTransparentSocket::Connect(onward, wanted);
}

void
Relay::Watch(const Ptr<Socket>& socket)
{
    socket->SetRecvCallback(MakeCallback(&Relay::Receive, this));
    socket->SetSendCallback(MakeCallback(&Relay::Room, this));
    socket->SetCloseCallbacks(MakeCallback(&Relay::End, this), MakeCallback(&Relay::End, this));
}

void
Relay::Connected(Ptr<Socket> socket)
{
    Side& client = m_sides[m_sides[socket].other];
    client.connected = true;
    Copy(client);
}

void
Relay::Failed(Ptr<Socket> socket)
{
    m_sides[socket].other->Close();
}

void
Relay::Receive(Ptr<Socket> socket)
{
    Side& side = m_sides[socket];
    while (Ptr<Packet> data = socket->Recv())
    {
        if (data->GetSize() == 0)
        {
            break;
        }
        side.waiting.push_back(data);
    }
    Copy(side);
}

void
Relay::Room(Ptr<Socket> socket, uint32_t)
{
    Copy(m_sides[m_sides[socket].other]);
}

void
Relay::End(Ptr<Socket> socket)
{
    Side& side = m_sides[socket];
    side.ended = true;
    Copy(side);
}

void
Relay::Copy(Side& from)
{
    if (!from.connected)
    {
        return;
    }
    while (!from.waiting.empty() && from.other->Send(from.waiting.front()) >= 0)
    {
        m_copied += from.waiting.front()->GetSize();
        from.waiting.erase(from.waiting.begin());
    }
    if (from.ended && from.waiting.empty())
    {
        from.other->Close();
    }
}
