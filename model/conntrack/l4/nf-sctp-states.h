// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SCTP_STATES_H
#define NF_SCTP_STATES_H

#include "nf-connection.h"
#include "nf-types.h"

#include <cstdint>
#include <optional>

namespace ns3
{

/// Types of SCTP chunks that connection tracking looks at (RFC 9260, 3.2).
namespace NfSctpChunkType
{
constexpr uint8_t DATA = 0;
constexpr uint8_t INIT = 1;
constexpr uint8_t INIT_ACK = 2;
constexpr uint8_t HEARTBEAT = 4;
constexpr uint8_t HEARTBEAT_ACK = 5;
constexpr uint8_t ABORT = 6;
constexpr uint8_t SHUTDOWN = 7;
constexpr uint8_t SHUTDOWN_ACK = 8;
constexpr uint8_t ERROR = 9;
constexpr uint8_t COOKIE_ECHO = 10;
constexpr uint8_t COOKIE_ACK = 11;
constexpr uint8_t SHUTDOWN_COMPLETE = 14;
} // namespace NfSctpChunkType

/**
 * @ingroup netfilter
 * What a chunk does to an association (Linux's sctp_conntracks).
 * @param direction of the chunk
 * @param chunk its type; types that are not in NfSctpChunkType, and DATA, change nothing
 * @param state before it
 * @return the state after it; nothing if such a chunk cannot be there
 */
std::optional<NfSctpState> NfNextSctpState(NfDirection direction, uint8_t chunk, NfSctpState state);

} // namespace ns3

#endif /* NF_SCTP_STATES_H */
