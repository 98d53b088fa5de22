// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NAT_H
#define NF_NAT_H

#include "nf-connection.h"
#include "nf-hook-registry.h"
#include "nf-nat-range.h"
#include "nf-netns.h"
#include "nf-packet.h"

#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/ptr.h"
#include "ns3/traced-callback.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace ns3
{

class NfConntrack;
class NfNatSourceIndex;

/**
 * @ingroup netfilter
 * A translation that has been chosen for a connection: what NfNat::m_mapping tells.
 *
 * Valid while the trace source fires.
 */
struct NfNatMapping
{
    const NfConnection& connection; //!< whose; not yet confirmed
    NfManip manip;                  //!< which half changes
    NfTuple original;               //!< the original direction, as it arrived
    NfTuple reply;                  //!< how answers will look now
    Time time;                      //!< when
};

/**
 * @ingroup netfilter
 * Network address translation of one node (Linux's nf_nat_core.c and nf_nat_proto.c).
 *
 * NAT sits on connection tracking. For the first packet of a connection it asks, once for each
 * NfManip, what the rules say (SetLookup()). A target answers by calling Setup(), Masquerade(),
 * Redirect() or Netmap(), which change the connection's reply tuple; if none does, the
 * connection is bound to what it already has, except that its source port changes if the answers
 * would be mistaken for another connection's. All later packets, and ICMP errors about them, are
 * rewritten from the connection's tuples alone.
 *
 * Divergence: Linux draws ports from its random pool; ours come from NfNetns::Random, out of the
 * same set, so runs repeat.
 *
 * @code
 *   nat->SetNetns(&netns);
 *   nat->SetConntrack(conntrack);
 *   nat->SetLookup([&](NfPacket& packet) { return table.Evaluate(packet); });
 *   nat->Activate();
 * @endcode
 */
class NfNat : public Object
{
  public:
    /// Signature of sinks of the trace source Mapping.
    using MappingTracedCallback = void (*)(const NfNatMapping&);

    /// What the nat table says of a packet at packet.hook: DROP and STOLEN end it.
    using Lookup = std::function<NfVerdict(NfPacket&)>;

    /// @return the TypeId
    static TypeId GetTypeId();

    NfNat();
    ~NfNat() override;

    /// @param netns the node; its member nat is set to this object
    void SetNetns(NfNetns* netns);

    /// @param conntrack the node's connection tracking
    void SetConntrack(Ptr<NfConntrack> conntrack);

    /// @param lookup evaluates the chain of packet.hook in the nat table of the packet's family;
    /// empty: no rules
    void SetLookup(Lookup lookup);

    /**
     * Register the hooks of a family. Needs SetNetns() and SetConntrack().
     * @param family whose packets are to be translated; without effect if they are already
     */
    void Activate(NfFamily family = NfFamily::IPV4);

    /**
     * Unregister the hooks of a family: from now on none of its packets is translated.
     * @param family the family; without effect if it is not active
     */
    void Deactivate(NfFamily family);

    /// Deactivate() both families.
    void Deactivate();

    /// @return true if the hooks of a family are registered
    bool IsActive() const;

    /**
     * @param family a family
     * @return true if its hooks are registered
     */
    bool IsActive(NfFamily family) const;

    /**
     * Choose the translation of a packet's connection (Linux's nf_nat_setup_info), as targets
     * SNAT and DNAT do.
     * @param packet a packet of a connection whose half @p manip is still open
     * @param range to what
     * @param manip which half
     * @return ACCEPT if bound, or if the connection is confirmed, which leaves it alone; DROP if
     *         this half has been bound before or the packet has no connection
     */
    NfVerdict Setup(NfPacket& packet, const NfNatRange& range, NfManip manip);

    /**
     * As above, for a connection without a packet (one that a helper expected).
     * @param connection not yet confirmed
     * @param range to what
     * @param manip which half
     * @return as above
     */
    NfVerdict Setup(NfConnection& connection, const NfNatRange& range, NfManip manip);

    /**
     * Source NAT to the address that NfNetns::SelectMasqueradeAddress() tells (Linux's
     * nf_nat_masquerade_ipv4 and nf_nat_masquerade_ipv6). The connection ends when it would leave
     * by another device.
     * @param packet a packet in POSTROUTING
     * @param range ports and randomness; addresses are not looked at
     * @return ACCEPT; DROP if the node has no address to take
     */
    NfVerdict Masquerade(NfPacket& packet, const NfNatRange& range);

    /**
     * Destination NAT to this node (Linux's nf_nat_redirect_ipv4 and nf_nat_redirect_ipv6): to
     * packet.in's primary address, of IPv6 of the destination's scope, or to the loopback address
     * in OUTPUT.
     * @param packet a packet in PREROUTING or OUTPUT
     * @param range ports and randomness; addresses are not looked at
     * @return ACCEPT; DROP if the device has no address
     */
    NfVerdict Redirect(NfPacket& packet, const NfNatRange& range);

    /**
     * Exchange the network part of an address (Linux's xt_NETMAP): the destination in PREROUTING
     * and OUTPUT, the source in POSTROUTING and INPUT.
     * @param packet a packet
     * @param range minAddress and maxAddress: first and last address of the network
     * @return as Setup()
     */
    NfVerdict Netmap(NfPacket& packet, const NfNatRange& range);

    /**
     * Forget what was masqueraded out of a device (Linux does it on NETDEV_DOWN).
     * @param ifindex NfDevice::ifindex of the device
     */
    void NotifyDeviceDown(uint32_t ifindex);

    /**
     * Forget what was masqueraded to an address that a device has lost.
     * @param ifindex NfDevice::ifindex of the device
     * @param address the lost address
     */
    void NotifyAddressRemoved(uint32_t ifindex, const NfAddress& address);

    /// Fired when a translation has been chosen that changes something: by a rule, or because a
    /// null binding had to take another source port. SNAT to what the packet has is none.
    TracedCallback<const NfNatMapping&> m_mapping;

  protected:
    void DoDispose() override;

  private:
    NfVerdict OnPrerouting(NfPacket& packet);
    NfVerdict OnInput(NfPacket& packet);
    NfVerdict OnOutput(NfPacket& packet);
    NfVerdict OnPostrouting(NfPacket& packet);

    // What all four hooks do: bind if need be, then rewrite.
    NfVerdict Translate(NfPacket& packet, NfManip manip);
    // Ask the rules about an open half; a null binding if they do not bind it.
    NfVerdict Bind(NfPacket& packet, NfConnection& connection, NfManip manip);
    NfVerdict SetupNull(NfConnection& connection, NfManip manip);
    // Setup() with an address instead of the range's.
    NfVerdict SetupAddress(NfPacket& packet,
                           const NfNatRange& range,
                           const NfAddress& address,
                           NfManip manip);
    // Where Redirect() sends what came in through a device; nothing: nowhere.
    std::optional<NfAddress> RedirectTarget(const NfPacket& packet) const;
    // Change an ICMP error and the packet that it quotes.
    static NfVerdict TranslateIcmpError(NfPacket& packet,
                                        const NfConnection& connection,
                                        NfManip manip);
    // True if a masqueraded connection would now leave by another device.
    static bool HasLeftMasquerade(const NfPacket& packet, const NfConnection& connection);

    // Forget connections masqueraded out of a device, with any address or with that one.
    void RemoveMasqueraded(uint32_t ifindex, const std::optional<NfAddress>& address);

    NfNetns* m_netns{nullptr};
    Ptr<NfConntrack> m_conntrack;
    Lookup m_lookup;
    std::map<NfFamily, std::vector<NfHookRegistry::Id>> m_hooks; //!< of the active families
    std::unique_ptr<NfNatSourceIndex> m_sources;                 //!< mappings by original source
};

} // namespace ns3

#endif /* NF_NAT_H */
