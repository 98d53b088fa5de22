// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPLAY_COMMAND_H
#define NF_REPLAY_COMMAND_H

#include "nf-cli-command.h"

namespace ns3
{

/**
 * @param parser nfsim replay's parser
 * @return what it does
 */
NfCliAction NfSetupReplay(CLI::App& parser);

} // namespace ns3

#endif /* NF_REPLAY_COMMAND_H */
