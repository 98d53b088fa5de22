// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TARGET_CT_H
#define NF_TARGET_CT_H

#include "nf-extension.h"

namespace ns3
{

/**
 * \ingroup netfilter
 * \return the target CT: say how a packet is to be tracked, before it is (Linux's xt_CT).
 *
 * --notrack; --zone, --zone-orig, --zone-reply number or "mark" (the packet's mark as it is when
 * the target runs); --helper name, which needs -p with a protocol that the helper is for;
 * --ctevents and --expevents lists, which choose events for netlink listeners: a simulated node
 * has none, so they are kept and printed only. The first CT rule that a packet hits wins. Table
 * raw only.
 */
NfTargetType NfMakeCtTargetType();

/**
 * \ingroup netfilter
 * \return the target NOTRACK: as CT --notrack.
 */
NfTargetType NfMakeNotrackTargetType();

} // namespace ns3

#endif /* NF_TARGET_CT_H */
