// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CAMPAIGN_SPEC_H
#define NF_CAMPAIGN_SPEC_H

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace ns3
{

/// Values that a variant gives to variables of the scenario.
using NfCampaignSettings = std::map<std::string, std::string>;

/// One of the variants that a campaign compares.
struct NfCampaignVariant
{
    std::string label;     //!< unlike those of all others
    std::string placement; //!< empty: as the scenario says
    NfCampaignSettings settings;
};

/// A placement that was made elsewhere, as it was when the campaign began.
struct NfCampaignAllocation
{
    std::string name;
    std::string text; //!< its table: nodes, and the lines of the policy that they enforce

    /// @param other another one
    /// @return whether it says the same
    bool operator==(const NfCampaignAllocation& other) const
    {
        return name == other.name && text == other.text;
    }
};

/// A run of a campaign: the same replication has the same random numbers in every variant.
struct NfCampaignJob
{
    std::size_t variant{0}; //!< from 0
    int64_t replication{1}; //!< ns-3's run number

    /// @param other another job
    /// @return whether this one comes first: replication by replication
    bool operator<(const NfCampaignJob& other) const
    {
        return replication != other.replication ? replication < other.replication
                                                : variant < other.variant;
    }
};

/**
 * @ingroup netfilter
 * What a campaign runs, and how; a file in its folder keeps it. Of two campaigns in one folder the
 * second is refused unless it IsSame() as the first, as their runs could not be told apart.
 */
struct NfCampaignSpec
{
    std::string scenario;            //!< its path, absolute
    std::string text;                //!< what the scenario's file says
    std::vector<std::string> runner; //!< the words before the scenario's path, "nfsim run"
    int64_t seed{0};                 //!< 0: the scenario's
    int64_t runs{0};                 //!< replications that were asked for
    std::vector<NfCampaignVariant> variants;
    std::vector<NfCampaignAllocation> allocations;
    std::string command; //!< what the user typed

    /// @return the file's text, JSON
    std::string ToJson() const;

    /**
     * @param text the file's text
     * @param path its path, for messages
     * @return what it says; NfCliError if it is no such file
     */
    static NfCampaignSpec FromJson(const std::string& text, const std::string& path);

    /**
     * @param other another one
     * @return what differs, such that runs of both must not be mixed; empty if nothing does
     */
    std::string DescribeDifference(const NfCampaignSpec& other) const;

    /**
     * @param job a run
     * @return the arguments that make it, from the scenario's path on
     */
    std::vector<std::string> GetArguments(const NfCampaignJob& job) const;

    /**
     * @param variant number of a variant
     * @return the allocation that is its placement; null if it is none
     */
    const NfCampaignAllocation* FindAllocation(std::size_t variant) const;
};

/**
 * Cross what is to be compared: each of some bases with each combination of values. They are called
 * by what tells them apart: their placement, and the values that differ.
 * @param bases variants as the scenario has them; what they say of variables that are set is
 * dropped
 * @param sets what `--set` says, "key=value,value"; NfCliError if that is not what it says
 * @return the variants, with labels that differ
 */
std::vector<NfCampaignVariant> NfCrossVariants(const std::vector<NfCampaignVariant>& bases,
                                               const std::vector<std::string>& sets);

/**
 * @param words of a command
 * @return them as a line for a shell
 */
std::string NfQuoteForShell(const std::vector<std::string>& words);

} // namespace ns3

#endif /* NF_CAMPAIGN_SPEC_H */
