// SPDX-License-Identifier: GPL-2.0-only

#include "nf-campaign-script.h"

#include "nf-cli-command.h"
#include "nf-results-part.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr int64_t MOST_TASKS = 1000; // SLURM's MaxArraySize is 1001 unless a cluster says otherwise

int64_t
CountJobs(const NfCampaignSpec& spec)
{
    return spec.runs * static_cast<int64_t>(spec.variants.size());
}

} // namespace

NfCampaignJob
NfFindJob(const NfCampaignSpec& spec, int64_t number)
{
    const auto variants = static_cast<int64_t>(spec.variants.size());
    if (number < 0 || number >= CountJobs(spec))
    {
        throw NfCliError(
            fmt::format("--job {}: the campaign has jobs 0 to {}", number, CountJobs(spec) - 1));
    }
    return {static_cast<std::size_t>(number % variants), number / variants + 1};
}

std::string
NfWriteJobList(const std::string& folder, const NfCampaignSpec& spec, const std::string& program)
{
    const NfCampaignFolder files(folder);
    std::string lines;
    for (int64_t number = 0; number < CountJobs(spec); ++number)
    {
        const NfCampaignJob job = NfFindJob(spec, number);
        const std::string part = files.GetPath(job, "db");
        std::error_code ignored;
        if (!std::filesystem::exists(part, ignored) || !NfCheckResultsPart(part, spec, job).empty())
        {
            lines +=
                NfQuoteForShell(
                    {program, "compare", "--output", folder, "--job", std::to_string(number)}) +
                "\n";
        }
    }
    return lines;
}

std::string
NfWriteSlurmScript(const std::string& folder,
                   const NfCampaignSpec& spec,
                   const std::string& program)
{
    const int64_t jobs = CountJobs(spec);
    const int64_t tasks = std::min(jobs, MOST_TASKS);
    const std::string call = NfQuoteForShell({program, "compare", "--output", folder, "--job"});
    return fmt::format("#!/bin/sh\n"
                       "#SBATCH --job-name=nfsim-compare\n"
                       "#SBATCH --array=0-{}\n"
                       "#SBATCH --ntasks=1\n"
                       "#SBATCH --cpus-per-task=1\n"
                       "#SBATCH --output=/dev/null\n"
                       "# Afterwards, once: {}\n"
                       "job=$SLURM_ARRAY_TASK_ID\n"
                       "status=0\n"
                       "while [ \"$job\" -lt {} ]; do\n"
                       "  {} \"$job\" || status=1\n"
                       "  job=$((job + {}))\n"
                       "done\n"
                       "exit $status\n",
                       tasks - 1,
                       NfQuoteForShell({program, "compare", "--output", folder, "--collect"}),
                       jobs,
                       call,
                       tasks);
}

} // namespace ns3
