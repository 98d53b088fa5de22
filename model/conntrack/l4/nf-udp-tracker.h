// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_UDP_TRACKER_H
#define NF_UDP_TRACKER_H

#include "nf-protocol-tracker.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * Tracks UDP and UDP-Lite (Linux's nf_conntrack_proto_udp.c). A flow becomes a stream, ASSURED
 * and with a longer timeout, when there is traffic more than two seconds after its first packet
 * and an answer was seen before.
 */
class NfUdpTracker : public NfProtocolTracker
{
  public:
    /// Which of the two protocols.
    enum class Variant
    {
        UDP,
        UDPLITE //!< RFC 3828: the length field is the checksum's coverage
    };

    /// @param variant which protocol
    explicit NfUdpTracker(Variant variant = Variant::UDP)
        : m_variant(variant)
    {
    }

    bool ReadTuple(const uint8_t* header, uint32_t size, NfTuple& tuple) const override;
    NfTrackResult Track(NfPacket& packet,
                        NfConnection& connection,
                        NfTrackerHost& host) const override;

    bool AllowsClash() const override
    {
        return true;
    }

  private:
    // True if the datagram is malformed.
    bool IsBroken(const NfPacket& packet, const NfConntrackSettings& settings) const;

    Variant m_variant;
};

} // namespace ns3

#endif /* NF_UDP_TRACKER_H */
