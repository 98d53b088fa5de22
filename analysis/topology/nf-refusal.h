// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REFUSAL_H
#define NF_REFUSAL_H

#include "ns3/nf-error.h"

#include <vector>

namespace ns3
{

/// @param errors what is wrong; if anything, an NfCliError of all of it
void NfRefuse(const std::vector<NfError>& errors);

} // namespace ns3

#endif /* NF_REFUSAL_H */
