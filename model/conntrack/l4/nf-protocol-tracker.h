// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PROTOCOL_TRACKER_H
#define NF_PROTOCOL_TRACKER_H

#include "nf-connection.h"
#include "nf-conntrack-event.h"
#include "nf-conntrack-settings.h"
#include "nf-packet.h"
#include "nf-tuple.h"

#include "ns3/nstime.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup netfilter
 * What a protocol tracker asks of connection tracking.
 */
class NfTrackerHost
{
  public:
    virtual ~NfTrackerHost() = default;

    /// @return timeouts and switches in effect
    virtual const NfConntrackSettings& GetSettings() const = 0;

    /**
     * Count a packet and let the connection live on (Linux's nf_ct_refresh_acct).
     * @param connection the connection; with FIXED_TIMEOUT it is only counted
     * @param packet a packet of it
     * @param timeout how long to live from now on
     */
    virtual void Refresh(NfConnection& connection, const NfPacket& packet, Time timeout) = 0;

    /**
     * @param connection the connection
     * @param timeout how long to live from now on
     */
    virtual void SetTimeout(NfConnection& connection, Time timeout) = 0;

    /**
     * @param connection the connection
     * @param packet a packet of it, to be counted
     */
    virtual void Account(NfConnection& connection, const NfPacket& packet) = 0;

    /// @param connection to be kept even if the table is full
    virtual void Assure(NfConnection& connection) = 0;

    /**
     * @param connection of which the protocol's state changed
     * @param before the name of the state before, which is never freed
     * @param after the name of the state now, which is never freed
     */
    virtual void ReportState(NfConnection& connection, const char* before, const char* after) = 0;

    /**
     * @param connection to take out of the table
     * @param reason the reason that its listeners are told
     */
    virtual void Kill(NfConnection& connection, NfConntrackReason reason) = 0;
};

/// What a tracker says of a packet.
enum class NfTrackResult : uint8_t
{
    ACCEPT,  //!< it belongs to the connection
    INVALID, //!< it does not
    REPEAT   //!< the connection is over: look again, a new one may be made
};

/**
 * @ingroup netfilter
 * One protocol's part of connection tracking (Linux's struct nf_conntrack_l4proto). Trackers are
 * without state; all state is in the connection.
 */
class NfProtocolTracker
{
  public:
    virtual ~NfProtocolTracker() = default;

    /**
     * @param protocol a protocol number
     * @return its tracker; the generic one if it has none
     */
    static const NfProtocolTracker& Get(uint8_t protocol);

    /**
     * Fill in the protocol's part of a tuple.
     * @param header the bytes after the network header
     * @param size how many there are
     * @param tuple the tuple
     * @return false if the header is too short
     */
    virtual bool ReadTuple(const uint8_t* header, uint32_t size, NfTuple& tuple) const = 0;

    /**
     * @param tuple a tuple
     * @param inverted its addresses are exchanged already; the protocol's part is to be filled in
     * @return false if there is no answer to such a packet
     */
    virtual bool InvertPorts(const NfTuple& tuple, NfTuple& inverted) const;

    /**
     * Judge a packet, and update its connection if it belongs there.
     * @param packet the packet, with its connection attached
     * @param connection the connection; not confirmed if this is its first packet
     * @param host connection tracking
     * @return the judgement
     */
    virtual NfTrackResult Track(NfPacket& packet,
                                NfConnection& connection,
                                NfTrackerHost& host) const = 0;

    /// @return true if two first packets of one flow may both go on (Linux's allow_clash)
    virtual bool AllowsClash() const
    {
        return false;
    }

    /**
     * May an ASSURED connection be evicted when the table is full?
     * @param connection a connection
     * @return true if it is as good as over
     */
    virtual bool IsDispensable(const NfConnection& connection) const
    {
        return false;
    }
};

/**
 * @param header the bytes after the network header
 * @param size how many there are
 * @param tuple gets source and destination port
 * @return false if there are fewer than four bytes
 */
bool NfReadPorts(const uint8_t* header, uint32_t size, NfTuple& tuple);

/**
 * Is the L4 checksum known to be wrong, or, if the settings want it verified, found wrong?
 * (Linux's nf_ip_checksum, which only PREROUTING asks)
 * @param packet the packet
 * @param settings of connection tracking
 * @param coverage bytes that the checksum covers, from the start of the L4 header
 * @param pseudoHeader true if it covers the pseudo header, too
 * @return true if it is wrong
 */
bool NfHasBadChecksum(const NfPacket& packet,
                      const NfConntrackSettings& settings,
                      uint32_t coverage,
                      bool pseudoHeader);

} // namespace ns3

#endif /* NF_PROTOCOL_TRACKER_H */
