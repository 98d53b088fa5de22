// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TARGET_MARK_H
#define NF_TARGET_MARK_H

#include "nf-extension.h"

namespace ns3
{

/**
 * \ingroup netfilter
 * \return the target MARK: change the packet's mark (Linux's xt_mark, revision 2).
 *
 * All options come down to mark = (mark & ~mask) ^ value:
 *   --set-xmark value[/mask], --set-mark value[/mask] (its mask includes the bits of value),
 *   --and-mark bits, --or-mark bits, --xor-mark bits
 */
NfTargetType NfMakeMarkTargetType();

} // namespace ns3

#endif /* NF_TARGET_MARK_H */
