// SPDX-License-Identifier: GPL-2.0-only

#include "nf-run-groups.h"

#include "nf-cli-command.h"
#include "nf-natural-order.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <iostream>
#include <map>
#include <set>
#include <utility>

namespace ns3
{

namespace
{

constexpr std::size_t MOST_WARNINGS = 20;

std::string
LabelText(const std::string& label)
{
    return label.empty() ? "(no label)" : label;
}

bool
HasNumber(const NfTraceRunRow& run, const std::string& wanted)
{
    return std::to_string(run.id) == wanted;
}

// The last parts of a path, without the extension.
std::string
Tail(const std::filesystem::path& path, std::size_t parts)
{
    std::filesystem::path tail = path.stem();
    std::filesystem::path folder = path.parent_path();
    for (std::size_t i = 1; i < parts && folder.has_filename(); ++i)
    {
        tail = folder.filename() / tail;
        folder = folder.parent_path();
    }
    return tail.string();
}

} // namespace

std::vector<std::string>
NfShortNames(const std::vector<std::string>& paths)
{
    std::vector<std::filesystem::path> whole;
    std::size_t longest = 1;
    for (const std::string& path : paths)
    {
        std::error_code ignored;
        const std::filesystem::path absolute = std::filesystem::absolute(path, ignored);
        whole.push_back(absolute.lexically_normal());
        const std::filesystem::path& last = whole.back();
        longest = std::max(longest, std::size_t(std::distance(last.begin(), last.end())));
    }
    std::vector<std::string> names;
    for (std::size_t i = 0; i < whole.size(); ++i)
    {
        auto isShared = [&](const std::string& name, std::size_t parts) {
            for (const std::filesystem::path& other : whole)
            {
                if (other != whole[i] && Tail(other, parts) == name)
                {
                    return true;
                }
            }
            return false;
        };
        std::size_t parts = 1;
        while (parts < longest && isShared(Tail(whole[i], parts), parts))
        {
            ++parts;
        }
        const std::string name = Tail(whole[i], parts);
        // "a.db" and "a.sqlite" in one folder.
        names.push_back(isShared(name, parts) ? whole[i].filename().string() : name);
    }
    return names;
}

NfRunGroups::NfRunGroups(const NfGroupRequest& request)
{
    for (const std::string& database : request.databases)
    {
        Collect(request, database);
    }
    if (request.by != NfGroupBy::DATABASE)
    {
        std::stable_sort(m_groups.begin(), m_groups.end(), [](const auto& a, const auto& b) {
            return NfNaturalLess(a.label, b.label);
        });
    }
    if (m_groups.empty())
    {
        throw NfCliError(
            fmt::format("{}: none of {} runs is of a scenario, so they have no variant "
                        "and no replication: group them by their labels",
                        request.databases.front(),
                        m_leftOut.size()));
    }
    NameGroups(request);
    for (NfRunGroup& group : m_groups)
    {
        Choose(request, group);
    }
}

// Puts the runs of a database that were asked for into groups by label.
void
NfRunGroups::Collect(const NfGroupRequest& request, const std::string& database)
{
    const NfTraceDatabase opened(database);
    std::vector<NfTraceRunRow> wanted;
    for (const NfTraceRunRow& run : opened.GetRuns())
    {
        if (request.run.empty() || HasNumber(run, request.run))
        {
            wanted.push_back(run);
        }
    }
    if (wanted.empty())
    {
        for (const NfTraceRunRow& run : opened.GetRuns())
        {
            if (run.label == request.run)
            {
                wanted.push_back(run);
            }
        }
    }
    if (wanted.empty())
    {
        opened.FindRun(request.run); // says why there is none
    }
    std::map<std::string, NfRunGroup, NfNaturalOrder> byKey;
    for (NfTraceRunRow& run : wanted)
    {
        const auto name = NfNameGroup(run, request.by);
        if (!name)
        {
            LeaveOut({database, run}, "of no scenario", "it is of no scenario, as its trace tells");
            continue;
        }
        NfRunGroup& group = byKey[name->key];
        group.key = name->key;
        group.label = name->label;
        group.runs.push_back({database, std::move(run)});
    }
    for (auto& entry : byKey)
    {
        NfRunGroup& group = entry.second;
        auto same = std::find_if(m_groups.begin(), m_groups.end(), [&](const NfRunGroup& other) {
            return request.by != NfGroupBy::DATABASE && other.key == group.key;
        });
        if (same == m_groups.end())
        {
            m_groups.push_back(std::move(group));
            continue;
        }
        std::move(group.runs.begin(), group.runs.end(), std::back_inserter(same->runs));
    }
}

void
NfRunGroups::NameGroups(const NfGroupRequest& request)
{
    if (!request.labels.empty())
    {
        if (request.labels.size() != m_groups.size())
        {
            throw NfCliError(fmt::format("there are {} labels for {} {}: {}",
                                         request.labels.size(),
                                         m_groups.size(),
                                         m_groups.size() == 1 ? "group of runs" : "groups of runs",
                                         "what is in one group, --group-by says"));
        }
        for (std::size_t i = 0; i < m_groups.size(); ++i)
        {
            m_groups[i].label = request.labels[i];
        }
        return;
    }
    std::map<std::string, std::set<std::string>> labels; // by database
    std::map<std::string, std::string> names;
    const std::vector<std::string> shortNames = NfShortNames(request.databases);
    for (std::size_t i = 0; i < shortNames.size(); ++i)
    {
        names[request.databases[i]] = shortNames[i];
    }
    for (const NfRunGroup& group : m_groups)
    {
        labels[group.runs.front().database].insert(group.label);
    }
    for (NfRunGroup& group : m_groups)
    {
        const std::string& database = group.runs.front().database;
        const std::string label = LabelText(group.label);
        if (request.by != NfGroupBy::DATABASE || (names.size() == 1 && labels[database].size() > 1))
        {
            group.label = label;
        }
        else
        {
            group.label = names[database];
            group.label += labels[database].size() > 1 ? ": " + label : "";
        }
    }
}

void
NfRunGroups::LeaveOut(const NfGroupedRun& run, const std::string& kind, const std::string& why)
{
    m_leftOut.push_back({run.database, run.row.id, kind, why});
}

void
NfRunGroups::Choose(const NfGroupRequest& request, NfRunGroup& group)
{
    std::vector<NfGroupedRun> all = std::move(group.runs);
    group.runs.clear();
    const std::size_t before = m_leftOut.size();
    for (NfGroupedRun& run : all)
    {
        const std::string lacking = request.lacks ? request.lacks(run.row) : "";
        auto twin = std::find_if(group.runs.begin(), group.runs.end(), [&](const auto& other) {
            return NfAreTwins(other.row, run.row, request.by);
        });
        if (!lacking.empty())
        {
            LeaveOut(run, "whose trace cannot tell", lacking);
        }
        else if (!run.row.finished && all.size() > 1)
        {
            LeaveOut(run, "that did not finish", "it did not finish");
        }
        else if (twin != group.runs.end())
        {
            std::string why =
                fmt::format("it has seed {} and run number {}, as run {}{} has",
                            run.row.seed,
                            run.row.runNumber,
                            twin->row.id,
                            twin->database == run.database ? "" : " of " + twin->database);
            if (twin->row.commandLine != run.row.commandLine)
            {
                why += ", though another command line: runs that differ in more than their random "
                       "numbers need a label each";
            }
            LeaveOut(run, "with the seed and run number of another", why);
        }
        else
        {
            if (!run.row.finished)
            {
                m_notes.push_back(fmt::format("{}: run {} did not finish: what it did not come to "
                                              "is missing.",
                                              group.label,
                                              run.row.id));
            }
            group.runs.push_back(std::move(run));
        }
    }
    TellExperiments(request, group);
    if (group.runs.empty())
    {
        const NfLeftOutRun& first = m_leftOut[before];
        throw NfCliError(all.size() == 1
                             ? fmt::format("{}: run {}: {}", first.database, first.run, first.why)
                             : fmt::format("{}: none of {} runs labelled '{}' can be taken: run "
                                           "{}: {} (--run {} takes it all the same if it can be)",
                                           first.database,
                                           all.size(),
                                           all.front().row.label,
                                           first.run,
                                           first.why,
                                           first.run));
    }
}

// Variants of one replication share their random numbers.
void
NfRunGroups::TellExperiments(const NfGroupRequest& request, const NfRunGroup& group)
{
    std::vector<const NfTraceRunRow*> rows;
    rows.reserve(group.runs.size());
    for (const NfGroupedRun& run : group.runs)
    {
        rows.push_back(&run.row);
    }
    const std::size_t experiments = NfCountExperiments(rows);
    if (experiments > 1 && request.by == NfGroupBy::REPLICATION)
    {
        m_notes.push_back(fmt::format("{}: runs of {} variants with the same random numbers, so "
                                      "that the interval is not one of independent runs.",
                                      group.label,
                                      experiments));
    }
}

std::vector<std::string>
NfRunGroups::GetNotes() const
{
    std::map<std::string, std::size_t> kinds;
    for (const NfLeftOutRun& run : m_leftOut)
    {
        ++kinds[run.kind];
    }
    std::vector<std::string> notes;
    notes.reserve(kinds.size() + m_notes.size());
    for (const auto& [kind, count] : kinds)
    {
        notes.push_back(
            fmt::format("Left out: {} {} {}.", count, count == 1 ? "run" : "runs", kind));
    }
    notes.insert(notes.end(), m_notes.begin(), m_notes.end());
    return notes;
}

void
NfRunGroups::Warn() const
{
    for (std::size_t i = 0; i < std::min(MOST_WARNINGS, m_leftOut.size()); ++i)
    {
        const NfLeftOutRun& run = m_leftOut[i];
        std::cerr << fmt::format("nfsim: {}: run {} is left out: {}\n",
                                 run.database,
                                 run.run,
                                 run.why);
    }
    if (m_leftOut.size() > MOST_WARNINGS)
    {
        std::cerr << fmt::format("nfsim: {} more runs are left out\n",
                                 m_leftOut.size() - MOST_WARNINGS);
    }
    for (const std::string& note : m_notes)
    {
        std::cerr << "nfsim: " << note << '\n';
    }
}

} // namespace ns3
