// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-reply.h"

#include "ns3/nf-checksum.h"
#include "ns3/nf-types.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace ns3
{

namespace
{

using Bytes = std::vector<uint8_t>;

constexpr std::size_t MIN_HEADER = 20;
constexpr std::size_t UDP_HEADER = 8;
constexpr std::size_t TCP_HEADER = 20;
constexpr std::size_t ICMP_HEADER = 8;
constexpr uint8_t ICMP_ECHO = 8;
constexpr std::size_t QUOTED = MIN_HEADER + 64; // of the packet in an ICMP error
constexpr std::string_view TCP_FLAGS = "FSRPAUEC";

void
Add16(Bytes& bytes, uint16_t value)
{
    bytes.push_back(value >> 8);
    bytes.push_back(value & 0xff);
}

void
Add32(Bytes& bytes, uint32_t value)
{
    Add16(bytes, value >> 16);
    Add16(bytes, value & 0xffff);
}

uint16_t
Checksum(const Bytes& bytes, uint64_t sum = 0)
{
    return NfChecksum::Finish(NfChecksum::Add(bytes.data(), bytes.size(), sum));
}

Bytes
MakeIp(Ipv4Address source,
       Ipv4Address destination,
       uint8_t protocol,
       const Bytes& payload,
       const NfReplayReply& reply)
{
    constexpr std::size_t checksumAt = 10;
    Bytes ip{0x45, 0};
    Add16(ip, MIN_HEADER + payload.size());
    Add16(ip, reply.ident);
    Add16(ip, 0);
    ip.push_back(reply.ttl);
    ip.push_back(protocol);
    Add16(ip, 0);
    Add32(ip, source.Get());
    Add32(ip, destination.Get());
    NfWrite16(&ip[checksumAt], Checksum(ip));
    ip.insert(ip.end(), payload.begin(), payload.end());
    return ip;
}

Bytes
MakeIcmp(uint8_t type, uint8_t code, const Bytes& rest)
{
    Bytes icmp{type, code, 0, 0};
    std::copy(rest.begin(), rest.end(), std::back_inserter(icmp));
    NfWrite16(&icmp[2], Checksum(icmp));
    return icmp;
}

/// The packet that is answered, seen from its receiver.
struct Answered
{
    const Bytes& packet;
    const NfReplayReply& reply;
    Ipv4Address source;      // of the answer
    Ipv4Address destination; // of the answer
    std::size_t l4;          // where the transport header begins

    uint64_t Pseudo(uint8_t protocol, std::size_t size) const
    {
        return NfChecksum::PseudoHeader(NfFamily::IPV4,
                                        NfAddress(source),
                                        NfAddress(destination),
                                        protocol,
                                        size);
    }

    Bytes Udp() const
    {
        constexpr std::size_t checksumAt = 6;
        Bytes udp;
        Add16(udp, NfRead16(&packet[l4 + 2]));
        Add16(udp, NfRead16(&packet[l4]));
        Add16(udp, UDP_HEADER + reply.data.size());
        Add16(udp, 0);
        udp.insert(udp.end(), reply.data.begin(), reply.data.end());
        uint64_t pseudo = Pseudo(NfProtocol::UDP, udp.size());
        uint16_t checksum = Checksum(udp, pseudo);
        NfWrite16(&udp[checksumAt], checksum == 0 ? 0xffff : checksum);
        return udp;
    }

    Bytes Tcp() const
    {
        constexpr std::size_t checksumAt = 16;
        constexpr uint8_t noOptions = 5 << 4;
        uint8_t flags = 0;
        for (char letter : reply.flags)
        {
            flags |= 1 << TCP_FLAGS.find(letter);
        }
        Bytes tcp;
        Add16(tcp, NfRead16(&packet[l4 + 2]));
        Add16(tcp, NfRead16(&packet[l4]));
        Add32(tcp, reply.seq);
        Add32(tcp, reply.ack);
        tcp.push_back(noOptions);
        tcp.push_back(flags);
        Add16(tcp, reply.window);
        Add32(tcp, 0);
        tcp.insert(tcp.end(), reply.data.begin(), reply.data.end());
        uint64_t pseudo = Pseudo(NfProtocol::TCP, tcp.size());
        NfWrite16(&tcp[checksumAt], Checksum(tcp, pseudo));
        return tcp;
    }
};

Ipv4Address
ReadAddress(const Bytes& packet, std::size_t at)
{
    return Ipv4Address(NfRead32(&packet[at]));
}

} // namespace

std::optional<std::vector<uint8_t>>
NfMakeReply(const std::vector<uint8_t>& packet, const NfReplayReply& reply)
{
    constexpr std::size_t fragmentAt = 6;
    constexpr uint16_t offsetMask = 0x1fff;
    constexpr std::size_t protocolAt = 9;
    constexpr std::size_t sourceAt = 12;
    constexpr std::size_t destinationAt = 16;
    constexpr uint8_t lengthMask = 0x0f;
    if (packet.size() < MIN_HEADER || (NfRead16(&packet[fragmentAt]) & offsetMask) != 0)
    {
        return std::nullopt;
    }
    Answered answered{packet,
                      reply,
                      ReadAddress(packet, destinationAt),
                      ReadAddress(packet, sourceAt),
                      (packet[0] & lengthMask) * std::size_t(4)};
    auto wrap = [&](uint8_t protocol, const Bytes& payload, Ipv4Address source) {
        return MakeIp(source, answered.destination, protocol, payload, reply);
    };
    if (reply.error)
    {
        Bytes rest{0, 0, 0, 0};
        rest.insert(rest.end(),
                    packet.begin(),
                    packet.begin() + std::min<std::size_t>(QUOTED, packet.size()));
        return wrap(NfProtocol::ICMP,
                    MakeIcmp(reply.error->first, reply.error->second, rest),
                    reply.from.value_or(answered.source));
    }
    uint8_t protocol = packet[protocolAt];
    std::size_t size = packet.size() - std::min(answered.l4, packet.size());
    if (protocol == NfProtocol::UDP && size >= UDP_HEADER)
    {
        return wrap(protocol, answered.Udp(), answered.source);
    }
    if (protocol == NfProtocol::TCP && size >= TCP_HEADER)
    {
        return wrap(protocol, answered.Tcp(), answered.source);
    }
    if (protocol == NfProtocol::ICMP && size >= ICMP_HEADER && packet[answered.l4] == ICMP_ECHO)
    {
        Bytes rest(packet.begin() + answered.l4 + 4, packet.end());
        return wrap(protocol, MakeIcmp(0, packet[answered.l4 + 1], rest), answered.source);
    }
    return std::nullopt;
}

} // namespace ns3
