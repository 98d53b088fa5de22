// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SCTP_TRACKER_H
#define NF_SCTP_TRACKER_H

#include "nf-protocol-tracker.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * Tracks SCTP associations (RFC 9260; Linux's nf_conntrack_proto_sctp.c): their states, and the
 * verification tags that each side told the other.
 *
 * A packet is INVALID if its CRC is wrong, its chunks cannot stand together, its verification tag
 * is not the one that its receiver has chosen, or its association does not exist and it does not
 * open one. INIT opens one; HEARTBEAT opens the second path of one.
 */
class NfSctpTracker : public NfProtocolTracker
{
  public:
    bool ReadTuple(const uint8_t* header, uint32_t size, NfTuple& tuple) const override;
    NfTrackResult Track(NfPacket& packet,
                        NfConnection& connection,
                        NfTrackerHost& host) const override;
    bool IsDispensable(const NfConnection& connection) const override;
};

} // namespace ns3

#endif /* NF_SCTP_TRACKER_H */
