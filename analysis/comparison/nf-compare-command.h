// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_COMPARE_COMMAND_H
#define NF_COMPARE_COMMAND_H

#include "nf-cli-command.h"

namespace ns3
{

/**
 * @param parser nfsim compare's parser
 * @return what it does
 */
NfCliAction NfSetupCompare(CLI::App& parser);

} // namespace ns3

#endif /* NF_COMPARE_COMMAND_H */
