// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RULE_CONDITIONS_H
#define NF_RULE_CONDITIONS_H

#include "nf-rule-values.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace ns3
{

/**
 * \ingroup netfilter
 * What a rule of iptables-save asks for, read from its text.
 *
 * Understood are addresses, interfaces, protocol, ports, connection states, marks and ICMP types;
 * other conditions are kept as text, and make answers MAYBE.
 */
class NfRuleConditions
{
  public:
    /// \param text the rule, "-A FORWARD -p tcp -m tcp --dport 80 -j ACCEPT"
    explicit NfRuleConditions(const std::string& text);

    /**
     * \param other a rule later in the same chain
     * \return true if this rule takes every packet that the other one could match, so that the
     *         other one is never reached. Errs on the side of false.
     */
    bool Shadows(const NfRuleConditions& other) const;

    /// \param subject a packet \return whether the rule matches it
    NfRuleAnswer Matches(const NfRuleSubject& subject) const;

  private:
    /// A condition: what is asked, whether it is negated, and the values.
    struct Condition
    {
        bool negated{false};
        std::vector<std::string> values;

        friend bool operator==(const Condition& a, const Condition& b)
        {
            return a.negated == b.negated && a.values == b.values;
        }
    };

    void ReadOption(const std::string& option, Condition condition);
    bool Covers(const std::string& kind, const Condition& mine, const Condition& theirs) const;
    static NfRuleAnswer Ask(const std::string& kind,
                            const Condition& condition,
                            const NfRuleSubject& subject);

    std::map<std::string, Condition> m_known; //!< by kind: "source", "dport", ...
    std::set<std::string> m_others;           //!< conditions that are not understood
    bool m_fickle{false};                     //!< the same packet may match once and fail once
    bool m_ends{false};                       //!< a match ends the way through the chain
};

} // namespace ns3

#endif /* NF_RULE_CONDITIONS_H */
