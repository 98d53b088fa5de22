// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SCENARIO_SOURCE_H
#define NF_SCENARIO_SOURCE_H

#include "nf-scenario-errors.h"
#include "nf-scenario-view.h"

#include <cstdint>
#include <optional>
#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * Lines in a language of their own (a rule set, a policy), which stand in the scenario or in a file
 * that it names. What is wrong in them is told with its place in that file, be it the scenario.
 */
struct NfScenarioSource
{
    std::string text;
    std::string file;      //!< in which they stand
    NfYamlPlace place;     //!< of the value in the scenario
    bool isBlock{false};   //!< line by line in the scenario, indented
    uint32_t indention{0}; //!< of a block: blanks before each line

    /// @param error what is wrong, with its place in the text
    /// @return the same in the file
    NfError Place(NfError error) const;
};

/**
 * @param value the path of a file, from the scenario's folder, or lines
 * @param scenarioFile name of the scenario's file
 * @param scenarioText its text
 * @param errors receives that a file cannot be read
 * @return the lines; nothing if they cannot be read
 */
std::optional<NfScenarioSource> NfReadScenarioSource(const NfScenarioText& value,
                                                     const std::string& scenarioFile,
                                                     const std::string& scenarioText,
                                                     NfScenarioErrors& errors);

/**
 * @param path of a file
 * @param scenarioFile name of the scenario's file
 * @return the path from where the program stands; "-" is none
 */
std::string NfResolveScenarioPath(const std::string& path, const std::string& scenarioFile);

/**
 * @param path of a file
 * @param text receives what is in it
 * @return what is wrong; empty: nothing
 */
std::string NfReadScenarioFile(const std::string& path, std::string& text);

} // namespace ns3

#endif /* NF_SCENARIO_SOURCE_H */
