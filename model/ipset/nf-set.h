// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SET_H
#define NF_SET_H

#include "nf-prefix.h"
#include "nf-set-key.h"
#include "nf-set-type.h"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ns3
{

/// What `create` says of a set beyond its type.
struct NfSetOptions
{
    static constexpr uint32_t MAX_BITMAP = 65536; //!< elements of a bitmap, at most

    uint32_t hashSize{1024};         //!< only printed: the table here grows as it needs
    uint32_t maxElements{65536};     //!< of a hash
    std::optional<uint32_t> timeout; //!< elements may expire; how long they last unless they say it
    bool counters{false};
    bool comment{false};
    bool skbinfo{false};
    bool forceAdd{false};            //!< a full set gives up an element for a new one
    NfFamily family{NfFamily::IPV4}; //!< of its addresses, if elements have some
    uint8_t netmask{32};             //!< addresses are cut to this prefix
    bool hasBitmask{false};          //!< `bitmask` was given
    /// The bits of addresses that count; from `netmask` too.
    NfAddress bitmask{NfPrefix::MaskOf(32)};
    uint32_t markMask{~0U};   //!< the bits of marks that count
    uint32_t first{0};        //!< of a bitmap: its first address or port
    uint32_t last{0};         //!< of a bitmap: its last one
    uint32_t size{8};         //!< of a list; only printed, as in Linux
    uint8_t bucketSize{12};   //!< only printed
    uint32_t initialValue{0}; //!< only printed: Linux draws it if it is not given

    /// @param other a family; all bits of its addresses count from here on
    void SetFamily(NfFamily other);

    /// @return how many bits its addresses have
    uint8_t GetWidth() const
    {
        return NfPrefix::GetWidth(family);
    }

    /**
     * What `-exist create` compares.
     * @param other other options
     * @return whether a set with them counts as the same
     */
    bool IsSame(const NfSetOptions& other) const;
};

/// What `add` says of an element beyond its key.
struct NfSetDetails
{
    std::optional<uint32_t> timeout; //!< seconds; 0: for ever; nothing: as the set says
    bool nomatch{false};             //!< an exception: what it matches does not count as matched
    bool wildcard{false};            //!< the device's name is a prefix
    uint64_t packets{0};
    uint64_t bytes{0};
    std::string comment;
    uint32_t mark{0};
    uint32_t markMask{0};
    uint32_t priority{0}; //!< class, major and minor
    uint16_t queue{0};
};

/// How a counter of an element is compared by a rule.
struct NfSetCounterTest
{
    /// Linux's IPSET_COUNTER_*.
    enum Kind : uint8_t
    {
        NONE,
        EQUAL,
        NOT_EQUAL,
        LESS,
        GREATER
    };

    Kind kind{NONE};
    uint64_t value{0};

    /// @param counter a counter
    /// @return whether it is as asked
    bool Holds(uint64_t counter) const;
};

/// What a look-up for a packet says and asks beyond the key.
struct NfSetQuery
{
    uint64_t bytes{0};              //!< of the packet
    bool countPacket{false};        //!< a match counts it
    bool countInMembers{true};      //!< a match of a list's member counts it there too
    bool ignoreNomatch{false};      //!< --return-nomatch: exceptions match, and nothing else does
    NfSetCounterTest packetsTest{}; //!< --packets-eq and the like
    NfSetCounterTest bytesTest{};   //!< --bytes-eq and the like
};

/// What a look-up says.
enum class NfSetAnswer : uint8_t
{
    NO,
    YES,
    EXCEPTION //!< an element marked nomatch
};

/// What became of an element that was added or deleted.
enum class NfSetOutcome : uint8_t
{
    DONE,
    EXISTS,
    MISSING,
    FULL
};

/**
 * @ingroup netfilter
 * One set of addresses, networks, ports and so on (Linux's struct ip_set with a method behind it).
 *
 * Networks are looked up by the prefix lengths that are there, longest first, each by hash, so that
 * the time does not depend on how many elements there are. Elements expire without events: an
 * element whose time has come is as if it were not there, and goes at the next chance.
 *
 * Members of a list are names; NfSets resolves them.
 */
class NfSet
{
  public:
    /// An element beyond its key.
    struct Entry
    {
        bool nomatch{false};
        bool wildcard{false};
        std::array<uint8_t, 6> mac{}; //!< of a bitmap:ip,mac; zeros: not known yet

        /// What only some sets keep; null if the set keeps none of it.
        struct Extra
        {
            uint64_t expires{0}; //!< in jiffies; 0: never
            uint64_t packets{0};
            uint64_t bytes{0};
            std::string comment;
            uint32_t mark{0};
            uint32_t markMask{0};
            uint32_t priority{0};
            uint16_t queue{0};
        };

        std::unique_ptr<Extra> extra;
        uint32_t place{0}; //!< where it stands among those that `forceadd` chooses from
    };

    /// A member of a list.
    struct Member
    {
        std::string name;
        Entry entry;
    };

    /// Where in a list a member goes, or should be.
    struct Place
    {
        bool before{false};
        std::string reference; //!< another member; empty: at the end, or anywhere
    };

    /**
     * @param type its type
     * @param options as at its making
     */
    NfSet(const NfSetType& type, const NfSetOptions& options);

    /// @return its type
    const NfSetType& GetType() const
    {
        return *m_type;
    }

    /// @return how it was made
    const NfSetOptions& GetOptions() const
    {
        return m_options;
    }

    /**
     * @param given the element; of networks already cut to the prefix
     * @param details beyond the key
     * @param exist an element that is there already is overwritten
     * @param draw a number below a bound, for what `forceadd` gives up
     * @return what became of it
     */
    NfSetOutcome Add(const NfSetKey& given,
                     const NfSetDetails& details,
                     bool exist,
                     const std::function<uint32_t(uint32_t)>& draw);

    /// @param given the element
    /// @return whether it was there
    NfSetOutcome Delete(const NfSetKey& given);

    /**
     * Look for a key as for a packet: networks that hold its addresses count, wildcards too.
     * @param key with the prefix length of a whole address at networks
     * @param query what else is asked; its counters count
     * @param hit receives the element that decided, or null
     * @return the answer, before @p query's ignoreNomatch
     */
    NfSetAnswer Match(const NfSetKey& key, const NfSetQuery& query, const Entry** hit);

    /**
     * Look for an element as the command test does: a network by itself, an address as a packet's.
     * @param key the element
     * @param nomatch ask for one that is marked nomatch
     * @return whether it is there
     */
    bool Test(const NfSetKey& key, bool nomatch);

    /// @param given an element
    /// @return the element itself, or null if it is not there or expired
    Entry* Find(const NfSetKey& given);

    /**
     * @param entry an element that a look-up found
     * @param query what else is asked
     * @return whether its counters are as asked; counts the packet
     */
    bool Accept(Entry& entry, const NfSetQuery& query) const;

    /// Enter the Ethernet address of an element that has none yet.
    /// @param key with the address
    void Learn(const NfSetKey& key);

    /// Remove all elements.
    void Flush();

    /// @return how many elements there are that have not expired
    std::size_t CountElements();

    /// @return the elements, in the order of listings
    std::vector<std::pair<const NfSetKey*, const Entry*>> GetElements();

    /// @return the members of a list, in order; expired ones are gone
    std::vector<Member>& GetMembers();

    /// @param details of a new member
    /// @return an entry with them
    Entry MakeEntry(const NfSetDetails& details) const;

    /// @param entry an element
    /// @return whether its time has come
    bool IsExpired(const Entry& entry) const;

    /// @return bytes that it takes, about
    std::size_t GetMemory() const;

    /**
     * @param second of networks at the second address
     * @return the prefix length that a packet's address is added with: the longest there is, or
     *         that of a whole address
     */
    uint8_t GetLongestPrefix(bool second) const;

  private:
    using Elements = std::unordered_map<NfSetKey, Entry, NfSetKeyHash>;

    /// Numbers that some elements have, with how many have them, greatest first.
    using Lengths = std::map<uint8_t, uint32_t, std::greater<>>;

    void Fill(Entry& entry, const NfSetDetails& details) const;
    void Note(const NfSetKey& key, const Entry& entry, int change);
    void Erase(Elements::iterator element);
    bool HasNetwork(const NfSetKey& key) const;
    bool LearnsMac() const;
    NfSetKey WithoutLearned(const NfSetKey& given) const;
    void Purge();
    NfSetAnswer MatchNetworks(const NfSetKey& key, const NfSetQuery& query, const Entry** hit);
    NfSetAnswer MatchDevice(NfSetKey& key, const NfSetQuery& query, const Entry** hit);
    NfSetAnswer MatchExactly(const NfSetKey& key,
                             const NfSetQuery& query,
                             bool wildcard,
                             const Entry** hit);

    const NfSetType* m_type;
    NfSetOptions m_options;
    Elements m_elements;
    std::vector<Member> m_members;     //!< of a list
    std::array<Lengths, 2> m_prefixes; //!< of networks at the first and the second address
    /// Of sets with devices: how many elements a network has. Linux looks no further than the first
    /// network that has any, whatever their devices.
    std::unordered_map<NfSetKey, uint32_t, NfSetKeyHash> m_networks;
    Lengths m_wildcards;                       //!< of names that are prefixes
    std::vector<const NfSetKey*> m_choice;     //!< all elements, with `forceadd`
    mutable uint64_t m_nextExpiry{UINT64_MAX}; //!< no element expires before it
};

} // namespace ns3

#endif /* NF_SET_H */
