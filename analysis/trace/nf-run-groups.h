// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RUN_GROUPS_H
#define NF_RUN_GROUPS_H

#include "nf-run-grouping.h"
#include "nf-trace-database.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace ns3
{

/// A run of one of several databases. It is opened only while it is read.
struct NfGroupedRun
{
    std::string database; //!< file name
    NfTraceRunRow row;

    /// @return the run as NfTraceReader wants it
    std::string Number() const
    {
        return std::to_string(row.id);
    }
};

/// Replications of one experiment.
struct NfRunGroup
{
    std::string key;   //!< equal for groups of several databases that are one
    std::string label; //!< tells the group from the others
    std::vector<NfGroupedRun> runs;
};

/// A run that is in no group although it was asked for.
struct NfLeftOutRun
{
    std::string database;
    int64_t run{0};
    std::string kind; //!< what runs that were left out for the same reason are called
    std::string why;  //!< in full
};

/// Which runs to group.
struct NfGroupRequest
{
    std::vector<std::string> databases;
    std::vector<std::string> labels;   //!< one for each group; none: made from the runs
    std::string run;                   //!< number or label of runs; empty: all
    NfGroupBy by{NfGroupBy::DATABASE}; //!< what the runs of a group have in common
    /// What the trace of a run lacks for the question; empty if it lacks nothing. May be null.
    std::function<std::string(const NfTraceRunRow& run)> lacks{};
};

/**
 * @ingroup netfilter
 * Runs of several databases, put into groups over which means are taken.
 *
 * A mean with an interval is about independent replications of one experiment, so a run joins a
 * group only if
 *
 * - it belongs: its label is that of the group (and its database, unless groups go by label alone),
 *   or its variant, or its replication,
 * - it finished: a run that was killed would count what it did not come to as zero,
 * - it is distinct: a run with seed and run number of another drew the same random numbers, and
 *   would only make the interval too narrow. Runs of several variants, in a group by replication,
 *   are distinct, but not independent: a note says so,
 * - its trace can answer.
 *
 * All others are listed as left out, with the reason. A run that did not finish is taken if it is
 * the only one, or was asked for by its number; a note says so then.
 */
class NfRunGroups
{
  public:
    /**
     * Throws NfCliError if a group would have no run, or if what was asked for is not there.
     * @param request which runs
     */
    explicit NfRunGroups(const NfGroupRequest& request);

    /// @return the groups, in order of their databases, then of their labels; none is empty
    const std::vector<NfRunGroup>& Get() const
    {
        return m_groups;
    }

    /// @return the runs that were asked for and are in no group
    const std::vector<NfLeftOutRun>& GetLeftOut() const
    {
        return m_leftOut;
    }

    /// @return sentences for a figure or a table: what was left out, and what to know of the rest
    std::vector<std::string> GetNotes() const;

    /// Print to standard error which runs were left out, each with its reason.
    void Warn() const;

  private:
    void Collect(const NfGroupRequest& request, const std::string& database);
    void Choose(const NfGroupRequest& request, NfRunGroup& group);
    void LeaveOut(const NfGroupedRun& run, const std::string& kind, const std::string& why);
    void TellExperiments(const NfGroupRequest& request, const NfRunGroup& group);
    void NameGroups(const NfGroupRequest& request);

    std::vector<NfRunGroup> m_groups;
    std::vector<NfLeftOutRun> m_leftOut;
    std::vector<std::string> m_notes;
};

/**
 * Tell files apart as shortly as possible: by their names without folder and extension, and where
 * these are equal by as many folders as it takes.
 * @param paths file names
 * @return a name for each; equal only for the same file
 */
std::vector<std::string> NfShortNames(const std::vector<std::string>& paths);

} // namespace ns3

#endif /* NF_RUN_GROUPS_H */
