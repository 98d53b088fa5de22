// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-reply.h"

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

uint16_t
Read16(const Bytes& bytes, std::size_t at)
{
    return bytes[at] << 8 | bytes[at + 1];
}

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

void
Put16(Bytes& bytes, std::size_t at, uint16_t value)
{
    bytes[at] = value >> 8;
    bytes[at + 1] = value & 0xff;
}

/// RFC 1071.
uint16_t
Checksum(const Bytes& bytes, uint32_t sum = 0)
{
    for (std::size_t i = 0; i < bytes.size(); ++i)
    {
        sum += i % 2 == 0 ? bytes[i] << 8 : bytes[i];
    }
    while (sum >> 16 != 0)
    {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return ~sum;
}

uint32_t
PseudoHeaderSum(Ipv4Address source, Ipv4Address destination, uint8_t protocol, std::size_t size)
{
    return (source.Get() >> 16) + (source.Get() & 0xffff) + (destination.Get() >> 16) +
           (destination.Get() & 0xffff) + protocol + size;
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
    Put16(ip, checksumAt, Checksum(ip));
    ip.insert(ip.end(), payload.begin(), payload.end());
    return ip;
}

Bytes
MakeIcmp(uint8_t type, uint8_t code, const Bytes& rest)
{
    Bytes icmp{type, code, 0, 0};
    std::copy(rest.begin(), rest.end(), std::back_inserter(icmp));
    Put16(icmp, 2, Checksum(icmp));
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

    Bytes Udp() const
    {
        constexpr std::size_t checksumAt = 6;
        Bytes udp;
        Add16(udp, Read16(packet, l4 + 2));
        Add16(udp, Read16(packet, l4));
        Add16(udp, UDP_HEADER + reply.data.size());
        Add16(udp, 0);
        udp.insert(udp.end(), reply.data.begin(), reply.data.end());
        uint32_t pseudo = PseudoHeaderSum(source, destination, NfProtocol::UDP, udp.size());
        uint16_t checksum = Checksum(udp, pseudo);
        Put16(udp, checksumAt, checksum == 0 ? 0xffff : checksum);
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
        Add16(tcp, Read16(packet, l4 + 2));
        Add16(tcp, Read16(packet, l4));
        Add32(tcp, reply.seq);
        Add32(tcp, reply.ack);
        tcp.push_back(noOptions);
        tcp.push_back(flags);
        Add16(tcp, reply.window);
        Add32(tcp, 0);
        tcp.insert(tcp.end(), reply.data.begin(), reply.data.end());
        uint32_t pseudo = PseudoHeaderSum(source, destination, NfProtocol::TCP, tcp.size());
        Put16(tcp, checksumAt, Checksum(tcp, pseudo));
        return tcp;
    }
};

Ipv4Address
ReadAddress(const Bytes& packet, std::size_t at)
{
    return Ipv4Address(uint32_t(Read16(packet, at)) << 16 | Read16(packet, at + 2));
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
    if (packet.size() < MIN_HEADER || (Read16(packet, fragmentAt) & offsetMask) != 0)
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
