// SPDX-License-Identifier: GPL-2.0-only

#include "nf-tcp-packet.h"

#include "nf-raw-header.h"

#include <utility>

namespace ns3
{

Ptr<Packet>
NfMakeTcpPacket(std::vector<uint8_t> segment)
{
    // The type is there once TCP is linked in.
    TypeId type;
    if (!TypeId::LookupByNameFailSafe("ns3::TcpHeader", &type))
    {
        type = NfRawHeader::GetTypeId();
    }
    Ptr<Packet> packet = Create<Packet>();
    packet->AddHeader(NfRawHeader(std::move(segment), type));
    return packet;
}

} // namespace ns3
