// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-program.h"
#include "nf-topology-command.h"

#include <CLI/CLI.hpp>

int
main(int argc, char* argv[])
{
    CLI::App parser("Say what a topology is, and draw it", "nfsim topology");
    return ns3::NfRunProgram(parser, ns3::NfSetupTopology(parser), argc, argv);
}
