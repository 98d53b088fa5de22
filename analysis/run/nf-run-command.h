// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RUN_COMMAND_H
#define NF_RUN_COMMAND_H

#include "nf-cli-command.h"
#include "nf-run-animation.h"

namespace ns3
{

/// The option of nfsim run that asks for an animation; it has the name of a file.
constexpr const char* NFSIM_NETANIM_OPTION = "--netanim";

/**
 * @param parser nfsim run's parser
 * @param animator makes animations; null: the program cannot
 * @return what it does
 */
NfCliAction NfSetupRun(CLI::App& parser, NfAnimationMaker animator = nullptr);

} // namespace ns3

#endif /* NF_RUN_COMMAND_H */
