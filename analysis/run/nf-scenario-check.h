// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SCENARIO_CHECK_H
#define NF_SCENARIO_CHECK_H

#include "nf-scenario-errors.h"
#include "nf-scenario-schema.h"
#include "nf-yaml-value.h"

namespace ns3
{

/**
 * Compare a document with the table of keys: unknown and missing keys, values of the wrong shape or
 * type. What names mean is not looked at.
 * @param value the document
 * @param section what it has to be
 * @param errors receives what is wrong
 */
void NfCheckScenario(const NfYamlValue& value,
                     const NfScenarioSection& section,
                     NfScenarioErrors& errors);

/**
 * @param word what was written
 * @param known what could have been
 * @return "; 'rate' is known", if one of them is near; else empty
 */
std::string NfSuggestWord(const std::string& word, const std::vector<std::string>& known);

} // namespace ns3

#endif /* NF_SCENARIO_CHECK_H */
