// SPDX-License-Identifier: GPL-2.0-only

#include "nat-box.h"

#include <algorithm>
#include <cstdio>

namespace ns3
{

namespace
{

void
Put16(Bytes& bytes, std::size_t at, uint32_t value)
{
    bytes[at] = value >> 8 & 0xff;
    bytes[at + 1] = value & 0xff;
}

void
Put32(Bytes& bytes, std::size_t at, uint32_t value)
{
    Put16(bytes, at, value >> 16);
    Put16(bytes, at + 2, value & 0xffff);
}

uint32_t
Get16(const Bytes& bytes, std::size_t at)
{
    return bytes.at(at) << 8 | bytes.at(at + 1);
}

// The ones' complement sum, as RFC 1071 describes it.
uint16_t
Sum(Bytes bytes)
{
    if (bytes.size() % 2)
    {
        bytes.push_back(0);
    }
    uint64_t sum = 0;
    for (std::size_t i = 0; i < bytes.size(); i += 2)
    {
        sum += Get16(bytes, i);
    }
    while (sum > 0xffff)
    {
        sum = sum % 0x10000 + sum / 0x10000;
    }
    return sum;
}

Bytes
Slice(const Bytes& bytes, std::size_t from, std::size_t to)
{
    return Bytes(bytes.begin() + from, bytes.begin() + std::min(to, bytes.size()));
}

// Pseudo header and segment of an IPv4 packet.
Bytes
Covered(const Bytes& ip)
{
    Bytes covered = Slice(ip, 12, 20);
    covered.push_back(0);
    covered.push_back(ip[9]);
    covered.resize(12);
    Put16(covered, 10, ip.size() - 20);
    covered.insert(covered.end(), ip.begin() + 20, ip.end());
    return covered;
}

Bytes
WithChecksum(Bytes ip, std::size_t at)
{
    uint16_t sum = Sum(ip[9] == 1 ? Slice(ip, 20, ip.size()) : Covered(ip));
    Put16(ip, 20 + at, static_cast<uint16_t>(~sum));
    return ip;
}

} // namespace

NfAddress
V4(const char* text)
{
    return NfAddress(Ipv4Address(text));
}

Bytes
packets::Raw(const char* source, const char* destination, uint8_t protocol, const Bytes& payload)
{
    Bytes ip(20);
    ip[0] = 0x45;
    Put16(ip, 2, 20 + payload.size());
    ip[8] = 64;
    ip[9] = protocol;
    Put32(ip, 12, V4(source).V4());
    Put32(ip, 16, V4(destination).V4());
    Put16(ip, 10, static_cast<uint16_t>(~Sum(ip)));
    ip.insert(ip.end(), payload.begin(), payload.end());
    return ip;
}

Bytes
packets::Udp(const char* source,
             uint16_t sourcePort,
             const char* destination,
             uint16_t destinationPort,
             const std::string& data)
{
    Bytes udp(8);
    Put16(udp, 0, sourcePort);
    Put16(udp, 2, destinationPort);
    Put16(udp, 4, 8 + data.size());
    udp.insert(udp.end(), data.begin(), data.end());
    return WithChecksum(Raw(source, destination, 17, udp), 6);
}

Bytes
packets::TcpSegment(const char* source,
                    uint16_t sourcePort,
                    const char* destination,
                    uint16_t destinationPort,
                    const Tcp& tcp)
{
    Bytes segment(20);
    Put16(segment, 0, sourcePort);
    Put16(segment, 2, destinationPort);
    Put32(segment, 4, tcp.seq);
    Put32(segment, 8, tcp.ack);
    segment[12] = (20 + tcp.options.size()) / 4 << 4;
    segment[13] = tcp.flags;
    Put16(segment, 14, tcp.window);
    segment.insert(segment.end(), tcp.options.begin(), tcp.options.end());
    segment.insert(segment.end(), tcp.data.begin(), tcp.data.end());
    return WithChecksum(Raw(source, destination, 6, segment), 16);
}

Bytes
packets::Echo(const char* source, const char* destination, uint8_t type, uint16_t id)
{
    Bytes icmp(12, 0x61);
    Put32(icmp, 0, static_cast<uint32_t>(type) << 24);
    Put16(icmp, 4, id);
    Put16(icmp, 6, 1);
    return WithChecksum(Raw(source, destination, 1, icmp), 2);
}

Bytes
packets::Error(const char* source,
               const char* destination,
               uint8_t type,
               uint8_t code,
               const Bytes& about,
               std::size_t quoted)
{
    Bytes icmp(8);
    icmp[0] = type;
    icmp[1] = code;
    Bytes quote = Slice(about, 0, quoted);
    icmp.insert(icmp.end(), quote.begin(), quote.end());
    return WithChecksum(Raw(source, destination, 1, icmp), 2);
}

std::string
WrongChecksums(const Bytes& bytes)
{
    if (bytes.at(0) >> 4 == 6)
    {
        return packets6::WrongChecksums(bytes);
    }
    std::string wrong;
    if (Sum(Slice(bytes, 0, 20)) != 0xffff)
    {
        wrong += "ip ";
    }
    const bool whole = bytes.size() == Get16(bytes, 2);
    if (whole && bytes[9] == 6 && Sum(Covered(bytes)) != 0xffff)
    {
        wrong += "tcp ";
    }
    if (whole && bytes[9] == 17 && Get16(bytes, 26) != 0 && Sum(Covered(bytes)) != 0xffff)
    {
        wrong += "udp ";
    }
    if (whole && bytes[9] == 1)
    {
        if (Sum(Slice(bytes, 20, bytes.size())) != 0xffff)
        {
            wrong += "icmp ";
        }
        const bool error = bytes[20] == 3 || bytes[20] == 11 || bytes[20] == 5;
        if (error && bytes.size() >= 48)
        {
            std::string inner = WrongChecksums(Slice(bytes, 28, bytes.size()));
            wrong += inner.empty() ? "" : "quoted " + inner;
        }
    }
    return wrong;
}

std::string
Describe(const Bytes& bytes)
{
    if (bytes.at(0) >> 4 == 6)
    {
        return packets6::Describe(bytes);
    }
    auto address = [&](std::size_t at) {
        char text[16];
        std::snprintf(text,
                      sizeof(text),
                      "%d.%d.%d.%d",
                      bytes[at],
                      bytes[at + 1],
                      bytes[at + 2],
                      bytes[at + 3]);
        return std::string(text);
    };
    const std::string source = address(12);
    const std::string destination = address(16);
    switch (bytes[9])
    {
    case 6:
    case 17:
    case 132:
        return std::string(bytes[9] == 6    ? "tcp "
                           : bytes[9] == 17 ? "udp "
                                            : "sctp ") +
               source + ":" + std::to_string(Get16(bytes, 20)) + " > " + destination + ":" +
               std::to_string(Get16(bytes, 22));
    case 1: {
        std::string text = "icmp " + source + " > " + destination + " type " +
                           std::to_string(bytes[20]) + " code " + std::to_string(bytes[21]);
        const bool error = bytes[20] == 3 || bytes[20] == 11 || bytes[20] == 5;
        return error ? text + " {" + Describe(Slice(bytes, 28, bytes.size())) + "}"
                     : text + " id " + std::to_string(Get16(bytes, 24));
    }
    default:
        return "proto " + std::to_string(bytes[9]) + " " + source + " > " + destination;
    }
}

} // namespace ns3
