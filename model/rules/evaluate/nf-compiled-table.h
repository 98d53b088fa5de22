// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_COMPILED_TABLE_H
#define NF_COMPILED_TABLE_H

#include "nf-packet.h"
#include "nf-rule-classifier.h"
#include "nf-rule-hit.h"
#include "nf-ruleset.h"
#include "nf-types.h"

#include "ns3/traced-callback.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * A table of one family made ready for evaluation: all chains in one flat array, as ip_tables.c
 * lays out its blob. Each chain ends with an entry that matches everything: the policy, or the
 * return of a user's chain. Jumps are indices; standard conditions and targets cost no virtual
 * call.
 *
 * A short chain is scanned. In a long one, a classifier names the rules that the packet can match
 * at all, in order, and only they are evaluated. What is left out has no effect: the standard
 * conditions come first in a rule, and the only other ones it looks at are ports of a rule's first
 * match that is not inert (NfMatch::GetPortBounds()). So both ways find the same rule, count and
 * trace alike.
 *
 * A scan looks at entries alone, two in a line of the cache. What a rule shares with others of its
 * body, and is needed for few packets, stands in programs, one for each body.
 *
 * The families differ in where addresses stand: those of IPv4 in the entry, those of IPv6 beside
 * it, because few of its rules ask for any. Packets are of the table's family.
 *
 * A target of which a rule has but words (NfRulePart) is made when the first packet comes to it,
 * and kept.
 *
 * It shares the rules, whose counters it moves, and stays valid while the table changes.
 */
class NfCompiledTable
{
  public:
    /// Number of rules from which a chain gets a classifier.
    static constexpr std::size_t LONG_CHAIN = 64;

    /**
     * @param table a checked table (NfCheckTable())
     * @param longChain number of rules from which a chain gets a classifier
     */
    explicit NfCompiledTable(const NfTable& table, std::size_t longChain = LONG_CHAIN);

    /**
     * Evaluate the built-in chain of packet.hook, as ipt_do_table does. Adds to
     * packet.rulesVisited the rules that a scan would have come to, however the right one was
     * found; a policy and the end of a chain are none.
     * @param packet the packet; targets may change it
     * @param trace told of each step, if anybody subscribed
     * @param generation for the trace
     * @return the verdict; ACCEPT if the table has no chain there
     */
    NfVerdict Evaluate(NfPacket& packet,
                       const TracedCallback<const NfRuleHit&>& trace,
                       uint64_t generation) const;

  private:
    static constexpr uint32_t NONE = UINT32_MAX; //!< no such entry

    /// What an entry does.
    enum class Action : uint8_t
    {
        NEXT,
        ACCEPT,
        DROP,
        QUEUE,
        RETURN,
        JUMP,
        GOTO,
        TARGET,
        CHAIN_END, //!< first of those that are no rule: the return at the end of a user's chain
        POLICY     //!< ACCEPT or DROP at the end of a base chain
    };

    /// Conditions on interfaces, apart because few rules have them.
    struct Interfaces
    {
        NfInterfaceName in;
        NfInterfaceName inMask;
        NfInterfaceName out;
        NfInterfaceName outMask;
        bool notIn;
        bool notOut;
    };

    /// Conditions on IPv6 addresses.
    struct Addresses
    {
        NfAddress source;
        NfAddress sourceMask;
        NfAddress destination;
        NfAddress destinationMask;

        // Whether those of a packet fit, each apart.
        bool FitsSource(const NfIpHeader& ip) const;
        bool FitsDestination(const NfIpHeader& ip) const;
    };

    /// Bits of Program::conditions.
    enum : uint8_t
    {
        NOT_SOURCE = 1,
        NOT_DESTINATION = 2,
        PROTOCOL = 4,
        NOT_PROTOCOL = 8,
        FRAGMENT = 16,
        NOT_FRAGMENT = 32,
        ASKS_PROTOCOL = 64 //!< IPv6: what has no upper layer is dropped at once
    };

    /// What the rules of a body do alike.
    struct Program
    {
        uint32_t interfaces{NONE};  //!< index of m_interfaces
        uint32_t firstMatch{0};     //!< index of m_matches
        uint32_t lastMatch{0};      //!< behind the last one
        uint32_t jump{NONE};        //!< index of the entry to go to
        NfTarget* target{nullptr};  //!< the rules share; null: each has its own, or none has any
        uint32_t targetObject{0};   //!< without `target`: which of the rule's own extensions it is
        bool targetHasWords{false}; //!< without `target`: the rule has but words of it
        uint8_t conditions{0};
    };

    /// How much of a rule the entry tells.
    enum class Form : uint8_t
    {
        OTHER,     //!< the program has more conditions
        PLAIN,     //!< no condition but addresses and protocol, none of them inverted
        PLAIN_WIDE //!< IPv6: likewise, with addresses that stand beside the entry
    };

    /// One rule, or the end of a chain. IPv4 addresses; 0 in a table of IPv6.
    struct Entry
    {
        uint32_t source{0};
        uint32_t sourceMask{0};
        uint32_t destination{0};
        uint32_t destinationMask{0};
        Ptr<NfRule> rule;    //!< null at the end of a user's chain
        uint32_t program{0}; //!< index of m_programs; the first one is empty
        uint8_t protocol{0};
        uint8_t protocolMask{0};
        Form form{Form::PLAIN};
        Action action{Action::NEXT};
    };

    static_assert(sizeof(Entry) == 32, "a scan takes as long as its entries are large");

    /// A chain.
    struct Chain
    {
        std::string name;
        uint32_t first;                                       //!< index of its first entry
        std::unique_ptr<NfRuleClassifier> classifier;         //!< null: it is scanned
        std::unique_ptr<NfWideRuleClassifier> wideClassifier; //!< of IPv6 rules

        // The one for packets with such addresses.
        const NfRuleClassifierOf<uint32_t>* Classifier(uint32_t) const;
        const NfRuleClassifierOf<NfWideNumber>* Classifier(const NfWideNumber&) const;
    };

    template <class Number>
    class Traversal;

    template <class Number>
    NfVerdict Traverse(NfPacket& packet,
                       const TracedCallback<const NfRuleHit&>& trace,
                       uint64_t generation) const;
    template <class Number>
    NfVerdict Walk(Traversal<Number>& traversal,
                   NfPacket& packet,
                   const TracedCallback<const NfRuleHit&>& trace,
                   uint64_t generation) const;
    // Programs by body: indices of m_programs. Looked up only, never iterated.
    using ProgramsOf = std::unordered_map<const NfRuleBody*, uint32_t>;

    Entry Compile(const Ptr<NfRule>& shared, ProgramsOf& programsOf);
    Program MakeProgram(const NfRuleBody& body);
    void AddMatches(const NfRuleBody& body, Program& program);
    void AddTarget(const NfRuleBody& body, Program& program);
    // What a rule's target does with a packet that has matched it.
    NfTargetResult Execute(const Entry& entry, NfPacket& packet) const;
    template <class Number>
    bool IsHopeless(const Entry& entry, const NfIpHeader& ip) const;
    template <class Number>
    NfMatchResult SpecMatches(const Entry& entry, const NfPacket& packet) const;
    bool InterfacesMatch(const Program& program, const NfPacket& packet) const;
    template <class Number>
    NfMatchResult Matches(const Entry& entry, NfPacket& packet) const;
    // The index of the chain that an entry belongs to.
    uint32_t FindChain(uint32_t entry) const;
    void Tell(const Entry& entry,
              const NfPacket& packet,
              const TracedCallback<const NfRuleHit&>& trace,
              uint64_t generation) const;

    std::string m_name;
    uint32_t m_number; //!< index in NfTableKind::All()
    NfFamily m_family;
    std::vector<Entry> m_entries;
    std::vector<uint32_t> m_starts; //!< index of each chain's first entry, rising
    std::vector<Chain> m_chains;    //!< in the order of NfTable::GetChains()
    bool m_classified{false};       //!< one of them has a classifier
    std::vector<Interfaces> m_interfaces;
    std::vector<Addresses> m_addresses; //!< of IPv6: by index of m_entries
    std::vector<Program> m_programs;
    std::vector<NfMatch*> m_matches; //!< null: the next one of the rule's own
    /// Of rules that packets came to and that have but words of them. Looked up only.
    mutable std::unordered_map<const NfRule*, Ptr<NfTarget>> m_targets;
    std::array<uint32_t, NF_N_INET_HOOKS> m_first;  //!< first entry of each base chain
    std::array<uint32_t, NF_N_INET_HOOKS> m_policy; //!< last entry of each base chain
};

} // namespace ns3

#endif /* NF_COMPILED_TABLE_H */
