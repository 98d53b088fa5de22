// SPDX-License-Identifier: GPL-2.0-only

#include "nat-box.h"
#include "nf-address.h"

#include <algorithm>

namespace ns3
{

namespace
{

constexpr std::size_t HEADER = 40;

void
Put16(Bytes& bytes, std::size_t at, uint32_t value)
{
    bytes.at(at) = value >> 8 & 0xff;
    bytes.at(at + 1) = value & 0xff;
}

uint32_t
Get16(const Bytes& bytes, std::size_t at)
{
    return bytes.at(at) << 8 | bytes.at(at + 1);
}

void
Append(Bytes& bytes, const NfAddress& address)
{
    for (uint32_t word : address.Words())
    {
        for (int shift = 24; shift >= 0; shift -= 8)
        {
            bytes.push_back(word >> shift & 0xff);
        }
    }
}

// What a packet has behind destination options headers.
struct Upper
{
    uint8_t protocol;
    std::size_t start;
};

Upper
FindUpper(const Bytes& ip)
{
    Upper upper{ip.at(6), HEADER};
    while (upper.protocol == 60)
    {
        upper.protocol = ip.at(upper.start);
        upper.start += 8;
    }
    return upper;
}

// The ones' complement sum of pseudo header and upper layer (RFC 8200, 8.1).
uint16_t
Sum(const Bytes& ip)
{
    const Upper upper = FindUpper(ip);
    Bytes covered(ip.begin() + 8, ip.begin() + HEADER);
    const std::size_t size = ip.size() - upper.start;
    for (uint8_t byte : {0, 0, int(size >> 8), int(size & 0xff), 0, 0, 0, int(upper.protocol)})
    {
        covered.push_back(byte);
    }
    covered.insert(covered.end(), ip.begin() + upper.start, ip.end());
    if (covered.size() % 2)
    {
        covered.push_back(0);
    }
    uint64_t sum = 0;
    for (std::size_t i = 0; i < covered.size(); i += 2)
    {
        sum += Get16(covered, i);
    }
    while (sum > 0xffff)
    {
        sum = sum % 0x10000 + sum / 0x10000;
    }
    return sum;
}

Bytes
WithChecksum(Bytes ip, std::size_t at)
{
    Put16(ip, HEADER + at, static_cast<uint16_t>(~Sum(ip)));
    return ip;
}

bool
IsError(uint8_t type)
{
    return type < 128;
}

} // namespace

NfAddress
V6(const char* text)
{
    return *NfParseAddress(text, NfFamily::IPV6);
}

Bytes
packets6::Raw(const char* source, const char* destination, uint8_t protocol, const Bytes& payload)
{
    Bytes ip(8);
    ip[0] = 0x60;
    Put16(ip, 4, payload.size());
    ip[6] = protocol;
    ip[7] = 64;
    Append(ip, V6(source));
    Append(ip, V6(destination));
    ip.insert(ip.end(), payload.begin(), payload.end());
    return ip;
}

Bytes
packets6::Udp(const char* source,
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
packets6::TcpSegment(const char* source,
                     uint16_t sourcePort,
                     const char* destination,
                     uint16_t destinationPort,
                     const packets::Tcp& tcp)
{
    // The same bytes as over IPv4, but for the checksum.
    const Bytes v4 = packets::TcpSegment("0.0.0.0", sourcePort, "0.0.0.0", destinationPort, tcp);
    Bytes segment(v4.begin() + 20, v4.end());
    Put16(segment, 16, 0);
    return WithChecksum(Raw(source, destination, 6, segment), 16);
}

Bytes
packets6::Query(const char* source, const char* destination, uint8_t type, uint16_t id)
{
    Bytes icmp(12, 0x61);
    icmp[0] = type;
    icmp[1] = 0;
    Put16(icmp, 2, 0);
    Put16(icmp, 4, id);
    Put16(icmp, 6, 1);
    return WithChecksum(Raw(source, destination, 58, icmp), 2);
}

Bytes
packets6::Error(const char* source,
                const char* destination,
                uint8_t type,
                uint8_t code,
                const Bytes& about,
                std::size_t quoted)
{
    Bytes icmp(8);
    icmp[0] = type;
    icmp[1] = code;
    icmp.insert(icmp.end(), about.begin(), about.begin() + std::min(quoted, about.size()));
    return WithChecksum(Raw(source, destination, 58, icmp), 2);
}

Bytes
packets6::WithOptions(const Bytes& packet, unsigned count)
{
    Bytes result = packet;
    for (unsigned i = 0; i < count; ++i)
    {
        const Bytes header{result[6], 0, 1, 4, 0, 0, 0, 0};
        result.insert(result.begin() + HEADER, header.begin(), header.end());
        result[6] = 60;
    }
    Put16(result, 4, result.size() - HEADER);
    return result;
}

std::string
packets6::WrongChecksums(const Bytes& bytes)
{
    const Upper upper = FindUpper(bytes);
    if (bytes.size() != HEADER + Get16(bytes, 4))
    {
        return "";
    }
    const bool checked = upper.protocol == 6 || upper.protocol == 17 || upper.protocol == 58;
    const std::string wrong =
        checked && Sum(bytes) != 0xffff ? "protocol " + std::to_string(upper.protocol) + " " : "";
    if (upper.protocol != 58 || !IsError(bytes.at(upper.start)))
    {
        return wrong;
    }
    const Bytes quote(bytes.begin() + upper.start + 8, bytes.end());
    const std::string inner = WrongChecksums(quote);
    return inner.empty() ? wrong : wrong + "quoted " + inner;
}

std::string
packets6::Describe(const Bytes& bytes)
{
    auto address = [&bytes](std::size_t at) {
        std::array<uint32_t, 4> words;
        for (uint32_t& word : words)
        {
            word = Get16(bytes, at) << 16 | Get16(bytes, at + 2);
            at += 4;
        }
        return NfToString(NfAddress(words), NfFamily::IPV6);
    };
    const std::string source = address(8);
    const std::string destination = address(24);
    const Upper upper = FindUpper(bytes);
    switch (upper.protocol)
    {
    case 6:
    case 17:
        return std::string(upper.protocol == 6 ? "tcp [" : "udp [") + source +
               "]:" + std::to_string(Get16(bytes, upper.start)) + " > [" + destination +
               "]:" + std::to_string(Get16(bytes, upper.start + 2));
    case 58: {
        const uint8_t type = bytes.at(upper.start);
        const std::string text = "icmpv6 " + source + " > " + destination + " type " +
                                 std::to_string(type) + " code " +
                                 std::to_string(bytes.at(upper.start + 1));
        const Bytes quote(bytes.begin() + upper.start + 8, bytes.end());
        return IsError(type) ? text + " {" + Describe(quote) + "}"
                             : text + " id " + std::to_string(Get16(bytes, upper.start + 4));
    }
    default:
        return "proto " + std::to_string(upper.protocol) + " " + source + " > " + destination;
    }
}

} // namespace ns3
