// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TARGET_NFLOG_H
#define NF_TARGET_NFLOG_H

#include "nf-extension.h"

namespace ns3
{

/**
 * \ingroup netfilter
 * \return the target NFLOG: give the packet to the listeners of a log group (Linux's xt_NFLOG).
 *
 * --nflog-group, --nflog-prefix (63 characters count), --nflog-size, --nflog-range (of no effect,
 * as in Linux), --nflog-threshold. A simulated node has no netlink listeners: what they would get
 * goes to NfNetns::Log() at level 6 (info), as "NFLOG group 0: PREFIX" and the text that LOG
 * writes. Size and threshold are about netlink messages and have no effect on it.
 */
NfTargetType NfMakeNflogTargetType();

} // namespace ns3

#endif /* NF_TARGET_NFLOG_H */
