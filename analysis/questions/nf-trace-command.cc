// SPDX-License-Identifier: GPL-2.0-only

#include "nf-trace-question.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <utility>
#include <vector>

namespace ns3
{

namespace
{

// A new question is a row here, a line in nf-trace-question.h, and a file.
constexpr NfTraceQuestion QUESTIONS[] = {
    {"summary", "What the run was, and what is in its trace", NfAskSummary, true},
    {"packet", "The journey of a packet across nodes", NfAskPacket, true},
    {"drops", "Which packets were dropped where, and why", NfAskDrops, true},
    {"flow", "Both directions of flows, before and after NAT", NfAskFlow, true},
    {"rules", "How often rules matched, and why some never did", NfAskRules, true},
    {"connections", "What became of tracked connections", NfAskConnections, true},
    {"nat", "Which addresses were translated", NfAskNat, true},
    {"compare", "What two runs did differently", NfAskCompare, false},
    {"groups", "Means over replications, by label", NfAskGroups, true},
    {"export", "Rows as CSV or JSON", NfAskExport, true},
    {"merge", "Join databases into a new one", NfAskMerge, false},
    {"upgrade", "Bring a database of an older version up to date", NfAskUpgrade, true},
};

} // namespace

void
NfAddCommonOptions(CLI::App& parser, NfTraceArguments& shared)
{
    parser.add_option("--run", shared.run, "Number or label of the run (default: the last)");
    parser.add_flag("--json", shared.json, "Print JSON, with all rows");
    parser.add_option("--limit", shared.limit, "Rows to show of a table, 0 for all (default: 20)")
        ->check(CLI::Validator(
            [](const std::string& text) {
                const bool digits = !text.empty() && text.size() < 19 &&
                                    text.find_first_not_of("0123456789") == std::string::npos;
                return digits ? std::string() : "'" + text + "' is not a number of rows, 0 or more";
            },
            "ROWS"));
}

int
NfAnswer(const NfReport& report, const NfTraceArguments& shared)
{
    report.Print(std::cout, shared.json);
    std::cout.flush();
    if (!std::cout)
    {
        throw NfCliError("cannot write to standard output");
    }
    return 0;
}

NfCliAction
NfSetupTrace(CLI::App& parser)
{
    auto shared = std::make_shared<NfTraceArguments>();
    auto actions = std::make_shared<std::vector<std::pair<CLI::App*, NfCliAction>>>();
    parser.add_option("database", shared->database, "The trace database");
    parser.require_subcommand(1);
    for (const NfTraceQuestion& question : QUESTIONS)
    {
        CLI::App* sub = parser.add_subcommand(question.name, question.description);
        NfCliAction action = question.setup(*sub, *shared);
        actions->emplace_back(sub, [action, &question, shared] {
            if (question.needsDatabase && shared->database.empty())
            {
                throw NfCliError(std::string("a database is expected before '") + question.name +
                                 "'");
            }
            return action();
        });
    }
    return [actions] {
        for (const auto& [sub, action] : *actions)
        {
            if (sub->parsed())
            {
                return action();
            }
        }
        return NFSIM_BAD_INPUT;
    };
}

} // namespace ns3
