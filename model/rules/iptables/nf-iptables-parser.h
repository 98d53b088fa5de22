// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPTABLES_PARSER_H
#define NF_IPTABLES_PARSER_H

#include "nf-error.h"
#include "nf-iptables-command.h"
#include "nf-iptables-options.h"
#include "nf-rule-draft.h"

#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Parser of one iptables or ip6tables command, by the family of the rule set, as typed or as a line
 * of a restore text: options in getopt_long's manner (clusters, attached arguments, abbreviated
 * long names), extensions loaded by -m, -j and, as in iptables, by the first unknown option after
 * -p.
 *
 * As in 1.8.9, arguments of -s, -d, -i, -o, -p and -j must be words of their own: "-ptcp" and
 * "--protocol=tcp" are refused. Divergences: 1.8.9 takes "-ieth0" as an interface of just that
 * name, which is refused here, too; -h, -V and --modprobe are no commands here; host, network and
 * port names beyond the built-in ones are not looked up.
 */
class NfIptablesParser
{
  public:
    /**
     * @param ruleset tells which chains exist
     * @param restoreTable the table of a restore text's section; empty: a command as typed
     * @param pool of what earlier rules of the text say, to share it with; null: none
     */
    NfIptablesParser(const NfRuleset& ruleset,
                     std::string restoreTable = "",
                     NfRuleBodyPool* pool = nullptr);

    /**
     * @param words the words after "iptables" or "ip6tables"
     * @param command receives the command
     * @return nothing, or what is wrong and where
     */
    NfStatus Parse(const std::vector<NfToken>& words, NfIptablesCommand& command);

  private:
    /// An option that a long name may mean.
    struct Candidate
    {
        const NfStandardOption* standard{nullptr};
        NfExtensionUse* use{nullptr};
        const NfOptionSpec* spec{nullptr};
    };

    // Each returns false after setting m_error.
    bool Fail(const NfToken& place, std::string message, int exitCode = 2);
    bool ParseWord(const NfToken& word);
    NfFamily GetFamily() const;
    bool SetFamily(NfFamily family, const NfToken& name);
    bool SetProtocol(const NfToken& argument);
    // Read what -s or -d said. Last of all, as a "-4" or "-6" behind it may make it of no account.
    bool ParseAddresses(char letter);
    std::string DescribeMissing(std::string_view what, std::string_view name, bool own) const;
    bool ParseLong(const NfToken& word);
    bool ParseCluster(const NfToken& word);
    bool ParseExtensionOption(const Candidate& option,
                              const NfToken& name,
                              const NfToken* attached);
    bool TakeArgument(const NfStandardOption& option,
                      const NfToken& name,
                      const NfToken* attached,
                      NfToken& argument);
    bool Handle(const NfStandardOption& option, const NfToken& name, const NfToken& argument);
    bool HandleCommand(char letter, const NfToken& name, const NfToken& argument);
    bool HandleMatching(char letter, const NfToken& name, const NfToken& argument);
    bool HandleSetting(char letter, const NfToken& name, const NfToken& argument);
    bool SetCommand(NfIptablesCommandKind kind, const NfToken& name);
    bool MarkGiven(char letter, const NfToken& name, bool invertible);
    bool ParseInterface(const NfToken& argument, NfInterfaceName& interface, NfInterfaceName& mask);
    bool ParseCounters(const NfToken& name, const NfToken& argument);
    bool ParseRuleNumber(bool required, const NfToken& name);
    bool LoadMatch(const NfToken& argument);
    bool LoadTarget(const NfToken& name, const NfToken& argument);
    bool CheckNewChain(const NfToken& chain);
    bool Finish();
    bool ResolveTarget(const NfTable& table);

    // Loads the match of -p, once; false if there is none.
    bool LoadImplicitMatch(const NfToken& place);
    std::vector<Candidate> FindLong(std::string_view name);
    std::string DescribeUnknown(std::string_view name) const;
    bool HasArgument() const;

    const NfRuleset& m_ruleset;
    std::string m_restoreTable;
    NfRuleBodyPool* m_pool;
    const std::vector<NfToken>* m_words{nullptr};
    std::size_t m_next{0}; //!< index of the next word
    NfToken m_end;         //!< stands for the place behind the last word
    std::string m_word;    //!< that is being parsed
    NfIptablesCommand* m_command{nullptr};
    NfRuleDraft m_draft;
    std::vector<NfExtensionUse*> m_loaded; //!< whose options are known, newest first
    std::vector<std::unique_ptr<NfExtensionUse>> m_uses;
    NfToken m_target;     //!< what stands after -j or -g
    bool m_goto{false};   //!< it was -g
    std::string m_given;  //!< letters of options seen
    NfToken m_listed[2];  //!< what -s and -d said, for messages
    bool m_invert{false}; //!< a "!" waits for its option
    NfToken m_invertPlace;
    bool m_implicitLoaded{false};
    NfStatus m_error;
};

} // namespace ns3

#endif /* NF_IPTABLES_PARSER_H */
