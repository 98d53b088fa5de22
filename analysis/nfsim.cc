// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-program.h"
#include "nf-compare-command.h"
#include "nf-plot-figure.h"
#include "nf-trace-question.h"

#include <CLI/CLI.hpp>
#include <string_view>
#include <utility>

namespace
{

// A new subcommand is a row here, and a function in its folder. A program of its own parses all
// that follows, --help included.
constexpr ns3::NfCliCommand COMMANDS[] = {
    {"trace", "Ask a trace database", ns3::NfSetupTrace, nullptr},
    {"plot", "Draw a figure from trace databases", ns3::NfSetupPlot, nullptr},
    {"compare", "Compare variants of a scenario over many runs", ns3::NfSetupCompare, nullptr},
    {"check", "Say what is wrong with rule sets, all at once", nullptr, NFSIM_REPLAY},
    {"replay", "Play packets through a rule set, offline", nullptr, NFSIM_REPLAY},
    {"topology", "Say what a topology is, and draw it", nullptr, NFSIM_TOPOLOGY},
    {"placements", "Say where a policy could be enforced", nullptr, NFSIM_RUN},
    {"run", "Run a scenario: network, rules, traffic and what to expect", nullptr, NFSIM_RUN},
};

// The program of a subcommand; null if it is none, or has none.
const char*
FindProgram(std::string_view subcommand)
{
    for (const ns3::NfCliCommand& command : COMMANDS)
    {
        if (command.name == subcommand)
        {
            return command.program;
        }
    }
    return nullptr;
}

// A question about the arguments of a subcommand, such as "--manual replay", is put to its program.
bool
IsAboutProgram(int argc, char* argv[])
{
    const std::string_view first = argc > 2 ? argv[1] : "";
    const bool manual = first == ns3::NFSIM_MANUAL;
    const bool complete = first == ns3::NFSIM_COMPLETE && argc > 3;
    return (manual || complete) && FindProgram(argv[2]);
}

} // namespace

int
main(int argc, char* argv[])
{
    if (IsAboutProgram(argc, argv))
    {
        std::swap(argv[1], argv[2]);
    }
    if (const char* program = argc > 1 ? FindProgram(argv[1]) : nullptr)
    {
        return ns3::NfBecomeProgram(program, argv + 1);
    }
    CLI::App parser("Tools around the netfilter module of ns-3.", "nfsim");
    parser.require_subcommand(1);
    ns3::NfCliAction chosen;
    for (const ns3::NfCliCommand& command : COMMANDS)
    {
        CLI::App* sub = parser.add_subcommand(command.name, command.description);
        if (command.setup)
        {
            sub->final_callback([action = command.setup(*sub), &chosen] { chosen = action; });
        }
    }
    return ns3::NfRunProgram(
        parser,
        [&chosen] { return chosen(); },
        argc,
        argv);
}
