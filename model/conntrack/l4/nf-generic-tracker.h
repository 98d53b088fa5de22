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
 *
 * Divergence: SCTP is tracked so, too, only with its ports, which is told when the first connection
 * appears; Linux follows its states.
 */
class NfGenericTracker : public NfProtocolTracker
{
  public:
    /// Whether the protocol's header begins with ports, as those of TCP and UDP do.
    enum class Ports
    {
        NO,
        YES
    };

    /// @param ports whether there are ports
    explicit NfGenericTracker(Ports ports)
        : m_ports(ports)
    {
    }

    bool ReadTuple(const uint8_t* header, uint32_t size, NfTuple& tuple) const override;
    NfTrackResult Track(NfPacket& packet,
                        NfConnection& connection,
                        NfTrackerHost& host) const override;

  private:
    Ports m_ports;
};

} // namespace ns3

#endif /* NF_GENERIC_TRACKER_H */
