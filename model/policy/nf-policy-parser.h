// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_POLICY_PARSER_H
#define NF_POLICY_PARSER_H

#include "nf-error.h"
#include "nf-policy.h"

#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Read a policy; see NfPolicy for the language. Zones and services may be named before the line
 * that declares them.
 * @param text the policy
 * @param file what to call it in messages
 * @param errors receives all that is wrong, in the order of the text; the result is of use only if
 *        nothing is
 * @param firstLine number of the first line, of a text that is a part of a file
 * @param zones declared elsewhere; those of the text come after them
 * @return the policy
 */
NfPolicy NfParsePolicy(const std::string& text,
                       const std::string& file,
                       std::vector<NfError>& errors,
                       uint32_t firstLine = 1,
                       const std::vector<NfPolicyZone>& zones = {});

/**
 * Read a policy from a file.
 * @param file path of the file
 * @param errors as above; a file that cannot be read is one
 * @return the policy
 */
NfPolicy NfReadPolicy(const std::string& file, std::vector<NfError>& errors);

} // namespace ns3

#endif /* NF_POLICY_PARSER_H */
