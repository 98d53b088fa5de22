// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RULE_SPEC_H
#define NF_RULE_SPEC_H

#include "nf-address.h"
#include "nf-device.h"
#include "nf-packet.h"
#include "nf-rule-condition.h"

#include <cstdint>

namespace ns3
{

/**
 * \ingroup netfilter
 * The standard matches of a rule (Linux's struct ipt_ip): addresses, interfaces, protocol and
 * fragment flag, each negatable. A default-made one matches every packet.
 */
struct NfRuleSpec
{
    NfAddress source;          //!< already masked
    NfAddress sourceMask;      //!< may be non-contiguous
    NfAddress destination;     //!< already masked
    NfAddress destinationMask; //!< may be non-contiguous
    NfInterfaceName in;        //!< without the "+", unless there is nothing else
    NfInterfaceName inMask;    //!< covers the terminating zero unless there was a "+"
    NfInterfaceName out;       //!< without the "+", unless there is nothing else
    NfInterfaceName outMask;   //!< covers the terminating zero unless there was a "+"
    uint8_t protocol{0};       //!< 0: all
    bool fragment{false};      //!< -f: second and further fragments only
    bool notSource{false};
    bool notDestination{false};
    bool notIn{false};
    bool notOut{false};
    bool notProtocol{false};
    bool notFragment{false};

    /**
     * \param packet the packet; a null device counts as an empty name
     * \return true if all conditions hold
     */
    bool Matches(const NfPacket& packet) const;

    /// \param description of a rule; receives the conditions
    void Describe(NfRuleDescription& description) const;
};

} // namespace ns3

#endif /* NF_RULE_SPEC_H */
