// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TARGET_TRACE_H
#define NF_TARGET_TRACE_H

#include "nf-extension.h"

namespace ns3
{

/**
 * \ingroup netfilter
 * \return the target TRACE: have every rule that the packet hits reported (Linux's xt_TRACE). Table
 * raw only.
 */
NfTargetType NfMakeTraceTargetType();

} // namespace ns3

#endif /* NF_TARGET_TRACE_H */
