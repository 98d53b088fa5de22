// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-program.h"
#include "nf-placements-command.h"
#include "nf-run-command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string_view>

#ifdef NFSIM_NETANIM
namespace
{

// An animation needs libraries for which other runs should not wait.
bool
AsksForAnimation(int argc, char* argv[])
{
    return std::any_of(argv, argv + argc, [](std::string_view word) {
        return word.substr(0, word.find('=')) == ns3::NFSIM_NETANIM_OPTION;
    });
}

} // namespace
#endif

int
main(int argc, char* argv[])
{
    // nfsim names the subcommand in the place of the program.
    if (argc > 0 && std::string_view(argv[0]) == "placements")
    {
        CLI::App parser("Say where a policy could be enforced", "nfsim placements");
        return ns3::NfRunProgram(parser, ns3::NfSetupPlacements(parser), argc, argv);
    }
#ifdef NFSIM_NETANIM
    if (AsksForAnimation(argc, argv))
    {
        return ns3::NfBecomeProgram(NFSIM_NETANIM, argv);
    }
#endif
    CLI::App parser("Run a scenario: network, rules, traffic and what to expect", "nfsim run");
    return ns3::NfRunProgram(parser, ns3::NfSetupRun(parser), argc, argv);
}
