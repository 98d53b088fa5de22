// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TARGET_DSCP_H
#define NF_TARGET_DSCP_H

#include "nf-extension.h"

namespace ns3
{

/**
 * \ingroup netfilter
 * \return the target DSCP: set the DSCP, keep ECN (Linux's xt_DSCP; RFC 2474).
 *
 * --set-dscp 0..63 or --set-dscp-class BE, EF, CSn, AFxy. Table mangle only.
 */
NfTargetType NfMakeDscpTargetType();

} // namespace ns3

#endif /* NF_TARGET_DSCP_H */
