// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_PHYSDEV_H
#define NF_MATCH_PHYSDEV_H

#include "nf-extension.h"

namespace ns3
{

/**
 * \return match "physdev": ports of a bridge (Linux's xt_physdev.c). No packet of the IPv4 hooks
 *         comes from a bridge here: a rule matches if all that it asks is negated, as Linux has it.
 */
NfMatchType NfMakePhysdevMatchType();

} // namespace ns3

#endif /* NF_MATCH_PHYSDEV_H */
