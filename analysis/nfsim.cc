// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-command.h"

#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>
#include <string>

namespace
{

// A new subcommand is a row here and a pair of files.
constexpr ns3::NfCliCommand COMMANDS[] = {
    {"trace", "Ask a trace database", ns3::NfSetupTrace},
    {"plot", "Draw a figure from trace databases", ns3::NfSetupPlot},
    {"replay", "Play packets through a rule set, offline", ns3::NfSetupReplay},
};

} // namespace

int
main(int argc, char* argv[])
{
    CLI::App parser("Tools around the netfilter module of ns-3.", "nfsim");
    parser.require_subcommand(1);
    parser.failure_message(CLI::FailureMessage::simple);
    int code = 0;
    for (const ns3::NfCliCommand& command : COMMANDS)
    {
        CLI::App* sub = parser.add_subcommand(command.name, command.description);
        sub->final_callback([action = command.setup(*sub), &code] { code = action(); });
    }
    try
    {
        parser.parse(argc, argv);
    }
    catch (const CLI::ParseError& error)
    {
        return parser.exit(error) == 0 ? 0 : ns3::NFSIM_BAD_INPUT;
    }
    catch (const std::exception& error)
    {
        std::cerr << "nfsim: " << error.what() << '\n';
        return ns3::NFSIM_BAD_INPUT;
    }
    return code;
}
