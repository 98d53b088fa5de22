// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TABLES_H
#define NF_TABLES_H

#include "nf-compiled-table.h"
#include "nf-error.h"
#include "nf-iptables-command.h"
#include "nf-restore.h"
#include "nf-rule-hit.h"
#include "nf-rule-printer.h"
#include "nf-ruleset-editor.h"
#include "nf-ruleset.h"

#include "ns3/object.h"
#include "ns3/traced-callback.h"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{

class NfNetns;

/// What is found in a text of rules that is read whole, errors or not.
struct NfRulesFindings
{
    std::vector<NfError> errors;   //!< that keep the rules from being loaded
    std::vector<NfError> warnings; //!< about rules that no packet reaches, or without effect here
    std::vector<NfError> skipped;  //!< commands of a script that have no effect here
};

/**
 * Bring findings into the order of the text, at most one about each place, and name the text.
 * @param findings the findings
 * @param name of the text
 */
void NfSortFindings(NfRulesFindings& findings, const std::string& name);

/**
 * @ingroup netfilter
 * The tables of one node and one family (Linux's ip_tables and ip6_tables): loads and changes the
 * rule set, and evaluates it at the hooks. A node with both families has two of these objects,
 * which know nothing of each other.
 *
 * A table exists once a command has touched it, as in Linux; only then its chains are called at
 * their hooks. The nat table is not: NfNat asks it through RunNat(), once per connection. Every
 * change is made whole or not at all, and may happen while packets traverse: a traversal of a
 * table ends with the rules that it began with.
 *
 * Divergences from iptables-legacy 1.8.9: a command that fails does not bring its table into being,
 * and prints nothing; a second -v adds nothing; see also NfRestore() and NfIptablesParser.
 *
 * @code
 *   auto tables = CreateObject<NfTables>();
 *   tables->SetNetns(&netns);
 *   if (NfStatus error = tables->Execute("-A INPUT -p tcp --dport 22 -j ACCEPT"))
 *   {
 *       std::cerr << error->ToString() << "\n";
 *   }
 *   std::cout << tables->Save();
 * @endcode
 */
class NfTables : public Object
{
  public:
    /// @return the object's TypeId
    static TypeId GetTypeId();

    /// @param family whose packets the rules are for
    explicit NfTables(NfFamily family = NfFamily::IPV4);
    ~NfTables() override;

    /// @return whose packets the rules are for
    NfFamily GetFamily() const
    {
        return m_ruleset.GetFamily();
    }

    /**
     * @param netns the node whose hooks call the tables; null leaves the hooks. It must outlive
     *        this, or be taken away before it ends.
     */
    void SetNetns(NfNetns* netns);

    /**
     * Load a text in the format of iptables-save, or ip6tables-save; see NfRestore().
     * @param text the text
     * @param name its name, for messages
     * @param options as iptables-restore's
     * @return nothing, or what is wrong; then nothing has changed
     */
    NfStatus Restore(const std::string& text,
                     const std::string& name,
                     const NfRestoreOptions& options = {});

    /**
     * Find all that is wrong with a text in the format of iptables-save, as Restore() would load it
     * into tables that nobody has touched. Changes nothing.
     * @param text the text
     * @param name its name, for messages
     * @param findings receives what is wrong, and what is accepted but cannot be meant
     * @param ruleset receives the rules that are right by themselves
     */
    void Examine(const std::string& text,
                 const std::string& name,
                 NfRulesFindings& findings,
                 NfRuleset& ruleset) const;

    /**
     * Run one iptables or ip6tables command.
     * @param commandLine what follows the word "iptables", with a shell's quoting
     * @param output receives what -L and -S print; may be null
     * @return nothing, or what is wrong; then nothing has changed
     */
    NfStatus Execute(const std::string& commandLine, std::string* output = nullptr);

    /**
     * Check a rule set and install it.
     * @param ruleset the rule set; one of the other family is an NS_ABORT
     * @return nothing, or what is refused; then nothing has changed
     */
    NfStatus SetRuleset(const NfRuleset& ruleset);

    /// @return the rules in force. A copy shares their counters.
    const NfRuleset& GetRuleset() const
    {
        return m_ruleset;
    }

    /// @param options what to print
    /// @return what iptables-save prints; see NfSaveRuleset()
    std::string Save(const NfSaveOptions& options = {}) const;

    /**
     * What iptables -L prints, without touching the table.
     * @param table name of the table; an unknown one is an NS_ABORT (user text goes to Execute())
     * @param chain name of a chain, an unknown one is an NS_ABORT; empty: all
     * @param options how the listing looks
     * @return the text
     */
    std::string List(const std::string& table,
                     const std::string& chain = "",
                     const NfListOptions& options = {}) const;

    /**
     * What rules in force have asked for that is accepted but has no effect here. Each sentence is
     * also printed once by the program, to std::clog.
     * @return sentences, each once, in the order of the rules
     */
    const std::vector<std::string>& GetCaveats() const
    {
        return m_caveats;
    }

    /**
     * A nat table without targets that translate does not need it: measured, the kernel then
     * neither tracks nor asks the table.
     * @return true if any extension in use needs conntrack
     */
    bool NeedsConntrack() const
    {
        return m_needsConntrack;
    }

    /// @return how often the rule set has changed
    uint64_t GetGeneration() const
    {
        return m_generation;
    }

    /// @return how many rules all packets together have been compared with (see
    /// NfPacket::rulesVisited)
    uint64_t GetRulesVisited() const
    {
        return m_rulesVisited;
    }

    /// @param callback called after each change of the rule set
    void SetChangedCallback(std::function<void()> callback);

    /**
     * Evaluate the nat table's chain of packet.hook.
     * @param packet the packet
     * @return the verdict; ACCEPT if there is no nat table
     */
    NfVerdict RunNat(NfPacket& packet);

    /// Fired after each change of the rule set, by whatever means.
    TracedCallback<> m_rulesetChanged;

    /// Fired at each step of a traversal; see NfRuleHit. Costs nothing without a subscriber.
    TracedCallback<const NfRuleHit&> m_ruleHit;

    /// Fired when a packet has traversed a table, with how many rules it was compared with there.
    TracedCallback<const NfPacket&, uint32_t> m_traversed;

  protected:
    void DoDispose() override;

  private:
    using Compiled = std::array<std::shared_ptr<const NfCompiledTable>, NfTableKind::COUNT>;

    // Check what the editor has made and install it.
    NfStatus Commit(const NfRulesetEditor& editor);
    void Install(const NfRuleset& ruleset);
    void CollectCaveats();
    void AddCaveat(const std::string& caveat);
    void RegisterTable(std::size_t index);
    void LeaveHooks();
    NfVerdict Run(std::size_t index, NfPacket& packet);
    NfVerdict RunMangleOutput(std::size_t index, NfPacket& packet);

    NfNetns* m_netns{nullptr};
    NfRuleset m_ruleset;
    Compiled m_compiled;
    std::vector<std::shared_ptr<const NfCompiledTable>>
        m_retired;       //!< replaced while packets traverse
    uint32_t m_depth{0}; //!< traversals that are going on, one inside the other
    std::array<std::vector<uint64_t>, NfTableKind::COUNT> m_hookIds;
    uint64_t m_generation{0};
    uint64_t m_rulesVisited{0};
    bool m_needsConntrack{false};
    std::vector<std::string> m_caveats;
    std::function<void()> m_changed;
};

} // namespace ns3

#endif /* NF_TABLES_H */
