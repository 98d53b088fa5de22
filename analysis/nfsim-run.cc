// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-program.h"
#include "nf-run-command.h"

#include <CLI/CLI.hpp>

int
main(int argc, char* argv[])
{
    CLI::App parser("Run a scenario: network, rules, traffic and what to expect", "nfsim run");
    return ns3::NfRunProgram(parser, ns3::NfSetupRun(parser), argc, argv);
}
