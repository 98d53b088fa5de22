// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TARGET_TCPMSS_H
#define NF_TARGET_TCPMSS_H

#include "nf-extension.h"

namespace ns3
{

/**
 * \ingroup netfilter
 * \return the target TCPMSS: lower the MSS option of a SYN, or add one (Linux's xt_TCPMSS; RFC
 * 9293).
 *
 * --set-mss n or --clamp-mss-to-pmtu (FORWARD, OUTPUT and POSTROUTING only): 40 less than the
 * smaller MTU of the devices that the packet comes in by and leaves through. The rule must let only
 * packets with SYN through. Divergence: Linux looks up the route back to the sender for the first
 * MTU, which is another device only if routing is asymmetric.
 */
NfTargetType NfMakeTcpmssTargetType();

} // namespace ns3

#endif /* NF_TARGET_TCPMSS_H */
