// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-program.h"
#include "nf-netanim.h"
#include "nf-run-command.h"

#include <CLI/CLI.hpp>

// nfsim-run becomes it for an animation.
int
main(int argc, char* argv[])
{
    CLI::App parser("Run a scenario: network, rules, traffic and what to expect", "nfsim run");
    return ns3::NfRunProgram(parser, ns3::NfSetupRun(parser, ns3::NfStartNetAnim), argc, argv);
}
