// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RULE_KEY_H
#define NF_RULE_KEY_H

#include "nf-address-number.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup netfilter
 * What NfRuleBounds look at in a packet.
 * @tparam Number of its addresses: uint32_t for IPv4, NfWideNumber for IPv6
 */
template <class Number>
struct NfRuleKeyOf
{
    Number source{};
    Number destination{};
    uint16_t sourcePort{0};
    uint16_t destinationPort{0};
    uint8_t protocol{0};
    bool hasPorts{false}; //!< false: not known, so they exclude no rule

    friend bool operator==(const NfRuleKeyOf& a, const NfRuleKeyOf& b)
    {
        return a.source == b.source && a.destination == b.destination &&
               a.sourcePort == b.sourcePort && a.destinationPort == b.destinationPort &&
               a.protocol == b.protocol && a.hasPorts == b.hasPorts;
    }
};

/// Of an IPv4 packet.
using NfRuleKey = NfRuleKeyOf<uint32_t>;

/// Of an IPv6 packet.
using NfWideRuleKey = NfRuleKeyOf<NfWideNumber>;

} // namespace ns3

#endif /* NF_RULE_KEY_H */
