// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-program.h"
#include "nf-replay-command.h"

#include <CLI/CLI.hpp>

int
main(int argc, char* argv[])
{
    CLI::App parser("Play packets through a rule set, offline", "nfsim replay");
    return ns3::NfRunProgram(parser, ns3::NfSetupReplay(parser), argc, argv);
}
