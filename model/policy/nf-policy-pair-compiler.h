// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_POLICY_PAIR_COMPILER_H
#define NF_POLICY_PAIR_COMPILER_H

#include "nf-policy-filter.h"
#include "nf-policy-placement.h"
#include "nf-policy.h"

#include <map>
#include <string>
#include <utility>

namespace ns3
{

/**
 * @ingroup netfilter
 * Makes the chains of one filter that judge what one zone sends to another.
 */
class NfPolicyPairCompiler
{
  public:
    /**
     * @param policy the policy; it has to stay
     * @param share what of it is enforced; it has to stay
     * @param filter receives the chains; it has to stay
     */
    NfPolicyPairCompiler(const NfPolicy& policy,
                         const NfPolicyShare& share,
                         NfPolicyFilter& filter);

    /**
     * @param from zone of the sender
     * @param to zone of the receiver
     * @return the target for their packets: a chain, or ACCEPT if nothing of it is judged here
     */
    std::string GetTarget(std::size_t from, std::size_t to);

    /**
     * @param wanted name of a chain
     * @param instead a name without what users chose
     * @return the first if it can be a chain's and none has it, the second otherwise
     */
    std::string ChooseName(const std::string& wanted, const std::string& instead) const;

    /**
     * @param where what to say of whose packets they are; may be empty
     * @return the rule that does what the default says, as far as it is enforced here
     */
    NfPolicyRule MakeDefault(const std::string& where) const;

  private:
    bool Enforces(uint32_t line) const;
    std::string MakeChain(std::size_t from, std::size_t to);
    std::string Describe(std::size_t from, std::size_t to) const;
    std::vector<NfPolicyRule> MakeLines(std::size_t from, std::size_t to) const;
    std::vector<NfPolicyRule> MakeAnswers(std::size_t from, std::size_t to) const;

    const NfPolicy& m_policy;
    const NfPolicyShare& m_share;
    NfPolicyFilter& m_filter;
    std::map<std::pair<std::size_t, std::size_t>, std::string> m_targets;
};

} // namespace ns3

#endif /* NF_POLICY_PAIR_COMPILER_H */
