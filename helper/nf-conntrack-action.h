// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CONNTRACK_ACTION_H
#define NF_CONNTRACK_ACTION_H

#include "nf-conntrack-command.h"
#include "nf-conntrack.h"

#include <ostream>
#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * Do what a command of conntrack(8) says to one node's connection tracking.
 * @param conntrack the node's connection tracking
 * @param command the command
 * @param events where -E prints from now on, while the node lives; must live as long
 * @return what the command prints: connections that are listed or were deleted, one a line, in the
 * order of their ids; a count; statistics
 */
std::string NfDoConntrack(Ptr<NfConntrack> conntrack,
                          const NfConntrackCommand& command,
                          std::ostream& events);

} // namespace ns3

#endif /* NF_CONNTRACK_ACTION_H */
