// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ICMP_TRACKER_H
#define NF_ICMP_TRACKER_H

#include "nf-protocol-tracker.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Tracks ICMP queries and their answers (RFC 792; Linux's nf_conntrack_proto_icmp.c). Errors
 * belong to the connection that they are about; NfConnectionFinder relates them.
 *
 * ICMPv6 has the same form with other types, and a class of its own for what differs.
 */
class NfIcmpTracker : public NfProtocolTracker
{
  public:
    /// What a message is before its connection is looked up.
    enum class Kind : uint8_t
    {
        OTHER,     //!< a query or an answer, or of a type that opens no connection
        ERROR,     //!< it quotes a packet
        UNTRACKED, //!< the network's own business
        BROKEN     //!< too short, of an unknown type, or with a bad checksum
    };

    /// What Examine() finds.
    struct Finding
    {
        Kind kind;
        uint32_t quote{0}; //!< of an ERROR: where the quoted packet begins, from the ICMP header on
    };

    /// The tracker of IPv4's ICMP.
    NfIcmpTracker();

    /**
     * @param packet a packet
     * @return the tracker that examines it; null if it is not ICMP of its own family, or a later
     *         fragment
     */
    static const NfIcmpTracker* For(const NfPacket& packet);

    /**
     * @param packet a packet that this tracker is for
     * @param settings of connection tracking
     * @return what it is
     */
    virtual Finding Examine(const NfPacket& packet, const NfConntrackSettings& settings) const;

    bool ReadTuple(const uint8_t* header, uint32_t size, NfTuple& tuple) const override;
    bool InvertPorts(const NfTuple& tuple, NfTuple& inverted) const override;
    NfTrackResult Track(NfPacket& packet,
                        NfConnection& connection,
                        NfTrackerHost& host) const override;

  protected:
    /// Types of a query and of its answer.
    struct Query
    {
        uint8_t request;
        uint8_t answer;
    };

    /// Queries that open connections.
    using Queries = std::vector<Query>;

    /**
     * @param family whose ICMP it is: in packets of the other one it is invalid
     * @param queries that open connections
     * @param lifetime the setting that says how long a connection lives
     */
    NfIcmpTracker(NfFamily family, Queries queries, Time NfConntrackSettings::*lifetime);

  private:
    NfFamily m_family;
    Queries m_queries;
    Time NfConntrackSettings::*m_lifetime;
};

} // namespace ns3

#endif /* NF_ICMP_TRACKER_H */
