// SPDX-License-Identifier: GPL-2.0-only

#include "nf-packet-text.h"

#include "nf-checksum.h"

#include "ns3/ipv6-address.h"
#include "ns3/mac48-address.h"

#include <array>
#include <fmt/format.h>
#include <iterator>

namespace ns3
{

namespace
{

constexpr std::size_t IP_HEADER_SIZE = 20;
constexpr std::size_t TCP_HEADER_SIZE = 20;
constexpr std::size_t UDP_HEADER_SIZE = 8;
constexpr std::size_t ICMP_HEADER_SIZE = 8;
constexpr std::size_t MAC_SIZE = 6;

/// A bit and the word that stands for it.
struct FlagName
{
    uint16_t bit;
    const char* name;
};

constexpr FlagName FRAGMENT_FLAGS[] = {{0x8000, "CE "}, {0x4000, "DF "}, {0x2000, "MF "}};

constexpr FlagName TCP_FLAGS[] = {{0x100, "AE "},
                                  {0x080, "CWR "},
                                  {0x040, "ECE "},
                                  {0x020, "URG "},
                                  {0x010, "ACK "},
                                  {0x008, "PSH "},
                                  {0x004, "RST "},
                                  {0x002, "SYN "},
                                  {0x001, "FIN "}};

/// What is known of a type of ICMP messages.
struct IcmpType
{
    uint8_t type;
    uint8_t required; //!< bytes that a message must have

    enum
    {
        PLAIN,
        ECHO,
        PARAMETER,
        ERROR,
        REDIRECT
    } kind;
};

constexpr IcmpType ICMP_TYPES[] = {
    {0, 4, IcmpType::ECHO},
    {3, 28, IcmpType::ERROR},
    {4, 28, IcmpType::ERROR},
    {5, 28, IcmpType::REDIRECT},
    {8, 4, IcmpType::ECHO},
    {11, 28, IcmpType::ERROR},
    {12, 28, IcmpType::PARAMETER},
    {13, 20, IcmpType::PLAIN},
    {14, 20, IcmpType::PLAIN},
    {17, 12, IcmpType::PLAIN},
    {18, 12, IcmpType::PLAIN},
};

constexpr uint8_t ICMP_UNREACHABLE = 3;
constexpr uint8_t ICMP_FRAGMENTATION_NEEDED = 4;

IcmpType
FindIcmpType(uint8_t type)
{
    for (const IcmpType& entry : ICMP_TYPES)
    {
        if (entry.type == type)
        {
            return entry;
        }
    }
    return {type, 0, IcmpType::PLAIN};
}

void
AppendFlags(std::string& text, const FlagName* first, const FlagName* last, uint16_t word)
{
    for (; first != last; ++first)
    {
        text += word & first->bit ? first->name : "";
    }
}

std::string
Dotted(const uint8_t* bytes)
{
    return NfToString(NfAddress(NfRead32(bytes)));
}

using MacBytes = std::array<uint8_t, MAC_SIZE>;

MacBytes
BytesOf(const Address& address)
{
    MacBytes bytes;
    Mac48Address::ConvertFrom(address).CopyTo(bytes.data());
    return bytes;
}

Ipv6Address
ToIpv6(const NfAddress& address)
{
    std::array<uint8_t, 16> bytes{};
    for (std::size_t i = 0; i < address.Words().size(); ++i)
    {
        NfWrite32(&bytes[i * sizeof(uint32_t)], address.Words()[i]);
    }
    return Ipv6Address::Deserialize(bytes.data());
}

// To whom the frame was addressed, as far as the packet's type tells.
MacBytes
DestinationMac(const NfPacket& packet)
{
    const NetDevice& device = *packet.in->netDevice;
    switch (packet.packetType)
    {
    case NetDevice::PACKET_BROADCAST:
        return BytesOf(device.GetBroadcast());
    case NetDevice::PACKET_MULTICAST:
        return BytesOf(packet.ip.family == NfFamily::IPV6
                           ? device.GetMulticast(ToIpv6(packet.ip.destination))
                           : device.GetMulticast(packet.ip.destination.ToIpv4()));
    default:
        return BytesOf(device.GetAddress());
    }
}

std::string
Colons(const MacBytes& mac)
{
    return fmt::format("{:02x}", fmt::join(mac, ":"));
}

} // namespace

std::string
NfPacketText::Write(const NfPacket& packet, uint8_t flags)
{
    NfPacketText text(packet, flags);
    text.WriteDevices(packet);
    text.WriteIp(0, true);
    if (flags & UID && packet.socket && !packet.socket->kernel && !text.m_ended)
    {
        text.m_text += fmt::format("UID={} GID={} ", packet.socket->uid, packet.socket->gid);
    }
    if (packet.mark != 0 && !text.m_ended)
    {
        text.m_text += fmt::format("MARK={:#x} ", packet.mark);
    }
    return std::move(text.m_text);
}

NfPacketText::NfPacketText(const NfPacket& packet, uint8_t flags)
    : m_family(packet.ip.family),
      m_bytes(packet.CopyBytes()),
      m_flags(flags)
{
}

void
NfPacketText::WriteDevices(const NfPacket& packet)
{
    m_text += fmt::format("IN={} OUT={} ",
                          packet.in ? packet.in->name.View() : "",
                          packet.out ? packet.out->name.View() : "");
    if (packet.in)
    {
        WriteMac(packet);
    }
}

void
NfPacketText::WriteMac(const NfPacket& packet)
{
    bool ethernet = Mac48Address::IsMatchingType(packet.sourceMac) && packet.in->netDevice &&
                    packet.in->netDevice->IsBroadcast() &&
                    Mac48Address::IsMatchingType(packet.in->netDevice->GetAddress());
    const uint16_t type = m_family == NfFamily::IPV6 ? NfEtherType::IPV6 : NfEtherType::IPV4;
    const std::string typeBytes = fmt::format("{:02x}:{:02x}", type >> 8, type & 0xff);
    if (packet.in->loopback)
    {
        m_text += fmt::format("MAC={0}:{0}:{1} ", Colons({}), typeBytes);
    }
    else if (!ethernet)
    {
        m_text += "MAC= ";
    }
    else if (m_flags & MAC_DECODE)
    {
        m_text += fmt::format("MACSRC={} MACDST={} MACPROTO={:04x} ",
                              Colons(BytesOf(packet.sourceMac)),
                              Colons(DestinationMac(packet)),
                              type);
    }
    else
    {
        m_text += fmt::format("MAC={}:{}:{} ",
                              Colons(DestinationMac(packet)),
                              Colons(BytesOf(packet.sourceMac)),
                              typeBytes);
    }
}

void
NfPacketText::WriteIp(std::size_t offset, bool outer)
{
    m_family == NfFamily::IPV6 ? WriteIpv6(offset, outer) : WriteIpv4(offset, outer);
}

void
NfPacketText::WriteIpv4(std::size_t offset, bool outer)
{
    constexpr uint8_t tosMask = 0x1e;
    constexpr uint8_t precedenceMask = 0xe0;
    constexpr uint16_t fragmentOffsetMask = 0x1fff;
    if (m_bytes.size() < offset + IP_HEADER_SIZE)
    {
        m_text += "TRUNCATED";
        m_ended = true;
        return;
    }
    const uint8_t* ip = &m_bytes[offset];
    uint16_t fragment = NfRead16(ip + 6);
    m_text += fmt::format("SRC={} DST={} LEN={} TOS=0x{:02X} PREC=0x{:02X} TTL={} ID={} ",
                          Dotted(ip + 12),
                          Dotted(ip + 16),
                          NfRead16(ip + 2),
                          ip[1] & tosMask,
                          ip[1] & precedenceMask,
                          ip[8],
                          NfRead16(ip + 4));
    AppendFlags(m_text, std::begin(FRAGMENT_FLAGS), std::end(FRAGMENT_FLAGS), fragment);
    bool laterFragment = fragment & fragmentOffsetMask;
    if (laterFragment)
    {
        m_text += fmt::format("FRAG:{} ", fragment & fragmentOffsetMask);
    }
    std::size_t size = (ip[0] & 0x0f) * 4U;
    if (m_flags & IP_OPTIONS && size > IP_HEADER_SIZE)
    {
        WriteOptions(offset + IP_HEADER_SIZE, size - IP_HEADER_SIZE, "TRUNCATED");
    }
    if (!m_ended)
    {
        WriteTransport(ip[9], offset + size, laterFragment, outer);
    }
}

void
NfPacketText::WriteOptions(std::size_t offset, std::size_t size, const char* truncated)
{
    if (m_bytes.size() < offset + size)
    {
        m_text += truncated;
        m_ended = true;
        return;
    }
    m_text += "OPT (";
    WriteHex(offset, size);
    m_text += ") ";
}

void
NfPacketText::WriteTransport(uint8_t protocol, std::size_t offset, bool laterFragment, bool outer)
{
    struct
    {
        uint8_t protocol;
        const char* name;
    } constexpr names[] = {{NfProtocol::TCP, "TCP"},
                           {NfProtocol::UDP, "UDP"},
                           {NfProtocol::UDPLITE, "UDPLITE"},
                           {NfProtocol::ICMP, "ICMP"},
                           {NfProtocol::ESP, "ESP"},
                           {NfProtocol::AH, "AH"}};

    std::string name = std::to_string(protocol);
    for (const auto& entry : names)
    {
        name = entry.protocol == protocol ? entry.name : name;
    }
    m_text += fmt::format("PROTO={} ", name);
    if (laterFragment)
    {
        return;
    }
    switch (protocol)
    {
    case NfProtocol::TCP:
        return WriteTcp(offset);
    case NfProtocol::UDP:
    case NfProtocol::UDPLITE:
        return WriteUdp(offset);
    case NfProtocol::ICMP:
        return WriteIcmp(offset, outer);
    case NfProtocol::ESP:
        return WriteSpi(offset, 8, 0);
    case NfProtocol::AH:
        return WriteSpi(offset, 12, 4);
    default:
        return;
    }
}

bool
NfPacketText::Need(std::size_t offset, std::size_t size)
{
    if (m_bytes.size() >= offset + size)
    {
        return true;
    }
    // Behind a header that claims more than there is, Linux's number wraps around.
    m_text += fmt::format("INCOMPLETE [{} bytes] ", static_cast<uint32_t>(m_bytes.size() - offset));
    return false;
}

void
NfPacketText::WriteTcp(std::size_t offset)
{
    constexpr uint16_t flagsMask = 0x0fff;
    constexpr unsigned reservedShift = 6;
    constexpr uint16_t reservedMask = 0x0e00;
    if (!Need(offset, TCP_HEADER_SIZE))
    {
        m_ended = true;
        return;
    }
    const uint8_t* tcp = &m_bytes[offset];
    m_text += fmt::format("SPT={} DPT={} ", NfRead16(tcp), NfRead16(tcp + 2));
    if (m_flags & TCP_SEQUENCE)
    {
        m_text += fmt::format("SEQ={} ACK={} ", NfRead32(tcp + 4), NfRead32(tcp + 8));
    }
    uint16_t flags = NfRead16(tcp + 12) & flagsMask;
    m_text += fmt::format("WINDOW={} RES=0x{:02x} ",
                          NfRead16(tcp + 14),
                          (flags & reservedMask) >> reservedShift);
    AppendFlags(m_text, std::begin(TCP_FLAGS), std::end(TCP_FLAGS), flags);
    m_text += fmt::format("URGP={} ", NfRead16(tcp + 18));
    std::size_t size = (tcp[12] >> 4) * 4U;
    if (m_flags & TCP_OPTIONS && size > TCP_HEADER_SIZE)
    {
        WriteOptions(offset + TCP_HEADER_SIZE, size - TCP_HEADER_SIZE, "OPT (TRUNCATED)");
    }
}

void
NfPacketText::WriteUdp(std::size_t offset)
{
    if (!Need(offset, UDP_HEADER_SIZE))
    {
        m_ended = true;
        return;
    }
    const uint8_t* udp = &m_bytes[offset];
    m_text +=
        fmt::format("SPT={} DPT={} LEN={} ", NfRead16(udp), NfRead16(udp + 2), NfRead16(udp + 4));
}

void
NfPacketText::WriteIcmp(std::size_t offset, bool outer)
{
    if (!Need(offset, ICMP_HEADER_SIZE))
    {
        return;
    }
    const uint8_t* icmp = &m_bytes[offset];
    IcmpType type = FindIcmpType(icmp[0]);
    m_text += fmt::format("TYPE={} CODE={} ", icmp[0], icmp[1]);
    if (!Need(offset, type.required))
    {
        return;
    }
    switch (type.kind)
    {
    case IcmpType::PLAIN:
        return;
    case IcmpType::ECHO:
        m_text += fmt::format("ID={} SEQ={} ", NfRead16(icmp + 4), NfRead16(icmp + 6));
        return;
    case IcmpType::PARAMETER:
        m_text += fmt::format("PARAMETER={} ", icmp[4]);
        return;
    case IcmpType::REDIRECT:
        m_text += fmt::format("GATEWAY={} ", Dotted(icmp + 4));
        break;
    case IcmpType::ERROR:
        break;
    }
    if (outer)
    {
        m_text += "[";
        WriteIp(offset + ICMP_HEADER_SIZE, false);
        m_text += "] ";
        m_ended = false;
    }
    if (type.type == ICMP_UNREACHABLE && icmp[1] == ICMP_FRAGMENTATION_NEEDED)
    {
        m_text += fmt::format("MTU={} ", NfRead16(icmp + 6));
    }
}

void
NfPacketText::WriteSpi(std::size_t offset, std::size_t size, std::size_t field)
{
    if (Need(offset, size))
    {
        m_text += fmt::format("SPI={:#x} ", NfRead32(&m_bytes[offset + field]));
    }
}

void
NfPacketText::WriteHex(std::size_t offset, std::size_t size)
{
    for (std::size_t i = 0; i < size; ++i)
    {
        m_text += fmt::format("{:02X}", m_bytes[offset + i]);
    }
}

} // namespace ns3
