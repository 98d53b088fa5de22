// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TARGET_TTL_H
#define NF_TARGET_TTL_H

#include "nf-extension.h"

namespace ns3
{

/**
 * \ingroup netfilter
 * \return the target TTL: --ttl-set 0..255, --ttl-inc and --ttl-dec 1..255, which stop at 255 and 0
 * (Linux's xt_HL). Table mangle only.
 */
NfTargetType NfMakeTtlTargetType();

} // namespace ns3

#endif /* NF_TARGET_TTL_H */
