// SPDX-License-Identifier: GPL-2.0-only

#include "nf-nat-mangle.h"

#include "nf-checksum.h"
#include "nf-header-size.h"
#include "nf-sequence-adjuster.h"
#include "nf-transport-checksum.h"

#include "ns3/packet.h"

namespace ns3
{

namespace
{

constexpr uint32_t TCP_SEQUENCE = 4;
constexpr uint32_t TCP_DATA_OFFSET = 12;
constexpr uint32_t TCP_CHECKSUM = 16;
constexpr uint32_t UDP_LENGTH = 4;
constexpr uint32_t UDP_CHECKSUM = 6;
constexpr uint32_t IP_MAX_SIZE = 65535;

// Size of the TCP header with options; 0 if it is not whole.
uint32_t
HeaderSize(const NfPacket& packet)
{
    const uint8_t* header = packet.L4(NfHeaderSize::TCP);
    const uint32_t size = header ? (header[TCP_DATA_OFFSET] >> 4) * 4 : 0;
    return size >= NfHeaderSize::TCP && size <= packet.GetPayloadSize() ? size : 0;
}

// Exchanges bytes of what is behind the network header.
void
Replace(NfPacket& packet, uint32_t begin, uint32_t end, const std::string& replacement)
{
    Ptr<Packet> old = packet.GetPayload();
    Ptr<Packet> changed = old->CreateFragment(0, begin);
    changed->AddAtEnd(Create<Packet>(reinterpret_cast<const uint8_t*>(replacement.data()),
                                     static_cast<uint32_t>(replacement.size())));
    if (end < old->GetSize())
    {
        changed->AddAtEnd(old->CreateFragment(end, old->GetSize() - end));
    }
    packet.SetPayload(changed);
}

void
RepairChecksum(NfPacket& packet)
{
    uint8_t* header = packet.MutableL4(NfHeaderSize::TCP);
    if (!NfTransportChecksum::IsPresent(NfRead16(header + TCP_CHECKSUM)))
    {
        return;
    }
    NfWrite16(header + TCP_CHECKSUM, 0);
    if (const auto checksum = NfTransportChecksum::Compute(packet))
    {
        NfWrite16(packet.MutableL4(NfHeaderSize::TCP) + TCP_CHECKSUM, *checksum);
    }
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
           packet.ip.GetSize() + headerSize + dataSize - length + replacementLength <= IP_MAX_SIZE;
}

bool
NfNatMangle::MangleTcp(NfPacket& packet,
                       uint32_t offset,
                       uint32_t length,
                       const std::string& replacement)
{
    if (!CanMangleTcp(packet, offset, length, replacement.size()))
    {
        return false;
    }
    const uint32_t begin = HeaderSize(packet) + offset;
    Replace(packet, begin, begin + length, replacement);
    RepairChecksum(packet);
    return true;
}

bool
NfNatMangle::MangleTcp(NfPacket& packet,
                       NfConnection& connection,
                       uint32_t offset,
                       uint32_t length,
                       const std::string& replacement)
{
    if (!MangleTcp(packet, offset, length, replacement))
    {
        return false;
    }
    const uint32_t sequence = NfRead32(packet.L4(NfHeaderSize::TCP) + TCP_SEQUENCE);
    const int32_t difference =
        static_cast<int32_t>(replacement.size()) - static_cast<int32_t>(length);
    NfSequenceAdjuster::Note(connection, packet.ctDirection, sequence, difference);
    return true;
}

bool
NfNatMangle::MangleUdp(NfPacket& packet,
                       uint32_t offset,
                       uint32_t length,
                       const std::string& replacement)
{
    const uint32_t size = packet.GetPayloadSize();
    const uint64_t begin = uint64_t{NfHeaderSize::UDP} + offset;
    if (packet.ip.protocol != NfProtocol::UDP || begin + length > size ||
        uint64_t{packet.ip.GetSize()} + size - length + replacement.size() > IP_MAX_SIZE)
    {
        return false;
    }
    Replace(packet,
            static_cast<uint32_t>(begin),
            static_cast<uint32_t>(begin) + length,
            replacement);
    uint8_t* header = packet.MutableL4(NfHeaderSize::UDP);
    NfWrite16(header + UDP_LENGTH, static_cast<uint16_t>(packet.GetPayloadSize()));
    constexpr uint16_t none = 0; // says that there is no checksum
    if (NfRead16(header + UDP_CHECKSUM) != none)
    {
        if (const auto checksum = NfTransportChecksum::Compute(packet))
        {
            NfWrite16(packet.MutableL4(NfHeaderSize::UDP) + UDP_CHECKSUM,
                      *checksum == none ? UINT16_MAX : *checksum);
        }
    }
    return true;
}

} // namespace ns3
