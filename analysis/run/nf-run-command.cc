// SPDX-License-Identifier: GPL-2.0-only

#include "nf-run-command.h"

#include "nf-run-apart.h"
#include "nf-run-scenario.h"
#include "nf-scenario-reader.h"
#include "nf-scenario-reference.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

namespace ns3
{

namespace
{

/// What the user asks for.
struct Arguments
{
    std::string file;
    std::vector<std::string> set;
    std::string placement;
    uint32_t seed{0};
    bool listVariants{false};
    std::string schema; //!< format of the table of keys to print; empty: none
    NfRunRequest request;
};

NfScenarioSettings
ParseSettings(const std::vector<std::string>& texts)
{
    NfScenarioSettings settings;
    for (const std::string& text : texts)
    {
        const std::size_t equals = text.find('=');
        const std::string name = text.substr(0, equals);
        if (equals == std::string::npos || name.empty())
        {
            throw NfCliError("--set " + text + ": expected NAME=VALUE");
        }
        if (std::any_of(settings.begin(), settings.end(), [&](const auto& setting) {
                return setting.first == name;
            }))
        {
            throw NfCliError("--set " + text + ": '" + name + "' is set twice");
        }
        settings.emplace_back(name, text.substr(equals + 1));
    }
    return settings;
}

int
Tell(const NfScenarioErrors& errors)
{
    for (const std::string& message : errors.GetMessages())
    {
        std::cerr << "nfsim: " << message << '\n';
    }
    std::cerr << std::flush;
    return NFSIM_BAD_INPUT;
}

int
RunVariant(const Arguments& arguments,
           const NfScenarioReader& reader,
           const NfScenarioVariant& variant)
{
    NfScenarioErrors errors(arguments.file);
    const NfScenario scenario = reader.Read(variant, arguments.placement, errors);
    const int code =
        errors.GetCount() == 0 ? NfRunScenario(scenario, arguments.request, errors, std::cout) : 0;
    return errors.GetCount() > 0 ? Tell(errors) : code;
}

void
PrintVariants(const std::vector<NfScenarioVariant>& variants,
              const std::vector<std::string>& placements)
{
    for (const NfScenarioVariant& variant : variants)
    {
        nlohmann::ordered_json set = nlohmann::ordered_json::object();
        for (const auto& [name, value] : variant.set)
        {
            set[name] = value;
        }
        const nlohmann::ordered_json line{{"variant", variant.GetName()},
                                          {"set", set},
                                          {"placements", placements}};
        std::cout << line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
    }
}

// Each variant in a process of its own, as ns-3 keeps much in global variables.
int
RunVariants(const Arguments& arguments,
            const NfScenarioReader& reader,
            const std::vector<NfScenarioVariant>& variants)
{
    int worst = 0;
    for (const NfScenarioVariant& variant : variants)
    {
        const int code = NfDoApart([&] { return RunVariant(arguments, reader, variant); });
        worst = std::max(worst, code);
        if (code > NFSIM_BAD_INPUT)
        {
            break; // a signal
        }
    }
    return worst;
}

int
Run(const Arguments& arguments)
{
    if (!arguments.schema.empty())
    {
        std::cout << (arguments.schema == "json" ? NfWriteScenarioJsonSchema()
                                                 : NfWriteScenarioReference());
    }
    else if (arguments.file.empty())
    {
        throw NfCliError("a scenario is expected");
    }
    else
    {
        NfScenarioErrors errors(arguments.file);
        const NfScenarioReader reader(arguments.file, ParseSettings(arguments.set), errors);
        const std::vector<NfScenarioVariant>& variants = reader.GetVariants();
        if (errors.GetCount() > 0)
        {
            return Tell(errors);
        }
        if (!arguments.listVariants)
        {
            return variants.size() == 1 ? RunVariant(arguments, reader, variants[0])
                                        : RunVariants(arguments, reader, variants);
        }
        PrintVariants(variants, reader.GetPlacements());
    }
    std::cout << std::flush;
    if (!std::cout)
    {
        throw NfCliError("cannot write to standard output");
    }
    return 0;
}

} // namespace

NfCliAction
NfSetupRun(CLI::App& parser)
{
    auto arguments = std::make_shared<Arguments>();
    parser.add_option("scenario", arguments->file, "Scenario file (YAML)");
    parser.add_option("--set", arguments->set, "NAME=VALUE of a variable; repeatable")
        ->type_size(1)
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    parser.add_option("--placement",
                      arguments->placement,
                      "Which of the scenario's placements enforces the policy (default: its "
                      "firewalls)");
    parser
        .add_option("--replication",
                    arguments->request.replication,
                    "Number of the replication, ns-3's run number")
        ->check(CLI::Range(1U, 2147483647U))
        ->capture_default_str();
    CLI::Option* seed =
        parser.add_option("--seed", arguments->seed, "ns-3's seed (default: the scenario's)")
            ->check(CLI::Range(1U, 4294967295U));
    parser.add_option("--results",
                      arguments->request.results,
                      "Database to which figures and expectations are added");
    parser.add_option("--trace",
                      arguments->request.trace,
                      "Trace database to which the run is added");
    parser.add_flag("--check",
                    arguments->request.isCheck,
                    "Tell what is wrong with the scenario, without simulating");
    parser.add_flag("--variants",
                    arguments->listVariants,
                    "Print the variants, a line of JSON each, without simulating");
    parser
        .add_option("--schema",
                    arguments->schema,
                    "Print what a scenario may hold: as JSON Schema, or as a reference for people")
        ->check(CLI::IsMember({"json", "rst"}));
    return [arguments, seed] {
        if (seed->count() > 0)
        {
            arguments->request.seed = arguments->seed;
        }
        return Run(*arguments);
    };
}

} // namespace ns3
