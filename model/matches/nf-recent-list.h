// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RECENT_LIST_H
#define NF_RECENT_LIST_H

#include "nf-address.h"
#include "nf-netns.h"

#include <cstdint>
#include <list>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * One named list of the match recent: addresses and the times at which they were seen.
 *
 * As in Linux it holds 100 addresses; a new one replaces the one that was updated longest ago.
 * Times are in jiffies.
 */
class NfRecentList : public NfNetnsState
{
  public:
    static constexpr std::size_t MAX_ENTRIES = 100; //!< Linux's ip_list_tot

    /// An address.
    struct Entry
    {
        NfAddress address;
        NfFamily family;
        uint8_t ttl;
        std::vector<uint64_t> stamps; //!< a ring once it is full
        std::size_t next;             //!< where in the ring the next time goes

        /// @return the latest time
        uint64_t Latest() const
        {
            return stamps[(next ? next : stamps.size()) - 1];
        }
    };

    /// @param address already masked
    /// @param family the address's
    /// @param ttl 0: any
    /// @return its entry, or null
    Entry* Find(const NfAddress& address, NfFamily family, uint8_t ttl);

    /// Enter an address that was seen now.
    void Add(const NfAddress& address, NfFamily family, uint8_t ttl, uint64_t now);

    /// Note that an entry was seen again.
    /// @param entry of this list
    /// @param ttl of the packet; 0: not noted
    /// @param now the time
    void Update(Entry& entry, uint8_t ttl, uint64_t now);

    /// @param entry of this list
    void Remove(Entry& entry);

    /// Remove the entry that was updated longest ago, if that was before a time.
    void Reap(uint64_t before);

    /// @param stamps how many times an entry must hold; a list only grows
    void Reserve(std::size_t stamps);

  private:
    std::list<Entry> m_entries; //!< the one updated longest ago comes first
    std::size_t m_maxStamps{1}; //!< times per entry
};

} // namespace ns3

#endif /* NF_RECENT_LIST_H */
