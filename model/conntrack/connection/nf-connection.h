// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CONNECTION_H
#define NF_CONNECTION_H

#include "nf-packet.h"
#include "nf-tuple.h"
#include "nf-types.h"

#include "ns3/nstime.h"
#include "ns3/simple-ref-count.h"

#include <array>
#include <cstdint>

namespace ns3
{

/// State of a TCP connection (Linux's enum tcp_conntrack).
enum class NfTcpState : uint8_t
{
    NONE,
    SYN_SENT,
    SYN_RECV,
    ESTABLISHED,
    FIN_WAIT,
    CLOSE_WAIT,
    LAST_ACK,
    TIME_WAIT,
    CLOSE,
    SYN_SENT2
};

/**
 * @param state the state
 * @return its name
 */
const char* NfToString(NfTcpState state);

/// State of an SCTP association (Linux's enum sctp_conntrack).
enum class NfSctpState : uint8_t
{
    NONE,
    CLOSED,
    COOKIE_WAIT,
    COOKIE_ECHOED,
    ESTABLISHED,
    SHUTDOWN_SENT,
    SHUTDOWN_RECD,
    SHUTDOWN_ACK_SENT,
    HEARTBEAT_SENT
};

/**
 * @param state of an SCTP association
 * @return its name, as Linux writes it
 */
const char* NfToString(NfSctpState state);

/// Status bits of a connection (Linux's enum ip_conntrack_status, IPS_*; same bit numbers).
namespace NfCtStatus
{
constexpr uint32_t EXPECTED = 1 << 0;
constexpr uint32_t SEEN_REPLY = 1 << 1;
constexpr uint32_t ASSURED = 1 << 2;
constexpr uint32_t CONFIRMED = 1 << 3;
constexpr uint32_t SRC_NAT = 1 << 4;
constexpr uint32_t DST_NAT = 1 << 5;
constexpr uint32_t SEQ_ADJUST = 1 << 6;
constexpr uint32_t SRC_NAT_DONE = 1 << 7;
constexpr uint32_t DST_NAT_DONE = 1 << 8;
constexpr uint32_t DYING = 1 << 9;
constexpr uint32_t FIXED_TIMEOUT = 1 << 10;
constexpr uint32_t TEMPLATE = 1 << 11;  //!< not a connection: tells Track() zone and helper
constexpr uint32_t HELPER = 1 << 13;    //!< a rule (CT --helper) chose the helper
constexpr uint32_t NAT_CLASH = 1 << 14; //!< ends at its first answer
} // namespace NfCtStatus

/// What TCP window tracking knows of one side (Linux's struct ip_ct_tcp_state).
struct NfTcpSide
{
    uint32_t end{0};       //!< max of seq + len
    uint32_t maxEnd{0};    //!< max of ack + max(win, 1)
    uint32_t maxWindow{0}; //!< max of win, scaled
    uint32_t maxAck{0};    //!< max of ack
    uint8_t scale{0};      //!< window scale factor
    uint8_t flags{0};      //!< what the side's options and segments have shown
};

/// TCP's part of a connection.
struct NfTcpTracking
{
    std::array<NfTcpSide, 2> sides; //!< by NfDirection
    NfTcpState state{NfTcpState::NONE};
    NfDirection lastDirection{NfDirection::ORIGINAL};
    uint8_t retransmissions{0};
    uint8_t lastIndex{0}; //!< kind of the last packet (row of the state table)
    uint32_t lastSeq{0};
    uint32_t lastAck{0};
    uint32_t lastEnd{0};
    uint16_t lastWindow{0};
    uint8_t lastWindowScale{0};
    uint8_t lastFlags{0};
};

/// SCTP's part of a connection. It shares its place with TCP's, and so cannot have initial values:
/// NfSctpTracking{} is that of a new association.
struct NfSctpTracking
{
    std::array<uint32_t, 2> tags; //!< by NfDirection: verification tags of its packets; 0: any
    std::array<bool, 2> init;     //!< by NfDirection: an INIT came, and the handshake is not over
    NfSctpState state;
    bool heartbeatFailed;      //!< a HEARTBEAT had another tag, and was not answered yet
    NfDirection lastDirection; //!< of that HEARTBEAT
};

/// Shift of TCP sequence numbers by a NAT helper in one direction (Linux's struct nf_ct_seqadj).
struct NfSequenceAdjustment
{
    uint32_t correctionPosition{0}; //!< after this sequence number offsetAfter applies
    int32_t offsetBefore{0};
    int32_t offsetAfter{0};
};

/// Packets and bytes (IP length) of one direction.
struct NfCounters
{
    uint64_t packets{0};
    uint64_t bytes{0};
};

class NfConnectionHelper;

/// Base of what a helper remembers of a connection.
class NfHelperState : public SimpleRefCount<NfHelperState>
{
  public:
    virtual ~NfHelperState() = default;
};

/**
 * @ingroup netfilter
 * Conntrack zone of a packet or connection (Linux's struct nf_conntrack_zone). It may apply to one
 * direction only; the other one is then in zone 0.
 */
struct NfZone
{
    uint16_t id{0};        //!< the zone
    uint8_t directions{3}; //!< bit mask of NfDirections to which it applies

    /**
     * @param direction a direction
     * @return the zone that way
     */
    uint16_t Of(NfDirection direction) const
    {
        return (directions >> static_cast<unsigned>(direction)) & 1 ? id : 0;
    }
};

/**
 * @ingroup netfilter
 * One tracked connection (Linux's struct nf_conn).
 *
 * It belongs to the packet that opened it until it is confirmed at the end of INPUT or
 * POSTROUTING; from then on the table (NfConntrack) finds it by either tuple. NAT rewrites the
 * reply tuple before confirmation, never after.
 */
class NfConnection : public NfConntrackEntry
{
  public:
    // In this order there are no gaps between members, and a look-up reads neighbours.
    uint32_t status{0};            //!< NfCtStatus bits
    uint64_t id{0};                //!< numbers connections of a node in order of creation
    std::array<NfTuple, 2> tuples; //!< by NfDirection
    uint16_t zone{0};              //!< conntrack zone
    uint8_t zoneDirections{
        3};            //!< bit mask of directions to which the zone applies (--zone-orig: 1)
    uint32_t mark{0};  //!< connmark
    Time timeout;      //!< until confirmed: a duration; then: the moment it expires
    Time created;      //!< when its first packet was seen
    Time assuredAfter; //!< UDP: traffic after this moment makes it a stream
    std::array<NfCounters, 2> counters; //!< by NfDirection

    /// What the protocol's tracker remembers. Only TCP and SCTP do.
    union {
        NfTcpTracking tcp{};
        NfSctpTracking sctp;
    };

    std::array<NfSequenceAdjustment, 2> sequence; //!< by NfDirection, with NfCtStatus::SEQ_ADJUST
    uint32_t masqueradeIfindex{0};                //!< out device of a MASQUERADE; 0: none
    Ptr<NfConnection> master;                     //!< the connection whose helper expected this one
    const NfConnectionHelper* helper{nullptr};    //!< application helper (FTP), or null
    Ptr<NfHelperState> helperState;               //!< the helper's own; null without one
    Time queued;                      //!< when NfExpiryQueue looks at it; only the queue uses it
    std::array<uint64_t, 2> labels{}; //!< bits of its labels (match connlabel)
    uint32_t tableIndex{0};           //!< its place in NfConnectionTable; only the table uses it

    /**
     * @param direction a direction
     * @return its tuple
     */
    const NfTuple& Tuple(NfDirection direction) const
    {
        return tuples[static_cast<unsigned>(direction)];
    }

    /// @return the name of the state that its protocol's tracker follows; "" if it follows none
    const char* GetStateName() const;

    /// @return the tuple of the direction that opened it
    const NfTuple& Original() const
    {
        return tuples[0];
    }

    /// @return the tuple of answers as they arrive here, NAT included
    const NfTuple& Reply() const
    {
        return tuples[1];
    }

    /// @return its zone
    NfZone GetZone() const
    {
        return {zone, zoneDirections};
    }

    /**
     * @param bits NfCtStatus bits
     * @return true if all of them are set
     */
    bool Has(uint32_t bits) const
    {
        return (status & bits) == bits;
    }

    static constexpr uint32_t LABELS = 128; //!< labels that a connection may have, from 0

    /**
     * @param label below LABELS
     * @return true if it has the label
     */
    bool HasLabel(uint32_t label) const
    {
        return labels[label / 64] >> label % 64 & 1;
    }

    /// @param label below LABELS; the connection has it from now on
    void AddLabel(uint32_t label)
    {
        labels[label / 64] |= uint64_t{1} << label % 64;
    }

    /// @return true if it is in the table
    bool IsConfirmed() const
    {
        return status & NfCtStatus::CONFIRMED;
    }
};

/**
 * @param packet a packet
 * @return its connection, or null
 */
inline NfConnection*
NfGetConnection(const NfPacket& packet)
{
    return static_cast<NfConnection*>(PeekPointer(packet.ct));
}

} // namespace ns3

#endif /* NF_CONNECTION_H */
