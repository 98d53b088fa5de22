// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RULE_USAGE_H
#define NF_RULE_USAGE_H

#include "nf-rule-conditions.h"
#include "nf-trace-reader.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/// Why a rule never matched; of several reasons the last one counts.
enum class NfRuleSilence
{
    NONE,          //!< it did match
    UNREACHED,     //!< no packet entered its chain
    NO_TRAFFIC,    //!< packets reached its chain, but none that it is about
    UNKNOWN,       //!< packets that it may be about were taken by a rule before it
    TRAFFIC_TAKEN, //!< packets that it is about were taken by a rule before it
    SHADOWED       //!< rules before it take all that it could match, whatever comes
};

/// @param silence the reason why a rule never matched
/// @return a few words for it
const char* NfToString(NfRuleSilence silence);

/// A rule or a policy, and how often it came into play.
struct NfRuleUse
{
    int64_t node{0};
    std::string table;
    std::string chain;
    int64_t number{0}; //!< in the latest content of the table; 0: policy
    std::string text{};
    int64_t hits{0};
    int64_t bytes{0};
    NfRuleSilence silence{NfRuleSilence::NONE};
    int64_t takenBy{0};      //!< the rule that shadows it, or took its packets; 0: none alone
    int64_t takenPackets{0}; //!< packets that it lost to rules before it
    std::vector<int64_t> takenTogether{}; //!< rules that shadow it, but only together
    std::string notUnderstood{};          //!< what it asks for that nobody else understands
};

/**
 * @ingroup netfilter
 * Counts how often each rule matched, and finds out why some never did.
 *
 * A rule that stands in several contents of its table, because the table was changed during the
 * run, is counted as one.
 */
class NfRuleUsage
{
  public:
    /// @param reader the trace
    explicit NfRuleUsage(NfTraceReader& reader);

    /// @return all rules and policies, by node, table and chain
    std::vector<NfRuleUse> Get() const;

  private:
    /// Chain and number of a rule; number 0 is the policy.
    using Place = std::pair<int64_t, int64_t>;

    /// Passes of a kind.
    struct Load
    {
        int64_t passes{0};
        int64_t bytes{0};
    };

    void CountPasses();
    void CountHits();
    void FindSilence();
    void FindShadows(const NfTraceChainRow& chain);
    void FindTaken();
    int64_t TakenBefore(const std::vector<NfTraceStepRow>& path, const Place& place) const;
    bool IsEntered(int64_t chain) const;

    NfTraceReader& m_reader;
    std::vector<Load> m_loads; //!< by kind of pass
    std::map<Place, NfRuleUse> m_uses;
    std::map<int64_t, std::vector<NfRuleConditions>> m_conditions; //!< of rules, by chain
};

} // namespace ns3

#endif /* NF_RULE_USAGE_H */
