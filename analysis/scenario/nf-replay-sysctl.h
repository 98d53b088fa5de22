// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPLAY_SYSCTL_H
#define NF_REPLAY_SYSCTL_H

#include "nf-replay-scenario.h"

#include "ns3/node.h"

namespace ns3
{

/**
 * \ingroup netfilter
 * Set the attribute that stands for a sysctl. NfCliError if the sysctl is not modelled, or the
 * value is none that it can have. \param node the box \param sysctl what to set
 */
void NfSetReplaySysctl(Ptr<Node> node, const NfReplaySysctl& sysctl);

} // namespace ns3

#endif /* NF_REPLAY_SYSCTL_H */
