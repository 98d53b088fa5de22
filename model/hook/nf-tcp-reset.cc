// SPDX-License-Identifier: GPL-2.0-only

#include "nf-tcp-reset.h"

#include "nf-checksum.h"
#include "nf-header-size.h"
#include "nf-transport-checksum.h"

namespace ns3
{

namespace
{

constexpr uint8_t FIN = 0x01;
constexpr uint8_t SYN = 0x02;
constexpr uint8_t RST = 0x04;
constexpr uint8_t ACK = 0x10;

// Offsets in a TCP header.
constexpr uint32_t SOURCE = 0;
constexpr uint32_t DESTINATION = 2;
constexpr uint32_t SEQUENCE = 4;
constexpr uint32_t ACKNOWLEDGEMENT = 8;
constexpr uint32_t DATA_OFFSET = 12;
constexpr uint32_t FLAGS = 13;
constexpr uint32_t CHECKSUM = 16;

// Nobody sends from an address that Linux's ipv6_addr_type does not call unicast.
bool
IsIpv6Unicast(const NfAddress& address)
{
    const auto& words = address.Words();
    const bool mapped = words[0] == 0 && words[1] == 0 && words[2] == 0xffff;
    return words[0] >> 24 != 0xff && !address.IsAny() && !mapped;
}

} // namespace

std::optional<NfTcpReset>
NfTcpReset::Make(const NfPacket& packet)
{
    if (packet.ip.protocol != NfProtocol::TCP || packet.ip.fragmentOffset != 0 ||
        packet.ip.brokenChain)
    {
        return {};
    }
    const uint8_t* tcp = packet.L4(NfHeaderSize::TCP);
    if (!tcp || tcp[FLAGS] & RST || !NfTransportChecksum::IsGood(packet))
    {
        return {};
    }

    const bool ipv6 = packet.ip.family == NfFamily::IPV6;
    if (ipv6 && !(IsIpv6Unicast(packet.ip.source) && IsIpv6Unicast(packet.ip.destination)))
    {
        return {};
    }

    NfTcpReset reset;
    reset.ip.family = packet.ip.family;
    reset.ip.protocol = NfProtocol::TCP;
    reset.ip.dontFragment = !ipv6;
    reset.ip.source = packet.ip.destination;
    reset.ip.destination = packet.ip.source;

    reset.segment.resize(NfHeaderSize::TCP);
    uint8_t* answer = reset.segment.data();
    NfWrite16(answer + SOURCE, NfRead16(tcp + DESTINATION));
    NfWrite16(answer + DESTINATION, NfRead16(tcp + SOURCE));
    constexpr uint8_t fiveWords = 0x50;
    answer[DATA_OFFSET] = fiveWords;
    answer[FLAGS] = RST;
    if (tcp[FLAGS] & ACK)
    {
        NfWrite32(answer + SEQUENCE, NfRead32(tcp + ACKNOWLEDGEMENT));
    }
    else
    {
        uint32_t length = packet.GetPayloadSize() - (tcp[DATA_OFFSET] >> 4) * 4;
        length += (tcp[FLAGS] & SYN ? 1 : 0) + (tcp[FLAGS] & FIN ? 1 : 0);
        NfWrite32(answer + ACKNOWLEDGEMENT, NfRead32(tcp + SEQUENCE) + length);
        answer[FLAGS] |= ACK;
    }
    if (NfTransportChecksum::IsPresent(NfRead16(tcp + CHECKSUM)))
    {
        NfTransportChecksum::FillTcp(reset.ip, reset.segment);
    }
    return reset;
}

} // namespace ns3
