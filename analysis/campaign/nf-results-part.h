// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RESULTS_PART_H
#define NF_RESULTS_PART_H

#include "nf-campaign-spec.h"

#include <memory>
#include <optional>
#include <sqlite3.h>
#include <string>

namespace ns3
{

/// Closes a connection to a database.
struct NfSqliteCloser
{
    /// @param database the connection
    void operator()(sqlite3* database) const
    {
        sqlite3_close_v2(database);
    }
};

/// A connection to a database, which closes itself.
using NfSqliteHandle = std::unique_ptr<sqlite3, NfSqliteCloser>;

/**
 * @param path of a results database, or of one to be made
 * @param write whether it is made and written to
 * @return the connection; NfCliError if there is none
 */
NfSqliteHandle NfOpenResults(const std::string& path, bool write);

/**
 * Execute statements that give no rows. NfCliError with the database's message if one fails.
 * @param database the connection
 * @param sql the statements
 */
void NfExecute(sqlite3* database, const std::string& sql);

/**
 * Look at the results database that a run of a campaign wrote.
 * @param path the database
 * @param spec the campaign
 * @param job the run it should hold, alone and finished
 * @return what is wrong with it; empty if nothing is
 */
std::string NfCheckResultsPart(const std::string& path,
                               const NfCampaignSpec& spec,
                               const NfCampaignJob& job);

/// A measure of a run, as `--measure` and `--select` name it: "latency_mean", "goodput@mail".
struct NfMeasureName
{
    std::string measure;
    std::string trafficClass{}; //!< empty: of the whole run

    /// @param text "measure" or "measure@class"
    /// @return what it says
    static NfMeasureName Parse(const std::string& text);

    /// @return the text that Parse() takes
    std::string ToString() const;

    /// @param other another one
    /// @return whether this one comes first
    bool operator<(const NfMeasureName& other) const
    {
        return trafficClass != other.trafficClass ? trafficClass < other.trafficClass
                                                  : measure < other.measure;
    }
};

/**
 * @param path the results database of one run
 * @param name a measure
 * @return its value; none if it is unknown there
 */
std::optional<double> NfReadMeasure(const std::string& path, const NfMeasureName& name);

} // namespace ns3

#endif /* NF_RESULTS_PART_H */
