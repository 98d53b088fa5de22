// SPDX-License-Identifier: GPL-2.0-only

#include "nf-check-command.h"
#include "nf-cli-program.h"
#include "nf-replay-command.h"

#include <CLI/CLI.hpp>
#include <string_view>

int
main(int argc, char* argv[])
{
    // nfsim names the subcommand in the place of the program.
    if (argc > 0 && std::string_view(argv[0]) == "check")
    {
        CLI::App parser("Say what is wrong with rule sets, all at once", "nfsim check");
        return ns3::NfRunProgram(parser, ns3::NfSetupCheck(parser), argc, argv);
    }
    CLI::App parser("Play packets through a rule set, offline", "nfsim replay");
    return ns3::NfRunProgram(parser, ns3::NfSetupReplay(parser), argc, argv);
}
