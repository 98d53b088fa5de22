// SPDX-License-Identifier: GPL-2.0-only

#include "nf-run-command.h"

#include "nf-run-apart.h"
#include "nf-run-scenario.h"
#include "nf-scenario-reader.h"
#include "nf-scenario-reference.h"

#include "ns3/nf-placements.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
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
    NfScenarioPlacementChoice placement;
    uint32_t seed{0};
    bool listVariants{false};
    bool listProposals{false};
    std::string schema; //!< format of the table of keys to print; empty: none
    NfRunRequest request;
};

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

// Of several ranks, the first that knows something says it: most errors are the same on all.
int
RunVariant(const Arguments& arguments,
           const NfScenarioReader& reader,
           const NfScenarioVariant& variant)
{
    NfScenarioErrors errors(arguments.file);
    NfRankGroup& ranks = *arguments.request.ranks;
    const NfScenario scenario = reader.Read(variant, arguments.placement, errors);
    std::optional<uint32_t> speaker = ranks.FindFirstBad(errors.GetCount() == 0);
    const int code = speaker ? 0 : NfRunScenario(scenario, arguments.request, errors, std::cout);
    speaker = speaker ? speaker : ranks.GetFirstBad();
    const bool speaks = errors.GetCount() > 0 && speaker.value_or(0) == ranks.GetRank();
    return speaks ? Tell(errors) : code;
}

// Names of the proposed placements that come to a node here and are none that was before.
int
PrintVariants(const Arguments& arguments, const NfScenarioReader& reader)
{
    for (const NfScenarioVariant& variant : reader.GetVariants())
    {
        nlohmann::ordered_json line{{"variant", variant.GetName()},
                                    {"set", nlohmann::ordered_json::object()},
                                    {"placements", reader.GetPlacements()}};
        for (const auto& [name, value] : variant.set)
        {
            line["set"][name] = value;
        }
        if (arguments.listProposals || !arguments.placement.allocations.empty())
        {
            NfScenarioErrors errors(arguments.file);
            const NfScenario scenario = reader.Read(variant, arguments.placement, errors);
            if (errors.GetCount() > 0)
            {
                return Tell(errors);
            }
            const auto proposals = arguments.listProposals ? NfProposeForScenario(scenario)
                                                           : std::vector<NfScenarioProposal>();
            for (const NfScenarioProposal& proposal : proposals)
            {
                line["proposed"].push_back(
                    {{"name", proposal.placement.name}, {"same", proposal.same}});
            }
        }
        if (!arguments.listProposals && reader.HasPolicy())
        {
            for (const std::string& name : NfGetProposedNames())
            {
                line["proposed"].push_back({{"name", name}, {"same", ""}});
            }
        }
        std::cout << line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
    }
    return 0;
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

// What cannot be of several variants, or of several ranks, at once. All ranks see the same.
void
CheckVariants(const Arguments& arguments, std::size_t count)
{
    NfRankGroup& ranks = *arguments.request.ranks;
    const std::string& animation = arguments.request.animation;
    std::string wrong;
    if (count > 1 && !animation.empty())
    {
        wrong = fmt::format("{} {}: the scenario has {} variants, and an animation shows one; "
                            "--set chooses it",
                            NFSIM_NETANIM_OPTION,
                            animation,
                            count);
    }
    else if (ranks.IsShared() && !animation.empty())
    {
        wrong = fmt::format("{} {}: a rank sees its own nodes only, and an animation shows all",
                            NFSIM_NETANIM_OPTION,
                            animation);
    }
    else if (ranks.IsShared() && count > 1)
    {
        wrong = fmt::format("{}: the scenario has {} variants, and ranks simulate one together; "
                            "--set chooses it",
                            arguments.file,
                            count);
    }
    if (ranks.FindFirstBad(wrong.empty()))
    {
        throw NfCliError(wrong);
    }
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
        const NfScenarioReader reader(arguments.file,
                                      NfParseScenarioSettings(arguments.set),
                                      errors);
        const std::vector<NfScenarioVariant>& variants = reader.GetVariants();
        if (const auto speaker = arguments.request.ranks->FindFirstBad(errors.GetCount() == 0))
        {
            return *speaker == arguments.request.ranks->GetRank() ? Tell(errors) : 0;
        }
        if (!arguments.listVariants)
        {
            CheckVariants(arguments, variants.size());
            return variants.size() == 1 ? RunVariant(arguments, reader, variants[0])
                                        : RunVariants(arguments, reader, variants);
        }
        if (const int code = PrintVariants(arguments, reader))
        {
            return code;
        }
    }
    std::cout << std::flush;
    if (!std::cout)
    {
        throw NfCliError("cannot write to standard output");
    }
    return 0;
}

// With the processes that a launcher has started beside this one. What is wrong on one of them is
// told once, and ends all.
int
RunTogether(Arguments arguments)
{
    const std::unique_ptr<NfRankGroup> ranks = NfJoinRanks();
    arguments.request.ranks = ranks.get();
    if (!ranks->IsShared())
    {
        return Run(arguments);
    }
    try
    {
        return Run(arguments);
    }
    catch (const NfCliError& error)
    {
        const bool isElsewhere =
            ranks->GetFirstBad().value_or(ranks->GetRank()) != ranks->GetRank();
        if (!isElsewhere)
        {
            std::cerr << "nfsim: " << error.what() << '\n' << std::flush;
        }
        if (!ranks->IsEnding())
        {
            ranks->Abort(NFSIM_BAD_INPUT);
        }
        return isElsewhere ? 0 : NFSIM_BAD_INPUT;
    }
}

} // namespace

NfCliAction
NfSetupRun(CLI::App& parser, NfAnimationMaker animator)
{
    auto arguments = std::make_shared<Arguments>();
    arguments->request.animator = std::move(animator);
    parser.add_option("scenario", arguments->file, "Scenario file (YAML)");
    parser.add_option("--set", arguments->set, "NAME=VALUE of a variable; repeatable")
        ->type_size(1)
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    parser.add_option("--placement",
                      arguments->placement.name,
                      "Which placement enforces the policy: one of the scenario's, of "
                      "--allocation, or one that nfsim placements proposes (default: the "
                      "scenario's firewalls)");
    parser.add_option("--allocation",
                      arguments->placement.allocations,
                      "Table of nodes and the lines of the policy that they enforce, a placement "
                      "named as the file; may be repeated");
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
    parser.add_option(NFSIM_NETANIM_OPTION,
                      arguments->request.animation,
                      "File for ns-3's NetAnim (XML), in which drops are seen");
    parser.add_flag("--check",
                    arguments->request.isCheck,
                    "Tell what is wrong with the scenario, without simulating");
    parser
        .add_option("--ranks",
                    arguments->request.shownRanks,
                    "With --check: tell how so many ranks of a distributed simulation (mpirun) "
                    "would share the network")
        ->check(CLI::Range(1U, 65536U));
    parser.add_flag("--variants",
                    arguments->listVariants,
                    "Print the variants, a line of JSON each, without simulating");
    parser.add_flag("--proposals",
                    arguments->listProposals,
                    "With --variants: of the proposed placements only those that come to a node, "
                    "and which are the same as another");
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
        const NfRunRequest& request = arguments->request;
        if (!request.animation.empty() && !request.animator)
        {
            throw NfCliError(
                fmt::format("{} {}: this nfsim was built without ns-3's module netanim",
                            NFSIM_NETANIM_OPTION,
                            request.animation));
        }
        return RunTogether(*arguments);
    };
}

} // namespace ns3
