// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_GENERIC_TRACKER_H
#define NF_GENERIC_TRACKER_H

#include "nf-protocol-tracker.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * Tracks protocols of which nothing is known (Linux's nf_conntrack_proto_generic.c): one
 * connection per pair of addresses, which lives 600 s after its last packet.
 */
class NfGenericTracker : public NfProtocolTracker
{
  public:
    bool ReadTuple(const uint8_t* header, uint32_t size, NfTuple& tuple) const override;
    NfTrackResult Track(NfPacket& packet,
                        NfConnection& connection,
                        NfTrackerHost& host) const override;
};

} // namespace ns3

#endif /* NF_GENERIC_TRACKER_H */
