// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CAMPAIGN_FOLDER_H
#define NF_CAMPAIGN_FOLDER_H

#include "nf-campaign-spec.h"

#include <optional>
#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * The folder of a campaign.
 *
 *     campaign.json        what is compared
 *     allocations/NAME.txt placements that were made elsewhere
 *     runs/0003-000017.db  results of a run that finished: its variant and replication
 *     runs/0003-000017.failed  of one that did not: why, and below what it printed
 *     results.db           all of them, joined
 *
 * Invariant: a file gets its name in one step, when it is whole. So whatever is killed, and
 * whenever, a run either finished or is to be made again.
 */
class NfCampaignFolder
{
  public:
    /**
     * Throws NfCliError if it cannot be made.
     * @param path the folder, which is made if it is not there
     */
    explicit NfCampaignFolder(std::string path);
    ~NfCampaignFolder();

    NfCampaignFolder(const NfCampaignFolder&) = delete;
    NfCampaignFolder& operator=(const NfCampaignFolder&) = delete;

    /// @return what campaign.json says; none if there is no such file
    std::optional<NfCampaignSpec> ReadSpec() const;

    /**
     * Keep what is compared. NfCliError if the folder holds another campaign.
     * @param spec what is compared
     */
    void KeepSpec(const NfCampaignSpec& spec) const;

    /**
     * Be the only one that works on this campaign. NfCliError if another one does.
     * @param clear whether to clear away what a killed campaign left; not while jobs run elsewhere
     */
    void Lock(bool clear);

    /**
     * @param job a run
     * @param ending of the file, "db"
     * @return path of a file of the run
     */
    std::string GetPath(const NfCampaignJob& job, const std::string& ending) const;

    /**
     * @param allocation of the campaign
     * @return path of the file that has its table
     */
    std::string GetPath(const NfCampaignAllocation& allocation) const;

    /**
     * @param name of a file in the folder
     * @return its path
     */
    std::string GetPath(const std::string& name) const
    {
        return m_path + "/" + name;
    }

    /**
     * @param job a run
     * @return why it failed, as far as the folder tells; empty if it does not
     */
    std::string ReadFailure(const NfCampaignJob& job) const;

  private:
    std::string m_path;
    int m_lock{-1};
};

/**
 * @param path a file
 * @return what it says; NfCliError if it cannot be read
 */
std::string NfReadWholeFile(const std::string& path);

/**
 * Write a file, which gets its name when it is whole. NfCliError if that fails.
 * @param path the file
 * @param text what it is to say
 */
void NfWriteWholeFile(const std::string& path, const std::string& text);

} // namespace ns3

#endif /* NF_CAMPAIGN_FOLDER_H */
