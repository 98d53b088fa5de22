// SPDX-License-Identifier: GPL-2.0-only

#include "nf-sctp-tracker.h"

#include "nf-checksum.h"
#include "nf-crc32c.h"
#include "nf-sctp-states.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace ns3
{

namespace
{

using namespace NfSctpChunkType;

constexpr uint32_t HEADER_SIZE = 12;
constexpr uint32_t TAG = 4;
constexpr uint32_t CHECKSUM = 8;
constexpr uint32_t CHUNK_SIZE = 4;

/// One chunk of a packet.
struct Chunk
{
    uint8_t type;
    bool isTagReflected;             //!< flag T: the tag is the sender's own
    std::optional<uint32_t> initTag; //!< INIT, INIT ACK: what the sender wants to be called
};

/// What an SCTP packet says.
struct Segment
{
    uint32_t tag{0}; //!< verification tag
    std::vector<Chunk> chunks;

    bool Has(uint8_t type) const
    {
        return std::any_of(chunks.begin(), chunks.end(), [type](const Chunk& chunk) {
            return chunk.type == type;
        });
    }
};

bool
HasGoodCrc(std::vector<uint8_t> bytes)
{
    uint32_t sent = 0;
    for (uint32_t i = 0; i < 4; ++i)
    {
        sent |= uint32_t{bytes[CHECKSUM + i]} << (8 * i); // least significant byte first
        bytes[CHECKSUM + i] = 0;
    }
    return NfCrc32c(bytes.data(), bytes.size()) == sent;
}

/**
 * @param bytes of the packet
 * @param at where the chunk begins
 * @return the chunk
 */
Chunk
ReadChunk(const std::vector<uint8_t>& bytes, std::size_t at)
{
    constexpr std::size_t initSize = 16; // what INIT and INIT ACK carry at least
    Chunk chunk{bytes[at], (bytes[at + 1] & 1) != 0, {}};
    if (bytes.size() >= at + CHUNK_SIZE + initSize)
    {
        chunk.initTag = NfRead32(&bytes[at + CHUNK_SIZE]);
    }
    return chunk;
}

/**
 * @param bytes a whole header at least
 * @return what it says; nothing if the chunks do not fit
 */
std::optional<Segment>
ReadSegment(const std::vector<uint8_t>& bytes)
{
    Segment segment;
    segment.tag = NfRead32(&bytes[TAG]);
    bool isAlone = false; // a chunk that suffers no other was there
    std::size_t at = HEADER_SIZE;
    while (at + CHUNK_SIZE <= bytes.size())
    {
        const Chunk chunk = ReadChunk(bytes, at);
        const uint32_t length = NfRead16(&bytes[at + 2]);
        isAlone = isAlone || chunk.type == INIT || chunk.type == INIT_ACK ||
                  chunk.type == SHUTDOWN_COMPLETE;
        const bool isFirstOnly = chunk.type == COOKIE_ECHO || chunk.type == COOKIE_ACK;
        if (length == 0 || (!segment.chunks.empty() && (isAlone || isFirstOnly)))
        {
            return std::nullopt;
        }
        segment.chunks.push_back(chunk);
        at += (length + 3) & ~3U;
    }
    return segment.chunks.empty() ? std::nullopt : std::make_optional(std::move(segment));
}

/// One packet against its association.
class Judgement
{
  public:
    Judgement(const Segment& segment, NfSctpTracking& sctp, NfDirection direction)
        : m_segment(segment),
          m_sctp(sctp),
          m_here(static_cast<std::size_t>(direction)),
          m_there(1 - m_here),
          m_direction(direction)
    {
    }

    /**
     * To be called first if the association is new.
     * @return false if the packet opens none
     */
    bool Open();

    /**
     * @param isConfirmed whether the association is in the table
     * @return false: INVALID
     */
    bool Judge(bool isConfirmed);

    /// @return true if the packet belongs there and does not lengthen its life
    bool IsIgnored() const
    {
        return m_isIgnored;
    }

    /// @return true if the handshake came to its end with this packet
    bool IsCompleted() const
    {
        return m_isCompleted;
    }

  private:
    bool IsTagRight() const;
    bool JudgeChunk(const Chunk& chunk, bool isConfirmed);
    bool CheckTag(const Chunk& chunk);
    bool CheckHeartbeat(uint8_t type);
    bool NoteInitTag(const Chunk& chunk);

    const Segment& m_segment;
    NfSctpTracking& m_sctp;
    std::size_t m_here;  //!< index of the direction of the packet
    std::size_t m_there; //!< index of the other one
    NfDirection m_direction;
    bool m_isIgnored{false};
    bool m_isPassedOver{false}; //!< the chunk leaves the state alone
    bool m_isCompleted{false};
};

bool
Judgement::Open()
{
    if (m_segment.Has(ABORT) || m_segment.Has(SHUTDOWN_COMPLETE) || m_segment.Has(COOKIE_ACK))
    {
        return false;
    }
    for (const Chunk& chunk : m_segment.chunks)
    {
        const auto next = NfNextSctpState(NfDirection::ORIGINAL, chunk.type, NfSctpState::NONE);
        if (next == NfSctpState::NONE)
        {
            return false;
        }
        if (chunk.type == INIT)
        {
            if (m_segment.tag != 0 || !chunk.initTag)
            {
                return false;
            }
            m_sctp.tags[1] = *chunk.initTag;
        }
        else if (chunk.type == HEARTBEAT)
        {
            m_sctp.tags[0] = m_segment.tag;
        }
        else if (chunk.type == SHUTDOWN_ACK)
        {
            m_sctp.tags[1] = m_segment.tag; // what nobody asked for is answered with its own tag
        }
    }
    return true;
}

bool
Judgement::IsTagRight() const
{
    for (const uint8_t special :
         {INIT, SHUTDOWN_COMPLETE, COOKIE_ECHO, ABORT, SHUTDOWN_ACK, HEARTBEAT, HEARTBEAT_ACK})
    {
        if (m_segment.Has(special))
        {
            return true; // looked at chunk by chunk, if at all
        }
    }
    return m_segment.tag == m_sctp.tags[m_here];
}

bool
Judgement::CheckHeartbeat(uint8_t type)
{
    if (m_sctp.tags[m_here] == 0)
    {
        m_sctp.tags[m_here] = m_segment.tag;
        return true;
    }
    if (m_segment.tag == m_sctp.tags[m_here])
    {
        m_sctp.heartbeatFailed = false;
        return true;
    }
    if (m_segment.Has(DATA) || m_isIgnored)
    {
        return false;
    }
    if (type == HEARTBEAT)
    {
        // The peer may have started anew: its answer tells.
        m_sctp.heartbeatFailed = true;
        m_sctp.lastDirection = m_direction;
        m_isIgnored = true;
        m_isPassedOver = true;
        return true;
    }
    if (!m_sctp.heartbeatFailed || m_sctp.lastDirection == m_direction)
    {
        return false;
    }
    m_sctp.heartbeatFailed = false;
    m_sctp.tags[m_here] = m_segment.tag;
    m_sctp.tags[m_there] = 0;
    return true;
}

bool
Judgement::CheckTag(const Chunk& chunk)
{
    switch (chunk.type)
    {
    case INIT:
        return m_segment.tag == 0;
    case ABORT:
    case SHUTDOWN_COMPLETE:
        return m_segment.tag == m_sctp.tags[chunk.isTagReflected ? m_there : m_here];
    case COOKIE_ECHO:
        return m_segment.tag == m_sctp.tags[m_here];
    case COOKIE_ACK:
        m_sctp.init = {};
        return true;
    case HEARTBEAT:
    case HEARTBEAT_ACK:
        return CheckHeartbeat(chunk.type);
    default:
        return true;
    }
}

bool
Judgement::NoteInitTag(const Chunk& chunk)
{
    if (!chunk.initTag)
    {
        return false;
    }
    const bool isCollision = m_sctp.init[m_here] && m_sctp.init[m_there];
    uint32_t& tag = m_sctp.tags[m_there];
    if (chunk.type == INIT)
    {
        m_sctp.init[m_there] = m_sctp.init[m_there] && !isCollision;
        m_sctp.init[m_here] = true;
    }
    else if (tag != *chunk.initTag && (isCollision || (!m_sctp.init[m_there] && tag != 0)))
    {
        return false;
    }
    tag = *chunk.initTag;
    return true;
}

bool
Judgement::JudgeChunk(const Chunk& chunk, bool isConfirmed)
{
    m_isPassedOver = false;
    if (!CheckTag(chunk))
    {
        return false;
    }
    if (m_isPassedOver)
    {
        return true;
    }
    const NfSctpState before = m_sctp.state;
    const std::optional<NfSctpState> after = NfNextSctpState(m_direction, chunk.type, before);
    if (!after || ((chunk.type == INIT || chunk.type == INIT_ACK) && !NoteInitTag(chunk)))
    {
        return false;
    }
    // An INIT that is repeated must not keep an association that nobody answers.
    m_isIgnored = m_isIgnored || (chunk.type == INIT && isConfirmed &&
                                  before == NfSctpState::CLOSED && after == NfSctpState::CLOSED);
    m_sctp.state = *after;
    m_isCompleted = m_isCompleted || (before != *after && *after == NfSctpState::ESTABLISHED);
    return true;
}

bool
Judgement::Judge(bool isConfirmed)
{
    return IsTagRight() &&
           std::all_of(m_segment.chunks.begin(), m_segment.chunks.end(), [&](const Chunk& chunk) {
               return JudgeChunk(chunk, isConfirmed);
           });
}

} // namespace

bool
NfSctpTracker::ReadTuple(const uint8_t* header, uint32_t size, NfTuple& tuple) const
{
    return NfReadPorts(header, size, tuple);
}

NfTrackResult
NfSctpTracker::Track(NfPacket& packet, NfConnection& connection, NfTrackerHost& host) const
{
    const std::vector<uint8_t> bytes = packet.CopyPayload();
    const bool isVerified = packet.hook == NfHook::PREROUTING && host.GetSettings().verifyChecksums;
    if (bytes.size() < HEADER_SIZE || packet.checksumBad || (isVerified && !HasGoodCrc(bytes)))
    {
        return NfTrackResult::INVALID;
    }
    if (packet.hook == NfHook::PREROUTING)
    {
        NfPullPieces(packet.pieces, HEADER_SIZE); // as Linux does to look at the CRC
    }
    const std::optional<Segment> segment = ReadSegment(bytes);
    if (!segment)
    {
        return NfTrackResult::INVALID;
    }
    if (!connection.IsConfirmed())
    {
        connection.sctp = NfSctpTracking{};
    }
    Judgement judgement(*segment, connection.sctp, packet.ctDirection);
    if (!connection.IsConfirmed() && !judgement.Open())
    {
        return NfTrackResult::INVALID;
    }
    const NfSctpState before = connection.sctp.state;
    const bool isRight = judgement.Judge(connection.IsConfirmed());
    if (before != connection.sctp.state)
    {
        host.ReportState(connection, NfToString(before), NfToString(connection.sctp.state));
    }
    if (judgement.IsCompleted())
    {
        host.Assure(connection); // even if a later chunk is wrong
    }
    if (!isRight)
    {
        return NfTrackResult::INVALID;
    }
    if (!judgement.IsIgnored())
    {
        host.Refresh(connection, packet, host.GetSettings().SctpTimeout(connection.sctp.state));
    }
    return NfTrackResult::ACCEPT;
}

bool
NfSctpTracker::IsDispensable(const NfConnection& connection) const
{
    switch (connection.sctp.state)
    {
    case NfSctpState::SHUTDOWN_SENT:
    case NfSctpState::SHUTDOWN_RECD:
    case NfSctpState::SHUTDOWN_ACK_SENT:
        return true;
    default:
        return false;
    }
}

} // namespace ns3
