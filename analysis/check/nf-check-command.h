// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CHECK_COMMAND_H
#define NF_CHECK_COMMAND_H

#include "nf-cli-command.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * `nfsim check`: what is wrong with rule sets, all at once.
 * @param parser receives the arguments
 * @return what to do with them; the exit code is 0, 1 (warnings, with --strict) or 2 (errors)
 */
NfCliAction NfSetupCheck(CLI::App& parser);

} // namespace ns3

#endif /* NF_CHECK_COMMAND_H */
