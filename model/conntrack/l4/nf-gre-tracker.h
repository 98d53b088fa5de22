// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_GRE_TRACKER_H
#define NF_GRE_TRACKER_H

#include "nf-protocol-tracker.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * Tracks GRE (RFC 2784; Linux's nf_conntrack_proto_gre.c): one connection per pair of addresses.
 * Version 1, PPTP's (RFC 2637), has the receiver's call id for a destination port; the sender's,
 * for a source port, is added by NfGreKeymap.
 */
class NfGreTracker : public NfProtocolTracker
{
  public:
    bool ReadTuple(const uint8_t* header, uint32_t size, NfTuple& tuple) const override;
    NfTrackResult Track(NfPacket& packet,
                        NfConnection& connection,
                        NfTrackerHost& host) const override;

    bool AllowsClash() const override
    {
        return true;
    }
};

} // namespace ns3

#endif /* NF_GRE_TRACKER_H */
