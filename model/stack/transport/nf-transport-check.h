// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRANSPORT_CHECK_H
#define NF_TRANSPORT_CHECK_H

#include "nf-drop-reason.h"
#include "nf-packet.h"

#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <optional>

namespace ns3
{

/**
 * @ingroup netfilter
 * What Linux's transports check of a packet before they look for its socket (tcp_v4_rcv, udp_rcv,
 * icmp_rcv and icmp_unreach; the same of IPv6, and ndisc_rcv), and the form in which ns-3's
 * transports can take what has passed.
 *
 * ns-3's transports check nothing but checksums. Their parsers abort, loop or read past the end of
 * what is malformed, and read some things otherwise that Linux takes without complaint. Invariant:
 * what Check() lets pass and Adapt() returns is read by them to its end, and as Linux reads it.
 *
 * Of TCP this is the header, not the connection: sequence numbers are the socket's affair. Other
 * protocols are left to who has registered for them.
 */
class NfTransportCheck
{
  public:
    /**
     * @param packet has passed INPUT; a fragment is not looked at
     * @param checksums whether the simulation computes checksums
     * @return why Linux drops it; nothing if it goes on
     */
    static std::optional<NfDropReason> Check(const NfPacket& packet, bool checksums);

    /**
     * @param packet has passed INPUT
     * @return true if not even a raw socket is given it: an ICMP message without a whole header
     */
    static bool IsHiddenFromRawSockets(const NfPacket& packet);

    /**
     * @param packet has passed Check(); it is not changed
     * @param checksums whether the simulation computes checksums
     * @return the payload for the stock transport: of TCP, with options that mean the same; of UDP,
     *         as long as its header says, and, if its sender has left the checksum out, with one;
     *         of ICMPv6, with a quote that ns-3 can read
     */
    static Ptr<Packet> Adapt(NfPacket& packet, bool checksums);
};

} // namespace ns3

#endif /* NF_TRANSPORT_CHECK_H */
