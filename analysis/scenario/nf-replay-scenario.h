// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPLAY_SCENARIO_H
#define NF_REPLAY_SCENARIO_H

#include "nf-replay-values.h"

#include "ns3/nf-policy-routing.h"
#include "ns3/nf-socket-owner.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/// An interface of the box.
struct NfReplayInterface
{
    std::string name;
    std::vector<NfReplayInterfaceAddress> addresses; //!< of either family
    uint16_t mtu{1500};
};

/// A route and its table.
struct NfReplayRoute
{
    uint32_t table{NfPolicyRouting::TABLE_MAIN};
    NfPrefix network;                 //!< destination; its family is the route's
    std::optional<NfAddress> gateway; //!< none: the destination is on the link
    std::string device;               //!< may be empty if the gateway tells it
    std::optional<NfAddress> source;  //!< preferred source of own packets
    uint32_t metric{0};
    NfRoute::Type type{NfRoute::UNICAST};
};

/// A socket of the box that waits for packets.
struct NfReplaySocket
{
    bool tcp{false};
    bool transparent{false}; //!< may have addresses that are not the box's (IP_TRANSPARENT)
    uint16_t port{0};
    NfReplayAddress address; //!< all of its family, if it is unset
};

/// A sysctl, and where it stands.
struct NfReplaySysctl
{
    std::string name;
    std::string value;
    std::string place;
};

/// How an answer to an earlier packet is made.
struct NfReplayReply
{
    std::size_t to{0};                 //!< index of the packet
    std::optional<std::size_t> output; //!< of it, whoever made it; nothing: the first of its own
    std::string flags{"A"};
    std::optional<uint32_t> seq;  //!< without: 0, or what is answered acknowledges
    std::optional<uint32_t> ack;  //!< without: 0, or what follows what is answered
    bool follows{false};          //!< seq and ack that are not given follow what is answered
    std::optional<uint32_t> time; //!< of an option timestamp, which echoes the other's
    uint16_t window{64240};
    std::vector<uint8_t> data;
    std::optional<std::pair<uint8_t, uint8_t>> error; //!< type and code of an ICMP error
    std::optional<NfReplayAddress> from;              //!< its source
    uint32_t mtu{0};                                  //!< that it tells
    uint8_t ttl{64};
    uint16_t ident{0x4242}; //!< IPv4 only
};

/// A packet to play.
struct NfReplayPacket
{
    std::string in; //!< interface; empty with local
    bool local{false};
    std::optional<uint32_t> mark; //!< SO_MARK of a local packet
    NfSocketOwner owner;          //!< of the socket that sends a local packet
    std::optional<double> at;     //!< seconds since the start
    std::optional<std::vector<uint8_t>> bytes;
    std::optional<NfReplayReply> reply;
    std::string note;
    bool unplayed{false}; //!< only keeps its place in the result
    std::string place;    //!< for messages
};

/// What becomes of packets that the host itself accepted.
enum class NfReplayLocalStack
{
    REAL,
    SILENT //!< dropped at the very end of INPUT
};

/**
 * @ingroup netfilter
 * One Linux box and the packets it is given: the scenario format of the kernel oracle, see
 * test/kernel/oracle/README.md.
 */
struct NfReplayScenario
{
    std::string file; //!< for messages
    std::string name;
    std::vector<NfReplayInterface> interfaces;
    std::vector<NfReplayRoute> routes;
    std::vector<NfRoutingRule> rules;  //!< of IPv4
    std::vector<NfRoutingRule> rules6; //!< of IPv6
    bool forwarding{true};
    std::vector<NfReplaySysctl> sysctls;
    std::string sets; //!< ipset save text
    std::string setsName;
    std::string ruleset; //!< iptables-save text
    std::string rulesetName;
    std::string ruleset6; //!< ip6tables-save text
    std::string ruleset6Name;
    bool ipv6{false}; //!< something of it is of IPv6, so the box has both families
    std::vector<NfReplaySocket> listen;
    NfReplayLocalStack localStack{NfReplayLocalStack::REAL};
    bool conntrackAlways{true};
    bool conntrackEveryPacket{true};
    bool kernelLog{false};
    bool asCaptured{false}; //!< packets follow each other at their times, however soon
    std::vector<uint16_t> nflogGroups{0};
    std::optional<uint32_t> date; //!< seconds from 1970 (UTC) to the start, for -m time
    std::vector<NfReplayPacket> packets;
    std::vector<std::string> warnings; //!< what was not understood, but harms nothing
};

/**
 * Read a scenario.
 * @param file its path, "-" for standard input
 * @param needsPackets whether "packets" must be there
 * @return the scenario; what is wrong with it is an NfCliError that names the JSON path
 */
NfReplayScenario NfReadReplayScenario(const std::string& file, bool needsPackets);

/**
 * @param text a date and time (UTC) as 2026-11-28T07:46:36 or 2026-11-28, or seconds since 1970
 * @return the seconds; nothing if it is neither, or not between 1970 and 2106
 */
std::optional<uint32_t> NfParseReplayDate(const std::string& text);

/**
 * @param date seconds since 1970
 * @return it as 2026-11-28T07:46:36
 */
std::string NfPrintReplayDate(uint32_t date);

/**
 * Find out whether anything of a scenario is of IPv6: an address, a route, rules, a packet.
 * @param scenario whose field to set
 */
void NfFindReplayFamilies(NfReplayScenario& scenario);

/**
 * Warn of packets with IP options, which ns-3's header cannot hold.
 * @param scenario whose packets to look at
 */
void NfWarnOfIpOptions(NfReplayScenario& scenario);

} // namespace ns3

#endif /* NF_REPLAY_SCENARIO_H */
