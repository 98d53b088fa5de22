// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RESULTS_DATABASE_H
#define NF_RESULTS_DATABASE_H

#include "nf-network-results.h"
#include "nf-results.h"
#include "nf-run-expectation.h"
#include "nf-run-identity.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace SQLite
{
class Database;
} // namespace SQLite

namespace ns3
{

/**
 * @ingroup netfilter
 * Writes what came out of a run to a results database (doc/experiments.rst), which may hold many. A
 * run is 'interrupted' from Begin() on, until Finish() has written all of it at once.
 */
class NfResultsDatabase
{
  public:
    /// @param path the database, which is made if it is not there
    explicit NfResultsDatabase(std::string path);
    ~NfResultsDatabase();

    /**
     * Begin a run, with ns-3's seed and the program's command line.
     * @param identity what the run is of
     * @return nothing, or what is wrong: it cannot be written, is no results database, or has that
     *         run already
     */
    NfStatus Begin(const NfRunIdentity& identity);

    /**
     * @param results of the run
     * @param verdicts expectations, and what became of them
     * @param wallSeconds how long it took
     * @return nothing, or what is wrong
     */
    NfStatus Finish(const NfResults& results,
                    const std::vector<std::pair<std::string, NfRunExpectation::Verdict>>& verdicts,
                    double wallSeconds);

    /**
     * Have Finish() write the network as well.
     * @param network of the run, collected by then; it must stay
     */
    void SetNetwork(const NfNetworkResults& network)
    {
        m_network = &network;
    }

    /**
     * The run did not come to its end.
     * @param status "interrupted" or "failed"
     * @param message the reason, for people
     * @return nothing, or what is wrong
     */
    NfStatus GiveUp(const std::string& status, const std::string& message);

    /// @return number of the run in the database
    int64_t GetRun() const
    {
        return m_run;
    }

  private:
    template <typename Function>
    NfStatus Try(const Function& function);
    void SetDurable(bool isDurable); //!< does a commit wait for the disk?
    void MakeTables();
    void WriteNetwork();

    std::string m_path;
    std::unique_ptr<SQLite::Database> m_database;
    const NfNetworkResults* m_network{nullptr};
    int64_t m_run{0};
};

} // namespace ns3

#endif /* NF_RESULTS_DATABASE_H */
