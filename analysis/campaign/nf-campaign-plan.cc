// SPDX-License-Identifier: GPL-2.0-only

#include "nf-campaign-plan.h"

#include "nf-cli-command.h"
#include "nf-estimate.h"
#include "nf-sequential-selection.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace ns3
{

namespace
{

// The same replications of some variants, replication by replication.
std::vector<NfCampaignJob>
Cross(const std::vector<std::size_t>& variants, int64_t first, int64_t last)
{
    std::vector<NfCampaignJob> jobs;
    for (int64_t replication = first; replication <= last; ++replication)
    {
        for (std::size_t variant : variants)
        {
            jobs.push_back({variant, replication});
        }
    }
    return jobs;
}

/// A campaign while it is carried out.
class Plan
{
  public:
    Plan(NfCampaignRunner& runner,
         const NfCampaignFolder& folder,
         const NfCampaignSpec& spec,
         const NfCampaignGoal& goal)
        : m_runner(runner),
          m_folder(folder),
          m_spec(spec),
          m_goal(goal)
    {
        m_outcome.dropped.resize(spec.variants.size());
        for (std::size_t i = 0; i < spec.variants.size(); ++i)
        {
            m_all.push_back(i);
        }
    }

    NfCampaignOutcome CarryOut()
    {
        if (m_goal.choice)
        {
            Select(*m_goal.choice);
        }
        else if (Make(m_all, 1, m_goal.runs) && m_goal.width)
        {
            Narrow(*m_goal.width);
        }
        m_outcome.interrupted = m_runner.GetInterrupt() != 0;
        return m_outcome;
    }

  private:
    bool Make(const std::vector<std::size_t>& variants, int64_t first, int64_t last)
    {
        const std::vector<NfCampaignJob> jobs = Cross(variants, first, last);
        m_outcome.jobs.insert(m_outcome.jobs.end(), jobs.begin(), jobs.end());
        return m_runner.Run(jobs);
    }

    std::optional<double> Read(const NfCampaignJob& job, const NfMeasureName& measure) const
    {
        return m_runner.IsFinished(job) ? NfReadMeasure(m_folder.GetPath(job, "db"), measure)
                                        : std::nullopt;
    }

    std::vector<double> ReadAll(std::size_t variant,
                                int64_t replications,
                                const NfMeasureName& measure) const
    {
        std::vector<double> values;
        for (int64_t i = 1; i <= replications; ++i)
        {
            if (const std::optional<double> value = Read({variant, i}, measure))
            {
                values.push_back(*value);
            }
        }
        return values;
    }

    // The most runs that any interval needs; those of which too little is known need twice as many.
    int64_t CountNeeded(double width, int64_t made)
    {
        int64_t needed = 0;
        m_widest.clear();
        for (const NfMeasureName& measure : m_goal.measures)
        {
            for (std::size_t variant : m_all)
            {
                const std::vector<double> values = ReadAll(variant, made, measure);
                const auto runs = static_cast<int64_t>(
                    NfRunsForWidth(values, width).value_or(2 * std::size_t(made)));
                // Some may have failed, or not know the measure.
                const int64_t missing = runs - static_cast<int64_t>(values.size());
                if (missing > 0 && made + missing > needed)
                {
                    needed = made + missing;
                    m_widest =
                        fmt::format("{} of {}", measure.ToString(), m_spec.variants[variant].label);
                }
            }
        }
        return needed;
    }

    void Narrow(double width)
    {
        int64_t made = m_goal.runs;
        for (int64_t needed = CountNeeded(width, made); needed > made;
             needed = CountNeeded(width, made))
        {
            if (made >= m_goal.mostRuns)
            {
                m_outcome.notes.push_back(
                    fmt::format("{} replications, the most that were allowed, leave {} wider than "
                                "{:.3g} %; about {} would do",
                                made,
                                m_widest,
                                100 * width,
                                needed));
                return;
            }
            // A guess from few runs may be far too high.
            const int64_t next = std::min({needed, 2 * made, m_goal.mostRuns});
            if (!Make(m_all, made + 1, next))
            {
                return;
            }
            made = next;
        }
    }

    // The indifference zone, once the first replications are there.
    double GetZone(const NfCampaignChoice& choice) const
    {
        if (!choice.indifference.relative)
        {
            return choice.indifference.value;
        }
        const std::vector<double> values = ReadAll(m_goal.baseline, m_goal.runs, choice.measure);
        const double zone = choice.indifference.value * std::abs(NfEstimateMean(values).mean);
        if (zone <= 0)
        {
            throw NfCliError(fmt::format("--select {}: its mean is 0 or unknown in '{}', so that a "
                                         "percentage of it is no indifference zone: give "
                                         "--indifference as a number",
                                         choice.measure.ToString(),
                                         m_spec.variants[m_goal.baseline].label));
        }
        return zone;
    }

    // A replication counts only if all that are still compared know their value in it.
    bool Take(NfSequentialSelection& selection, int64_t replication, const NfMeasureName& measure)
    {
        std::vector<double> values(m_all.size());
        for (std::size_t variant : selection.GetRemaining())
        {
            const std::optional<double> value = Read({variant, replication}, measure);
            if (!value)
            {
                ++m_skipped;
                return false;
            }
            values[variant] = *value;
        }
        selection.Add(values);
        return true;
    }

    void Select(const NfCampaignChoice& choice)
    {
        if (!Make(m_all, 1, m_goal.runs))
        {
            return;
        }
        NfSelectionAim aim;
        aim.indifference = GetZone(choice);
        aim.larger = choice.larger;
        aim.first = static_cast<std::size_t>(m_goal.runs);
        NfSequentialSelection selection(m_all.size(), aim);
        for (int64_t i = 1; i <= m_goal.runs; ++i)
        {
            Take(selection, i, choice.measure);
        }
        int64_t made = m_goal.runs;
        while (!selection.IsDecided() && made < m_goal.mostRuns)
        {
            ++made;
            if (!Make(selection.GetRemaining(), made, made))
            {
                return;
            }
            Take(selection, made, choice.measure);
        }
        Report(selection, choice, aim.indifference);
    }

    void Report(const NfSequentialSelection& selection,
                const NfCampaignChoice& choice,
                double indifference)
    {
        for (std::size_t variant : m_all)
        {
            if (const std::optional<std::size_t> dropped = selection.GetDropped(variant))
            {
                m_outcome.dropped[variant] = static_cast<int64_t>(*dropped);
            }
        }
        std::string names;
        for (std::size_t variant : selection.GetRemaining())
        {
            names += (names.empty() ? "" : ", ") + m_spec.variants[variant].label;
        }
        std::string note;
        if (!selection.IsDecided())
        {
            note = fmt::format("Not decided after {} replications, the most that were allowed. "
                               "Still the best by {}, perhaps: {}.",
                               selection.GetReplications(),
                               choice.measure.ToString(),
                               names);
        }
        else
        {
            note = fmt::format("The best by {} ({} is better): {}, with 95 % confidence if it is "
                               "better by {:.4g}.",
                               choice.measure.ToString(),
                               choice.larger ? "more" : "less",
                               names,
                               indifference);
        }
        if (const std::optional<std::size_t> fixedRuns = selection.GetFixedDesign())
        {
            note += fmt::format(" It took {} runs; a design of fixed size would take {}.",
                                m_outcome.jobs.size(),
                                *fixedRuns * m_all.size());
        }
        m_outcome.notes.push_back(note);
        if (m_skipped > 0)
        {
            m_outcome.notes.push_back(
                fmt::format("{} replications did not count for the selection, because a run failed "
                            "or did not know the measure.",
                            m_skipped));
        }
    }

    NfCampaignRunner& m_runner;
    const NfCampaignFolder& m_folder;
    const NfCampaignSpec& m_spec;
    const NfCampaignGoal& m_goal;
    NfCampaignOutcome m_outcome;
    std::vector<std::size_t> m_all;
    std::string m_widest;
    int64_t m_skipped{0};
};

} // namespace

NfCampaignSize
NfCampaignSize::Parse(const std::string& text, const std::string& option)
{
    std::size_t end = 0;
    NfCampaignSize size;
    try
    {
        size.value = std::stod(text, &end);
    }
    catch (const std::exception&)
    {
        end = 0;
    }
    const std::string rest = text.substr(end);
    size.relative = rest == "%";
    if (end == 0 || (!rest.empty() && !size.relative) || !std::isfinite(size.value) ||
        size.value <= 0)
    {
        throw NfCliError(
            fmt::format("{} {}: a number or a percentage above 0 is expected", option, text));
    }
    size.value /= size.relative ? 100 : 1;
    return size;
}

std::optional<bool>
NfIsLargerBetter(const std::string& measure)
{
    constexpr const char* less[] = {"violations_denied_delivered",
                                    "violations_allowed_dropped",
                                    "dropped_by_queue",
                                    "dropped_by_conntrack",
                                    "dropped_no_route",
                                    "dropped_by_stack",
                                    "dropped_by_link",
                                    "latency_mean",
                                    "latency_median",
                                    "latency_p99",
                                    "jitter",
                                    "flow_completion_time",
                                    "rules_visited",
                                    "rules_visited_per_packet",
                                    "cpu_delay",
                                    "connection_peak",
                                    "bytes_hops_before_drop",
                                    "rules_deployed"};
    if (measure == "goodput" || measure == "delivered" || measure == "delivered_share")
    {
        return true;
    }
    return std::find(std::begin(less), std::end(less), measure) != std::end(less)
               ? std::optional<bool>(false)
               : std::nullopt;
}

NfCampaignChoice
NfCampaignChoice::Parse(const std::string& text, const std::string& indifference)
{
    NfCampaignChoice choice;
    const std::size_t sign = text.rfind(':');
    const std::string way = sign == std::string::npos ? "" : text.substr(sign + 1);
    choice.measure = NfMeasureName::Parse(text.substr(0, sign));
    choice.indifference = NfCampaignSize::Parse(indifference, "--indifference");
    const std::optional<bool> known = NfIsLargerBetter(choice.measure.measure);
    if (!way.empty() ? way != "min" && way != "max" : !known)
    {
        throw NfCliError(fmt::format("--select {}: \":min\" or \":max\" behind the measure says "
                                     "what is better",
                                     text));
    }
    choice.larger = way.empty() ? *known : way == "max";
    return choice;
}

NfCampaignOutcome
NfCarryOutCampaign(NfCampaignRunner& runner,
                   const NfCampaignFolder& folder,
                   const NfCampaignSpec& spec,
                   const NfCampaignGoal& goal)
{
    return Plan(runner, folder, spec, goal).CarryOut();
}

} // namespace ns3
