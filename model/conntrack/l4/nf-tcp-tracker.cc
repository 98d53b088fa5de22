// SPDX-License-Identifier: GPL-2.0-only

#include "nf-tcp-tracker.h"

#include "nf-tcp-window.h"

#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{

namespace
{

// A picked-up connection, or one after its handshake?
bool
IsFullyOpen(const NfConnection& connection)
{
    return connection.tcp.state == NfTcpState::ESTABLISHED && connection.Has(NfCtStatus::ASSURED);
}

} // namespace

bool
NfTcpTracker::ReadTuple(const uint8_t* header, uint32_t size, NfTuple& tuple) const
{
    return NfReadPorts(header, size, tuple);
}

bool
NfTcpTracker::IsDispensable(const NfConnection& connection) const
{
    return NfTcpIsClosing(connection.tcp.state);
}

NfTrackResult
NfTcpTracker::Track(NfPacket& packet, NfConnection& connection, NfTrackerHost& host) const
{
    const NfConntrackSettings& settings = host.GetSettings();
    std::optional<NfTcpSegment> segment = NfTcpSegment::Read(packet);
    if (!segment || NfHasBadChecksum(packet, settings, packet.GetPayloadSize(), true) ||
        NfTcpFlagsInvalid(segment->flags))
    {
        return NfTrackResult::INVALID;
    }
    if (!connection.IsConfirmed())
    {
        NfTcpOutcome first = NfTcpNextState(NfDirection::ORIGINAL, segment->kind, NfTcpState::NONE);
        if (first == NfTcpOutcome::INVALID ||
            (segment->kind != NfTcpKind::SYN && !settings.tcpLoose))
        {
            return NfTrackResult::INVALID;
        }
        NfTcpWindow::Begin(*segment, connection.tcp);
    }
    NfTcpState before = connection.tcp.state;
    Step step{packet, connection, host, *segment, packet.ctDirection, before, before};
    switch (Plan(step, NfTcpNextState(packet.ctDirection, segment->kind, before)))
    {
    case Course::PASS:
        return NfTrackResult::ACCEPT;
    case Course::INVALID:
        return NfTrackResult::INVALID;
    case Course::REOPEN:
        host.Kill(connection, NfConntrackReason::REPLACED);
        return NfTrackResult::REPEAT;
    case Course::SKIP_WINDOW:
        return Accept(step);
    case Course::CHECK_WINDOW:
        break;
    }
    switch (NfTcpWindow::Check(connection, step.direction, *segment, settings.tcpBeLiberal))
    {
    case NfTcpWindowResult::IGNORE:
        return NfTrackResult::ACCEPT;
    case NfTcpWindowResult::INVALID:
        HandleInvalid(step);
        return NfTrackResult::INVALID;
    case NfTcpWindowResult::ACCEPT:
        break;
    }
    return Accept(step);
}

NfTcpTracker::Course
NfTcpTracker::Plan(Step& step, NfTcpOutcome outcome)
{
    if (outcome == NfTcpOutcome::INVALID)
    {
        return IsKeptAliveAtProxy(step) ? Course::PASS : Course::INVALID;
    }
    if (outcome == NfTcpOutcome::IGNORE)
    {
        return PlanIgnored(step);
    }
    step.after = static_cast<NfTcpState>(outcome);
    NfTcpTracking& tracking = step.Tracking();
    if (step.after == NfTcpState::SYN_SENT && step.before >= NfTcpState::TIME_WAIT)
    {
        // A new connection between the same ends; after a RST only its sender may open one.
        bool closed = (step.Sender().flags | step.Receiver().flags) & NfTcpSideFlag::CLOSE_INIT;
        bool resetBefore = step.SameSide() && step.LastWas(NfTcpKind::RST);
        return closed || resetBefore ? Course::REOPEN : PlanIgnored(step);
    }
    if (step.after == NfTcpState::TIME_WAIT && IsChallengeAck(step))
    {
        tracking.lastFlags &= ~NfTcpSideFlag::CHALLENGE_ACK;
        return Course::PASS;
    }
    if (step.after == NfTcpState::SYN_SENT2)
    {
        tracking.lastFlags |= NfTcpSideFlag::SIMULTANEOUS_OPEN;
    }
    else if (step.after == NfTcpState::SYN_RECV && step.direction == NfDirection::REPLY &&
             step.segment.kind == NfTcpKind::ACK &&
             tracking.lastFlags & NfTcpSideFlag::SIMULTANEOUS_OPEN)
    {
        step.after = NfTcpState::ESTABLISHED;
    }
    else if (step.after == NfTcpState::CLOSE && step.segment.kind == NfTcpKind::RST)
    {
        return PlanReset(step);
    }
    return Course::CHECK_WINDOW;
}

// The client of a SYN proxy asks whether the connection is still there, while the proxy is waiting
// for the server: the proxy is to send its SYN again.
bool
NfTcpTracker::IsKeptAliveAtProxy(const Step& step)
{
    return step.Sender().flags & NfTcpSideFlag::SYN_PROXY && step.before == NfTcpState::SYN_SENT &&
           step.segment.kind == NfTcpKind::ACK && step.direction == NfDirection::ORIGINAL &&
           step.SameSide() && step.Sender().end - 1 == step.segment.seq;
}

// The hosts may know better than this entry: let the segment pass, and remember it, so that the
// answer tells who is right.
NfTcpTracker::Course
NfTcpTracker::PlanIgnored(Step& step)
{
    if (AnswersIgnoredSyn(step))
    {
        AdoptIgnoredSyn(step);
        return Course::CHECK_WINDOW;
    }
    RememberIgnored(step);
    return Course::PASS;
}

bool
NfTcpTracker::AnswersIgnoredSyn(const Step& step)
{
    return step.segment.kind == NfTcpKind::SYNACK && step.LastWas(NfTcpKind::SYN) &&
           !step.SameSide() && step.segment.ack == step.Tracking().lastEnd;
}

// Both hosts are in step and this entry is not: take over what was noted of the SYN.
void
NfTcpTracker::AdoptIgnoredSyn(Step& step)
{
    NfTcpTracking& tracking = step.Tracking();
    step.before = NfTcpState::SYN_SENT;
    step.after = NfTcpState::SYN_RECV;
    tracking.lastFlags &= ~NfTcpSideFlag::CHALLENGE_ACK;
    NfTcpSide& opener = step.Receiver();
    opener.end = tracking.lastEnd;
    opener.maxEnd = tracking.lastEnd;
    opener.maxWindow = std::max<uint32_t>(tracking.lastWindow, 1);
    opener.scale = tracking.lastWindowScale;
    opener.flags = tracking.lastFlags | (opener.flags & NfTcpSideFlag::SYN_PROXY);
    // Measured: who was picked up in midstream stays liberal.
    uint8_t liberal = step.Sender().flags & NfTcpSideFlag::BE_LIBERAL;
    step.Sender() = NfTcpSide();
    step.Sender().flags = liberal;
}

void
NfTcpTracker::RememberIgnored(const Step& step)
{
    NfTcpTracking& tracking = step.Tracking();
    const NfTcpSegment& segment = step.segment;
    tracking.lastIndex = static_cast<uint8_t>(segment.kind);
    tracking.lastDirection = step.direction;
    tracking.lastSeq = segment.seq;
    tracking.lastEnd = segment.end;
    tracking.lastWindow = segment.window;
    if (segment.kind == NfTcpKind::SYN && step.direction == NfDirection::ORIGINAL)
    {
        NfTcpSide options;
        NfTcpWindow::TakeOptions(segment, options);
        tracking.lastWindowScale = options.scale;
        tracking.lastFlags = options.flags;
        // The answer may be a challenge ACK (RFC 5961), which must not look like the last ACK.
        if (step.before == NfTcpState::LAST_ACK)
        {
            tracking.lastFlags |= NfTcpSideFlag::CHALLENGE_ACK;
        }
    }
    if (step.before == NfTcpState::SYN_SENT && segment.kind == NfTcpKind::ACK &&
        step.direction == NfDirection::REPLY)
    {
        tracking.lastAck = segment.ack;
    }
}

bool
NfTcpTracker::IsChallengeAck(const Step& step)
{
    return step.before == NfTcpState::LAST_ACK && step.segment.kind == NfTcpKind::ACK &&
           !step.SameSide() && step.LastWas(NfTcpKind::SYN) &&
           step.Tracking().lastFlags & NfTcpSideFlag::CHALLENGE_ACK;
}

NfTcpTracker::Course
NfTcpTracker::PlanReset(Step& step)
{
    NfTcpTracking& tracking = step.Tracking();
    const NfTcpSegment& segment = step.segment;
    if (NfTcpIsClosing(step.before))
    {
        return Course::SKIP_WINDOW; // the ends may have used the tuple again
    }
    if (step.Receiver().flags & NfTcpSideFlag::MAX_ACK_SET && !step.LastWas(NfTcpKind::SYN))
    {
        uint32_t expected = step.Receiver().maxAck;
        bool fullyOpen = IsFullyOpen(step.connection);
        if (segment.seq == 0 && !fullyOpen)
        {
            return Course::CHECK_WINDOW; // most likely the answer to a SYN that was let through
        }
        if (NfSeqBefore(segment.seq, expected) && !step.host.GetSettings().tcpIgnoreInvalidRst)
        {
            return Course::INVALID;
        }
        bool follows =
            step.LastWas(NfTcpKind::ACK) && step.SameSide() && segment.seq == tracking.lastEnd;
        if (!fullyOpen || segment.seq == expected || follows)
        {
            return Course::CHECK_WINDOW;
        }
        step.after = step.before; // the receiver may object with a challenge ACK (RFC 5961)
    }
    bool aboutIgnoredSyn =
        step.connection.Has(NfCtStatus::SEEN_REPLY) && step.LastWas(NfTcpKind::SYN);
    bool aboutIgnoredAck =
        !step.connection.Has(NfCtStatus::ASSURED) && step.LastWas(NfTcpKind::ACK);
    if ((aboutIgnoredSyn || aboutIgnoredAck) && segment.ack == tracking.lastEnd)
    {
        return Course::SKIP_WINDOW;
    }
    bool aboutChallenge = step.before == NfTcpState::SYN_SENT && step.LastWas(NfTcpKind::ACK) &&
                          tracking.lastDirection == NfDirection::REPLY &&
                          segment.seq == tracking.lastAck;
    return aboutChallenge ? Course::SKIP_WINDOW : Course::CHECK_WINDOW;
}

// A FIN or RST out of the window, answered by another: the hosts seem to have ended it unseen.
void
NfTcpTracker::HandleInvalid(const Step& step)
{
    NfConnection& connection = step.connection;
    NfTcpKind kind = step.segment.kind;
    if (!connection.Has(NfCtStatus::ASSURED) || connection.Has(NfCtStatus::FIXED_TIMEOUT) ||
        (kind != NfTcpKind::RST && kind != NfTcpKind::FIN))
    {
        return;
    }
    if (step.SameSide() || !(step.LastWas(NfTcpKind::FIN) || step.LastWas(NfTcpKind::RST)))
    {
        step.Tracking().lastIndex = static_cast<uint8_t>(kind);
        step.Tracking().lastDirection = step.direction;
        return;
    }
    Time left = connection.timeout - Simulator::Now();
    Time shortened = step.host.GetSettings().tcpUnacknowledged;
    if (left >= Seconds(120) && left > shortened)
    {
        step.host.SetTimeout(connection, shortened);
    }
}

NfTrackResult
NfTcpTracker::Accept(const Step& step)
{
    NfConnection& connection = step.connection;
    NfTcpTracking& tracking = step.Tracking();
    NfTcpState previous = tracking.state;
    tracking.lastIndex = static_cast<uint8_t>(step.segment.kind);
    tracking.lastDirection = step.direction;
    tracking.state = step.after;
    if (step.before != step.after && step.after == NfTcpState::FIN_WAIT)
    {
        step.Sender().flags |= NfTcpSideFlag::CLOSE_INIT;
    }
    Time timeout = ChooseTimeout(step);
    if (!connection.Has(NfCtStatus::SEEN_REPLY) && step.segment.kind == NfTcpKind::RST)
    {
        step.host.Account(connection, step.packet);
        step.host.Kill(connection, NfConntrackReason::RESET); // all that listeners are told
        return NfTrackResult::ACCEPT;
    }
    if (previous != step.after)
    {
        step.host.ReportState(connection, NfToString(previous), NfToString(step.after));
    }
    if (!connection.Has(NfCtStatus::SEEN_REPLY))
    {
        if (step.segment.kind == NfTcpKind::SYN && step.before == NfTcpState::SYN_SENT)
        {
            return NfTrackResult::ACCEPT; // repeated SYNs must not keep an entry alive for ever
        }
        if (step.after == NfTcpState::ESTABLISHED)
        {
            timeout = std::min(timeout, step.host.GetSettings().tcpUnacknowledged);
        }
    }
    else if (step.after == NfTcpState::ESTABLISHED &&
             (step.before == NfTcpState::SYN_RECV || step.before == NfTcpState::ESTABLISHED))
    {
        step.host.Assure(connection);
    }
    step.host.Refresh(connection, step.packet, timeout);
    return NfTrackResult::ACCEPT;
}

Time
NfTcpTracker::ChooseTimeout(const Step& step)
{
    const NfConntrackSettings& settings = step.host.GetSettings();
    const NfTcpTracking& tracking = step.Tracking();
    Time usual = settings.TcpTimeout(step.after);
    uint8_t flags = tracking.sides[0].flags | tracking.sides[1].flags;
    if (tracking.retransmissions >= settings.tcpMaxRetrans && usual > settings.tcpMaxRetransTime)
    {
        return settings.tcpMaxRetransTime;
    }
    if (step.segment.kind == NfTcpKind::RST)
    {
        return settings.tcpClose;
    }
    if (flags & NfTcpSideFlag::UNACKNOWLEDGED && usual > settings.tcpUnacknowledged)
    {
        return settings.tcpUnacknowledged;
    }
    if (tracking.lastWindow == 0 && usual > settings.tcpMaxRetransTime)
    {
        return settings.tcpMaxRetransTime;
    }
    return usual;
}

} // namespace ns3
