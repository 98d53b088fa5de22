// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-reply.h"

#include "nf-replay-view.h"

#include "ns3/nf-checksum.h"
#include "ns3/nf-header-size.h"
#include "ns3/nf-types.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace ns3
{

namespace
{

using Bytes = std::vector<uint8_t>;

constexpr std::size_t QUOTED = NfHeaderSize::IPV4 + 64; // of the packet in an ICMP error
constexpr std::size_t LEAST_MTU = 1280;                 // which an ICMPv6 error may fill
constexpr std::size_t QUOTED6 = LEAST_MTU - NfHeaderSize::IPV6 - NfHeaderSize::ICMP;
constexpr std::string_view TCP_FLAGS = "FSRPAUEC";

/// Types of the messages that are answered, and of their answers.
struct EchoTypes
{
    uint8_t request;
    uint8_t reply;
};

constexpr EchoTypes ECHO{8, 0};
constexpr EchoTypes ECHO6{128, 129};

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
AddAddress(Bytes& bytes, const NfAddress& address, NfFamily family)
{
    const std::size_t words = NfPrefix::GetWidth(family) / 32;
    for (std::size_t i = 0; i < words; ++i)
    {
        Add32(bytes, address.Words().at(i));
    }
}

uint16_t
Checksum(const Bytes& bytes, uint64_t sum = 0)
{
    return NfChecksum::Finish(NfChecksum::Add(bytes.data(), bytes.size(), sum));
}

/// The packet that is answered, seen from its receiver.
class Answered
{
  public:
    Answered(const Bytes& packet, const NfPacketView& view, const NfReplayReply& reply)
        : m_packet(packet),
          m_reply(reply),
          m_family(view.ip.family),
          m_source(reply.from && reply.error ? reply.from->address : view.ip.destination),
          m_destination(view.ip.source),
          m_upper(view.upper)
    {
    }

    std::optional<Bytes> Answer(uint8_t protocol) const
    {
        const std::size_t size = m_packet.size() - std::min(m_upper, m_packet.size());
        const EchoTypes& echo = m_family == NfFamily::IPV6 ? ECHO6 : ECHO;
        if (protocol == NfProtocol::UDP && size >= NfHeaderSize::UDP)
        {
            return Wrap(protocol, Udp());
        }
        if (protocol == NfProtocol::TCP && size >= NfHeaderSize::TCP)
        {
            return Wrap(protocol, Tcp());
        }
        if (protocol == IcmpProtocol() && size >= NfHeaderSize::ICMP &&
            m_packet[m_upper] == echo.request)
        {
            Bytes rest(m_packet.begin() + m_upper + 4, m_packet.end());
            return Wrap(protocol, Icmp(echo.reply, m_packet[m_upper + 1], rest));
        }
        return std::nullopt;
    }

    Bytes Error(uint8_t type, uint8_t code) const
    {
        const std::size_t quoted = m_family == NfFamily::IPV6 ? QUOTED6 : QUOTED;
        Bytes rest;
        Add32(rest, m_reply.mtu);
        rest.insert(rest.end(),
                    m_packet.begin(),
                    m_packet.begin() + std::min(quoted, m_packet.size()));
        return Wrap(IcmpProtocol(), Icmp(type, code, rest));
    }

  private:
    uint8_t IcmpProtocol() const
    {
        return m_family == NfFamily::IPV6 ? NfProtocol::ICMPV6 : NfProtocol::ICMP;
    }

    uint64_t Pseudo(uint8_t protocol, std::size_t size) const
    {
        return NfChecksum::PseudoHeader(m_family, m_source, m_destination, protocol, size);
    }

    Bytes Wrap(uint8_t protocol, const Bytes& payload) const
    {
        constexpr std::size_t checksumAt = 10;
        constexpr uint32_t version6 = 6U << 28;
        Bytes ip;
        if (m_family == NfFamily::IPV6)
        {
            Add32(ip, version6);
            Add16(ip, payload.size());
            ip.push_back(protocol);
            ip.push_back(m_reply.ttl);
        }
        else
        {
            ip = {0x45, 0};
            Add16(ip, NfHeaderSize::IPV4 + payload.size());
            Add16(ip, m_reply.ident);
            Add16(ip, 0);
            ip.push_back(m_reply.ttl);
            ip.push_back(protocol);
            Add16(ip, 0);
        }
        AddAddress(ip, m_source, m_family);
        AddAddress(ip, m_destination, m_family);
        if (m_family == NfFamily::IPV4)
        {
            NfWrite16(&ip[checksumAt], Checksum(ip));
        }
        ip.insert(ip.end(), payload.begin(), payload.end());
        return ip;
    }

    Bytes Icmp(uint8_t type, uint8_t code, const Bytes& rest) const
    {
        Bytes icmp{type, code, 0, 0};
        std::copy(rest.begin(), rest.end(), std::back_inserter(icmp));
        const bool withPseudo = m_family == NfFamily::IPV6;
        NfWrite16(&icmp[2],
                  Checksum(icmp, withPseudo ? Pseudo(NfProtocol::ICMPV6, icmp.size()) : 0));
        return icmp;
    }

    Bytes Udp() const
    {
        constexpr std::size_t checksumAt = 6;
        Bytes udp;
        Add16(udp, NfRead16(&m_packet[m_upper + 2]));
        Add16(udp, NfRead16(&m_packet[m_upper]));
        Add16(udp, NfHeaderSize::UDP + m_reply.data.size());
        Add16(udp, 0);
        udp.insert(udp.end(), m_reply.data.begin(), m_reply.data.end());
        const uint16_t checksum = Checksum(udp, Pseudo(NfProtocol::UDP, udp.size()));
        NfWrite16(&udp[checksumAt], checksum == 0 ? 0xffff : checksum);
        return udp;
    }

    Bytes Tcp() const
    {
        constexpr std::size_t checksumAt = 16;
        uint8_t flags = 0;
        for (char letter : m_reply.flags)
        {
            flags |= 1 << TCP_FLAGS.find(letter);
        }
        const uint8_t* answered = &m_packet[m_upper];
        const uint32_t acknowledged = m_reply.follows ? NfRead32(answered + 8) : 0;
        const uint32_t next = m_reply.follows ? NextOf(answered) : 0;
        const Bytes options = Echo(answered);
        Bytes tcp;
        Add16(tcp, NfRead16(answered + 2));
        Add16(tcp, NfRead16(answered));
        Add32(tcp, m_reply.seq.value_or(acknowledged));
        Add32(tcp, m_reply.ack.value_or(next));
        tcp.push_back((NfHeaderSize::TCP + options.size()) / 4 << 4);
        tcp.push_back(flags);
        Add16(tcp, m_reply.window);
        Add32(tcp, 0);
        tcp.insert(tcp.end(), options.begin(), options.end());
        tcp.insert(tcp.end(), m_reply.data.begin(), m_reply.data.end());
        NfWrite16(&tcp[checksumAt], Checksum(tcp, Pseudo(NfProtocol::TCP, tcp.size())));
        return tcp;
    }

    /// @return bytes of a TCP header, as it says and the packet has
    std::size_t HeaderSize(const uint8_t* tcp) const
    {
        constexpr std::size_t offsetAt = 12;
        return std::clamp<std::size_t>((tcp[offsetAt] >> 4) * 4U,
                                       NfHeaderSize::TCP,
                                       m_packet.size() - m_upper);
    }

    /// @return the sequence number behind a segment
    uint32_t NextOf(const uint8_t* tcp) const
    {
        constexpr uint8_t fin = 1;
        constexpr uint8_t syn = 2;
        constexpr std::size_t flagsAt = 13;
        const uint8_t flags = tcp[flagsAt];
        return NfRead32(tcp + 4) + m_packet.size() - m_upper - HeaderSize(tcp) +
               (flags & syn ? 1 : 0) + (flags & fin ? 1 : 0);
    }

    /// @return the options of the answer: a timestamp, if one is asked for
    Bytes Echo(const uint8_t* tcp) const
    {
        constexpr uint8_t end = 0;
        constexpr uint8_t nop = 1;
        constexpr uint8_t timestamp = 8;
        constexpr std::size_t length = 10;
        if (!m_reply.time)
        {
            return {};
        }
        uint32_t heard = 0;
        const std::size_t size = HeaderSize(tcp);
        for (std::size_t at = NfHeaderSize::TCP; at < size && tcp[at] != end;)
        {
            if (tcp[at] == timestamp && at + length <= size)
            {
                heard = NfRead32(tcp + at + 2);
            }
            const std::size_t step = at + 1 < size ? tcp[at + 1] : 0;
            at += tcp[at] == nop ? 1 : std::max<std::size_t>(step, 2);
        }
        Bytes options{nop, nop, timestamp, length};
        Add32(options, *m_reply.time);
        Add32(options, heard);
        return options;
    }

    const Bytes& m_packet;
    const NfReplayReply& m_reply;
    NfFamily m_family;
    NfAddress m_source;      // of the answer
    NfAddress m_destination; // of the answer
    std::size_t m_upper;     // where the transport header begins
};

/// Hooks have seen it without padding: whatever a length field of IPv6 says, all of it counts.
std::optional<NfPacketView>
ReadWhole(Bytes packet)
{
    if (packet.size() >= NfHeaderSize::IPV6 && packet[0] >> 4 == 6)
    {
        NfWrite16(&packet[4], packet.size() - NfHeaderSize::IPV6);
    }
    return NfPacketView::Read(packet);
}

} // namespace

std::optional<std::vector<uint8_t>>
NfMakeReply(const std::vector<uint8_t>& packet, const NfReplayReply& reply)
{
    const auto view = ReadWhole(packet);
    if (!view || view->ip.fragmentOffset != 0 ||
        (reply.error && reply.from && reply.from->family != view->ip.family))
    {
        return std::nullopt;
    }
    const Answered answered(packet, *view, reply);
    return reply.error ? answered.Error(reply.error->first, reply.error->second)
                       : answered.Answer(view->ip.protocol);
}

} // namespace ns3
