// SPDX-License-Identifier: GPL-2.0-only

#include "nf-sequential-selection.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>

namespace ns3
{

NfSequentialSelection::NfSequentialSelection(std::size_t variants, const NfSelectionAim& aim)
    : m_aim(aim),
      m_sums(variants),
      m_variances(variants * variants),
      m_remaining(variants),
      m_dropped(variants)
{
    m_aim.first = std::max<std::size_t>(2, m_aim.first);
    std::iota(m_remaining.begin(), m_remaining.end(), 0);
}

void
NfSequentialSelection::Add(const std::vector<double>& values)
{
    if (IsDecided())
    {
        return;
    }
    ++m_replications;
    for (std::size_t i : m_remaining)
    {
        m_sums[i] += m_aim.larger ? values[i] : -values[i];
    }
    if (m_replications <= m_aim.first)
    {
        m_first.push_back(values);
    }
    if (m_replications == m_aim.first)
    {
        EndFirstStage();
    }
    if (m_replications >= m_aim.first)
    {
        Screen();
    }
}

void
NfSequentialSelection::EndFirstStage()
{
    const double n = double(m_first.size());
    for (std::size_t a = 0; a < m_sums.size(); ++a)
    {
        for (std::size_t b = 0; b < a; ++b)
        {
            double mean = 0;
            for (const std::vector<double>& values : m_first)
            {
                mean += (values[a] - values[b]) / n;
            }
            double squares = 0;
            for (const std::vector<double>& values : m_first)
            {
                const double deviation = values[a] - values[b] - mean;
                squares += deviation * deviation;
            }
            Variance(a, b) = Variance(b, a) = squares / (n - 1);
        }
    }
    m_first.clear();
}

void
NfSequentialSelection::Screen()
{
    const double others = double(m_sums.size()) - 1;
    const double freedom = double(m_aim.first) - 1;
    const double eta = 0.5 * (std::pow(2 * (1 - m_aim.confidence) / others, -2 / freedom) - 1);
    const double h2 = 2 * eta * freedom;
    const double r = double(m_replications);
    const double delta = m_aim.indifference;
    auto beaten = [&](std::size_t a) {
        return std::any_of(m_remaining.begin(), m_remaining.end(), [&](std::size_t b) {
            const double reach = h2 * Variance(a, b) / delta / delta - r;
            const double lead = std::max(0.0, delta / 2 * reach);
            return m_sums[a] < m_sums[b] - lead;
        });
    };
    std::vector<std::size_t> kept;
    for (std::size_t a : m_remaining)
    {
        if (beaten(a))
        {
            m_dropped[a] = m_replications;
        }
        else
        {
            kept.push_back(a);
        }
    }
    m_remaining = std::move(kept);
}

bool
NfSequentialSelection::IsDecided() const
{
    if (m_remaining.size() == 1)
    {
        return true;
    }
    // Variants that never differ have nothing to wait for.
    return m_replications >= m_aim.first &&
           std::all_of(m_remaining.begin(), m_remaining.end(), [this](std::size_t i) {
               return Variance(m_remaining[0], i) == 0;
           });
}

std::optional<std::size_t>
NfSequentialSelection::GetFixedDesign() const
{
    if (m_replications < m_aim.first || m_sums.size() < 2)
    {
        return std::nullopt;
    }
    const boost::math::students_t student(double(m_aim.first) - 1);
    const double t = boost::math::quantile(
        boost::math::complement(student, (1 - m_aim.confidence) / (double(m_sums.size()) - 1)));
    const double variance = *std::max_element(m_variances.begin(), m_variances.end());
    const double runs = std::ceil(t * t * variance / m_aim.indifference / m_aim.indifference);
    return std::max(m_aim.first, static_cast<std::size_t>(std::min(runs, 1e15)));
}

} // namespace ns3
