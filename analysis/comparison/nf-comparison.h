// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_COMPARISON_H
#define NF_COMPARISON_H

#include "nf-paired-difference.h"
#include "nf-results-part.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ns3
{

/// A variant of a campaign, and what became of its runs.
struct NfComparedVariant
{
    std::string label;
    int64_t finished{0};
    int64_t failed{0};
    int64_t unfinished{0};
    int64_t repeated{0};            //!< finished more than once, and counted once
    int64_t unmet{0};               //!< expectations that did not hold, over all runs
    int64_t expected{0};            //!< expectations, over all runs
    std::optional<int64_t> dropped; //!< after that many replications, as clearly worse
};

/// A run that gave no results.
struct NfMissingRun
{
    std::size_t variant{0};
    int64_t replication{0};
    std::string outcome; //!< "failed" or "unfinished"
    std::string message;
};

/// An expectation of the scenario that did not hold in every run.
struct NfUnmetExpectation
{
    std::string text;
    std::size_t variant{0};
    int64_t unmet{0};
    int64_t runs{0};
    std::string detail; //!< of the first run
};

/// A measure, with its values.
struct NfComparedMeasure
{
    NfMeasureName name;
    std::string unit;
    std::vector<std::map<int64_t, double>> values{}; //!< of each variant, by replication
    std::vector<int64_t> unknown{};                  //!< how many runs of each variant know none

    /// @return the value that all runs of all variants have; none if they differ or lack it
    std::optional<double> GetConstant() const;
};

/// What is said of a variant in a measure.
struct NfVariantFinding
{
    NfEstimate estimate;
    NfPairedDifference difference; //!< to the baseline
    double p{1};                   //!< of that, corrected after Holm
    std::string effect;            //!< in words; empty for the baseline
};

/**
 * @ingroup netfilter
 * A campaign's joined results, read into memory. Only runs that finished have values; each counts
 * once.
 */
class NfComparison
{
  public:
    /// @param path of results.db; NfCliError if it is none
    explicit NfComparison(const std::string& path);

    /// @return the variants, in the order in which they were given
    const std::vector<NfComparedVariant>& GetVariants() const
    {
        return m_variants;
    }

    /// @return the measures: those of whole runs first
    const std::vector<NfComparedMeasure>& GetMeasures() const
    {
        return m_measures;
    }

    /// @return the runs that gave no results
    const std::vector<NfMissingRun>& GetMissing() const
    {
        return m_missing;
    }

    /// @return the expectations that did not always hold
    const std::vector<NfUnmetExpectation>& GetUnmet() const
    {
        return m_unmet;
    }

    /// @return versions of what made the runs, and of how many
    const std::map<std::string, int64_t>& GetVersions() const
    {
        return m_versions;
    }

    /// @return what is to be told of the campaign as a whole
    const std::vector<std::string>& GetNotes() const
    {
        return m_notes;
    }

    /**
     * Leave only some measures. NfCliError if there is no such measure, with what there is.
     * @param names those to keep, in that order; none: all
     */
    void Choose(const std::vector<NfMeasureName>& names);

    /**
     * @param label a variant's
     * @return its number; NfCliError if there is none
     */
    std::size_t FindVariant(const std::string& label) const;

    /**
     * Sum up a measure. Differences are taken over the replications that both variants know, and
     * corrected for the number of variants that are compared with the baseline.
     * @param measure the measure
     * @param baseline the variant to compare with
     * @return what is said of each variant
     */
    std::vector<NfVariantFinding> Sum(const NfComparedMeasure& measure, std::size_t baseline) const;

  private:
    void ReadVariants(sqlite3* database);
    void ReadResults(sqlite3* database);
    void ReadExpectations(sqlite3* database);

    std::vector<NfComparedVariant> m_variants;
    std::vector<NfComparedMeasure> m_measures;
    std::vector<NfMissingRun> m_missing;
    std::vector<NfUnmetExpectation> m_unmet;
    std::map<std::string, int64_t> m_versions;
    std::vector<std::string> m_notes;
};

} // namespace ns3

#endif /* NF_COMPARISON_H */
