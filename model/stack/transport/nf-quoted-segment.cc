// SPDX-License-Identifier: GPL-2.0-only

#include "nf-quoted-segment.h"

#include "nf-checksum.h"
#include "nf-header-size.h"
#include "nf-icmp-error.h"
#include "nf-icmpv6-error.h"
#include "nf-icmpv6-types.h"
#include "nf-ipv6-address-bytes.h"
#include "nf-types.h"

#include "ns3/node.h"

#include <algorithm>
#include <array>
#include <vector>

namespace ns3
{

namespace
{

constexpr uint32_t QUOTED_SIZE = 8; //!< of the segment, at least
constexpr uint32_t LONGEST_IP_HEADER = 60;
constexpr uint32_t FRAGMENT_HEADER_SIZE = 8;

/// The start of a message.
using Start = std::array<uint8_t, NfHeaderSize::ICMP + LONGEST_IP_HEADER + QUOTED_SIZE>;

void
ReadSegment(NfQuotedSegment& segment, const uint8_t* tcp)
{
    segment.ends.localPort = NfRead16(tcp);
    segment.ends.peerPort = NfRead16(tcp + 2);
    segment.sequence = SequenceNumber32(NfRead32(tcp + 4));
}

std::optional<NfQuotedSegment>
ReadIpv4(const Start& bytes, uint32_t size)
{
    constexpr uint8_t parameterProblem = 12;
    constexpr uint8_t highestCode = 15;
    if (size < NfHeaderSize::ICMP + NfHeaderSize::IPV4 + QUOTED_SIZE)
    {
        return {};
    }
    const uint8_t* ip = bytes.data() + NfHeaderSize::ICMP;
    const uint32_t ipSize = (ip[0] & 0x0f) * 4U;
    const bool known =
        (bytes[0] == NfIcmpError::DESTINATION_UNREACHABLE && bytes[1] <= highestCode) ||
        bytes[0] == NfIcmpError::TIME_EXCEEDED || bytes[0] == parameterProblem;
    if (!known || ipSize < NfHeaderSize::IPV4 || size < NfHeaderSize::ICMP + ipSize + QUOTED_SIZE ||
        ip[9] != NfProtocol::TCP)
    {
        return {};
    }
    NfQuotedSegment segment{};
    segment.mtu = NfRead16(bytes.data() + 6);
    segment.ttl = ip[8];
    segment.ends.local = NfAddress(NfRead32(ip + 12));
    segment.ends.peer = NfAddress(NfRead32(ip + 16));
    ReadSegment(segment, ip + ipSize);
    return segment;
}

/// Of extension headers, a node's TCP has none but the fragment header.
std::optional<NfQuotedSegment>
ReadIpv6(const Start& bytes, uint32_t size)
{
    constexpr uint32_t sourceAt = 8;
    constexpr uint32_t destinationAt = 24;
    constexpr uint16_t offsetBits = 0xfff8;
    const uint8_t* ip = bytes.data() + NfHeaderSize::ICMP;
    uint32_t tcpAt = NfHeaderSize::ICMP + NfHeaderSize::IPV6;
    if (size < tcpAt + QUOTED_SIZE || bytes[0] < NfIcmpv6Type::DESTINATION_UNREACHABLE ||
        bytes[0] > NfIcmpv6Type::PARAMETER_PROBLEM)
    {
        return {};
    }
    uint8_t protocol = ip[6];
    if (protocol == NfProtocol::FRAGMENT && (NfRead16(bytes.data() + tcpAt + 2) & offsetBits) == 0)
    {
        protocol = bytes[tcpAt];
        tcpAt += FRAGMENT_HEADER_SIZE;
    }
    if (protocol != NfProtocol::TCP || size < tcpAt + QUOTED_SIZE)
    {
        return {};
    }
    NfQuotedSegment segment{};
    segment.mtu = NfRead32(bytes.data() + 4);
    segment.ttl = ip[7];
    segment.ends.family = NfFamily::IPV6;
    segment.ends.local = NfReadIpv6Address(ip + sourceAt);
    segment.ends.peer = NfReadIpv6Address(ip + destinationAt);
    ReadSegment(segment, bytes.data() + tcpAt);
    return segment;
}

Socket::SocketErrno
GetIpv4Errno(uint8_t type, uint8_t code)
{
    constexpr uint8_t portUnreachable = 3;
    constexpr uint8_t sourceRouteFailed = 5;
    if (type == NfIcmpError::TIME_EXCEEDED)
    {
        return Socket::ERROR_NOROUTETOHOST; // EHOSTUNREACH
    }
    if (type != NfIcmpError::DESTINATION_UNREACHABLE)
    {
        return Socket::ERROR_INVAL; // EPROTO
    }
    switch (code)
    {
    case NfIcmpError::PROTOCOL_UNREACHABLE: // ENOPROTOOPT
    case sourceRouteFailed:                 // EOPNOTSUPP
        return Socket::ERROR_OPNOTSUPP;
    case portUnreachable: // ECONNREFUSED
        return Socket::ERROR_NOTCONN;
    default: // ENETUNREACH, EHOSTUNREACH, EHOSTDOWN, ENONET
        return Socket::ERROR_NOROUTETOHOST;
    }
}

constexpr uint8_t IPV6_PORT_UNREACHABLE = 4;
constexpr uint8_t IPV6_HIGHEST_UNREACHABLE = 6;

Socket::SocketErrno
GetIpv6Errno(uint8_t type, uint8_t code)
{
    if (type == NfIcmpv6Type::TIME_EXCEEDED)
    {
        return Socket::ERROR_NOROUTETOHOST; // EHOSTUNREACH
    }
    if (type != NfIcmpv6Type::DESTINATION_UNREACHABLE || code > IPV6_HIGHEST_UNREACHABLE)
    {
        return Socket::ERROR_INVAL; // EPROTO
    }
    return code == IPV6_PORT_UNREACHABLE ? Socket::ERROR_NOTCONN        // ECONNREFUSED
                                         : Socket::ERROR_NOROUTETOHOST; // ENETUNREACH, EACCES ...
}

} // namespace

bool
NfIsSumGood(const Ptr<const Packet>& packet, uint64_t sum)
{
    if (!Node::ChecksumEnabled())
    {
        return true;
    }
    std::vector<uint8_t> bytes(packet->GetSize());
    packet->CopyData(bytes.data(), bytes.size());
    return NfChecksum::Finish(NfChecksum::Add(bytes.data(), bytes.size(), sum)) == 0;
}

std::optional<NfQuotedSegment>
NfQuotedSegment::Read(const NfIpHeader& ip, const Ptr<const Packet>& packet)
{
    Start bytes{};
    const uint32_t size = packet->CopyData(bytes.data(), bytes.size());
    const bool ipv6 = ip.family == NfFamily::IPV6;
    auto segment = ipv6 ? ReadIpv6(bytes, size) : ReadIpv4(bytes, size);
    const uint64_t sum = ipv6 ? NfChecksum::PseudoHeader(ip.family,
                                                         ip.source,
                                                         ip.destination,
                                                         NfProtocol::ICMPV6,
                                                         packet->GetSize())
                              : 0;
    if (!segment || !NfIsSumGood(packet, sum))
    {
        return {};
    }
    segment->type = bytes[0];
    segment->code = bytes[1];
    return segment;
}

std::optional<uint32_t>
NfQuotedSegment::GetPathMtu() const
{
    constexpr uint32_t leastIpv4 = 552;  // sysctl ip_rt_min_pmtu
    constexpr uint32_t leastIpv6 = 1280; // Linux does not believe in less
    if (ends.family == NfFamily::IPV6)
    {
        if (type != NfIcmpv6Type::PACKET_TOO_BIG)
        {
            return std::nullopt;
        }
        return mtu < leastIpv6 ? 0 : mtu;
    }
    if (type != NfIcmpError::DESTINATION_UNREACHABLE || code != NfIcmpError::FRAGMENTATION_NEEDED)
    {
        return std::nullopt;
    }
    return std::max(mtu, leastIpv4);
}

Socket::SocketErrno
NfQuotedSegment::GetErrno() const
{
    return ends.family == NfFamily::IPV6 ? GetIpv6Errno(type, code) : GetIpv4Errno(type, code);
}

bool
NfQuotedSegment::EndsRequest() const
{
    if (ends.family == NfFamily::IPV4)
    {
        return type != NfIcmpError::DESTINATION_UNREACHABLE ||
               code == NfIcmpError::NET_UNREACHABLE || code == NfIcmpError::HOST_UNREACHABLE;
    }
    // What Linux calls fatal: who forbids it, or has no such port, means it.
    switch (type)
    {
    case NfIcmpv6Type::DESTINATION_UNREACHABLE:
        return code == NfIcmpv6Error::PROHIBITED || code >= IPV6_PORT_UNREACHABLE;
    case NfIcmpv6Type::PARAMETER_PROBLEM:
        return true;
    default:
        return false;
    }
}

} // namespace ns3
