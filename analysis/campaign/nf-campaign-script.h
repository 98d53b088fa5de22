// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CAMPAIGN_SCRIPT_H
#define NF_CAMPAIGN_SCRIPT_H

#include "nf-campaign-folder.h"
#include "nf-campaign-spec.h"

#include <string>

namespace ns3
{

/**
 * @file
 * @ingroup netfilter
 * Campaigns on many machines, which see the same folder or have copies of it. Jobs are numbered
 * from 0, replication by replication, and each is a call of `nfsim compare --job`.
 */

/**
 * @param spec a campaign
 * @param number of a job
 * @return the run; NfCliError if there is no such job
 */
NfCampaignJob NfFindJob(const NfCampaignSpec& spec, int64_t number);

/**
 * @param folder of the campaign, absolute
 * @param spec the campaign
 * @param program nfsim's path
 * @return a line for each run that has not finished yet, as GNU parallel takes them
 */
std::string NfWriteJobList(const std::string& folder,
                           const NfCampaignSpec& spec,
                           const std::string& program);

/**
 * @param folder of the campaign, absolute
 * @param spec the campaign
 * @param program nfsim's path
 * @return a script for SLURM's `sbatch`: an array job of at most 1000 tasks, as clusters often
 * allow no more, each of which makes every 1000th run
 */
std::string NfWriteSlurmScript(const std::string& folder,
                               const NfCampaignSpec& spec,
                               const std::string& program);

} // namespace ns3

#endif /* NF_CAMPAIGN_SCRIPT_H */
