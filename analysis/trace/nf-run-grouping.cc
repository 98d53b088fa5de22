// SPDX-License-Identifier: GPL-2.0-only

#include "nf-run-grouping.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <set>
#include <tuple>

namespace ns3
{

namespace
{

auto
GetExperiment(const NfRunIdentity& identity)
{
    return std::tie(identity.scenario, identity.hash, identity.variant, identity.placement);
}

// As nfsim run labels it.
std::string
DescribeVariant(const NfRunIdentity& identity)
{
    return identity.scenario + (identity.variant.empty() ? "" : " " + identity.variant) +
           (identity.placement.empty() ? "" : " @" + identity.placement);
}

} // namespace

NfGroupBy
NfGroupingArguments::Get() const
{
    return by == "variant"              ? NfGroupBy::VARIANT
           : by == "replication"        ? NfGroupBy::REPLICATION
           : isByLabel || by == "label" ? NfGroupBy::LABEL
                                        : NfGroupBy::DATABASE;
}

void
NfAddGroupingOptions(CLI::App& parser, NfGroupingArguments& grouping)
{
    CLI::Option* byLabel =
        parser.add_flag("--by-label",
                        grouping.isByLabel,
                        "Group runs of all databases by their labels, not by database");
    parser
        .add_option("--group-by",
                    grouping.by,
                    "Group runs of all databases by their label, by the variant and placement of "
                    "their scenario, or by its replication")
        ->check(CLI::IsMember({"label", "variant", "replication"}))
        ->excludes(byLabel);
}

std::optional<NfGroupName>
NfNameGroup(const NfTraceRunRow& run, NfGroupBy by)
{
    if (by == NfGroupBy::DATABASE || by == NfGroupBy::LABEL)
    {
        return NfGroupName{run.label, run.label};
    }
    if (!run.identity)
    {
        return std::nullopt;
    }
    if (by == NfGroupBy::REPLICATION)
    {
        const std::string label = fmt::format("replication {}", run.identity->replication);
        return NfGroupName{label, label};
    }
    const std::string label = DescribeVariant(*run.identity);
    return NfGroupName{label + "\n" + run.identity->hash, label};
}

bool
NfAreTwins(const NfTraceRunRow& a, const NfTraceRunRow& b, NfGroupBy by)
{
    const bool isOneExperiment = by == NfGroupBy::DATABASE || by == NfGroupBy::LABEL ||
                                 !a.identity || !b.identity ||
                                 GetExperiment(*a.identity) == GetExperiment(*b.identity);
    return a.uuid == b.uuid || (isOneExperiment && a.seed == b.seed && a.runNumber == b.runNumber);
}

std::size_t
NfCountExperiments(const std::vector<const NfTraceRunRow*>& runs)
{
    std::set<std::tuple<std::string, std::string, std::string, std::string>> experiments;
    for (const NfTraceRunRow* run : runs)
    {
        if (run->identity)
        {
            experiments.insert(GetExperiment(*run->identity));
        }
    }
    return experiments.size();
}

} // namespace ns3
