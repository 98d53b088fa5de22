// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_SETTINGS_H
#define NF_IPV6_SETTINGS_H

#include "ns3/nstime.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup netfilter
 * What Linux keeps under net.ipv6, and where ns-3's habits win over Linux's. They are attributes of
 * NfIpv6Stack, which explains them.
 */
struct NfIpv6Settings
{
    bool checkAddresses{true};
    bool protocolUnreachable{false};
    Time icmpRateLimit{Seconds(1)}; //!< what an ICMPv6 error costs at most
    bool icmpRateTooBig{false};     //!< "packet too big" costs it, too
};

} // namespace ns3

#endif /* NF_IPV6_SETTINGS_H */
