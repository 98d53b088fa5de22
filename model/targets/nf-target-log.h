// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TARGET_LOG_H
#define NF_TARGET_LOG_H

#include "nf-extension.h"

namespace ns3
{

/**
 * \ingroup netfilter
 * \return the target LOG: write the packet to the node's kernel log, NfNetns::Log() (Linux's
 * xt_LOG; for the text see NfPacketText).
 *
 * --log-level 0..7 or its name (4 if not given), --log-prefix (29 characters count),
 * --log-tcp-sequence, --log-tcp-options, --log-ip-options, --log-uid, --log-macdecode.
 */
NfTargetType NfMakeLogTargetType();

} // namespace ns3

#endif /* NF_TARGET_LOG_H */
