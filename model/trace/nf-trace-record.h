// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRACE_RECORD_H
#define NF_TRACE_RECORD_H

#include "nf-address.h"
#include "nf-rule-condition.h"
#include "nf-run-identity.h"
#include "nf-types.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ns3
{

/**
 * @file
 * @ingroup netfilter
 * What is written to the trace: one plain struct per kind of event.
 *
 * Nothing here knows ns-3's stack, rules or conntrack. Times are nanoseconds of simulated time.
 * A std::string_view needs to live only until NfTraceWriter::Write() has returned.
 * doc/trace-schema.rst tells where each field is stored.
 */

/// How much is traced. Whoever fills the records decides by it; the writer writes what it is given.
enum class NfTraceLevel : uint8_t
{
    OFF,   //!< nothing
    DROPS, //!< only hook passes that ended a packet, and drops by the stack
    HOOKS, //!< every hook pass, without the rules that matched
    RULES  //!< every hook pass with every rule and policy that decided
};

/// @param level the level
/// @return its name, in small letters
const char* NfToString(NfTraceLevel level);

/// Stands for "none" in a 64-bit field: no connection, no journey, no packet.
constexpr uint64_t NF_TRACE_NONE = UINT64_MAX;

/// The simulation run that a writer writes. What is empty is stored as an empty text.
struct NfTraceRunInfo
{
    std::string label;                     //!< for people; need not be unique
    std::string uuid;                      //!< empty: the writer draws one
    uint64_t seed{0};                      //!< RngSeedManager's seed
    uint64_t runNumber{0};                 //!< RngSeedManager's run
    std::string ns3Version;                //!< e.g. "3.37"
    std::string moduleVersion;             //!< version of this module
    std::string commandLine;               //!< as the program was called
    NfTraceLevel level{NfTraceLevel::OFF}; //!< what the records will contain
    std::optional<NfRunIdentity> identity; //!< nothing: the run is of no scenario
};

/// How a run ended.
struct NfTraceRunEnd
{
    int64_t time{0};      //!< simulated time
    bool finished{true};  //!< false: the simulation was given up
    std::string reason{}; //!< why; empty stands for "finished", or "aborted"
};

/// Whether a node has the netfilter layer.
enum class NfTraceLayer : uint8_t
{
    NONE,
    INSTALLED,
    TRANSLATES //!< and has a nat table
};

/// A node of the simulation. Written again, it replaces the former.
struct NfTraceNode
{
    uint32_t id{0};       //!< ns-3's node id
    std::string name;     //!< what the user calls it; may be empty
    uint32_t systemId{0}; //!< MPI rank
    bool traced{true};    //!< false: only its name and interfaces are in the trace
    NfTraceLayer layer{NfTraceLayer::INSTALLED};
};

/// An address of an interface.
struct NfTraceInterfaceAddress
{
    NfFamily family{NfFamily::IPV4};
    NfAddress address;
    uint8_t prefixLength{0};
};

/// A network device of a node, as rules name it. Written again, it replaces the former.
struct NfTraceInterface
{
    uint32_t node{0};
    uint32_t ifindex{0};                            //!< 1 for lo, as NfDevice::ifindex
    std::string name;                               //!< `eth0`
    std::string mac;                                //!< link-layer address as text; may be empty
    uint32_t mtu{0};                                //!< bytes
    int32_t channel{-1};                            //!< ns-3's channel id; -1: none
    std::string type;                               //!< type id of the device, "ns3::CsmaNetDevice"
    std::vector<NfTraceInterfaceAddress> addresses; //!< primary address first
};

/// A rule of a chain.
struct NfTraceRule
{
    std::string text;   //!< as iptables-save prints it, "-A FORWARD -i eth1 -j ACCEPT"
    std::string target; //!< what stands after -j or -g; empty without a target
    std::optional<NfRuleDescription> description{}; //!< what it asks for and does, if known
};

/// A chain with all its rules, in order: the first one is number 1.
struct NfTraceChain
{
    std::string name;
    std::string policy; //!< "ACCEPT" or "DROP"; empty in a user chain
    std::vector<NfTraceRule> rules;
};

/**
 * The content of one table of a node, from a moment on. Another one with the same node, family and
 * table and a higher generation takes its place from its own moment on.
 */
struct NfTraceRuleset
{
    int64_t time{0};
    uint32_t node{0};
    NfFamily family{NfFamily::IPV4};
    std::string table;      //!< "filter"
    uint32_t generation{0}; //!< counts the contents of this table of this node
    std::vector<NfTraceChain> chains;
};

/// Addresses, protocol and ports. ICMP: sourcePort is the id, destinationPort type * 256 + code.
struct NfTraceTuple
{
    NfAddress source;
    NfAddress destination;
    uint16_t sourcePort{0};
    uint16_t destinationPort{0};
    uint8_t protocol{0};
    NfFamily family{NfFamily::IPV4};

    friend bool operator==(const NfTraceTuple& a, const NfTraceTuple& b)
    {
        return a.source == b.source && a.destination == b.destination &&
               a.sourcePort == b.sourcePort && a.destinationPort == b.destinationPort &&
               a.protocol == b.protocol && a.family == b.family;
    }
};

/// What a hook may rewrite.
struct NfTraceHeader
{
    NfTraceTuple tuple;
    uint32_t mark{0}; //!< skb mark
    uint8_t ttl{0};   //!< TTL or hop limit
    uint8_t tos{0};   //!< TOS byte or traffic class, ECN included

    friend bool operator==(const NfTraceHeader& a, const NfTraceHeader& b)
    {
        return a.tuple == b.tuple && a.mark == b.mark && a.ttl == b.ttl && a.tos == b.tos;
    }
};

/// What a rule, a policy or the end of a chain said.
enum class NfTraceRuleVerdict : uint8_t
{
    ACCEPT,
    DROP,
    CONTINUE, //!< on to the next rule: no target, or one that does not decide
    RETURN,   //!< back to the calling chain; also the end of a user chain
    JUMP,
    GOTO,
    STOLEN,
    QUEUE,
    REPEAT
};

/// @param verdict the verdict
/// @return its name, in capitals
const char* NfToString(NfTraceRuleVerdict verdict);

/// A rule that matched, a policy that decided, or the end of a user chain.
struct NfTraceRuleHit
{
    uint32_t chain{0}; //!< number of the chain, from NfTraceWriter::Write(const NfTraceRuleset&)
    uint32_t rule{0};  //!< from 1; 0: the policy of a base chain, or the end of a user chain
    NfTraceRuleVerdict verdict{NfTraceRuleVerdict::CONTINUE};
};

/// A packet has left a hook. With it go the rule hits of this pass.
struct NfTraceHookPass
{
    int64_t time{0};
    uint32_t node{0};
    uint64_t packet{0};                 //!< its number in the run, the same on all nodes
    uint64_t journey{0};                //!< NfPacket::serial: which way through the node
    uint64_t connection{NF_TRACE_NONE}; //!< its number within the node
    uint32_t in{0};                     //!< ifindex; 0: none
    uint32_t out{0};                    //!< ifindex; 0: none
    uint32_t length{0};                 //!< bytes, network header included
    uint32_t rulesVisited{0};           //!< rules that it was compared with
    NfFamily family{NfFamily::IPV4};
    NfHook hook{NfHook::PREROUTING};
    NfVerdict verdict{NfVerdict::ACCEPT}; //!< ACCEPT, DROP or STOLEN
    NfCtState ctState{NfCtState::INVALID};
    NfDirection direction{NfDirection::ORIGINAL}; //!< meaningful with a connection
    NfTraceHeader before;                         //!< on entry to the hook
    NfTraceHeader after;                          //!< on leaving it
    std::string_view reason; //!< why it was dropped or kept; usually empty with ACCEPT
};

/// The stack itself dropped a packet, outside any hook.
struct NfTraceStackDrop
{
    int64_t time{0};
    uint32_t node{0};
    uint64_t packet{0};
    uint64_t journey{NF_TRACE_NONE};
    uint32_t ifindex{0}; //!< device that it concerns; 0: none
    uint32_t length{0};  //!< bytes, network header included
    NfTraceTuple tuple;
    bool sent{false};        //!< this node was about to send it: it did not come from a device
    std::string_view reason; //!< "no-route", "ttl-expired", "martian-source", ...
};

/**
 * A packet was lost outside of the layer: in a queue, by a device, on a channel, waiting for ARP.
 * It has been written before, with a hook pass or as NfTracePacket.
 */
struct NfTraceLoss
{
    int64_t time{0};
    uint32_t node{0};
    uint64_t packet{0};
    uint32_t ifindex{0};    //!< device that it concerns; 0: none
    uint32_t length{0};     //!< bytes of what was lost, headers of the link included if it had them
    std::string_view place; //!< "queue-disc", "device-queue", "device", "arp", "ipv4", "ipv6",
                            //!< "wifi"
    std::string_view reason; //!< "full", "not-received", ...
};

/// How a packet was first seen. Only for packets that no record before told of.
struct NfTracePacket
{
    uint64_t packet{0};
    int64_t time{0};
    uint32_t node{0};
    uint32_t length{0}; //!< bytes, network header included
    bool sent{false};   //!< that node sent it: it did not come from a device
    NfTraceTuple tuple;
};

/// Why a packet exists: a link from it to the one that caused it.
struct NfTracePacketLink
{
    uint64_t packet{0};    //!< uid of the new packet
    uint64_t cause{0};     //!< uid of the packet that it is about
    uint32_t node{0};      //!< where it was made
    int64_t time{0};       //!< when
    std::string_view kind; //!< "icmp-error", "reject", "fragment", "reassembled", "tunnel", ...
};

/// A connection of a node's conntrack. Written again, it replaces the former.
struct NfTraceConnection
{
    uint32_t node{0};
    uint64_t id{0};                 //!< its number within the node
    int64_t created{0};             //!< when its first packet was seen
    uint64_t master{NF_TRACE_NONE}; //!< number of the connection that expected it
    uint16_t zone{0};
    NfTraceTuple original; //!< of the direction that opened it
    NfTraceTuple reply;    //!< of answers as they arrive here, NAT included
};

/// What happened to a connection.
enum class NfTraceConntrackChange : uint8_t
{
    NEW,    //!< it entered the table
    UPDATE, //!< state, status or mark changed
    DESTROY //!< it left the table
};

/// @param change the change
/// @return its name, in small letters
const char* NfToString(NfTraceConntrackChange change);

/// An event of a connection.
struct NfTraceConntrackEvent
{
    int64_t time{0};
    uint32_t node{0};
    uint64_t connection{0}; //!< its number within the node
    NfTraceConntrackChange change{NfTraceConntrackChange::NEW};
    std::string_view state;  //!< state of the protocol afterwards ("ESTABLISHED"); may be empty
    std::string_view reason; //!< why ("timeout", "early-drop", "replaced", ...); may be empty
    uint32_t status{0};      //!< NfCtStatus bits afterwards (Linux's IPS_*)
    uint32_t mark{0};        //!< connmark afterwards
    std::array<uint64_t, 2> packets{}; //!< by NfDirection; stored with DESTROY only
    std::array<uint64_t, 2> bytes{};   //!< by NfDirection; stored with DESTROY only
};

/// Which end of a connection a mapping translates.
enum class NfTraceNatKind : uint8_t
{
    SOURCE,
    DESTINATION
};

/// @param kind the kind
/// @return "SNAT" or "DNAT"
const char* NfToString(NfTraceNatKind kind);

/// NAT has bound a connection to other addresses or ports.
struct NfTraceNatMapping
{
    int64_t time{0};
    uint32_t node{0};
    uint64_t connection{0}; //!< its number within the node
    NfTraceNatKind kind{NfTraceNatKind::SOURCE};
    NfTraceTuple before; //!< original direction, as the mapping found it
    NfTraceTuple after;  //!< original direction, as the mapping makes it
};

/// A line that the target LOG wrote.
struct NfTraceLogLine
{
    int64_t time{0};
    uint32_t node{0};
    uint64_t packet{0};
    uint64_t journey{NF_TRACE_NONE};
    uint8_t level{4};      //!< syslog level, 0 (emerg) to 7 (debug)
    std::string_view text; //!< without a newline
};

} // namespace ns3

#endif /* NF_TRACE_RECORD_H */
