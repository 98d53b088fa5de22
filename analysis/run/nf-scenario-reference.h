// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SCENARIO_REFERENCE_H
#define NF_SCENARIO_REFERENCE_H

#include <string>

namespace ns3
{

/**
 * @file
 * @ingroup netfilter
 * The table of keys (nf-scenario-schema.h) in other forms.
 */

/// @return the table as JSON Schema (draft 2020-12), for editors
std::string NfWriteScenarioJsonSchema();

/// @return the table as a part of doc/scenario-format.rst
std::string NfWriteScenarioReference();

} // namespace ns3

#endif /* NF_SCENARIO_REFERENCE_H */
