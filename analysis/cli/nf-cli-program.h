// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CLI_PROGRAM_H
#define NF_CLI_PROGRAM_H

#include "nf-cli-command.h"

#include <string>

namespace ns3
{

/**
 * @file
 * @ingroup netfilter
 * What nfsim's programs have in common: `nfsim` itself, which needs nothing of the simulator and
 * so starts at once, and `nfsim-replay` beside it, which nfsim becomes for `nfsim replay`.
 */

/// `nfsim --complete WORD...` prints what may stand in the place of the last word, for shells.
constexpr const char* NFSIM_COMPLETE = "--complete";

/// `nfsim --manual [SUBCOMMAND]` prints a manual page.
constexpr const char* NFSIM_MANUAL = "--manual";

/**
 * Parse a program's arguments, then do what they say.
 * @param parser all its arguments
 * @param action what to do then
 * @param argc as main() got it
 * @param argv as main() got it
 * @return the exit code; whatever is wrong was printed to standard error
 */
int NfRunProgram(CLI::App& parser, const NfCliAction& action, int argc, char* argv[]);

/**
 * Become another program in this one's folder. Symbolic links to this program are followed.
 * @param fileName of the other program
 * @param argv its arguments; the last one is null
 * @return only if that fails: the exit code, after a message to standard error
 */
int NfBecomeProgram(const std::string& fileName, char* argv[]);

} // namespace ns3

#endif /* NF_CLI_PROGRAM_H */
