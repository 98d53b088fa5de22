// SPDX-License-Identifier: GPL-2.0-only

#include "nf-routing-messages.h"

#include "nf-checksum.h"
#include "nf-types.h"

#include "ns3/ipv4-list-routing.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <vector>

namespace ns3
{

namespace
{

constexpr uint32_t ADDRESS_SIZE = 4;

/// Bytes that are read from the front.
struct Bytes
{
    const uint8_t* data;
    std::size_t size;

    /**
     * @param count how many bytes
     * @return the bytes behind them
     */
    Bytes Behind(std::size_t count) const
    {
        return {data + count, size - count};
    }

    /**
     * @param count how many bytes
     * @return the first bytes
     */
    Bytes First(std::size_t count) const
    {
        return {data, count};
    }
};

/**
 * @param bytes at least four
 * @return true if they are a network mask: ns-3 takes no other for one, and some of its releases
 *         abort
 */
bool
IsMask(const uint8_t* bytes)
{
    const uint32_t host = ~NfRead32(bytes);
    return (host & (host + 1)) == 0;
}

/**
 * @param body of a HELLO message (RFC 3626, section 6.1)
 * @return true if its lengths agree
 */
bool
IsOlsrHello(Bytes body)
{
    constexpr std::size_t fixed = 4;
    constexpr std::size_t linkHeader = 4;
    if (body.size < fixed)
    {
        return false;
    }
    body = body.Behind(fixed);
    while (body.size > 0)
    {
        std::size_t length = body.size < linkHeader ? 0 : NfRead16(body.data + 2);
        if (length < linkHeader || length > body.size || length % ADDRESS_SIZE != 0)
        {
            return false;
        }
        body = body.Behind(length);
    }
    return true;
}

/**
 * @param body of a HNA message (RFC 3626, section 12.1)
 * @return true if it has whole networks
 */
bool
IsOlsrNetworks(Bytes body)
{
    constexpr std::size_t networkSize = 2 * ADDRESS_SIZE;
    while (body.size >= networkSize && IsMask(body.data + ADDRESS_SIZE))
    {
        body = body.Behind(networkSize);
    }
    return body.size == 0;
}

bool
IsOlsrBody(uint8_t type, const Bytes& body)
{
    enum Type : uint8_t
    {
        HELLO = 1,
        TOPOLOGY = 2,
        INTERFACES = 3,
        NETWORKS = 4
    };

    switch (type)
    {
    case HELLO:
        return IsOlsrHello(body);
    case TOPOLOGY:
        return body.size >= 4 && body.size % ADDRESS_SIZE == 0;
    case INTERFACES:
        return body.size % ADDRESS_SIZE == 0;
    case NETWORKS:
        return IsOlsrNetworks(body);
    default:
        return false; // RFC 3626 forwards what it does not know; ns-3 cannot
    }
}

/**
 * @param message a datagram to OLSR
 * @return true if all lengths in it agree
 */
bool
IsOlsr(Bytes message)
{
    constexpr std::size_t packetHeader = 4;
    constexpr std::size_t messageHeader = 12;
    if (message.size < packetHeader || NfRead16(message.data) < packetHeader ||
        NfRead16(message.data) > message.size)
    {
        return false;
    }
    Bytes rest = message.First(NfRead16(message.data)).Behind(packetHeader);
    while (rest.size > 0)
    {
        std::size_t length = rest.size < messageHeader ? 0 : NfRead16(rest.data + 2);
        if (length < messageHeader || length > rest.size ||
            !IsOlsrBody(rest.data[0], rest.First(length).Behind(messageHeader)))
        {
            return false;
        }
        rest = rest.Behind(length);
    }
    return true;
}

/**
 * @param message an AODV route error
 * @return true if it names as many destinations as it says
 */
bool
IsAodvError(const Bytes& message)
{
    constexpr std::size_t header = 4;
    constexpr std::size_t destinationSize = 8;
    if (message.size < header || message.size < header + message.data[3] * destinationSize)
    {
        return false;
    }
    std::set<uint32_t> destinations; // ns-3 keeps them in a map and expects no address twice
    for (std::size_t i = 0; i < message.data[3]; ++i)
    {
        if (!destinations.insert(NfRead32(message.data + header + i * destinationSize)).second)
        {
            return false;
        }
    }
    return true;
}

/**
 * @param message a datagram to AODV (RFC 3561, section 5)
 * @return true if it is whole
 */
bool
IsAodv(Bytes message)
{
    enum Type : uint8_t
    {
        REQUEST = 1,
        REPLY = 2,
        ERROR = 3
    };

    constexpr std::size_t requestSize = 24;
    constexpr std::size_t replySize = 20;
    constexpr std::size_t acknowledgementSize = 2;
    if (message.size == 0)
    {
        return false;
    }
    switch (message.data[0])
    {
    case REQUEST:
        return message.size >= requestSize;
    case REPLY:
        return message.size >= replySize;
    case ERROR:
        return IsAodvError(message);
    default:
        return message.size >= acknowledgementSize;
    }
}

/**
 * @param message a datagram to DSDV
 * @return true if it consists of whole entries
 */
bool
IsDsdv(Bytes message)
{
    constexpr std::size_t entrySize = 12;
    return message.size > 0 && message.size % entrySize == 0;
}

/**
 * @param message a datagram to RIP (RFC 2453, section 4)
 * @return true if it has whole entries, with masks
 */
bool
IsRip(Bytes message)
{
    constexpr std::size_t header = 4;
    constexpr std::size_t entrySize = 20;
    constexpr std::size_t maskPlace = 8;
    if (message.size < header)
    {
        return false;
    }
    Bytes entries = message.Behind(header);
    while (entries.size >= entrySize && IsMask(entries.data + maskPlace))
    {
        entries = entries.Behind(entrySize);
    }
    return entries.size == 0;
}

/// A routing daemon of ns-3. It is known by name: the layer does not link the modules of them all.
struct Daemon
{
    uint16_t port;
    const char* typeName;
    bool (*isReadable)(Bytes message);
};

constexpr Daemon DAEMONS[] = {{698, "ns3::olsr::RoutingProtocol", IsOlsr},
                              {654, "ns3::aodv::RoutingProtocol", IsAodv},
                              {269, "ns3::dsdv::RoutingProtocol", IsDsdv},
                              {520, "ns3::Rip", IsRip}};

bool
Runs(const Ptr<Ipv4RoutingProtocol>& routing, const char* typeName)
{
    if (!routing || routing->GetInstanceTypeId().GetName() == typeName)
    {
        return bool(routing);
    }
    Ptr<Ipv4ListRouting> list = DynamicCast<Ipv4ListRouting>(routing);
    for (uint32_t i = 0; list && i < list->GetNRoutingProtocols(); ++i)
    {
        int16_t priority = 0;
        if (Runs(list->GetRoutingProtocol(i, priority), typeName))
        {
            return true;
        }
    }
    return false;
}

} // namespace

bool
NfRoutingMessages::IsReadable(const NfPacket& packet, const Ptr<Ipv4RoutingProtocol>& routing)
{
    constexpr uint32_t udpHeader = 8;
    constexpr uint32_t udpLength = 4;
    if (packet.ip.protocol != NfProtocol::UDP || packet.ip.IsFragment())
    {
        return true;
    }
    const uint8_t* udp = packet.L4(udpHeader);
    if (!udp)
    {
        return true;
    }
    const uint16_t port = NfRead16(udp + 2);
    const Daemon* daemon = std::find_if(std::begin(DAEMONS),
                                        std::end(DAEMONS),
                                        [=](const Daemon& d) { return d.port == port; });
    if (daemon == std::end(DAEMONS) || !Runs(routing, daemon->typeName))
    {
        return true;
    }
    std::vector<uint8_t> bytes = packet.CopyPayload();
    Bytes message{bytes.data(), std::min<std::size_t>(NfRead16(udp + udpLength), bytes.size())};
    return message.size >= udpHeader && daemon->isReadable(message.Behind(udpHeader));
}

} // namespace ns3
