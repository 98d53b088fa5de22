// SPDX-License-Identifier: GPL-2.0-only

#include "nf-named-headers.h"

#include "nf-raw-header.h"
#include "nf-types.h"

#include "ns3/icmpv4.h"
#include "ns3/icmpv6-header.h"
#include "ns3/tcp-header.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace ns3
{

namespace
{

constexpr uint32_t ICMP_HEADER_SIZE = 4; // as ns-3's Icmpv4Header: type, code, checksum
constexpr uint32_t ICMP_QUOTE_SIZE = 32; // its errors: a word, an IP header, 8 bytes
constexpr uint32_t TCP_OFFSET_POSITION = 12;

/// ns-3's errors of ICMPv6 take what they quote for a part of their header.
std::vector<std::pair<TypeId, uint32_t>>
FindIcmpv6Headers(const std::vector<uint8_t>& bytes)
{
    const uint32_t size = bytes.size();
    switch (bytes[0])
    {
    case Icmpv6Header::ICMPV6_ERROR_DESTINATION_UNREACHABLE:
        return {{Icmpv6DestinationUnreachable::GetTypeId(), size}};
    case Icmpv6Header::ICMPV6_ERROR_PACKET_TOO_BIG:
        return {{Icmpv6TooBig::GetTypeId(), size}};
    case Icmpv6Header::ICMPV6_ERROR_TIME_EXCEEDED:
        return {{Icmpv6TimeExceeded::GetTypeId(), size}};
    case Icmpv6Header::ICMPV6_ERROR_PARAMETER_ERROR:
        return {{Icmpv6ParameterError::GetTypeId(), size}};
    default:
        return {};
    }
}

/**
 * @param protocol IP protocol
 * @param bytes of the packet
 * @return the headers it begins with
 */
std::vector<std::pair<TypeId, uint32_t>>
FindHeaders(uint8_t protocol, const std::vector<uint8_t>& bytes)
{
    if (protocol == NfProtocol::TCP && bytes.size() > TCP_OFFSET_POSITION)
    {
        return {{TcpHeader::GetTypeId(), (bytes[TCP_OFFSET_POSITION] >> 4) * 4U}};
    }
    if (protocol == NfProtocol::ICMPV6 && !bytes.empty())
    {
        return FindIcmpv6Headers(bytes);
    }
    if (protocol != NfProtocol::ICMP || bytes.size() < ICMP_HEADER_SIZE)
    {
        return {};
    }
    std::vector<std::pair<TypeId, uint32_t>> headers{{Icmpv4Header::GetTypeId(), ICMP_HEADER_SIZE}};
    if (bytes[0] == Icmpv4Header::ICMPV4_DEST_UNREACH)
    {
        headers.emplace_back(Icmpv4DestinationUnreachable::GetTypeId(), ICMP_QUOTE_SIZE);
    }
    else if (bytes[0] == Icmpv4Header::ICMPV4_TIME_EXCEEDED)
    {
        headers.emplace_back(Icmpv4TimeExceeded::GetTypeId(), ICMP_QUOTE_SIZE);
    }
    return headers;
}

} // namespace

void
NfNameHeaders(uint8_t protocol, Ptr<Packet> payload)
{
    std::vector<uint8_t> bytes(payload->GetSize());
    payload->CopyData(bytes.data(), bytes.size());
    std::vector<NfRawHeader> headers;
    uint32_t covered = 0;
    for (const auto& header : FindHeaders(protocol, bytes))
    {
        if (covered + header.second > bytes.size())
        {
            break;
        }
        auto begin = bytes.cbegin() + covered;
        headers.emplace_back(std::vector<uint8_t>(begin, begin + header.second), header.first);
        covered += header.second;
    }
    payload->RemoveAtStart(covered);
    for (auto header = headers.crbegin(); header != headers.crend(); ++header)
    {
        payload->AddHeader(*header);
    }
}

} // namespace ns3
