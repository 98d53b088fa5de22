// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CAMPAIGN_JOIN_H
#define NF_CAMPAIGN_JOIN_H

#include "nf-campaign-folder.h"
#include "nf-campaign-plan.h"

#include <map>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Joins what the runs of a campaign wrote into results.db.
 *
 * It has the tables of the parts, with new numbers of runs, and three of its own: `campaign`, what
 * was asked; `campaign_variant`; and `campaign_run`, which has a row for each run that was wanted,
 * whatever became of it. A run's columns `variant` and `command` are the campaign's. The database
 * depends on the parts' content alone, not on the order in which they came to be.
 */
class NfCampaignJoin
{
  public:
    /**
     * @param folder of the campaign
     * @param spec what is compared
     * @param outcome the runs that were wanted
     * @param failures of runs that failed just now
     */
    NfCampaignJoin(const NfCampaignFolder& folder,
                   const NfCampaignSpec& spec,
                   const NfCampaignOutcome& outcome,
                   const std::map<NfCampaignJob, std::string>& failures);

    /**
     * Look for runs in the folder of another machine too.
     * @param folder with campaign.json and runs; NfCliError if it is not the same campaign
     */
    void AddFolder(const std::string& folder);

    /// Write results.db.
    void Write() const;

  private:
    void WriteCampaign(sqlite3* database) const;
    void WriteRuns(sqlite3* database) const;

    const NfCampaignFolder& m_folder;
    const NfCampaignSpec& m_spec;
    const NfCampaignOutcome& m_outcome;
    const std::map<NfCampaignJob, std::string>& m_failures;
    std::vector<std::string> m_others;
};

} // namespace ns3

#endif /* NF_CAMPAIGN_JOIN_H */
