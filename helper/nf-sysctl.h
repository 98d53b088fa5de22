// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SYSCTL_H
#define NF_SYSCTL_H

#include "nf-error.h"

#include "ns3/node.h"

#include <string>

namespace ns3
{

/**
 * \ingroup netfilter
 * Set what stands for one of Linux's sysctls: an attribute of the node's connection tracking or
 * stack. Some that have no influence on what is simulated (log_martians) are taken and do nothing.
 * \param node the node, with the layer
 * \param name of the sysctl, "net.netfilter.nf_conntrack_max"
 * \param value a number; of a timeout, seconds
 * \return nothing, or what is wrong: the sysctl is not modelled, or cannot have the value
 */
NfStatus NfSetSysctl(Ptr<Node> node, const std::string& name, const std::string& value);

} // namespace ns3

#endif /* NF_SYSCTL_H */
