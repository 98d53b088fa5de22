// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RUN_GROUPING_H
#define NF_RUN_GROUPING_H

#include "nf-trace-database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace CLI
{
class App;
} // namespace CLI

namespace ns3
{

/// What runs of a group have in common.
enum class NfGroupBy : uint8_t
{
    DATABASE,   //!< their database and label
    LABEL,      //!< their label, whatever their database
    VARIANT,    //!< scenario, variant and placement
    REPLICATION //!< the number of the replication, whatever its variant
};

/// How runs are grouped, as `nfsim trace` and `nfsim plot` are asked.
struct NfGroupingArguments
{
    bool isByLabel{false};
    std::string by; //!< "label", "variant", "replication"; empty: not said

    /// @return what is asked for
    NfGroupBy Get() const;
};

/// Add the options of grouping to a parser.
/// @param parser the parser
/// @param grouping receives them
void NfAddGroupingOptions(CLI::App& parser, NfGroupingArguments& grouping);

/// A group as a run names it.
struct NfGroupName
{
    std::string key;   //!< equal for runs of one group
    std::string label; //!< what people call it
};

/**
 * @param run a run
 * @param by what groups have in common
 * @return the name of its group; nothing if its trace does not tell, as it is of no scenario
 */
std::optional<NfGroupName> NfNameGroup(const NfTraceRunRow& run, NfGroupBy by);

/**
 * @param a a run
 * @param b another
 * @param by what groups have in common
 * @return whether they drew the same random numbers for the same experiment
 */
bool NfAreTwins(const NfTraceRunRow& a, const NfTraceRunRow& b, NfGroupBy by);

/**
 * @param runs of a group
 * @return of how many scenarios, variants and placements they are, as far as their traces tell
 */
std::size_t NfCountExperiments(const std::vector<const NfTraceRunRow*>& runs);

} // namespace ns3

#endif /* NF_RUN_GROUPING_H */
