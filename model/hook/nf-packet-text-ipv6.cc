// SPDX-License-Identifier: GPL-2.0-only

#include "nf-checksum.h"
#include "nf-header-size.h"
#include "nf-icmpv6-types.h"
#include "nf-packet-text.h"

#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr std::size_t FRAGMENT_SIZE = 8;
constexpr uint16_t OFFSET_BITS = 0xfff8;
constexpr uint16_t MORE_BIT = 0x0001;

/// An address with all of its digits.
std::string
Full(const uint8_t* bytes)
{
    std::string text;
    for (std::size_t i = 0; i < 16; i += 2)
    {
        text += fmt::format("{}{:04x}", i ? ":" : "", NfRead16(bytes + i));
    }
    return text;
}

/// Headers that the log takes apart: those of NfIpv6Extensions, and ESP.
bool
IsShown(uint8_t type)
{
    return type == NfProtocol::ESP || NfIpv6Extensions::IsExtension(type);
}

} // namespace

void
NfPacketText::WriteIpv6(std::size_t offset, bool outer)
{
    if (m_bytes.size() < offset + NfHeaderSize::IPV6)
    {
        m_text += "TRUNCATED";
        m_ended = true;
        return;
    }
    const uint8_t* ip = &m_bytes[offset];
    const uint32_t first = NfRead32(ip);
    m_text += fmt::format("SRC={} DST={} LEN={} TC={} HOPLIMIT={} FLOWLBL={} ",
                          Full(ip + 8),
                          Full(ip + 24),
                          NfRead16(ip + 4) + NfHeaderSize::IPV6,
                          first >> 20 & 0xff,
                          ip[7],
                          first & 0xfffff);
    uint8_t next = ip[6];
    bool laterFragment = false;
    offset += NfHeaderSize::IPV6;
    while (IsShown(next))
    {
        if (!WriteExtension(next, offset, laterFragment))
        {
            m_ended = true;
            return;
        }
    }
    switch (next)
    {
    case NfProtocol::TCP:
    case NfProtocol::UDP:
    case NfProtocol::UDPLITE:
        return WriteTransport(next, offset, laterFragment, outer);
    case NfProtocol::ICMPV6:
        m_text += "PROTO=ICMPv6 ";
        return laterFragment ? void() : WriteIcmpv6(offset, outer);
    default:
        m_text += fmt::format("PROTO={} ", next);
    }
}

bool
NfPacketText::WriteExtension(uint8_t& next, std::size_t& offset, bool& laterFragment)
{
    constexpr std::size_t least = 2;
    const bool options = m_flags & IP_OPTIONS;
    if (m_bytes.size() < offset + least)
    {
        m_text += "TRUNCATED";
        return false;
    }
    const uint8_t* header = &m_bytes[offset];
    m_text += options ? "OPT ( " : "";
    std::size_t size = (header[1] + 1U) * 8;
    switch (next)
    {
    case NfProtocol::FRAGMENT:
        size = FRAGMENT_SIZE;
        if (!WriteFragment(offset, laterFragment))
        {
            return false;
        }
        break;
    case NfProtocol::AH:
        size = (header[1] + 2U) * 4;
        if (options && (laterFragment || !WriteExtensionSpi("AH ", offset, 12, false)))
        {
            m_text += laterFragment ? "AH )" : "";
            return false;
        }
        break;
    case NfProtocol::ESP:
        if (options)
        {
            m_text += laterFragment ? "ESP )" : "";
            return !laterFragment && WriteExtensionSpi("ESP ", offset, 8, true) && false;
        }
        return false;
    default:
        if (laterFragment)
        {
            m_text += options ? ")" : "";
            return false;
        }
    }
    m_text += options ? ") " : "";
    next = header[0];
    offset += size;
    return true;
}

bool
NfPacketText::WriteFragment(std::size_t offset, bool& laterFragment)
{
    m_text += "FRAG:";
    if (m_bytes.size() < offset + FRAGMENT_SIZE)
    {
        m_text += "TRUNCATED ";
        return false;
    }
    const uint8_t* header = &m_bytes[offset];
    const uint16_t word = NfRead16(header + 2);
    m_text += fmt::format("{} {}ID:{:08x} ",
                          word & OFFSET_BITS,
                          word & MORE_BIT ? "INCOMPLETE " : "",
                          NfRead32(header + 4));
    laterFragment = laterFragment || word & OFFSET_BITS;
    return true;
}

bool
NfPacketText::WriteExtensionSpi(const char* name, std::size_t offset, std::size_t size, bool closes)
{
    constexpr std::size_t ahPlace = 4;
    m_text += name;
    if (m_bytes.size() < offset + size)
    {
        m_text += fmt::format("INCOMPLETE [{} bytes] )", m_bytes.size() - offset);
        return false;
    }
    m_text += fmt::format("SPI={:#x} {}",
                          NfRead32(&m_bytes[offset + (closes ? 0 : ahPlace)]),
                          closes ? ")" : "");
    return true;
}

void
NfPacketText::WriteIcmpv6(std::size_t offset, bool outer)
{
    if (!Need(offset, NfHeaderSize::ICMP))
    {
        m_ended = true;
        return;
    }
    const uint8_t* icmp = &m_bytes[offset];
    m_text += fmt::format("TYPE={} CODE={} ", icmp[0], icmp[1]);
    switch (icmp[0])
    {
    case NfIcmpv6Type::ECHO_REQUEST:
    case NfIcmpv6Type::ECHO_REPLY:
        m_text += fmt::format("ID={} SEQ={} ", NfRead16(icmp + 4), NfRead16(icmp + 6));
        return;
    case NfIcmpv6Type::PARAMETER_PROBLEM:
        m_text += fmt::format("POINTER={:08x} ", NfRead32(icmp + 4));
        break;
    case NfIcmpv6Type::DESTINATION_UNREACHABLE:
    case NfIcmpv6Type::PACKET_TOO_BIG:
    case NfIcmpv6Type::TIME_EXCEEDED:
        break;
    default:
        return;
    }
    if (outer)
    {
        m_text += "[";
        WriteIpv6(offset + NfHeaderSize::ICMP, false);
        m_text += "] ";
        m_ended = false;
    }
    if (icmp[0] == NfIcmpv6Type::PACKET_TOO_BIG)
    {
        m_text += fmt::format("MTU={} ", NfRead32(icmp + 4));
    }
}

} // namespace ns3
