// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ICMP_TRACKER_H
#define NF_ICMP_TRACKER_H

#include "nf-protocol-tracker.h"

#include <optional>

namespace ns3
{

/**
 * @ingroup netfilter
 * Tracks ICMP queries and their answers (RFC 792; Linux's nf_conntrack_proto_icmp.c). Errors
 * belong to the connection that they are about; NfConntrack relates them.
 */
class NfIcmpTracker : public NfProtocolTracker
{
  public:
    bool ReadTuple(const uint8_t* header, uint32_t size, NfTuple& tuple) const override;
    bool InvertPorts(const NfTuple& tuple, NfTuple& inverted) const override;
    NfTrackResult Track(NfPacket& packet,
                        NfConnection& connection,
                        NfTrackerHost& host) const override;

    /**
     * @param packet an ICMP packet
     * @param settings of connection tracking
     * @return true if it is too short, of an unknown type, or has a bad checksum
     */
    static bool IsBroken(const NfPacket& packet, const NfConntrackSettings& settings);

    /**
     * @param type an ICMP type
     * @return true if it is an error's: it quotes a packet
     */
    static bool IsError(uint8_t type);

    /**
     * @param packet an ICMP error
     * @return the tuple of the quoted packet, or nothing
     */
    static std::optional<NfTuple> ReadQuotedTuple(const NfPacket& packet);
};

} // namespace ns3

#endif /* NF_ICMP_TRACKER_H */
