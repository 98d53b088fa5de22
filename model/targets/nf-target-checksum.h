// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TARGET_CHECKSUM_H
#define NF_TARGET_CHECKSUM_H

#include "nf-extension.h"

namespace ns3
{

/**
 * \ingroup netfilter
 * \return the target CHECKSUM: --checksum-fill computes a TCP or UDP checksum that was left to
 * hardware (Linux's xt_CHECKSUM). Table mangle only.
 *
 * What is left to hardware in Linux is what ns-3 leaves out: the field is 0. So a UDP datagram that
 * was deliberately sent without a checksum gets one, too. Fragments are left alone.
 */
NfTargetType NfMakeChecksumTargetType();

} // namespace ns3

#endif /* NF_TARGET_CHECKSUM_H */
