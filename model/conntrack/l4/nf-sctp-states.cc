// SPDX-License-Identifier: GPL-2.0-only

#include "nf-sctp-states.h"

#include <algorithm>
#include <array>

namespace ns3
{

namespace
{

using S = NfSctpState;
using namespace NfSctpChunkType;

/// A chunk that changes the state. All others leave it.
struct Change
{
    uint8_t chunk;
    S from;
    S to;
};

constexpr std::array ORIGINAL_CHANGES{
    Change{INIT, S::SHUTDOWN_SENT, S::CLOSED},
    Change{INIT, S::SHUTDOWN_RECD, S::CLOSED},
    Change{INIT, S::HEARTBEAT_SENT, S::COOKIE_WAIT},
    Change{SHUTDOWN, S::ESTABLISHED, S::SHUTDOWN_SENT},
    Change{SHUTDOWN_ACK, S::NONE, S::SHUTDOWN_ACK_SENT},
    Change{SHUTDOWN_ACK, S::SHUTDOWN_SENT, S::SHUTDOWN_ACK_SENT},
    Change{SHUTDOWN_ACK, S::SHUTDOWN_RECD, S::SHUTDOWN_ACK_SENT},
    Change{SHUTDOWN_ACK, S::HEARTBEAT_SENT, S::SHUTDOWN_ACK_SENT},
    Change{COOKIE_ECHO, S::COOKIE_WAIT, S::COOKIE_ECHOED},
    Change{COOKIE_ACK, S::COOKIE_ECHOED, S::ESTABLISHED},
    Change{SHUTDOWN_COMPLETE, S::SHUTDOWN_ACK_SENT, S::CLOSED},
    Change{HEARTBEAT, S::NONE, S::HEARTBEAT_SENT},
    Change{HEARTBEAT, S::HEARTBEAT_SENT, S::HEARTBEAT_SENT},
    Change{HEARTBEAT_ACK, S::HEARTBEAT_SENT, S::HEARTBEAT_SENT},
};

constexpr std::array REPLY_CHANGES{
    Change{INIT_ACK, S::CLOSED, S::COOKIE_WAIT},
    Change{SHUTDOWN, S::ESTABLISHED, S::SHUTDOWN_RECD},
    Change{SHUTDOWN_ACK, S::SHUTDOWN_SENT, S::SHUTDOWN_ACK_SENT},
    Change{SHUTDOWN_ACK, S::SHUTDOWN_RECD, S::SHUTDOWN_ACK_SENT},
    Change{ERROR, S::COOKIE_ECHOED, S::CLOSED},
    Change{COOKIE_ECHO, S::COOKIE_WAIT, S::COOKIE_ECHOED},
    Change{COOKIE_ACK, S::COOKIE_ECHOED, S::ESTABLISHED},
    Change{SHUTDOWN_COMPLETE, S::SHUTDOWN_ACK_SENT, S::CLOSED},
    Change{HEARTBEAT, S::HEARTBEAT_SENT, S::HEARTBEAT_SENT},
    Change{HEARTBEAT_ACK, S::HEARTBEAT_SENT, S::ESTABLISHED},
};

template <std::size_t N>
std::optional<S>
Find(const std::array<Change, N>& changes, uint8_t chunk, S state)
{
    const auto found = std::find_if(changes.begin(), changes.end(), [&](const Change& change) {
        return change.chunk == chunk && change.from == state;
    });
    return found == changes.end() ? std::nullopt : std::make_optional(found->to);
}

bool
IsKnown(uint8_t chunk)
{
    switch (chunk)
    {
    case INIT:
    case INIT_ACK:
    case HEARTBEAT:
    case HEARTBEAT_ACK:
    case ABORT:
    case SHUTDOWN:
    case SHUTDOWN_ACK:
    case ERROR:
    case COOKIE_ECHO:
    case COOKIE_ACK:
    case SHUTDOWN_COMPLETE:
        return true;
    default:
        return false;
    }
}

} // namespace

std::optional<NfSctpState>
NfNextSctpState(NfDirection direction, uint8_t chunk, NfSctpState state)
{
    if (!IsKnown(chunk))
    {
        return state;
    }
    // Before the handshake: what else opens a flow closes it.
    const bool isFresh = state == S::NONE || state == S::HEARTBEAT_SENT;
    if (direction == NfDirection::ORIGINAL)
    {
        const std::optional<S> next = Find(ORIGINAL_CHANGES, chunk, state);
        return next ? next : isFresh || chunk == ABORT ? S::CLOSED : state;
    }
    const std::optional<S> next = Find(REPLY_CHANGES, chunk, state);
    if (next || isFresh)
    {
        return next;
    }
    return chunk == ABORT ? S::CLOSED : state;
}

} // namespace ns3
