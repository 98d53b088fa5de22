// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RULE_BOUNDS_H
#define NF_RULE_BOUNDS_H

#include "nf-prefix.h"

#include <cstdint>

namespace ns3
{

/// Ports outside of which a match says no. An empty range: it always says no.
struct NfPortBounds
{
    uint16_t sourceMin{0};
    uint16_t sourceMax{UINT16_MAX};
    uint16_t destinationMin{0};
    uint16_t destinationMax{UINT16_MAX};
};

/**
 * \ingroup netfilter
 * What a packet must have for a rule to match it; a packet that has it need not match. Conditions
 * that cannot be told in this form are left open.
 */
struct NfRuleBounds
{
    NfPrefix source;
    NfPrefix destination;
    uint8_t protocol{0}; //!< 0: any
    NfPortBounds ports;  //!< of packets whose ports are known
};

/// What NfRuleBounds look at in a packet.
struct NfRuleKey
{
    uint32_t source{0};      //!< host byte order
    uint32_t destination{0}; //!< host byte order
    uint16_t sourcePort{0};
    uint16_t destinationPort{0};
    uint8_t protocol{0};
    bool hasPorts{false}; //!< false: not known, so they exclude no rule

    friend bool operator==(const NfRuleKey& a, const NfRuleKey& b)
    {
        return a.source == b.source && a.destination == b.destination &&
               a.sourcePort == b.sourcePort && a.destinationPort == b.destinationPort &&
               a.protocol == b.protocol && a.hasPorts == b.hasPorts;
    }
};

} // namespace ns3

#endif /* NF_RULE_BOUNDS_H */
