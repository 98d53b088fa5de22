// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TARGET_NAT_H
#define NF_TARGET_NAT_H

#include "nf-extension.h"

namespace ns3
{

/**
 * \ingroup netfilter
 * \return the target SNAT: choose the source that a connection leaves with (Linux's xt_nat).
 *
 * --to-source [addr[-addr]][:port[-port]], --random, --random-fully, --persistent. Ports need a
 * rule for TCP, UDP, SCTP, DCCP or ICMP. Table nat, in POSTROUTING and INPUT only.
 */
NfTargetType NfMakeSnatTargetType();

/**
 * \ingroup netfilter
 * \return the target DNAT: choose the destination of a connection (Linux's xt_nat).
 *
 * --to-destination [addr[-addr]][:port[-port[/base]]], --random, --persistent. With a base, a port
 * keeps its distance from it. Table nat, in PREROUTING and OUTPUT only.
 */
NfTargetType NfMakeDnatTargetType();

/**
 * \ingroup netfilter
 * \return the target MASQUERADE: SNAT to the address of the device that the packet leaves through
 * (Linux's xt_MASQUERADE).
 *
 * --to-ports port[-port], --random, --random-fully. Table nat, in POSTROUTING only.
 */
NfTargetType NfMakeMasqueradeTargetType();

/**
 * \ingroup netfilter
 * \return the target REDIRECT: DNAT to this node (Linux's xt_REDIRECT).
 *
 * --to-ports port[-port], --random. Table nat, in PREROUTING and OUTPUT only.
 */
NfTargetType NfMakeRedirectTargetType();

/**
 * \ingroup netfilter
 * \return the target NETMAP: exchange the network part of an address (Linux's xt_NETMAP).
 *
 * --to address[/mask]: the destination in PREROUTING and OUTPUT, the source elsewhere. Table nat,
 * not in FORWARD.
 */
NfTargetType NfMakeNetmapTargetType();

} // namespace ns3

#endif /* NF_TARGET_NAT_H */
