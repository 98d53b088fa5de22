// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-program.h"
#include "nf-placements-command.h"
#include "nf-run-command.h"

#include <CLI/CLI.hpp>
#include <string_view>

int
main(int argc, char* argv[])
{
    // nfsim names the subcommand in the place of the program.
    if (argc > 0 && std::string_view(argv[0]) == "placements")
    {
        CLI::App parser("Say where a policy could be enforced", "nfsim placements");
        return ns3::NfRunProgram(parser, ns3::NfSetupPlacements(parser), argc, argv);
    }
    CLI::App parser("Run a scenario: network, rules, traffic and what to expect", "nfsim run");
    return ns3::NfRunProgram(parser, ns3::NfSetupRun(parser), argc, argv);
}
