// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ICMP_BUCKETS_H
#define NF_ICMP_BUCKETS_H

#include "nf-jiffies.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <list>
#include <map>

namespace ns3
{

/**
 * @ingroup netfilter
 * A bucket of time for each host that ICMP errors are sent to, which fills as time goes by (the
 * tokens of Linux's inet_peer). What costs what, and how much a bucket holds, the users say.
 *
 * Invariant: no more than MAX_PEERS hosts are remembered; the one that took least recently is
 * forgotten first, and starts anew with a full bucket.
 * @tparam Host an address, which can be ordered
 */
template <class Host>
class NfIcmpBuckets
{
  public:
    /// So many hosts are remembered, as many as Linux keeps before it looks for old ones.
    static constexpr std::size_t MAX_PEERS = 65664;

    /// What one host may still get.
    class Bucket
    {
      public:
        /**
         * @param host whose it is
         * @param last jiffy since when it has been filling
         */
        Bucket(const Host& host, int64_t last)
            : m_host(host),
              m_last(last)
        {
        }

        /// @return whose it is
        const Host& GetHost() const
        {
            return m_host;
        }

        /**
         * @param now this jiffy
         * @return true if it was filled in this jiffy
         */
        bool IsFilled(int64_t now) const
        {
            return m_last == now;
        }

        /**
         * Add the time that has gone by.
         * @param now this jiffy
         * @param most how many jiffies it holds
         */
        void Fill(int64_t now, int64_t most)
        {
            m_tokens = std::min(m_tokens + now - m_last, most);
            m_last = now;
        }

        /**
         * @param cost how many jiffies to take
         * @return false if it has fewer; then nothing was taken
         */
        bool Take(int64_t cost)
        {
            const bool may = m_tokens >= cost;
            m_tokens -= may ? cost : 0;
            return may;
        }

      private:
        Host m_host;
        int64_t m_tokens{0}; //!< jiffies
        int64_t m_last;      //!< jiffy in which it was filled
    };

    /**
     * @param host a host
     * @param now this jiffy
     * @return its bucket, valid until the next call
     */
    Bucket& Find(const Host& host, int64_t now)
    {
        const auto place = m_places.find(host);
        if (place != m_places.end())
        {
            m_buckets.splice(m_buckets.begin(), m_buckets, place->second);
            return m_buckets.front();
        }
        if (m_buckets.size() == MAX_PEERS)
        {
            m_places.erase(m_buckets.back().GetHost());
            m_buckets.pop_back();
        }
        // A host that was never answered is as one that was left alone for so long.
        constexpr int64_t alone = 60 * NF_HZ;
        m_buckets.emplace_front(host, now - alone);
        m_places[host] = m_buckets.begin();
        return m_buckets.front();
    }

    /**
     * Take from a bucket what an error costs, as Linux's inet_peer_xrlim_allow() does.
     * @param host to whom the error goes
     * @param cost how many jiffies it costs; a bucket holds six times as many
     * @return false if there are fewer
     */
    bool TakeError(const Host& host, int64_t cost)
    {
        constexpr int64_t burstFactor = 6;
        const auto now = static_cast<int64_t>(NfJiffies());
        Bucket& bucket = Find(host, now);
        if (!bucket.IsFilled(now))
        {
            bucket.Fill(now, burstFactor * cost);
        }
        return bucket.Take(cost);
    }

  private:
    std::list<Bucket> m_buckets; //!< the one that took last comes first
    std::map<Host, typename std::list<Bucket>::iterator> m_places;
};

} // namespace ns3

#endif /* NF_ICMP_BUCKETS_H */
