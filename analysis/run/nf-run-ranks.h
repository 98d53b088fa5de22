// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RUN_RANKS_H
#define NF_RUN_RANKS_H

#include "nf-cli-command.h"
#include "nf-external-program.h"
#include "nf-rank-figures.h"
#include "nf-rank-group.h"
#include "nf-scenario-errors.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/// A trace database and a run of it, and how many events there were.
struct NfRankOutcome
{
    std::string trace; //!< empty: none
    int64_t run{0};
    uint64_t events{0};
    std::string fault; //!< why the trace could not be written; empty: it could
};

/**
 * @ingroup netfilter
 * What the ranks of a run do together around the simulation.
 *
 * Each writes a trace of its own nodes, beside the one that the user asked for, with ".rank" and
 * its number at the end of its name, or in a folder that goes away. At the end the first rank joins
 * them to one trace, deletes them, and adds what the others have counted to its own; so whatever is
 * made of trace and figures from then on, results and expectations, is about the whole network.
 * All ranks have to see the same files. If a run does not come to its end, its ranks' traces stay:
 * `nfsim trace merge --ranks` joins them.
 *
 * Interrupts: a signal ends a rank as it ends any program, and the launcher then ends the others.
 * The run stays 'interrupted' in the results, as it was from its beginning, and its traces say that
 * they are unfinished.
 */
class NfRunRanks
{
  public:
    /// @param group the ranks; it must stay
    explicit NfRunRanks(NfRankGroup& group);

    /// @return the ranks
    const NfRankGroup& GetGroup() const
    {
        return m_group;
    }

    /**
     * Do something, on whichever ranks it is to be done, and learn whether all could. All ranks
     * have to.
     * @param what to do; an NfCliError of it goes on, after the others have learned of it
     * @return false: another rank could not, and this one is to end
     */
    template <typename Function>
    bool Try(const Function& what)
    {
        try
        {
            what();
        }
        catch (const NfCliError&)
        {
            m_group.FindFirstBad(false);
            throw;
        }
        return !m_group.FindFirstBad(true);
    }

    /**
     * Choose where traces go. NfCliError if the trace that the user asked for is there already:
     * that of several ranks is a new database.
     * @param asked the user's trace; empty: none, but one is needed for a while
     */
    void PlaceTraces(const std::string& asked);

    /// Learn where traces go, after PlaceTraces(). All ranks have to.
    /// @return path of this rank's trace
    std::string AgreeOnTrace() const;

    /**
     * Tell the first rank what happened, which joins it. All ranks have to, after the simulation.
     * @param outcome of this rank; receives on the first one that of all
     * @param figures of this rank; those of the first one receive the others'
     * @param errors of this rank; those of the first one receive the others'
     */
    void Join(NfRankOutcome& outcome, NfRankFigures& figures, NfScenarioErrors& errors);

  private:
    std::string MergeTraces(const std::vector<NfRankOutcome>& outcomes) const;

    NfRankGroup& m_group;
    std::optional<NfWorkFolder> m_folder; //!< on the first rank, if no trace was asked for
    std::string m_place;                  //!< of traces, without rank
};

} // namespace ns3

#endif /* NF_RUN_RANKS_H */
