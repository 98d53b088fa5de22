// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TARGET_TOS_H
#define NF_TARGET_TOS_H

#include "nf-extension.h"

namespace ns3
{

/**
 * \ingroup netfilter
 * \return the target TOS: change the TOS octet, ECN bits included (Linux's xt_DSCP).
 *
 * --set-tos value[/mask] or a name (its mask is 0x3f), --and-tos, --or-tos, --xor-tos bits.
 * Table mangle only.
 */
NfTargetType NfMakeTosTargetType();

} // namespace ns3

#endif /* NF_TARGET_TOS_H */
