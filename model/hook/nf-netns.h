// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NETNS_H
#define NF_NETNS_H

#include "nf-address.h"
#include "nf-packet.h"
#include "nf-types.h"

#include "ns3/ptr.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace ns3
{

class NfConntrack;
class NfHookRegistry;
class NfNat;

/// What routing says of an address (Linux's RTN_*, a rule's --src-type).
enum class NfAddressType : uint8_t
{
    UNSPEC,
    UNICAST,
    LOCAL,
    BROADCAST,
    ANYCAST,
    MULTICAST,
    BLACKHOLE,
    UNREACHABLE,
    PROHIBIT
};

/**
 * @ingroup netfilter
 * Base of what rules of a node share beyond the rule set that made it (Linux's pernet data of
 * matches and targets), such as the lists of the match recent.
 */
class NfNetnsState
{
  public:
    virtual ~NfNetnsState() = default;
};

/**
 * @ingroup netfilter
 * One node's network namespace: what matches, targets, conntrack and NAT may ask of the stack
 * around them.
 *
 * The stack adapter implements it over ns-3; unit tests implement it with a few lines. Nothing in
 * model/{hook,rules,matches,targets,conntrack,nat} knows ns-3's internet module: this is the seam.
 */
class NfNetns
{
  public:
    virtual ~NfNetns() = default;

    /// @return the hooks of this node
    virtual NfHookRegistry& GetHooks() = 0;

    /// @return the ns-3 id of the node
    virtual uint32_t GetNodeId() const = 0;

    /// @return the loopback device; null if the node has none
    virtual const NfDevice* GetLoopback() const = 0;

    /**
     * Look an address up as addrtype does (Linux's inet_dev_addr_type, ipv6_addr_type).
     * @param family of the address
     * @param address the address
     * @param device if not null, only addresses of this device are LOCAL
     * @return the type
     */
    virtual NfAddressType GetAddressType(NfFamily family,
                                         const NfAddress& address,
                                         const NfDevice* device = nullptr) const = 0;

    /**
     * The address that MASQUERADE takes. IPv4 (Linux's inet_select_addr): the primary address of
     * @p out in the subnet of the packet's next hop, else its first, else another device's. IPv6
     * (ipv6_dev_get_saddr): what source address selection chooses for the packet's destination.
     * @param packet a routed packet
     * @param out the device it leaves through
     * @return the address; nothing if the node has no usable one
     */
    virtual std::optional<NfAddress> SelectMasqueradeAddress(const NfPacket& packet,
                                                             const NfDevice* out) const = 0;

    /**
     * @param family of the address
     * @param device a device
     * @return its primary address (what REDIRECT takes; of IPv6, the first of global scope);
     *         nothing if none
     */
    virtual std::optional<NfAddress> GetPrimaryAddress(NfFamily family,
                                                       const NfDevice* device) const = 0;

    /**
     * Route a packet of this node again, after OUTPUT changed what routing looks at (Linux's
     * ip_route_me_harder). Leaves packet.out alone; the stack takes the new route for POSTROUTING.
     * @param packet the packet
     * @return false if there is no route: the packet is to be dropped
     */
    virtual bool Reroute(NfPacket& packet) = 0;

    /**
     * Would the reverse path of this packet go out through the device it came in by? (rpfilter)
     * @param packet a packet in PREROUTING
     * @param loose true: any device will do
     * @param useMark route with the packet's mark
     * @param acceptLocal also accept packets with a source address of this node
     * @return true if the source is reachable so
     */
    virtual bool CheckReversePath(const NfPacket& packet,
                                  bool loose,
                                  bool useMark,
                                  bool acceptLocal) const = 0;

    /**
     * Send a packet that the kernel itself makes. It passes OUTPUT and POSTROUTING before this
     * returns. The source address may be unset: routing then chooses it.
     * @param header network header; id 0 draws one unless DF is set
     * @param payload what follows
     * @param about the packet that it answers: its connection is attached as the answer's
     *        RELATED one, even if unconfirmed; may be null
     * @return true if it was sent; false if there is no route to the destination
     */
    virtual bool SendGenerated(const NfIpHeader& header,
                               Ptr<Packet> payload,
                               const NfPacket* about) = 0;

    /**
     * Send an ICMP error about a packet, as Linux's icmp_send and icmp6_send: nothing is sent about
     * ICMP errors, fragments other than the first, broadcasts and multicasts; the quote is as long
     * as 576 bytes allow, of IPv6 1280.
     * @param about the packet as it is now
     * @param type ICMP type; about a packet of IPv6, ICMPv6's
     * @param code ICMP code; about a packet of IPv6, ICMPv6's
     * @param info the second word of the ICMP header (next-hop MTU, pointer)
     */
    virtual void SendIcmpError(NfPacket& about, uint8_t type, uint8_t code, uint32_t info = 0) = 0;

    /**
     * Send a copy of a packet to another host than it is for, as target TEE does (Linux's
     * nf_dup_ipv4 and nf_dup_ipv6). Only the way is new: the copy keeps its addresses, is not
     * tracked, and passes OUTPUT and POSTROUTING before this returns; no copy is made of a packet
     * meanwhile. One that is received has its TTL lowered, one of IPv4 must not be cut. Without a
     * way there, nothing is sent.
     * @param packet the packet as it is now; it does not change
     * @param gateway whom to send it to, by the node's routing
     * @param device name of the device to send it by; empty, or none of the node's: any
     */
    virtual void SendCopy(NfPacket& packet, const NfAddress& gateway, std::string_view device) = 0;

    /**
     * @param device a device
     * @param address an IPv4 address
     * @return the netmask of the device's network whose broadcast address it is; nothing if none's
     */
    virtual std::optional<NfAddress> GetBroadcastMask(const NfDevice& device,
                                                      const NfAddress& address) const = 0;

    /**
     * A line of the kernel log, written by the target LOG.
     * @param packet the packet it is about
     * @param level syslog level, 0 (emerg) to 7 (debug)
     * @param text the line, without a newline
     */
    virtual void Log(const NfPacket& packet, uint8_t level, const std::string& text) = 0;

    /// @return a new IP identification, in a deterministic sequence
    virtual uint16_t NextIpId() = 0;

    /**
     * Draw from this node's random stream.
     * @param bound exclusive upper bound, at least 1
     * @return a number in [0, bound)
     */
    virtual uint32_t Random(uint32_t bound) = 0;

    /// What extensions keep for this node, by their name and their own key: "recent/DEFAULT".
    std::map<std::string, std::unique_ptr<NfNetnsState>> states;

    NfConntrack* conntrack{nullptr}; //!< set by the node's connection tracking; null without one
    NfNat* nat{nullptr};             //!< set by the node's NAT; null without one
};

} // namespace ns3

#endif /* NF_NETNS_H */
