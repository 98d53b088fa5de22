// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-command.h"
#include "nf-replay-runner.h"
#include "nf-replay-scenario.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

namespace ns3
{

namespace
{

/// Arguments of nfsim replay.
struct Arguments
{
    std::string scenario;
    bool text{false};
};

int
Replay(const Arguments& arguments)
{
    NfReplayScenario scenario = NfReadReplayScenario(arguments.scenario, true);
    NfReplayResult result = NfReplayRunner(scenario).Run();
    std::cout << NfToJson(result, scenario).dump(1) << std::endl;
    if (!std::cout)
    {
        throw NfCliError("cannot write to standard output");
    }
    return 0;
}

} // namespace

NfCliAction
NfSetupReplay(CLI::App& parser)
{
    auto arguments = std::make_shared<Arguments>();
    parser.add_option("scenario", arguments->scenario, "Scenario, or - for standard input");
    parser.add_flag("--text", arguments->text, "Print for people");
    return [arguments] { return Replay(*arguments); };
}

} // namespace ns3
