// SPDX-License-Identifier: GPL-2.0-only

#include "nf-transparent-socket.h"

#include "netfilter-helper.h"
#include "nf-original-destination-tag.h"
#include "nf-stack-node.h"
#include "nf-tcp-socket.h"

#include "ns3/abort.h"

namespace ns3
{

void
NfTransparentSocket::Set(Ptr<Socket> socket, bool transparent)
{
    NS_ABORT_MSG_UNLESS(socket && socket->GetNode(), "only a socket of a node can be transparent");
    NetfilterHelper helper;
    helper.Install(socket->GetNode());
    NetfilterHelper::Get(socket->GetNode())
        ->GetStack()
        ->GetShared()
        .sockets.SetTransparent(socket, transparent);
}

int
NfTransparentSocket::Connect(Ptr<Socket> socket, const Address& peer)
{
    return NfTcpSocket::ConnectFromBound(socket, peer);
}

std::optional<Address>
NfTransparentSocket::GetOriginalDestination(Ptr<const Packet> packet)
{
    NfOriginalDestinationTag tag;
    return packet->PeekPacketTag(tag) ? std::optional(tag.GetDestination()) : std::nullopt;
}

} // namespace ns3
