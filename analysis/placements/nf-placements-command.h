// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PLACEMENTS_COMMAND_H
#define NF_PLACEMENTS_COMMAND_H

#include "nf-cli-command.h"

namespace ns3
{

/// @param parser nfsim placements' parser
/// @return what it does
NfCliAction NfSetupPlacements(CLI::App& parser);

} // namespace ns3

#endif /* NF_PLACEMENTS_COMMAND_H */
