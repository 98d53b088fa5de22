// SPDX-License-Identifier: GPL-2.0-only

#include "nf-tcp-window.h"

#include "nf-sequence-adjuster.h"

#include <algorithm>
#include <optional>

namespace ns3
{

namespace
{

// An ack this far behind is still taken for a delayed one.
constexpr uint32_t LEAST_ACK_WINDOW = 66000;

// A window of zero still lets probes of one byte through.
uint32_t
AtLeastOne(uint32_t window)
{
    return std::max<uint32_t>(window, 1);
}

// One segment's examination: the numbers as the sender's and receiver's sides count them.
class Examination
{
  public:
    Examination(NfConnection& connection, NfDirection direction, const NfTcpSegment& segment)
        : m_tracking(connection.tcp),
          m_direction(direction),
          m_segment(segment),
          m_sender(connection.tcp.sides[static_cast<unsigned>(direction)]),
          m_receiver(connection.tcp.sides[static_cast<unsigned>(Opposite(direction))]),
          m_seq(segment.seq),
          m_end(segment.end),
          m_ack(segment.ack),
          m_sack(m_receiver.flags & NfTcpSideFlag::SACK_PERMITTED ? segment.highestSack
                                                                  : segment.ack),
          m_window(segment.window)
    {
        // The receiver's side counts what it sent itself, before a NAT helper shifted it.
        int32_t shift = NfSequenceAdjuster::GetOffset(connection, Opposite(direction), m_ack - 1);
        m_ack -= shift;
        m_sack -= shift;
    }

    NfTcpWindowResult Run(bool liberal);

  private:
    bool Start();
    void InitSender();
    void InitSenderInMidstream();
    void CompleteAck();
    NfTcpWindowResult Judge();
    NfTcpWindowResult JudgeOvershoot();
    void Learn();
    void CountRetransmissions();

    uint32_t AckWindow() const
    {
        return std::max(m_sender.maxWindow, LEAST_ACK_WINDOW);
    }

    NfTcpTracking& m_tracking;
    NfDirection m_direction;
    const NfTcpSegment& m_segment;
    NfTcpSide& m_sender;
    NfTcpSide& m_receiver;
    uint32_t m_seq;
    uint32_t m_end;
    uint32_t m_ack;
    uint32_t m_sack;
    uint32_t m_window;
};

NfTcpWindowResult
Examination::Run(bool liberal)
{
    if (Start())
    {
        return NfTcpWindowResult::ACCEPT;
    }
    CompleteAck();
    bool believe = liberal || m_sender.flags & NfTcpSideFlag::BE_LIBERAL;
    NfTcpWindowResult result = Judge();
    if (result == NfTcpWindowResult::ACCEPT)
    {
        Learn();
    }
    return believe ? NfTcpWindowResult::ACCEPT : result;
}

// What the first packets of a side tell. True if there is nothing more to examine.
bool
Examination::Start()
{
    bool syn = m_segment.Has(NfTcpFlag::SYN);
    bool ack = m_segment.Has(NfTcpFlag::ACK);
    if (m_sender.maxWindow == 0)
    {
        if (syn)
        {
            InitSender();
            return !ack; // simultaneous open
        }
        InitSenderInMidstream();
        return false;
    }
    bool opening =
        m_tracking.state == NfTcpState::SYN_SENT || m_tracking.state == NfTcpState::SYN_RECV;
    if (syn && opening && NfSeqAfter(m_end, m_sender.end))
    {
        // A repeated SYN may have another sequence number and other options (RFC 793).
        InitSender();
        return m_direction == NfDirection::REPLY && !ack;
    }
    return false;
}

void
Examination::InitSender()
{
    m_sender.end = m_end;
    m_sender.maxEnd = m_end;
    m_sender.maxWindow = AtLeastOne(m_window);
    NfTcpWindow::TakeOptions(m_segment, m_sender);
    // Windows are scaled only if both sides offered it (RFC 7323).
    if (m_direction == NfDirection::REPLY &&
        !(m_sender.flags & m_receiver.flags & NfTcpSideFlag::WINDOW_SCALE))
    {
        m_sender.scale = 0;
        m_receiver.scale = 0;
    }
}

void
Examination::InitSenderInMidstream()
{
    m_sender.end = m_end;
    m_sender.maxWindow = AtLeastOne(m_window << m_sender.scale);
    m_sender.maxEnd = m_end + m_sender.maxWindow;
    if (m_receiver.maxWindow == 0)
    {
        m_receiver.end = m_sack;
        m_receiver.maxEnd = m_sack;
    }
    else if (m_sack == m_receiver.end + 1)
    {
        ++m_receiver.end; // the answer to a keepalive
    }
}

// Without a usable ack, assume the best one.
void
Examination::CompleteAck()
{
    bool ack = m_segment.Has(NfTcpFlag::ACK);
    bool rst = m_segment.Has(NfTcpFlag::RST);
    if (!ack || (rst && m_ack == 0))
    {
        m_ack = m_receiver.end;
        m_sack = m_receiver.end;
    }
    if (rst && m_seq == 0 && m_tracking.state == NfTcpState::SYN_SENT)
    {
        m_seq = m_sender.end;
        m_end = m_sender.end;
    }
}

NfTcpWindowResult
Examination::Judge()
{
    if (!NfSeqBefore(m_seq, m_sender.maxEnd + 1))
    {
        return JudgeOvershoot();
    }
    if (!NfSeqBefore(m_sack, m_receiver.end + 1))
    {
        return NfTcpWindowResult::INVALID; // acknowledges what was not sent
    }
    if (m_receiver.maxWindow && !NfSeqAfter(m_end, m_sender.end - m_receiver.maxWindow - 1))
    {
        return NfTcpWindowResult::IGNORE; // retransmits what was acknowledged long ago
    }
    if (!NfSeqAfter(m_sack, m_receiver.end - AckWindow() - 1))
    {
        return NfTcpWindowResult::IGNORE; // acknowledges what was acknowledged long ago
    }
    return NfTcpWindowResult::ACCEPT;
}

// It begins beyond the window. If everything else is right, the sender may have sent somewhat too
// much; should the receiver take it, its acks must not look wrong.
NfTcpWindowResult
Examination::JudgeOvershoot()
{
    uint32_t overshoot = m_end - m_sender.maxEnd + 1;
    bool inWindow =
        m_receiver.maxWindow && NfSeqAfter(m_end, m_sender.end - m_receiver.maxWindow - 1);
    bool ackOk = NfSeqAfter(m_sack, m_receiver.end - AckWindow() - 1) &&
                 NfSeqBefore(m_sack, m_receiver.end + 1);
    if (!inWindow || !ackOk || overshoot > m_receiver.maxWindow)
    {
        return NfTcpWindowResult::INVALID;
    }
    m_sender.end = m_end;
    m_sender.flags |= NfTcpSideFlag::UNACKNOWLEDGED;
    return NfTcpWindowResult::IGNORE;
}

void
Examination::Learn()
{
    if (!m_segment.Has(NfTcpFlag::SYN))
    {
        m_window <<= m_sender.scale;
    }
    m_sender.maxWindow = std::max(m_sender.maxWindow, m_window + (m_sack - m_ack));
    if (NfSeqAfter(m_end, m_sender.end))
    {
        m_sender.end = m_end;
        m_sender.flags |= NfTcpSideFlag::UNACKNOWLEDGED;
    }
    if (m_segment.Has(NfTcpFlag::ACK) &&
        (!(m_sender.flags & NfTcpSideFlag::MAX_ACK_SET) || NfSeqAfter(m_ack, m_sender.maxAck)))
    {
        m_sender.maxAck = m_ack;
        m_sender.flags |= NfTcpSideFlag::MAX_ACK_SET;
    }
    if (m_receiver.maxWindow != 0 && NfSeqAfter(m_end, m_sender.maxEnd))
    {
        m_receiver.maxWindow += m_end - m_sender.maxEnd;
    }
    if (NfSeqAfter(m_sack + m_window, m_receiver.maxEnd - 1))
    {
        m_receiver.maxEnd = m_sack + AtLeastOne(m_window);
    }
    if (m_ack == m_receiver.end)
    {
        m_receiver.flags &= ~NfTcpSideFlag::UNACKNOWLEDGED;
    }
    if (m_segment.kind == NfTcpKind::ACK)
    {
        CountRetransmissions();
    }
}

void
Examination::CountRetransmissions()
{
    if (m_tracking.lastDirection == m_direction && m_tracking.lastSeq == m_seq &&
        m_tracking.lastAck == m_ack && m_tracking.lastEnd == m_end &&
        m_tracking.lastWindow == m_segment.window)
    {
        ++m_tracking.retransmissions;
        return;
    }
    m_tracking.lastDirection = m_direction;
    m_tracking.lastSeq = m_seq;
    m_tracking.lastAck = m_ack;
    m_tracking.lastEnd = m_end;
    m_tracking.lastWindow = m_segment.window;
    m_tracking.retransmissions = 0;
}

} // namespace

void
NfTcpWindow::TakeOptions(const NfTcpSegment& segment, NfTcpSide& side)
{
    side.flags &= NfTcpSideFlag::BE_LIBERAL | NfTcpSideFlag::SYN_PROXY;
    side.scale = segment.windowScale.value_or(0);
    side.flags |= segment.windowScale ? NfTcpSideFlag::WINDOW_SCALE : 0;
    side.flags |= segment.sackPermitted ? NfTcpSideFlag::SACK_PERMITTED : 0;
}

void
NfTcpWindow::Begin(const NfTcpSegment& segment, NfTcpTracking& tracking)
{
    tracking = NfTcpTracking();
    tracking.lastIndex = static_cast<uint8_t>(NfTcpKind::NONE);
    NfTcpSide& opener = tracking.sides[0];
    opener.end = segment.end;
    opener.maxEnd = segment.end;
    opener.maxWindow = AtLeastOne(segment.window);
    if (segment.kind == NfTcpKind::SYN)
    {
        TakeOptions(segment, opener);
        return;
    }
    opener.maxEnd += opener.maxWindow;
    for (NfTcpSide& side : tracking.sides)
    {
        side.flags = NfTcpSideFlag::SACK_PERMITTED | NfTcpSideFlag::BE_LIBERAL;
    }
}

NfTcpWindowResult
NfTcpWindow::Check(NfConnection& connection,
                   NfDirection direction,
                   const NfTcpSegment& segment,
                   bool liberal)
{
    return Examination(connection, direction, segment).Run(liberal);
}

} // namespace ns3
