// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_STANDARD_MATCHES_H
#define NF_STANDARD_MATCHES_H

#include "nf-extension-type.h"

#include <vector>

namespace ns3
{

/// @return the matches that come with the module, in order of their names
std::vector<NfMatchType> NfMakeStandardMatchTypes();

/// Fill the registry with them. Calling it again has no effect.
void NfRegisterStandardMatches();

} // namespace ns3

#endif /* NF_STANDARD_MATCHES_H */
