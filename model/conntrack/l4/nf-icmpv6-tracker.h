// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ICMPV6_TRACKER_H
#define NF_ICMPV6_TRACKER_H

#include "nf-icmp-tracker.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * Tracks ICMPv6 queries and their answers (RFC 4443, RFC 4620; Linux's
 * nf_conntrack_proto_icmpv6.c).
 *
 * Neighbour and router discovery and multicast listener reports are UNTRACKED, unless they are cut
 * short or their checksum is wrong. All types below 128 are errors. A redirect that could be true,
 * from a neighbour (link-local, hop limit 255), is RELATED to the connection of the packet that it
 * quotes; without a quote it is INVALID, as every other type is.
 */
class NfIcmpv6Tracker : public NfIcmpTracker
{
  public:
    NfIcmpv6Tracker();

    Finding Examine(const NfPacket& packet, const NfConntrackSettings& settings) const override;

  private:
    static Finding ExamineRedirect(const NfPacket& packet);
};

} // namespace ns3

#endif /* NF_ICMPV6_TRACKER_H */
