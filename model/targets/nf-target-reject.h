// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TARGET_REJECT_H
#define NF_TARGET_REJECT_H

#include "nf-extension.h"

namespace ns3
{

/**
 * \ingroup netfilter
 * \return the target REJECT: answer, then drop (Linux's ipt_REJECT).
 *
 * --reject-with takes an ICMP error (icmp-port-unreachable unless given) or tcp-reset, which
 * needs -p tcp; names may be cut short. The answer traverses OUTPUT and POSTROUTING before
 * Execute() returns. Later fragments and packets with a wrong checksum are not answered; nor are,
 * by tcp-reset, segments with RST, cut-short ones, and ones to a broadcast or multicast address.
 * What icmp_send never answers is NfNetns::SendIcmpError()'s business. Table filter, in INPUT,
 * FORWARD and OUTPUT only.
 */
NfTargetType NfMakeRejectTargetType();

} // namespace ns3

#endif /* NF_TARGET_REJECT_H */
