// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SYSCTL_H
#define NF_SYSCTL_H

#include "nf-error.h"

#include "ns3/node.h"

#include <string>
#include <vector>

namespace ns3
{

/**
 * @file
 * @ingroup netfilter
 * Linux's sysctls that stand for an attribute of a node's connection tracking, stack, IPv4 or IPv6.
 * Forwarding is of the whole node or, as `net.ipv4.conf.DEVICE.forwarding` and the same of
 * net.ipv6, of one interface; what else Linux keeps for each interface is known here under "all"
 * and "default", which mean the same.
 */

/**
 * @ingroup netfilter
 * Set what stands for one of Linux's sysctls: an attribute of the node's connection tracking or
 * stack. Some that have no influence on what is simulated (log_martians) are taken and do nothing.
 * @param node the node, with the layer
 * @param name of the sysctl, "net.netfilter.nf_conntrack_max"
 * @param value a number; of a timeout, seconds
 * @return nothing, or what is wrong: the sysctl is not modelled, or cannot have the value
 */
NfStatus NfSetSysctl(Ptr<Node> node, const std::string& name, const std::string& value);

/**
 * @ingroup netfilter
 * @param node the node, with the layer
 * @param name of the sysctl
 * @param value receives the value as Linux writes it, a flag as 0 or 1, a timeout in seconds
 * @return nothing, or what is wrong: the sysctl is not modelled, or has no value because nothing
 *         that is simulated depends on it
 */
NfStatus NfGetSysctl(Ptr<Node> node, const std::string& name, std::string& value);

/**
 * @ingroup netfilter
 * @param name of a sysctl
 * @return whether it is taken although nothing that is simulated depends on it
 */
bool NfIsIdleSysctl(const std::string& name);

/**
 * @ingroup netfilter
 * @param node the node, with the layer
 * @return the names of the sysctls that have a value, in alphabetical order
 */
std::vector<std::string> NfGetSysctlNames(Ptr<Node> node);

} // namespace ns3

#endif /* NF_SYSCTL_H */
