// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CAMPAIGN_PLAN_H
#define NF_CAMPAIGN_PLAN_H

#include "nf-campaign-runner.h"
#include "nf-results-part.h"

#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/// A size that a user gives as it is, or as a percentage of something: "0.5", "5%".
struct NfCampaignSize
{
    double value{0};      //!< above 0
    bool relative{false}; //!< a fraction of a mean

    /**
     * @param text a number, or a percentage
     * @param option that has it, for messages
     * @return the size; NfCliError if the text is none, or not above 0
     */
    static NfCampaignSize Parse(const std::string& text, const std::string& option);
};

/// What a campaign selects by, and what for.
struct NfCampaignChoice
{
    NfMeasureName measure;
    bool larger{false};          //!< larger values are better
    NfCampaignSize indifference; //!< relative: to the baseline's mean in the first replications

    /**
     * @param text "measure", "measure@class", with ":min" or ":max" behind it
     * @param indifference a number, or a percentage
     * @return the choice; NfCliError if it is not known what is better, and not said
     */
    static NfCampaignChoice Parse(const std::string& text, const std::string& indifference);
};

/**
 * @param measure of a run
 * @return whether larger values of it are better; none if neither are, or it is unknown
 */
std::optional<bool> NfIsLargerBetter(const std::string& measure);

/// How many runs a campaign makes.
struct NfCampaignGoal
{
    int64_t runs{10};                       //!< replications of each variant; at least
    int64_t mostRuns{1000};                 //!< however wide intervals still are
    std::optional<double> width;            //!< half of an interval, as a fraction of its mean
    std::vector<NfMeasureName> measures;    //!< of those intervals
    std::optional<NfCampaignChoice> choice; //!< drop variants that are clearly worse in this
    std::size_t baseline{0};                //!< variant
};

/// What came of a campaign.
struct NfCampaignOutcome
{
    std::vector<NfCampaignJob> jobs;             //!< those that were wanted
    std::vector<std::optional<int64_t>> dropped; //!< replications, for each variant
    std::vector<std::string> notes;              //!< what people are told
    bool interrupted{false};
};

/**
 * Make the runs that a goal takes. Which ones those are depends on nothing but results, so that a
 * campaign that was killed, and goes on, makes the same ones.
 * @param runner makes them
 * @param folder of the campaign
 * @param spec what is compared
 * @param goal how many runs
 * @return what came of it
 */
NfCampaignOutcome NfCarryOutCampaign(NfCampaignRunner& runner,
                                     const NfCampaignFolder& folder,
                                     const NfCampaignSpec& spec,
                                     const NfCampaignGoal& goal);

} // namespace ns3

#endif /* NF_CAMPAIGN_PLAN_H */
