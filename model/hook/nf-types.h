// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TYPES_H
#define NF_TYPES_H

#include <climits>
#include <cstdint>

namespace ns3
{

/// Where in a packet's path a callback runs. The first five have Linux's enum nf_inet_hooks values.
enum class NfHook : uint8_t
{
    PREROUTING,
    INPUT,
    FORWARD,
    OUTPUT,
    POSTROUTING,
    INGRESS, //!< a device received a frame (Linux's netdev ingress)
    EGRESS   //!< a device is about to send a frame (Linux's netdev egress)
};

/// Number of hooks.
constexpr uint8_t NF_N_HOOKS = 7;

/// Number of hooks of an IP stack: PREROUTING to POSTROUTING.
constexpr uint8_t NF_N_INET_HOOKS = 5;

/**
 * @param hook the hook
 * @return its name, as iptables writes it
 */
const char* NfToString(NfHook hook);

/// What a callback says about a packet (Linux's NF_DROP ... NF_REPEAT).
enum class NfVerdict : uint8_t
{
    DROP,   //!< the packet ends here
    ACCEPT, //!< on to the next callback
    STOLEN, //!< the callback keeps the packet; it may be reinjected later
    QUEUE,  //!< hand it to the queue handler of NfPacket::queue; without a handler it is dropped
    REPEAT  //!< call the same callback again
};

/**
 * @param verdict the verdict
 * @return its name
 */
const char* NfToString(NfVerdict verdict);

/// Order of callbacks at a hook: Linux's enum nf_ip_hook_priorities. Lower runs first.
namespace NfPriority
{
constexpr int FIRST = INT_MIN;
constexpr int DEFRAG = -400;
constexpr int RAW = -300;
constexpr int CONNTRACK = -200;
constexpr int MANGLE = -150;
constexpr int NAT_DST = -100;
constexpr int FILTER = 0;
constexpr int SECURITY = 50;
constexpr int NAT_SRC = 100;
constexpr int CONFIRM = INT_MAX;
constexpr int LAST = INT_MAX;
} // namespace NfPriority

/// What connection tracking thinks of a packet (a rule's --ctstate).
enum class NfCtState : uint8_t
{
    INVALID, //!< not tracked, because it cannot belong to a connection (or tracking has not run)
    NEW,
    ESTABLISHED,
    RELATED,
    UNTRACKED //!< not tracked, because a rule said so
};

/**
 * @param state the state
 * @return its name, as --ctstate writes it
 */
const char* NfToString(NfCtState state);

/// Direction of a packet within its connection.
enum class NfDirection : uint8_t
{
    ORIGINAL, //!< as the packet that opened the connection
    REPLY
};

/**
 * @param direction a direction
 * @return the other one
 */
constexpr NfDirection
Opposite(NfDirection direction)
{
    return direction == NfDirection::ORIGINAL ? NfDirection::REPLY : NfDirection::ORIGINAL;
}

/// Protocol numbers that the module interprets (RFC 5237 registry).
namespace NfProtocol
{
constexpr uint8_t HOP_BY_HOP = 0;
constexpr uint8_t ICMP = 1;
constexpr uint8_t TCP = 6;
constexpr uint8_t UDP = 17;
constexpr uint8_t DCCP = 33;
constexpr uint8_t ROUTING = 43;
constexpr uint8_t FRAGMENT = 44;
constexpr uint8_t GRE = 47;
constexpr uint8_t ESP = 50;
constexpr uint8_t AH = 51;
constexpr uint8_t ICMPV6 = 58;
constexpr uint8_t NO_NEXT_HEADER = 59;
constexpr uint8_t DESTINATION_OPTIONS = 60;
constexpr uint8_t SCTP = 132;
constexpr uint8_t MOBILITY = 135;
constexpr uint8_t UDPLITE = 136;
} // namespace NfProtocol

} // namespace ns3

#endif /* NF_TYPES_H */
