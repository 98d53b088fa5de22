// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SEQUENTIAL_SELECTION_H
#define NF_SEQUENTIAL_SELECTION_H

#include <cstddef>
#include <optional>
#include <vector>

namespace ns3
{

/// What a selection promises.
struct NfSelectionAim
{
    double indifference{0};  //!< a variant this near to the best is as good; above 0
    double confidence{0.95}; //!< probability that the best is found, if it is better by that much
    bool larger{false};      //!< larger values are better
    std::size_t first{10};   //!< replications before any variant is dropped; at least two
};

/**
 * @ingroup netfilter
 * Finds the best of several variants, and drops those that are clearly worse on the way.
 *
 * This is the fully sequential procedure KN of Kim and Nelson (ACM Transactions on Modeling and
 * Computer Simulation 11(3), 2001, pages 251-273), with c = 1. It may be used with common random
 * numbers, which make it quicker: only variances of differences between variants enter. Values of
 * different replications are to be independent and nearly normal.
 *
 * Invariants: a variant that was dropped never comes back; at least one remains; once decided,
 * nothing changes any more.
 */
class NfSequentialSelection
{
  public:
    /**
     * @param variants how many there are, at least one
     * @param aim what is promised
     */
    NfSequentialSelection(std::size_t variants, const NfSelectionAim& aim);

    /**
     * Take in one more replication, and drop what is now clearly worse.
     * @param values of all variants; those of dropped ones are ignored
     */
    void Add(const std::vector<double>& values);

    /// @return whether the best one is found
    bool IsDecided() const;

    /// @return the variants that may still be the best, in ascending order; equal ones at the end
    const std::vector<std::size_t>& GetRemaining() const
    {
        return m_remaining;
    }

    /// @return how many replications were taken in
    std::size_t GetReplications() const
    {
        return m_replications;
    }

    /**
     * @param variant number of a variant
     * @return after how many replications it was dropped; none if it remains
     */
    std::optional<std::size_t> GetDropped(std::size_t variant) const
    {
        return m_dropped[variant];
    }

    /**
     * How many replications of each variant a design without screening would take for the same
     * promise: the two-stage procedure of Clark and Yang (Proceedings of the Winter Simulation
     * Conference, 1986), which takes Bonferroni's bound and allows common random numbers too.
     * @return the number; none before the first replications are there
     */
    std::optional<std::size_t> GetFixedDesign() const;

  private:
    void EndFirstStage();
    void Screen();

    // Of the difference between two variants, from the first replications.
    double& Variance(std::size_t a, std::size_t b)
    {
        return m_variances[a * m_sums.size() + b];
    }

    double Variance(std::size_t a, std::size_t b) const
    {
        return m_variances[a * m_sums.size() + b];
    }

    NfSelectionAim m_aim;
    std::size_t m_replications{0};
    std::vector<double> m_sums; //!< of values, such that larger ones are better
    std::vector<std::vector<double>> m_first;
    std::vector<double> m_variances;
    std::vector<std::size_t> m_remaining;
    std::vector<std::optional<std::size_t>> m_dropped;
};

} // namespace ns3

#endif /* NF_SEQUENTIAL_SELECTION_H */
