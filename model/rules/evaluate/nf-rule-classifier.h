// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RULE_CLASSIFIER_H
#define NF_RULE_CLASSIFIER_H

#include "nf-prefix-set.h"
#include "nf-rule-bounds.h"
#include "nf-rule-key.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Finds, in a list of rules, those that a packet can match at all, in order, without looking at
 * the others.
 *
 * Rules with the same pair of source and destination prefixes are a group. The prefixes that
 * contain a packet's addresses are few, as they nest, so a packet looks up few pairs (tuple space
 * search, pruned by the prefixes that exist; Srinivasan, Suri, Varghese, SIGCOMM 1999). A large
 * group is divided further, by ranges of a port. Space is linear in the number of rules: where each
 * has addresses of its own, 24 bytes for the group, 8 for the host, and 3 of the filter.
 *
 * @code
 *   NfRuleClassifier::Search search(classifier, key);
 *   for (uint32_t rule = search.Next(0); rule < bounds.size(); rule = search.Next(rule + 1))
 *       ...
 * @endcode
 * @tparam Number of addresses: uint32_t for IPv4, NfWideNumber for IPv6
 */
template <class Number>
class NfRuleClassifierOf
{
  public:
    class Search;

    /// Of the packets that it is asked about.
    using Key = NfRuleKeyOf<Number>;

    /// @param rules what is known of each rule, in order
    explicit NfRuleClassifierOf(const std::vector<NfRuleBounds>& rules);

  private:
    /// What is left to compare once the addresses are known to fit.
    struct Service
    {
        NfPortBounds ports;
        uint8_t protocol;

        bool Fits(const Key& key) const;
    };

    /// A rule. Most rules share their services with others.
    struct Record
    {
        uint32_t rule;
        uint32_t service; //!< index of m_services
    };

    /// Records, in order of their rules.
    struct Range
    {
        uint32_t first{0}; //!< index of m_records
        uint32_t last{0};  //!< behind the last one
    };

    /// The same, as packets go through them. Nothing sets a new one, as a search has 32 of them.
    struct Rest
    {
        const Record* next;
        const Record* last; //!< behind the last one
    };

    /// A group divided by one of the ports.
    struct Division
    {
        Range whole; //!< for packets whose ports are not known
        bool bySource;
        NfIntervalMap<uint32_t> intervals;
        std::vector<Range> ranges; //!< by interval
    };

    /**
     * The rules of one pair of prefixes, at their place in the hash table. Most groups have one
     * rule, which stands here.
     */
    struct Group
    {
        uint64_t pair;
        Record record; //!< the rule; with service SEVERAL or DIVIDED: rule is an index
    };

    // Services of Group::record that are none.
    static constexpr uint32_t EMPTY = UINT32_MAX;       //!< there is no group
    static constexpr uint32_t SEVERAL = UINT32_MAX - 1; //!< there is a range in m_ranges
    static constexpr uint32_t DIVIDED = UINT32_MAX - 2; //!< there is a division in m_divisions

    // The number of each rule's service, in order.
    std::vector<uint32_t> LearnServices(const std::vector<NfRuleBounds>& rules);
    static uint64_t Hash(uint64_t pair);
    // Make m_records a group: one record, or the range of several at their end.
    Record MakeGroup(const std::vector<Record>& members);
    void AddGroup(uint64_t pair, Record record);
    // Where the search for a pair begins.
    std::size_t PlaceOf(uint64_t hash) const;
    // The word of m_filter, and the bit in it, that a pair has.
    std::size_t FilterWordOf(uint64_t hash) const;
    static uint64_t FilterBitOf(uint64_t hash);
    Rest RestOf(Range range) const;
    // The rules of a pair that may fit: none, those of a group, or of a part of one.
    Rest Find(uint64_t pair, uint64_t hash, const Key& key) const;
    // Divide a group by one of the ports: it becomes the last of m_divisions. False if that takes
    // too much space.
    bool Divide(Range whole, bool bySource);

    const uint32_t m_size; //!< number of rules
    NfPrefixSet<Number> m_sources;
    NfPrefixSet<Number> m_destinations;
    std::vector<uint64_t> m_filter; //!< bits that tell most pairs without a group from the others
    std::vector<Group> m_groups;    //!< open addressing; two thirds full, a small one less
    std::vector<Range> m_ranges;    //!< of groups of several rules
    std::vector<Division> m_divisions;
    std::vector<Record> m_records;   //!< of groups of several rules
    std::vector<Service> m_services; //!< each one once
};

/**
 * @ingroup netfilter
 * The way of one packet through the rules that it can match.
 */
template <class Number>
class NfRuleClassifierOf<Number>::Search
{
  public:
    /// @param classifier the rules, which must stay
    /// @param key of the packet
    Search(const NfRuleClassifierOf& classifier, const Key& key);

    /// @return what is searched for
    const Key& GetKey() const
    {
        return m_key;
    }

    /**
     * @param from a rule, not before that of an earlier call
     * @return the first rule from there that the packet can match; the number of rules if none
     */
    uint32_t Next(uint32_t from);

  private:
    void Add(Rest rest);

    const uint32_t m_end;
    const Key m_key;
    const Service* const m_services;
    std::size_t m_size{0};
    std::array<Rest, 32> m_rests; //!< unsorted; more are rare
    std::vector<Rest> m_more;
};

/// Of IPv4 rules.
using NfRuleClassifier = NfRuleClassifierOf<uint32_t>;

/// Of IPv6 rules.
using NfWideRuleClassifier = NfRuleClassifierOf<NfWideNumber>;

} // namespace ns3

#endif /* NF_RULE_CLASSIFIER_H */
