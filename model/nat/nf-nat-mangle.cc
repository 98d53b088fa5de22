// SPDX-License-Identifier: GPL-2.0-only

#include "nf-nat-mangle.h"

#include "nf-checksum.h"
#include "nf-sequence-adjuster.h"

#include "ns3/node.h"
#include "ns3/packet.h"

#include <vector>

namespace ns3
{

namespace
{

constexpr uint32_t TCP_SIZE = 20;
constexpr uint32_t TCP_SEQUENCE = 4;
constexpr uint32_t TCP_DATA_OFFSET = 12;
constexpr uint32_t TCP_CHECKSUM = 16;
constexpr uint32_t IP_SIZE = 20;
constexpr uint32_t IP_MAX_SIZE = 65535;

// Size of the TCP header with options; 0 if it is not whole.
uint32_t
HeaderSize(const NfPacket& packet)
{
    const uint8_t* header = packet.L4(TCP_SIZE);
    const uint32_t size = header ? (header[TCP_DATA_OFFSET] >> 4) * 4 : 0;
    return size >= TCP_SIZE && size <= packet.GetPayloadSize() ? size : 0;
}

void
RepairChecksum(NfPacket& packet)
{
    uint8_t* header = packet.MutableL4(TCP_SIZE);
    if (NfRead16(header + TCP_CHECKSUM) == 0 && !Node::ChecksumEnabled())
    {
        return;
    }
    NfWrite16(header + TCP_CHECKSUM, 0);
    const std::vector<uint8_t> bytes = packet.CopyPayload();
    uint64_t sum = NfChecksum::PseudoHeader(packet.ip.family,
                                            packet.ip.source,
                                            packet.ip.destination,
                                            packet.ip.protocol,
                                            bytes.size());
    NfWrite16(header + TCP_CHECKSUM,
              NfChecksum::Finish(NfChecksum::Add(bytes.data(), bytes.size(), sum)));
}

} // namespace

bool
NfNatMangle::CanMangleTcp(const NfPacket& packet,
                          uint32_t offset,
                          uint32_t length,
                          uint32_t replacementLength)
{
    const uint32_t headerSize = HeaderSize(packet);
    if (packet.ip.protocol != NfProtocol::TCP || headerSize == 0)
    {
        return false;
    }
    const uint64_t dataSize = packet.GetPayloadSize() - headerSize;
    return uint64_t{offset} + length <= dataSize &&
           IP_SIZE + headerSize + dataSize - length + replacementLength <= IP_MAX_SIZE;
}

bool
NfNatMangle::MangleTcp(NfPacket& packet,
                       NfConnection& connection,
                       uint32_t offset,
                       uint32_t length,
                       const std::string& replacement)
{
    if (!CanMangleTcp(packet, offset, length, replacement.size()))
    {
        return false;
    }
    const uint32_t sequence = NfRead32(packet.L4(TCP_SIZE) + TCP_SEQUENCE);
    const uint32_t begin = HeaderSize(packet) + offset;
    const uint32_t end = begin + length;
    Ptr<Packet> old = packet.GetPayload();
    Ptr<Packet> changed = old->CreateFragment(0, begin);
    changed->AddAtEnd(Create<Packet>(reinterpret_cast<const uint8_t*>(replacement.data()),
                                     static_cast<uint32_t>(replacement.size())));
    if (end < old->GetSize())
    {
        changed->AddAtEnd(old->CreateFragment(end, old->GetSize() - end));
    }
    packet.SetPayload(changed);
    RepairChecksum(packet);

    const int32_t difference =
        static_cast<int32_t>(replacement.size()) - static_cast<int32_t>(length);
    NfSequenceAdjuster::Note(connection, packet.ctDirection, sequence, difference);
    return true;
}

} // namespace ns3
