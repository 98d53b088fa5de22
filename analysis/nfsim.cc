// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-program.h"

#include <CLI/CLI.hpp>
#include <string_view>
#include <utility>

namespace
{

// A new subcommand is a row here, a declaration in nf-cli-command.h and a file of its own.
constexpr ns3::NfCliCommand COMMANDS[] = {
    {"trace", "Ask a trace database", ns3::NfSetupTrace},
    {"plot", "Draw a figure from trace databases", ns3::NfSetupPlot},
};

// Its program parses all that follows, --help included.
constexpr const char* REPLAY = "replay";

// A question about replay's arguments, such as "--manual replay", is put to replay's program.
bool
IsAboutReplay(int argc, char* argv[])
{
    const std::string_view first = argc > 2 ? argv[1] : "";
    const bool manual = first == ns3::NFSIM_MANUAL;
    const bool complete = first == ns3::NFSIM_COMPLETE && argc > 3;
    return (manual || complete) && std::string_view(argv[2]) == REPLAY;
}

} // namespace

int
main(int argc, char* argv[])
{
    if (IsAboutReplay(argc, argv))
    {
        std::swap(argv[1], argv[2]);
    }
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
