// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_POLICY_WORDS_H
#define NF_POLICY_WORDS_H

#include "nf-policy.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ns3
{

/// A word of a policy, and where it stands.
struct NfPolicyWord
{
    std::string text;
    uint32_t line{0};
    uint32_t column{0}; //!< from 1, in bytes
};

/**
 * Cut a policy into words. ":" at the end of a word, and "->", are words of their own; "#" begins a
 * comment where a word would begin.
 * @param text the policy
 * @param firstLine number of its first line
 * @return the words of each line that has some
 */
std::vector<std::vector<NfPolicyWord>> NfSplitPolicy(const std::string& text, uint32_t firstLine);

/**
 * @param text "tcp/80,443", "udp/1000-2000", "tcp", "icmp", "any"
 * @param service receives it
 * @return what is wrong; empty if nothing is
 */
std::string NfParsePolicyService(std::string_view text, NfPolicyService& service);

} // namespace ns3

#endif /* NF_POLICY_WORDS_H */
