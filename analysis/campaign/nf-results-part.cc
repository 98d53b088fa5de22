// SPDX-License-Identifier: GPL-2.0-only

#include "nf-results-part.h"

#include "nf-cli-command.h"
#include "nf-trace-query.h"

#include <fmt/format.h>

namespace ns3
{

NfSqliteHandle
NfOpenResults(const std::string& path, bool write)
{
    sqlite3* database = nullptr;
    const int flags = write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    const int result = sqlite3_open_v2(path.c_str(), &database, flags, nullptr);
    NfSqliteHandle handle(database);
    if (result != SQLITE_OK)
    {
        throw NfCliError(fmt::format("{}: {}", path, sqlite3_errstr(result)));
    }
    sqlite3_busy_timeout(database, 10000);
    return handle;
}

void
NfExecute(sqlite3* database, const std::string& sql)
{
    if (sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    {
        const char* file = sqlite3_db_filename(database, "main");
        throw NfCliError(fmt::format("{}: {}", file ? file : "", sqlite3_errmsg(database)));
    }
}

std::string
NfCheckResultsPart(const std::string& path, const NfCampaignSpec& spec, const NfCampaignJob& job)
{
    try
    {
        const NfSqliteHandle database = NfOpenResults(path, false);
        NfTraceQuery query(database.get(),
                           "SELECT status, message, replication, seed, placement FROM run");
        if (!query.Next())
        {
            return "the results hold no run";
        }
        const std::string status = query.Text(0);
        if (status != "finished")
        {
            const std::string message = query.Text(1);
            return "the results say '" + status + (message.empty() ? "'" : "': " + message);
        }
        if (query.Int(2) != job.replication || (spec.seed > 0 && query.Int(3) != spec.seed))
        {
            return fmt::format("the results are of replication {} with seed {}",
                               query.Int(2),
                               query.Int(3));
        }
        const std::string& placement = spec.variants[job.variant].placement;
        if (!placement.empty() && query.Text(4) != placement)
        {
            return fmt::format("the results are of the placement '{}'", query.Text(4));
        }
        return query.Next() ? "the results hold more than one run" : "";
    }
    catch (const NfCliError& error)
    {
        return error.what();
    }
}

NfMeasureName
NfMeasureName::Parse(const std::string& text)
{
    const std::size_t sign = text.find('@');
    return sign == std::string::npos ? NfMeasureName{text}
                                     : NfMeasureName{text.substr(0, sign), text.substr(sign + 1)};
}

std::string
NfMeasureName::ToString() const
{
    return trafficClass.empty() ? measure : measure + "@" + trafficClass;
}

std::optional<double>
NfReadMeasure(const std::string& path, const NfMeasureName& name)
{
    const NfSqliteHandle database = NfOpenResults(path, false);
    NfTraceQuery query(database.get(),
                       "SELECT value FROM result WHERE class = ?1 AND measure = ?2");
    query.Bind(1, name.trafficClass).Bind(2, name.measure);
    if (!query.Next() || query.IsNull(0))
    {
        return std::nullopt;
    }
    return query.Double(0);
}

} // namespace ns3
