// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-program.h"

#include <CLI/CLI.hpp>
#include <string_view>

namespace
{

// A new subcommand is a row here and a pair of files.
constexpr ns3::NfCliCommand COMMANDS[] = {
    {"trace", "Ask a trace database", ns3::NfSetupTrace},
    {"plot", "Draw a figure from trace databases", ns3::NfSetupPlot},
};

// Its program parses all that follows, --help included.
constexpr const char* REPLAY = "replay";

} // namespace

int
main(int argc, char* argv[])
{
    if (argc > 1 && std::string_view(argv[1]) == REPLAY)
    {
        return ns3::NfBecomeProgram(NFSIM_REPLAY, argv + 1);
    }
    CLI::App parser("Tools around the netfilter module of ns-3.", "nfsim");
    parser.require_subcommand(1);
    ns3::NfCliAction chosen;
    for (const ns3::NfCliCommand& command : COMMANDS)
    {
        CLI::App* sub = parser.add_subcommand(command.name, command.description);
        sub->final_callback([action = command.setup(*sub), &chosen] { chosen = action; });
    }
    parser.add_subcommand(REPLAY, "Play packets through a rule set, offline");
    return ns3::NfRunProgram(
        parser,
        [&chosen] { return chosen(); },
        argc,
        argv);
}
