// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TOPOLOGY_COMMAND_H
#define NF_TOPOLOGY_COMMAND_H

#include "nf-cli-command.h"

namespace ns3
{

/// @param parser nfsim topology's parser
/// @return what it does
NfCliAction NfSetupTopology(CLI::App& parser);

} // namespace ns3

#endif /* NF_TOPOLOGY_COMMAND_H */
