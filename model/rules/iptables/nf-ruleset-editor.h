// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RULESET_EDITOR_H
#define NF_RULESET_EDITOR_H

#include "nf-error.h"
#include "nf-iptables-command.h"
#include "nf-ruleset-check.h"
#include "nf-ruleset.h"

#include <bitset>
#include <ostream>
#include <string_view>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Applies commands to a copy of a rule set; what iptables refuses before the kernel sees it is
 * refused here, with iptables' exit codes. Check() then asks what the kernel would refuse. If
 * either fails, the copy is thrown away and nothing has changed.
 *
 * As with iptables-legacy 1.8.9 every write to a table zeroes the counters of its policies, save
 * those that the same command or restore section sets; counters of rules stay.
 */
class NfRulesetEditor
{
  public:
    /// @param ruleset the rule set to start from
    explicit NfRulesetEditor(const NfRuleset& ruleset);

    /// @return the edited copy
    const NfRuleset& GetRuleset() const
    {
        return m_ruleset;
    }

    /**
     * @param command the command
     * @param output receives what -L and -S print; may be null
     * @return nothing, or what is refused
     */
    NfStatus Apply(const NfIptablesCommand& command, std::ostream* output);

    /**
     * The line "*table" of a restore text. Without a flush, a table that exists is changed only by
     * the lines that follow, so that an empty text leaves it as it is, as in Linux.
     * @param index of the table
     * @param flush remove what is in it
     */
    void BeginTable(std::size_t index, bool flush);

    /**
     * The line "COMMIT" of a restore text.
     * @param index of the table, which may be none
     */
    void EndTable(std::size_t index);

    /// A line ":chain policy [packets:bytes]" of a restore text.
    struct ChainLine
    {
        NfToken chain;
        NfToken policy; //!< "-" for a user's chain, or to leave the policy alone
        uint64_t packets{0};
        uint64_t bytes{0};
        bool noflush{false}; //!< an existing user's chain is emptied instead of refused
    };

    /// @param index of the table
    /// @param line the line
    /// @return nothing, or what is refused
    NfStatus Declare(std::size_t index, const ChainLine& line);

    /// @param netns the node; may be null
    /// @return nothing, or what the kernel would refuse
    NfStatus Check(const NfNetns* netns) const;

    /**
     * As Check(), for all rules at once.
     * @param netns the node; may be null
     * @param errors receives what the kernel would refuse
     * @param warnings receives what is accepted and has no effect, or reaches no packet
     */
    void CheckWhole(const NfNetns* netns,
                    std::vector<NfError>& errors,
                    std::vector<NfError>& warnings) const;

  private:
    NfStatus Delete(NfChain& chain, const NfIptablesCommand& command);
    NfStatus DeleteChains(NfTable& table, const NfIptablesCommand& command);
    NfStatus SetPolicy(NfTable& table, const NfIptablesCommand& command);
    NfStatus RenameChain(NfTable& table, const NfIptablesCommand& command);
    NfStatus ApplyToChain(NfTable& table, const NfIptablesCommand& command);
    static void Report(const NfTable& table,
                       const NfIptablesCommand& command,
                       std::ostream& output);
    NfStatus List(const NfTable& table,
                  const NfIptablesCommand& command,
                  std::ostream& output) const;
    NfStatus ApplyToAll(NfTable& table, const NfIptablesCommand& command);
    NfTable& EditTable(std::size_t index);
    void AddRules(NfChain& chain, std::size_t index, const NfIptablesCommand& command);
    bool IsChanged(std::size_t index) const;
    void FindCaveats(const NfTable& table,
                     const NfNetns* netns,
                     std::vector<NfError>& warnings) const;

    NfRuleset m_original;
    std::bitset<NfTableKind::COUNT> m_begun; //!< a restore text's part has changed nothing yet
    NfRuleset m_ruleset;
    NfRulePlaces m_places;
    NfToken m_lastPlace; //!< of the last command that added rules
};

} // namespace ns3

#endif /* NF_RULESET_EDITOR_H */
