// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TCP_WINDOW_H
#define NF_TCP_WINDOW_H

#include "nf-connection.h"
#include "nf-tcp-segment.h"
#include "nf-types.h"

namespace ns3
{

/// Bits of NfTcpSide::flags and NfTcpTracking::lastFlags (Linux's IP_CT_TCP_FLAG_*).
namespace NfTcpSideFlag
{
constexpr uint8_t WINDOW_SCALE = 1 << 0;      //!< sent the option window scale
constexpr uint8_t SACK_PERMITTED = 1 << 1;    //!< sent the option SACK permitted
constexpr uint8_t CLOSE_INIT = 1 << 2;        //!< sent the first FIN
constexpr uint8_t BE_LIBERAL = 1 << 3;        //!< its windows are not known: believe all
constexpr uint8_t UNACKNOWLEDGED = 1 << 4;    //!< has sent data that was not acknowledged yet
constexpr uint8_t MAX_ACK_SET = 1 << 5;       //!< NfTcpSide::maxAck is valid
constexpr uint8_t CHALLENGE_ACK = 1 << 6;     //!< lastFlags: a challenge ACK may follow
constexpr uint8_t SYN_PROXY = 1 << 6;         //!< the opener: a SYN proxy sent its SYN
constexpr uint8_t SIMULTANEOUS_OPEN = 1 << 7; //!< lastFlags: both sides sent a SYN
} // namespace NfTcpSideFlag

/// Where a segment lies.
enum class NfTcpWindowResult : uint8_t
{
    ACCEPT, //!< in the window
    IGNORE, //!< slightly out of it: let pass, learn nothing
    INVALID //!< out of it
};

/**
 * @ingroup netfilter
 * TCP window tracking: may this segment be sent, given what both sides have said? (Linux's
 * tcp_in_window; G. van Rooij, "Real stateful TCP packet filtering in IP Filter".)
 *
 * A segment must not begin beyond the receiver's window, nor end more than a window before what
 * was sent already, nor acknowledge what was not sent or is long gone.
 */
class NfTcpWindow
{
  public:
    /**
     * Take the options of a side's SYN; what it said before is forgotten.
     * @param segment the SYN
     * @param side the sender
     */
    static void TakeOptions(const NfTcpSegment& segment, NfTcpSide& side);

    /**
     * The first packet of a connection.
     * @param segment the packet; if not a SYN, the connection is picked up in its middle
     * @param tracking set up afresh
     */
    static void Begin(const NfTcpSegment& segment, NfTcpTracking& tracking);

    /**
     * Judge a segment; if accepted, learn from it.
     * @param connection the connection
     * @param direction of the segment
     * @param segment the segment
     * @param liberal accept what lies out of the window
     * @return the judgement
     */
    static NfTcpWindowResult Check(NfConnection& connection,
                                   NfDirection direction,
                                   const NfTcpSegment& segment,
                                   bool liberal);
};

} // namespace ns3

#endif /* NF_TCP_WINDOW_H */
