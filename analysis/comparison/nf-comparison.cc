// SPDX-License-Identifier: GPL-2.0-only

#include "nf-comparison.h"

#include "nf-cli-command.h"
#include "nf-effect.h"
#include "nf-trace-query.h"

#include "ns3/nf-nearest-word.h"

#include <algorithm>
#include <fmt/format.h>

namespace ns3
{

namespace
{

// Of measures that one scenario may have, as classes of traffic are the user's.
constexpr std::size_t MOST_MEASURES = 100000;

bool
HasTable(sqlite3* database, const std::string& name)
{
    NfTraceQuery query(database, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1");
    return query.Bind(1, name).Next();
}

} // namespace

std::optional<double>
NfComparedMeasure::GetConstant() const
{
    std::optional<double> constant;
    for (std::size_t i = 0; i < values.size(); ++i)
    {
        if (unknown[i] > 0)
        {
            return std::nullopt;
        }
        for (const auto& entry : values[i])
        {
            if (constant && *constant != entry.second)
            {
                return std::nullopt;
            }
            constant = entry.second;
        }
    }
    return constant;
}

NfComparison::NfComparison(const std::string& path)
{
    const NfSqliteHandle database = NfOpenResults(path, false);
    if (!HasTable(database.get(), "campaign_variant"))
    {
        throw NfCliError(path + ": these are no results of a campaign");
    }
    ReadVariants(database.get());
    // Without a single run that finished there are no such tables.
    if (HasTable(database.get(), "run"))
    {
        ReadResults(database.get());
        ReadExpectations(database.get());
    }
}

void
NfComparison::ReadVariants(sqlite3* database)
{
    NfTraceQuery variants(database, "SELECT label, dropped FROM campaign_variant ORDER BY number");
    while (variants.Next())
    {
        NfComparedVariant variant;
        variant.label = variants.Text(0);
        variant.dropped = variants.MaybeInt(1);
        m_variants.push_back(variant);
    }
    NfTraceQuery runs(database,
                      "SELECT variant - 1, replication, outcome, message, repeated FROM "
                      "campaign_run ORDER BY variant, replication");
    while (runs.Next())
    {
        const auto number = static_cast<std::size_t>(runs.Int(0));
        NfComparedVariant& variant = m_variants.at(number);
        const std::string outcome = runs.Text(2);
        variant.repeated += runs.Int(4);
        if (outcome == "finished")
        {
            ++variant.finished;
            continue;
        }
        ++(outcome == "failed" ? variant.failed : variant.unfinished);
        m_missing.push_back({number, runs.Int(1), outcome, runs.Text(3)});
    }
    NfTraceQuery notes(database, "SELECT value FROM campaign WHERE key LIKE 'note %' ORDER BY key");
    while (notes.Next())
    {
        m_notes.push_back(notes.Text(0));
    }
}

void
NfComparison::ReadResults(sqlite3* database)
{
    NfTraceQuery results(database,
                         "SELECT class, measure, unit, c.variant - 1, c.replication, value "
                         "FROM campaign_run c JOIN result r ON r.run_id = c.run_id "
                         "ORDER BY class, r.rowid, c.variant, c.replication");
    std::map<NfMeasureName, std::size_t> numbers;
    while (results.Next())
    {
        const NfMeasureName name{results.Text(1), results.Text(0)};
        const auto [found, isNew] = numbers.emplace(name, m_measures.size());
        if (isNew)
        {
            if (m_measures.size() == MOST_MEASURES)
            {
                throw NfCliError(fmt::format("there are more than {} measures", MOST_MEASURES));
            }
            m_measures.push_back({name, results.Text(2)});
            m_measures.back().values.resize(m_variants.size());
            m_measures.back().unknown.resize(m_variants.size());
            for (std::size_t i = 0; i < m_variants.size(); ++i)
            {
                m_measures.back().unknown[i] = m_variants[i].finished;
            }
        }
        NfComparedMeasure& measure = m_measures[found->second];
        const auto variant = static_cast<std::size_t>(results.Int(3));
        if (!results.IsNull(5))
        {
            measure.values.at(variant)[results.Int(4)] = results.Double(5);
            --measure.unknown[variant];
        }
    }
    NfTraceQuery versions(database,
                          "SELECT version, COUNT(*) FROM run GROUP BY version ORDER BY 1");
    while (versions.Next())
    {
        m_versions[versions.Text(0)] = versions.Int(1);
    }
    if (m_versions.size() > 1)
    {
        m_notes.push_back(
            fmt::format("The runs were made by {} different versions.", m_versions.size()));
    }
}

void
NfComparison::ReadExpectations(sqlite3* database)
{
    NfTraceQuery query(database,
                       "SELECT e.text, c.variant - 1, SUM(held IS NOT 1), COUNT(*), "
                       "MIN(CASE WHEN held IS NOT 1 THEN detail END) "
                       "FROM expectation e JOIN campaign_run c ON c.run_id = e.run_id "
                       "GROUP BY e.text, c.variant ORDER BY MIN(e.rowid), c.variant");
    while (query.Next())
    {
        const auto variant = static_cast<std::size_t>(query.Int(1));
        m_variants.at(variant).unmet += query.Int(2);
        m_variants.at(variant).expected += query.Int(3);
        if (query.Int(2) > 0)
        {
            m_unmet.push_back({query.Text(0), variant, query.Int(2), query.Int(3), query.Text(4)});
        }
    }
}

void
NfComparison::Choose(const std::vector<NfMeasureName>& names)
{
    if (names.empty())
    {
        return;
    }
    std::vector<NfComparedMeasure> chosen;
    std::vector<std::string> known;
    for (const NfComparedMeasure& measure : m_measures)
    {
        known.push_back(measure.name.ToString());
    }
    for (const NfMeasureName& name : names)
    {
        const auto found = std::find(known.begin(), known.end(), name.ToString());
        if (found == known.end() && !known.empty())
        {
            const std::string nearest = NfNearestWord(name.ToString(), known);
            throw NfCliError(
                fmt::format("there is no measure '{}'{}",
                            name.ToString(),
                            nearest.empty() ? fmt::format("; there are: {}", fmt::join(known, ", "))
                                            : "; did you mean '" + nearest + "'?"));
        }
        if (found != known.end())
        {
            chosen.push_back(m_measures[std::size_t(found - known.begin())]);
        }
    }
    m_measures = std::move(chosen);
}

std::size_t
NfComparison::FindVariant(const std::string& label) const
{
    for (std::size_t i = 0; i < m_variants.size(); ++i)
    {
        if (m_variants[i].label == label)
        {
            return i;
        }
    }
    throw NfCliError(fmt::format("there is no variant '{}'", label));
}

std::vector<NfVariantFinding>
NfComparison::Sum(const NfComparedMeasure& measure, std::size_t baseline) const
{
    std::vector<NfVariantFinding> findings(m_variants.size());
    std::vector<double> ps;
    for (std::size_t i = 0; i < m_variants.size(); ++i)
    {
        std::vector<double> own;
        std::vector<double> pair;
        std::vector<double> other;
        for (const auto& [replication, value] : measure.values[i])
        {
            own.push_back(value);
            const auto found = measure.values[baseline].find(replication);
            if (found != measure.values[baseline].end())
            {
                pair.push_back(value);
                other.push_back(found->second);
            }
        }
        findings[i].estimate = NfEstimateMean(own);
        if (i != baseline)
        {
            findings[i].difference = NfComparePaired(pair, other);
            ps.push_back(findings[i].difference.p);
        }
    }
    const std::vector<double> corrected = NfCorrectHolm(ps);
    for (std::size_t i = 0, test = 0; i < m_variants.size(); ++i)
    {
        if (i != baseline)
        {
            findings[i].p = corrected[test++];
            findings[i].effect = NfDescribeEffect(findings[i].difference,
                                                  findings[i].p,
                                                  m_variants[baseline].label,
                                                  measure.unit);
        }
    }
    return findings;
}

} // namespace ns3
