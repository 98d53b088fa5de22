// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TARGET_ECN_H
#define NF_TARGET_ECN_H

#include "nf-extension.h"

namespace ns3
{

/**
 * \ingroup netfilter
 * \return the target ECN: change ECN bits of the IP header (--ecn-ip-ect 0..3) and of the TCP
 * header
 * (--ecn-tcp-cwr, --ecn-tcp-ece 0..1, --ecn-tcp-remove: both 0), which needs -p tcp (Linux's
 * ipt_ECN; RFC 3168). Table mangle only. A TCP packet with a cut-short header is dropped.
 */
NfTargetType NfMakeEcnTargetType();

} // namespace ns3

#endif /* NF_TARGET_ECN_H */
