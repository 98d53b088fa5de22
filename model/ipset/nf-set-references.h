// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SET_REFERENCES_H
#define NF_SET_REFERENCES_H

#include "nf-ruleset.h"

#include <cstdint>
#include <map>
#include <string>

namespace ns3
{

/// @param ruleset a rule set
/// @return by name of a set, how often its rules name it
std::map<std::string, uint32_t> NfCountSetReferences(const NfRuleset& ruleset);

} // namespace ns3

#endif /* NF_SET_REFERENCES_H */
