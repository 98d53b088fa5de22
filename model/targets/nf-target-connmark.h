// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TARGET_CONNMARK_H
#define NF_TARGET_CONNMARK_H

#include "nf-extension.h"

namespace ns3
{

/**
 * \ingroup netfilter
 * \return the target CONNMARK: change the connection's mark, or copy between it and the packet's
 * (Linux's xt_connmark).
 *
 * --set-xmark, --set-mark, --and-mark, --or-mark, --xor-mark as MARK does;
 * --save-mark: ctmark = (ctmark & ~ctmask) ^ (nfmark & nfmask);
 * --restore-mark: nfmark = (nfmark & ~nfmask) ^ (ctmark & ctmask);
 * --nfmask, --ctmask, or --mask for both. Packets without a connection stay as they are.
 */
NfTargetType NfMakeConnmarkTargetType();

} // namespace ns3

#endif /* NF_TARGET_CONNMARK_H */
