// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TCP_STATES_H
#define NF_TCP_STATES_H

#include "nf-connection.h"
#include "nf-types.h"

#include <cstdint>

namespace ns3
{

/// Kind of a TCP segment: the row of the state table. RST wins over SYN, SYN over FIN, over ACK.
enum class NfTcpKind : uint8_t
{
    SYN,
    SYNACK,
    FIN,
    ACK,
    RST,
    NONE
};

/// Flags of a TCP header (RFC 793).
namespace NfTcpFlag
{
constexpr uint8_t FIN = 1 << 0;
constexpr uint8_t SYN = 1 << 1;
constexpr uint8_t RST = 1 << 2;
constexpr uint8_t PSH = 1 << 3;
constexpr uint8_t ACK = 1 << 4;
constexpr uint8_t URG = 1 << 5;
constexpr uint8_t ECE = 1 << 6;
constexpr uint8_t CWR = 1 << 7;
} // namespace NfTcpFlag

/// What a segment does to a connection: the state that follows, or one of two outcomes.
enum class NfTcpOutcome : uint8_t
{
    // the first ten are NfTcpState
    IGNORE = 10, //!< passes, but conntrack may be out of step: the other side will tell
    INVALID      //!< cannot be right
};

/**
 * @param direction of the segment
 * @param kind of the segment
 * @param state of the connection
 * @return the next state, or IGNORE or INVALID
 */
NfTcpOutcome NfTcpNextState(NfDirection direction, NfTcpKind kind, NfTcpState state);

/**
 * @param state a state
 * @return it as an outcome
 */
constexpr NfTcpOutcome
NfTcpEnters(NfTcpState state)
{
    return static_cast<NfTcpOutcome>(state);
}

/**
 * @param flags of a TCP header
 * @return the kind of the segment
 */
NfTcpKind NfTcpKindOf(uint8_t flags);

/**
 * @param flags of a TCP header
 * @return true if no host would send this combination
 */
bool NfTcpFlagsInvalid(uint8_t flags);

/**
 * @param state a state
 * @return true if the connection is closing or closed
 */
constexpr bool
NfTcpIsClosing(NfTcpState state)
{
    return state >= NfTcpState::FIN_WAIT && state <= NfTcpState::CLOSE;
}

} // namespace ns3

#endif /* NF_TCP_STATES_H */
