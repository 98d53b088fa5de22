// SPDX-License-Identifier: GPL-2.0-only

#include "nf-connection.h"
#include "nf-extension-type.h"
#include "nf-header-size.h"
#include "nf-icmp-types.h"
#include "nf-icmpv6-types.h"
#include "nf-port-protocols.h"
#include "nf-quoted-tuple.h"
#include "nf-socket-lookup.h"

namespace ns3
{

namespace
{

/**
 * Match "socket": a socket of the node would get the packet, or the packet is an ICMP error about
 * what such a socket has sent (Linux's xt_socket.c, nf_socket_ipv4.c, nf_socket_ipv6.c).
 *
 * Sockets that have any address of the node count only with --nowildcard. Answers to what is
 * translated by SNAT are looked up with the address before the translation.
 *
 * Difference from Linux: sockets of ns-3 have no mark, so --restore-skmark sets it to 0.
 */
class SocketMatch : public NfMatch
{
  public:
    std::string GetCaveat(const NfRuleContext&) const override
    {
        return m_restoreMark.given
                   ? "socket --restore-skmark sets the mark to 0, because simulated sockets have "
                     "no mark"
                   : "";
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        const NfSocketLookup* sockets = NfSocketLookup::Of(*packet.netns);
        if (!sockets)
        {
            return NfMatchResult::NO;
        }
        std::optional<NfFoundSocket> socket = sockets->FindAssigned(packet);
        if (!socket)
        {
            const std::optional<NfSocketEnds> ends = ReadEnds(packet);
            socket = ends ? sockets->Find(*ends, packet.in) : std::nullopt;
        }
        // A socket in TIME_WAIT is no whole one: it has no address that could be any.
        const bool whole = socket && !socket->timeWait;
        if (!socket || (!m_noWildcard.given && whole && socket->wildcard) ||
            (m_transparent.given && !socket->transparent))
        {
            return NfMatchResult::NO;
        }
        if (m_restoreMark.given && whole)
        {
            packet.mark = 0;
        }
        return NfMatchResult::YES;
    }

    NfSwitch m_transparent; //!< --transparent
    NfSwitch m_noWildcard;  //!< --nowildcard
    NfSwitch m_restoreMark; //!< --restore-skmark

  private:
    static bool IsTransport(uint8_t protocol)
    {
        return protocol == NfProtocol::TCP || protocol == NfProtocol::UDP;
    }

    /// @return whether an ICMP type is one of an error that quotes a packet
    static bool IsError(NfFamily family, uint8_t type)
    {
        return family == NfFamily::IPV6 ? type < NfIcmpv6Type::FIRST_INFORMATIONAL
                                        : NfIcmpQuotesPacket(type);
    }

    static std::optional<NfSocketEnds> ReadEnds(const NfPacket& packet)
    {
        if (!IsTransport(packet.ip.protocol))
        {
            const bool icmp = packet.ip.protocol == NfIcmpOf(packet.ip.family);
            return icmp ? ReadQuote(packet) : std::nullopt;
        }
        const bool tcp = packet.ip.protocol == NfProtocol::TCP;
        const uint8_t* header = packet.L4(tcp ? NfHeaderSize::TCP : NfHeaderSize::UDP);
        if (!header || packet.ip.fragmentOffset != 0)
        {
            return std::nullopt;
        }
        NfSocketEnds ends = NfSocketEnds::Of(packet, header);
        Untranslate(packet, NfCtState::ESTABLISHED, ends);
        return ends;
    }

    /// What an ICMP error quotes was sent by the socket that is looked for.
    static std::optional<NfSocketEnds> ReadQuote(const NfPacket& packet)
    {
        const uint8_t* header = packet.L4(NfHeaderSize::ICMP);
        if (!header || packet.ip.fragmentOffset != 0 || !IsError(packet.ip.family, header[0]))
        {
            return std::nullopt;
        }
        const std::optional<NfTuple> quoted = NfReadQuotedTuple(packet, NfHeaderSize::ICMP);
        if (!quoted || !IsTransport(quoted->protocol))
        {
            return std::nullopt;
        }
        NfSocketEnds ends{packet.ip.family,
                          quoted->protocol,
                          quoted->source,
                          quoted->sourcePort,
                          quoted->destination,
                          quoted->destinationPort};
        Untranslate(packet, NfCtState::RELATED, ends);
        return ends;
    }

    static void Untranslate(const NfPacket& packet, NfCtState state, NfSocketEnds& ends)
    {
        const NfConnection* connection = NfGetConnection(packet);
        if (packet.ip.family == NfFamily::IPV4 && connection && packet.ctState == state &&
            packet.ctDirection == NfDirection::REPLY && connection->Has(NfCtStatus::SRC_NAT_DONE))
        {
            ends.local = connection->Original().source;
            ends.localPort = connection->Original().sourcePort;
        }
    }
};

} // namespace

NfMatchType
NfMakeSocketMatchType()
{
    using M = SocketMatch;
    NfMatchType type = NfMakeMatchType<M>("socket", "a socket of the node would get the packet");
    type.heading = "socket";
    type.options = {
        NfOptionRow(&M::m_transparent, "transparent").Listed("--transparent"),
        NfOptionRow(&M::m_noWildcard, "nowildcard").Listed("--nowildcard"),
        NfOptionRow(&M::m_restoreMark, "restore-skmark").Listed("--restore-skmark"),
    };
    type.hooks = NfHookSet({NfHook::PREROUTING, NfHook::INPUT});
    return type;
}

} // namespace ns3
