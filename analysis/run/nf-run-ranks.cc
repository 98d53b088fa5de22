// SPDX-License-Identifier: GPL-2.0-only

#include "nf-run-ranks.h"

#include "nf-error-json.h"
#include "nf-rank-merge.h"

#include <filesystem>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <vector>

namespace ns3
{

namespace
{

using Json = nlohmann::json;

std::string
Pack(const NfRankOutcome& outcome, const std::string& figures, const NfScenarioErrors& errors)
{
    const Json json{{"trace", outcome.trace},
                    {"run", outcome.run},
                    {"events", outcome.events},
                    {"fault", outcome.fault},
                    {"errors", NfErrorsToJson(errors)},
                    {"figures", Json::binary({figures.begin(), figures.end()})}};
    std::string packed;
    Json::to_cbor(json, packed);
    return packed;
}

void
Unpack(const std::string& packed,
       NfRankOutcome& outcome,
       NfRankFigures& figures,
       NfScenarioErrors& errors)
{
    const Json json = Json::from_cbor(packed);
    outcome = {json["trace"], json["run"], json["events"], json["fault"]};
    NfAddErrors(json["errors"], errors);
    const auto& bytes = json["figures"].get_binary();
    figures.Add({bytes.begin(), bytes.end()});
}

std::string
NameOf(const std::string& place, uint32_t rank)
{
    return fmt::format("{}.rank{}", place, rank);
}

} // namespace

NfRunRanks::NfRunRanks(NfRankGroup& group)
    : m_group(group)
{
}

void
NfRunRanks::PlaceTraces(const std::string& asked)
{
    m_place = asked;
    if (asked.empty())
    {
        if (m_group.IsFirst())
        {
            m_folder.emplace();
            m_place = *m_folder / "drops.db";
        }
        return;
    }
    std::error_code ignored;
    if (m_group.IsFirst() && std::filesystem::exists(asked, ignored))
    {
        throw NfCliError(
            fmt::format("--trace {}: it exists already, and the traces of several "
                        "ranks are joined to a new database; 'nfsim trace merge' joins "
                        "databases",
                        asked));
    }
    const std::string own = NameOf(asked, m_group.GetRank());
    if (std::filesystem::exists(own, ignored))
    {
        throw NfCliError(fmt::format("{}: it exists already, from a run that did not come to its "
                                     "end; 'nfsim trace merge --ranks' joins such traces",
                                     own));
    }
}

std::string
NfRunRanks::AgreeOnTrace() const
{
    return NameOf(m_group.Share(m_place), m_group.GetRank());
}

std::string
NfRunRanks::MergeTraces(const std::vector<NfRankOutcome>& outcomes) const
{
    std::vector<NfRankRun> runs;
    runs.reserve(outcomes.size());
    for (const NfRankOutcome& outcome : outcomes)
    {
        runs.push_back({outcome.trace, outcome.run});
    }
    NfTraceMerge merge(m_place);
    NfMergeRanks(merge, runs);
    merge.Finish();
    for (const NfRankOutcome& outcome : outcomes)
    {
        std::error_code ignored;
        std::filesystem::remove(outcome.trace, ignored);
    }
    return m_place;
}

void
NfRunRanks::Join(NfRankOutcome& outcome, NfRankFigures& figures, NfScenarioErrors& errors)
{
    const std::vector<std::string> all =
        m_group.Gather(m_group.IsFirst() ? "" : Pack(outcome, figures.Pack(), errors));
    m_group.SetEnding();
    if (!m_group.IsFirst())
    {
        return;
    }
    std::vector<NfRankOutcome> outcomes{outcome};
    for (std::size_t rank = 1; rank < all.size(); ++rank)
    {
        Unpack(all[rank], outcomes.emplace_back(), figures, errors);
        outcome.events += outcomes.back().events;
        outcome.fault = outcome.fault.empty() ? outcomes.back().fault : outcome.fault;
    }
    if (!outcome.trace.empty() && outcome.run > 0 && outcome.fault.empty())
    {
        outcome.trace = MergeTraces(outcomes);
        outcome.run = 1;
    }
}

} // namespace ns3
