// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CAMPAIGN_RUNNER_H
#define NF_CAMPAIGN_RUNNER_H

#include "nf-campaign-folder.h"
#include "nf-campaign-process.h"
#include "nf-campaign-spec.h"

#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Makes runs of a campaign, each a process of its own that writes a results database of its own.
 * A run that finished, now or before, is not made again; one that fails leaves the others alone,
 * and is tried again only by the next campaign in the folder.
 */
class NfCampaignRunner
{
  public:
    /**
     * @param folder of the campaign
     * @param spec what is run
     * @param jobs how many runs at a time, at least one
     */
    NfCampaignRunner(const NfCampaignFolder& folder, const NfCampaignSpec& spec, std::size_t jobs);
    ~NfCampaignRunner();

    /**
     * Make runs, and tell a person at a terminal how far they are.
     * @param wanted the runs
     * @return whether all were made or failed; false: a signal asked to end
     */
    bool Run(const std::vector<NfCampaignJob>& wanted);

    /// @param job a run
    /// @return whether it finished
    bool IsFinished(const NfCampaignJob& job) const
    {
        return m_finished.count(job) > 0;
    }

    /// @return the runs that failed, and why
    const std::map<NfCampaignJob, std::string>& GetFailures() const
    {
        return m_failures;
    }

    /// @return how many runs were made, of those that finished
    std::size_t GetMade() const
    {
        return m_made;
    }

    /// @return the signal that asked to end; 0: none
    int GetInterrupt() const
    {
        return m_interrupt;
    }

  private:
    struct Running
    {
        NfCampaignJob job;
        std::unique_ptr<NfCampaignProcess> process;
    };

    struct Ended
    {
        NfCampaignJob job;
        int status; //!< as waitpid() tells it
    };

    std::vector<std::string> GetCommand(const NfCampaignJob& job) const;
    void Start(const NfCampaignJob& job);
    std::vector<Ended> Collect();
    void End(const NfCampaignJob& job, int status);
    void Fail(const NfCampaignJob& job, const std::string& message);
    void Clear(const NfCampaignJob& job) const;
    void ShowProgress(std::size_t done, std::size_t total);

    const NfCampaignFolder& m_folder;
    const NfCampaignSpec& m_spec;
    std::size_t m_jobs;
    std::vector<Running> m_running;
    std::set<NfCampaignJob> m_finished;
    std::map<NfCampaignJob, std::string> m_failures;
    std::size_t m_made{0};
    int m_interrupt{0};
    bool m_shown{false};
    std::chrono::steady_clock::time_point m_began{std::chrono::steady_clock::now()};
};

/**
 * @param done how many steps are done
 * @param total of how many
 * @param elapsed how long that took
 * @return how long the rest will take, "about 2 min left"; empty as long as nothing is done
 */
std::string NfDescribeTimeLeft(std::size_t done,
                               std::size_t total,
                               std::chrono::duration<double> elapsed);

} // namespace ns3

#endif /* NF_CAMPAIGN_RUNNER_H */
