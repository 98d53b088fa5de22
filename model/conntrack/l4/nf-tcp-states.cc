// SPDX-License-Identifier: GPL-2.0-only

#include "nf-tcp-states.h"

#include <array>
#include <cstddef>

namespace ns3
{

namespace
{

constexpr NfTcpOutcome sSS = NfTcpEnters(NfTcpState::SYN_SENT);
constexpr NfTcpOutcome sSR = NfTcpEnters(NfTcpState::SYN_RECV);
constexpr NfTcpOutcome sES = NfTcpEnters(NfTcpState::ESTABLISHED);
constexpr NfTcpOutcome sFW = NfTcpEnters(NfTcpState::FIN_WAIT);
constexpr NfTcpOutcome sCW = NfTcpEnters(NfTcpState::CLOSE_WAIT);
constexpr NfTcpOutcome sLA = NfTcpEnters(NfTcpState::LAST_ACK);
constexpr NfTcpOutcome sTW = NfTcpEnters(NfTcpState::TIME_WAIT);
constexpr NfTcpOutcome sCL = NfTcpEnters(NfTcpState::CLOSE);
constexpr NfTcpOutcome sS2 = NfTcpEnters(NfTcpState::SYN_SENT2);
constexpr NfTcpOutcome sIG = NfTcpOutcome::IGNORE;
constexpr NfTcpOutcome sIV = NfTcpOutcome::INVALID;

using Row = std::array<NfTcpOutcome, 10>;
using Table = std::array<std::array<Row, 6>, 2>;

// clang-format off
constexpr Table TABLE{{
    {{ // ORIGINAL
        // NONE, SYN_SENT, SYN_RECV, ESTABLISHED, FIN_WAIT, CLOSE_WAIT, LAST_ACK, TIME_WAIT, CLOSE, SYN_SENT2

        // SYN: opens or reopens; repeated while opening; while open, the peer's answer will tell
        // whether it was a new connection whose predecessor's end we missed
        Row{sSS, sSS, sIG, sIG, sIG, sIG, sIG, sSS, sSS, sS2},
        // SYN+ACK: the opener sends one only in a simultaneous open
        Row{sIV, sIV, sSR, sIV, sIV, sIV, sIV, sIV, sIV, sSR},
        // FIN: first one, then the peer's; needs a SYN+ACK before; repeated in the end
        Row{sIV, sIV, sFW, sFW, sLA, sLA, sLA, sTW, sCL, sIV},
        // ACK: picks up an unseen connection, completes a handshake, acknowledges FINs
        Row{sES, sIV, sES, sES, sCW, sCW, sTW, sTW, sCL, sIV},
        // RST: ends everything but what was never opened
        Row{sIV, sCL, sCL, sCL, sCL, sCL, sCL, sCL, sCL, sCL},
        // none of these flags: never right
        Row{sIV, sIV, sIV, sIV, sIV, sIV, sIV, sIV, sIV, sIV},
    }},
    {{ // REPLY
        // NONE, SYN_SENT, SYN_RECV, ESTABLISHED, FIN_WAIT, CLOSE_WAIT, LAST_ACK, TIME_WAIT, CLOSE, SYN_SENT2

        // SYN: a simultaneous open, or the former server reopens with exchanged roles
        Row{sIV, sS2, sIV, sIV, sIV, sIV, sIV, sSS, sIV, sS2},
        // SYN+ACK: the handshake's second step; later it may answer a SYN that we ignored
        Row{sIV, sSR, sIG, sIG, sIG, sIG, sIG, sIG, sIG, sSR},
        // FIN: as the opener's
        Row{sIV, sIV, sFW, sFW, sLA, sLA, sLA, sTW, sCL, sIV},
        // ACK: to a SYN it may be a challenge of a half-open connection; else as the opener's
        Row{sIV, sIG, sSR, sES, sCW, sCW, sTW, sTW, sCL, sIG},
        // RST: as the opener's
        Row{sIV, sCL, sCL, sCL, sCL, sCL, sCL, sCL, sCL, sCL},
        // none of these flags: never right
        Row{sIV, sIV, sIV, sIV, sIV, sIV, sIV, sIV, sIV, sIV},
    }},
}};
// clang-format on

} // namespace

NfTcpOutcome
NfTcpNextState(NfDirection direction, NfTcpKind kind, NfTcpState state)
{
    return TABLE[static_cast<std::size_t>(direction)][static_cast<std::size_t>(kind)]
                [static_cast<std::size_t>(state)];
}

NfTcpKind
NfTcpKindOf(uint8_t flags)
{
    if (flags & NfTcpFlag::RST)
    {
        return NfTcpKind::RST;
    }
    if (flags & NfTcpFlag::SYN)
    {
        return flags & NfTcpFlag::ACK ? NfTcpKind::SYNACK : NfTcpKind::SYN;
    }
    if (flags & NfTcpFlag::FIN)
    {
        return NfTcpKind::FIN;
    }
    return flags & NfTcpFlag::ACK ? NfTcpKind::ACK : NfTcpKind::NONE;
}

bool
NfTcpFlagsInvalid(uint8_t flags)
{
    using namespace NfTcpFlag;
    switch (flags & ~(ECE | CWR | PSH))
    {
    case SYN:
    case SYN | URG:
    case SYN | ACK:
    case RST:
    case RST | ACK:
    case FIN | ACK:
    case FIN | ACK | URG:
    case ACK:
    case ACK | URG:
        return false;
    default:
        return true;
    }
}

} // namespace ns3
