// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RULE_SPEC_H
#define NF_RULE_SPEC_H

#include "nf-address.h"
#include "nf-device.h"
#include "nf-packet.h"
#include "nf-rule-condition.h"

#include <cstdint>
#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * The standard matches of a rule (Linux's struct ipt_ip and ip6t_ip6): addresses, interfaces,
 * protocol and, of IPv4, fragment flag, each negatable. A default-made one matches every packet.
 *
 * An IPv6 packet whose extension headers end before the upper layer is known neither has a protocol
 * nor has none: a rule with -p that it comes to hotdrops it.
 */
struct NfRuleSpec
{
    NfFamily family{NfFamily::IPV4};
    NfAddress source;          //!< already masked
    NfAddress sourceMask;      //!< may be non-contiguous
    NfAddress destination;     //!< already masked
    NfAddress destinationMask; //!< may be non-contiguous
    NfInterfaceName in;        //!< without the "+", unless there is nothing else
    NfInterfaceName inMask;    //!< covers the terminating zero unless there was a "+"
    NfInterfaceName out;       //!< without the "+", unless there is nothing else
    NfInterfaceName outMask;   //!< covers the terminating zero unless there was a "+"
    uint8_t protocol{0};       //!< 0: all
    bool asksProtocol{false};  //!< IPv6: there is a -p, be it "-p all" (IP6T_F_PROTO)
    bool fragment{false};      //!< -f, IPv4 only: second and further fragments only
    bool notSource{false};
    bool notDestination{false};
    bool notIn{false};
    bool notOut{false};
    bool notProtocol{false};
    bool notFragment{false};

    /**
     * @param packet of the same family; a null device counts as an empty name
     * @return true if all conditions hold; false also of a packet that would be dropped at once
     */
    bool Matches(const NfPacket& packet) const;

    /**
     * Like NfExtension::GetCaveat().
     * @return why no packet has the protocol that it asks for; empty if packets may have it
     */
    std::string GetCaveat() const;

    /// @param description of a rule; receives the conditions
    void Describe(NfRuleDescription& description) const;
};

} // namespace ns3

#endif /* NF_RULE_SPEC_H */
