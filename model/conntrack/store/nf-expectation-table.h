// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_EXPECTATION_TABLE_H
#define NF_EXPECTATION_TABLE_H

#include "nf-expectation.h"

#include "ns3/nstime.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * The expectations of a node (Linux's nf_conntrack_expect.c), found by destination.
 *
 * They are few at any time: only look-up by destination is made fast. Expired ones are never found
 * or listed, and are forgotten when another one is added or all are listed.
 */
class NfExpectationTable
{
  public:
    /// What became of an attempt to add an expectation.
    enum class Outcome
    {
        ADDED,
        RENEWED, //!< the same one was there; it has been replaced
        KNOWN,   //!< with Masters::ANY: another master, or another class, has the same one
        CLASH    //!< another one covers the same packets
    };

    /// Whose expectation of the very same packets is no clash.
    enum class Masters
    {
        SAME,
        ANY
    };

    /**
     * @param expectation what to expect; expires is set. It gets an id
     * @param limit how many its master may have in its class; the oldest ones are given up; 0: any
     * @param now the time
     * @param masters whose expectation of the very same packets is no clash
     * @return what became of it
     */
    Outcome Add(NfExpectation expectation,
                uint32_t limit,
                Time now,
                Masters masters = Masters::SAME);

    /// @return the id of the expectation that was added last
    uint64_t GetLastId() const
    {
        return m_lastId;
    }

    /**
     * @param tuple of a packet
     * @param zone conntrack zone of the packet
     * @param now the time
     * @return what expects such a packet, be it active or not; the latest one; or nothing
     */
    std::optional<NfExpectation> Find(const NfTuple& tuple, uint16_t zone, Time now) const;

    /**
     * Let an expectation be met from now on.
     * @param id an expectation's id; unknown ones are ignored
     * @param expires when it is given up
     */
    void Activate(uint64_t id, Time expires);

    /**
     * Find what a packet that opens a connection was expected by; it is used up unless permanent.
     * @param tuple of the packet
     * @param zone conntrack zone of the packet
     * @param now the time
     * @return the expectation, or nothing
     */
    std::optional<NfExpectation> Take(const NfTuple& tuple, uint16_t zone, Time now);

    /// @param id an expectation's id; unknown ones are ignored
    void Remove(uint64_t id);

    /// @param master forget what it expects
    void RemoveOf(const NfConnection& master);

    /**
     * @param now the time
     * @return those that wait, in order of id
     */
    std::vector<NfExpectation> List(Time now);

    /// Forget all.
    void Clear();

    /// @return true if there is nothing to find
    bool IsEmpty() const
    {
        return m_entries.empty();
    }

  private:
    /// Digest of protocol and destination, then id.
    using Key = std::pair<uint64_t, uint64_t>;
    using Map = std::map<Key, NfExpectation>;

    static uint64_t Digest(const NfTuple& tuple);
    // Remove the expectations for which a predicate is true. Returns how many there were.
    template <class Predicate>
    std::size_t RemoveIf(Predicate predicate);
    void EvictOldest(const NfExpectation& newcomer, uint32_t limit);

    Map m_entries;
    uint64_t m_lastId{0};
};

} // namespace ns3

#endif /* NF_EXPECTATION_TABLE_H */
