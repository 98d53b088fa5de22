// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_DROP_SUMS_H
#define NF_DROP_SUMS_H

#include "nf-drop-scan.h"
#include "nf-flow-filter.h"
#include "nf-packet-sender.h"
#include "nf-trace-reader.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/// Drops summed up.
struct NfDropSum
{
    int64_t packets{0};
    int64_t bytes{0};
    int64_t first{INT64_MAX};
    int64_t last{INT64_MIN};
    int64_t known{0}; //!< packets whose hops are known
    int64_t hops{0};  //!< hops of those packets
    int64_t least{INT64_MAX};
    int64_t most{0};
    int64_t waste{0}; //!< bytes times hops, of those packets

    /// @param other what to add
    void Add(const NfDropSum& other)
    {
        packets += other.packets;
        bytes += other.bytes;
        first = std::min(first, other.first);
        last = std::max(last, other.last);
        known += other.known;
        hops += other.hops;
        least = std::min(least, other.least);
        most = std::max(most, other.most);
        waste += other.waste;
    }
};

/// What drops are summed up by.
enum class NfDropKey
{
    NODE,
    REASON,
    RULE, //!< node, place, reason and rule
    FLOW  //!< flow as it was sent, sender, node and reason
};

/// Drops that have their key in common.
struct NfDropLine
{
    std::size_t cause{0}; //!< one of the causes that it sums up
    int64_t flow{0};      //!< if the key has it
    int64_t sender{0};    //!< if the key has it; negative: not known
    NfDropSum sum;
};

/**
 * @ingroup netfilter
 * The drops of a run, or its losses, summed up. There may be millions: they are read once, as
 * numbers, and put into groups.
 */
class NfDropSums
{
  public:
    /// What is summed up.
    enum class What
    {
        DROPS, //!< by rules, policies, hooks and stacks
        LOSSES //!< in queues, at devices, on channels
    };

    /**
     * @param reader the trace, which must outlive this
     * @param filter which flows, as they were sent or as they were dropped
     * @param node only drops on this node; negative: on all
     * @param what whether drops or losses
     */
    NfDropSums(NfTraceReader& reader,
               const NfFlowFilter& filter,
               int64_t node,
               What what = What::DROPS);

    /// @return all drops; hops and times are left out
    NfDropSum GetTotal() const;

    /// @param key what to sum up by
    /// @return a line for each key, those with most packets first
    std::vector<NfDropLine> SumUp(NfDropKey key);

    /// @param cause from a line
    /// @return the cause
    const NfDropCause& GetCause(std::size_t cause) const
    {
        return m_scan.GetCause(cause);
    }

  private:
    /// Drops with a common cause, flow and sender.
    struct Group
    {
        std::size_t cause{0};
        int64_t flow{0};
        int64_t sender{0};
        int64_t packets{0};
        int64_t bytes{0};
        int64_t first{0};
        int64_t last{0};
    };

    void Read(const NfFlowFilter& filter, int64_t node, What what);
    void SumUpFlows();
    std::vector<std::size_t> CausesTogether(NfDropKey key) const;
    NfDropSum SumOf(const Group& group);

    NfTraceReader& m_reader;
    NfDropScan m_scan;
    NfPacketSender m_sender;
    std::vector<Group> m_groups;
    std::vector<Group> m_byCause; //!< the same, without regard to flows
};

} // namespace ns3

#endif /* NF_DROP_SUMS_H */
