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
 * @ingroup netfilter
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

} // namespace ns3

#endif /* NF_RULE_BOUNDS_H */
