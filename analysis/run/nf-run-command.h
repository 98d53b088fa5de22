// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RUN_COMMAND_H
#define NF_RUN_COMMAND_H

#include "nf-cli-command.h"

namespace ns3
{

/// \param parser nfsim run's parser \return what it does
NfCliAction NfSetupRun(CLI::App& parser);

} // namespace ns3

#endif /* NF_RUN_COMMAND_H */
