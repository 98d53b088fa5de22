// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CONNTRACK_EVENT_H
#define NF_CONNTRACK_EVENT_H

#include "nf-connection.h"

#include "ns3/nstime.h"

#include <cstdint>

namespace ns3
{

/// What happened to a connection.
enum class NfConntrackEventKind : uint8_t
{
    NEW,          //!< confirmed: it is in the table now
    STATE_CHANGE, //!< the state of its protocol changed: TCP, SCTP
    REPLY,        //!< its first answer came
    ASSURED,      //!< it will not be evicted early any more
    DESTROY       //!< it left the table, or never got there
};

/**
 * @param kind the kind
 * @return its name: "NEW", ...
 */
const char* NfToString(NfConntrackEventKind kind);

/// Why a connection left the table.
enum class NfConntrackReason : uint8_t
{
    NONE,         //!< it did not
    TIMEOUT,      //!< nothing was heard for too long
    RESET,        //!< a RST answered its first SYN
    REPLACED,     //!< a new connection between the same ends took its place
    EARLY_DROP,   //!< the table was full
    FLUSHED,      //!< the user emptied the table
    REMOVED,      //!< the user, NAT or a device that went down removed it
    INSERT_FAILED //!< it lost against another entry with the same tuple, and never got in
};

/**
 * @param reason the reason
 * @return its name: "timeout", ...
 */
const char* NfToString(NfConntrackReason reason);

/**
 * @ingroup netfilter
 * One event of connection tracking: what NfConntrack::m_event tells. Valid while it fires.
 */
struct NfConntrackEvent
{
    NfConntrackEventKind kind;
    const NfConnection& connection;
    NfConntrackReason reason{NfConntrackReason::NONE}; //!< with DESTROY
    Time time;                                         //!< when; for timeouts earlier than now
    const char* before{""};                            //!< with STATE_CHANGE: the state's name
    const char* after{""};                             //!< with STATE_CHANGE: the state's name
};

} // namespace ns3

#endif /* NF_CONNTRACK_EVENT_H */
