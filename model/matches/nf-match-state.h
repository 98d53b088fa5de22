// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_STATE_H
#define NF_MATCH_STATE_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "state": state of the connection: an older spelling of conntrack --ctstate
/// (xt_conntrack.c)
NfMatchType NfMakeStateMatchType();

} // namespace ns3

#endif /* NF_MATCH_STATE_H */
