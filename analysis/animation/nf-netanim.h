// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NETANIM_H
#define NF_NETANIM_H

#include "nf-run-animation.h"

namespace ns3
{

/**
 * Write what a run's packets do as a file for ns-3's NetAnim, in which drops are seen: a node's
 * description counts what it has dropped or lost, and its counter "drops" has the curve. Nodes that
 * have rules when the run begins are red, the others blue.
 *
 * Nodes stand where the topology says, those of which it says nothing on a circle. What happens in
 * the simulation does not change.
 * @param file to write, whole or not at all
 * @param topology that was built
 * @return what writes it
 */
std::unique_ptr<NfRunAnimation> NfStartNetAnim(const std::string& file,
                                               const NfTopologyHelper& topology);

} // namespace ns3

#endif /* NF_NETANIM_H */
