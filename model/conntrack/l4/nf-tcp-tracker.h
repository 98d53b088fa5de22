// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TCP_TRACKER_H
#define NF_TCP_TRACKER_H

#include "nf-protocol-tracker.h"
#include "nf-tcp-segment.h"
#include "nf-tcp-states.h"
#include "nf-types.h"

#include "ns3/nstime.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * Tracks TCP (Linux's nf_conntrack_proto_tcp.c): the state table of nf-tcp-states.cc, the windows
 * of NfTcpWindow, and the cases in between where tracking and the hosts may be out of step.
 */
class NfTcpTracker : public NfProtocolTracker
{
  public:
    bool ReadTuple(const uint8_t* header, uint32_t size, NfTuple& tuple) const override;
    NfTrackResult Track(NfPacket& packet,
                        NfConnection& connection,
                        NfTrackerHost& host) const override;
    bool IsDispensable(const NfConnection& connection) const override;

  private:
    // One segment and what it meets; the arguments of all steps.
    struct Step
    {
        NfPacket& packet;
        NfConnection& connection;
        NfTrackerHost& host;
        const NfTcpSegment& segment;
        NfDirection direction;
        NfTcpState before; // the state that counts as the one before
        NfTcpState after;  // the state that follows

        NfTcpTracking& Tracking() const
        {
            return connection.tcp;
        }

        NfTcpSide& Sender() const
        {
            return connection.tcp.sides[static_cast<unsigned>(direction)];
        }

        NfTcpSide& Receiver() const
        {
            return connection.tcp.sides[static_cast<unsigned>(Opposite(direction))];
        }

        // True if the last segment was of this kind.
        bool LastWas(NfTcpKind kind) const
        {
            return connection.tcp.lastIndex == static_cast<uint8_t>(kind);
        }

        // Did the last segment come from the same side?
        bool SameSide() const
        {
            return connection.tcp.lastDirection == direction;
        }
    };

    // How the examination of a segment goes on.
    enum class Course
    {
        CHECK_WINDOW,
        SKIP_WINDOW, //!< believe it wherever it lies
        PASS,        //!< let it pass, learn nothing
        INVALID,
        REOPEN //!< the connection is over
    };

    static Course Plan(Step& step, NfTcpOutcome outcome);
    static Course PlanIgnored(Step& step);
    static Course PlanReset(Step& step);
    static bool IsKeptAliveAtProxy(const Step& step);
    static bool AnswersIgnoredSyn(const Step& step);
    static void AdoptIgnoredSyn(Step& step);
    static void RememberIgnored(const Step& step);
    static bool IsChallengeAck(const Step& step);
    static void HandleInvalid(const Step& step);
    static NfTrackResult Accept(const Step& step);
    static Time ChooseTimeout(const Step& step);
};

} // namespace ns3

#endif /* NF_TCP_TRACKER_H */
