// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_SETTINGS_H
#define NF_IPV4_SETTINGS_H

#include "ns3/nstime.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup netfilter
 * What Linux keeps under net.ipv4.conf, and where ns-3's habits win over Linux's. They are
 * attributes of NfIpv4Stack, which explains them.
 */
struct NfIpv4Settings
{
    bool routeLocalnet{false};
    bool acceptLocal{false};
    bool srcValidMark{false};
    bool checkAddresses{true};
    bool loopBroadcasts{false};
    bool receiveMulticast{true};
    bool protocolUnreachable{false};
    uint8_t rpFilter{0};            //!< 0 off, 1 strict, 2 loose
    Time icmpRateLimit{Seconds(1)}; //!< what an ICMP error costs, see NfIcmpLimit
    uint32_t icmpRateMask{0x1818};  //!< bits of the ICMP types that cost it
};

} // namespace ns3

#endif /* NF_IPV4_SETTINGS_H */
