// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_HASHLIMIT_TABLE_H
#define NF_HASHLIMIT_TABLE_H

#include "nf-address.h"
#include "nf-netns.h"
#include "nf-packet.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>

namespace ns3
{

/// What a rule with -m hashlimit says (Linux's struct hashlimit_cfg3).
struct NfHashlimitConfig
{
    static constexpr uint64_t SCALE = 1000000; //!< Linux's XT_HASHLIMIT_SCALE_v2

    bool bytes{false};             //!< the rate counts bytes
    bool above{false};             //!< match what exceeds the rate
    bool bySource{false};          //!< a bucket per source address
    bool bySourcePort{false};      //!< a bucket per source port
    bool byDestination{false};     //!< a bucket per destination address
    bool byDestinationPort{false}; //!< a bucket per destination port
    /// Packets: time between two, in 1/SCALE seconds. Bytes: 2^32 over 16-byte units a second.
    uint64_t average{0};
    uint64_t burst{5};         //!< packets; or multiples of the rate beyond the first second
    uint32_t size{0};          //!< hash buckets; 0: Linux's choice on a machine of much memory
    uint32_t max{0};           //!< entries; 0: eight per hash bucket
    uint32_t gcInterval{1000}; //!< between two searches for idle entries, in ms
    uint32_t expire{0};        //!< how long an entry lives unused, in ms
    NfFamily family{NfFamily::IPV4}; //!< of the rules; those of both families share no table
    uint32_t sourcePrefix{32};       //!< 128 by default in rules of IPv6
    uint32_t destinationPrefix{32};  //!< likewise
    bool rateMatch{false};           //!< match once the rate is exceeded, not packet by packet
    uint32_t interval{1};            //!< over which rateMatch counts, in seconds

    /// @return true if Linux can compute with the rate; otherwise the kernel refuses the rule
    bool IsInRange() const;
};

/**
 * @ingroup netfilter
 * One named table of the match hashlimit: a token bucket per group of packets (Linux's
 * xt_hashlimit.c, revision 3), credits and jiffies as there.
 *
 * As in Linux all rules that name a table share it while one of them exists, and the first rule's
 * settings make its buckets. Idle buckets are found at multiples of the garbage collection's
 * interval, but without an event: at the next packet.
 *
 * With rateMatch a group is above the rate for as long as it has sent more than the burst in an
 * interval, and for the whole next interval if it has sent more than the rate in it.
 */
class NfHashlimitTable
{
  public:
    /// What a packet meets.
    enum Result
    {
        BELOW, //!< within the rate
        ABOVE,
        BROKEN //!< no ports where they are needed, or the table is full: the packet is dropped
    };

    /// @param config of the first rule
    explicit NfHashlimitTable(const NfHashlimitConfig& config);

    /**
     * @param netns the node
     * @param name of a table
     * @param config settings, if the table must be made
     * @return the node's table of that name
     */
    static std::shared_ptr<NfHashlimitTable> Get(NfNetns& netns,
                                                 const std::string& name,
                                                 const NfHashlimitConfig& config);

    /// @param packet a packet
    /// @param config of the rule that asks
    /// @return what it meets
    Result Take(const NfPacket& packet, const NfHashlimitConfig& config);

    /// @return number of buckets, idle ones that are not collected included
    std::size_t GetSize() const
    {
        return m_buckets.size();
    }

  private:
    /// Addresses, then ports, source first; what does not count is zero.
    using Key = std::tuple<NfAddress, NfAddress, uint16_t, uint16_t>;

    /// Credit of a group of packets.
    struct Bucket
    {
        uint64_t before{0}; //!< when it was brought up to date, in jiffies
        uint64_t expires{0};
        uint64_t credit{0};
        uint64_t cost{0};
        uint64_t capacity{0}; //!< with bytes: how many times the credit may be filled again
        uint64_t counted{0};  //!< with rateMatch: packets or bytes in this interval
        bool wasAbove{false}; //!< with rateMatch: the last interval had more than the rate
    };

    std::optional<Key> MakeKey(const NfPacket& packet) const;
    Bucket MakeBucket(uint64_t now) const;
    void Recharge(Bucket& bucket, uint64_t now) const;
    void CountInterval(Bucket& bucket, uint64_t now) const;
    uint64_t GetRate() const;
    static uint64_t ByteCost(Bucket& bucket, uint32_t length);
    void Collect(uint64_t now);

    NfHashlimitConfig m_config;
    std::size_t m_max;
    uint64_t m_created;      //!< in jiffies
    uint64_t m_collected{0}; //!< number of the last collection
    std::map<Key, Bucket> m_buckets;
};

} // namespace ns3

#endif /* NF_HASHLIMIT_TABLE_H */
