// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SOCKET_LOOKUP_H
#define NF_SOCKET_LOOKUP_H

#include "nf-address.h"
#include "nf-checksum.h"
#include "nf-netns.h"
#include "nf-packet.h"

#include <cstdint>
#include <optional>

namespace ns3
{

/// The addresses and ports of a segment or datagram that a node receives, as its socket sees them.
struct NfSocketEnds
{
    NfFamily family{NfFamily::IPV4};
    uint8_t protocol{0}; //!< TCP or UDP
    NfAddress local;
    uint16_t localPort{0};
    NfAddress remote;
    uint16_t remotePort{0};

    /**
     * @param packet a received packet of TCP or UDP
     * @param header its transport header, of which at least the ports are there
     * @return its ends
     */
    static NfSocketEnds Of(const NfPacket& packet, const uint8_t* header)
    {
        return {packet.ip.family,
                packet.ip.protocol,
                packet.ip.destination,
                NfRead16(header + 2),
                packet.ip.source,
                NfRead16(header)};
    }
};

/// What a rule may know of a socket.
struct NfFoundSocket
{
    bool connected{false};   //!< to one other end; else it takes what comes
    bool listening{false};   //!< of TCP: it accepts connections
    bool transparent{false}; //!< may have an address that is not the node's (IP_TRANSPARENT)
    bool wildcard{false};    //!< has any address of the node
    bool handshake{false};   //!< of TCP: a connection that its other end has not acknowledged yet
    bool timeWait{false};    //!< of TCP: both sides have closed, and it waits for stray segments
};

/**
 * @ingroup netfilter
 * The sockets of a node, as rules may ask for them (Linux's inet_lookup, udp4_lib_lookup and their
 * IPv6 siblings), and give packets to them (skb->sk). The node's stack implements it; a node
 * without one, as in tests of rules alone, has none.
 */
class NfSocketLookup : public NfNetnsState
{
  public:
    static constexpr const char* NAME = "sockets"; //!< among NfNetns::states

    /**
     * @param netns a node
     * @return its sockets; null if nobody knows them
     */
    static NfSocketLookup* Of(const NfNetns& netns)
    {
        const auto found = netns.states.find(NAME);
        return found == netns.states.end() ? nullptr
                                           : static_cast<NfSocketLookup*>(found->second.get());
    }

    /**
     * @param ends of a packet
     * @param in the device that it came in by
     * @return the socket that would get it: a connected one rather than another; nothing: none
     */
    virtual std::optional<NfFoundSocket> Find(const NfSocketEnds& ends,
                                              const NfDevice* in) const = 0;

    /**
     * Give a packet to a socket whose address it does not have (Linux's nf_tproxy_assign_sock). The
     * packet gets there if routing delivers it to the node; to be forwarded, it is dropped.
     * @param packet in PREROUTING
     * @param ends by which Find() finds the socket
     */
    virtual void Assign(const NfPacket& packet, const NfSocketEnds& ends) = 0;

    /**
     * @param packet a packet
     * @return the socket that it was given to; nothing: none, or it is not there any more
     */
    virtual std::optional<NfFoundSocket> FindAssigned(const NfPacket& packet) const = 0;
};

} // namespace ns3

#endif /* NF_SOCKET_LOOKUP_H */
