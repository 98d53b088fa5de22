// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RUN_COMPARISON_H
#define NF_RUN_COMPARISON_H

#include "nf-packet-fates.h"
#include "nf-trace-reader.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/// One of the two runs that are compared, with what became of its packets.
struct NfComparedRun
{
    /// @param path the database
    /// @param run number or label of the run
    NfComparedRun(const std::string& path, const std::string& run)
        : reader(path, run),
          fates(reader)
    {
    }

    NfTraceReader reader;
    NfPacketFates fates;
};

/// How many packets fared how, in each run.
struct NfComparedCounts
{
    std::array<int64_t, 2> sent{};
    std::array<int64_t, 2> delivered{};
    std::array<int64_t, 2> dropped{};
    std::array<int64_t, 2> lost{}; //!< in queues, by devices, on channels
    std::array<int64_t, 2> held{};
    std::array<int64_t, 2> left{};     //!< not seen again
    std::array<int64_t, 2> onlyHere{}; //!< delivered here, dropped or absent there
    int64_t otherWay{0};               //!< the same end by another way

    /// @param other what to add
    void Add(const NfComparedCounts& other);
};

/// What a run did with a packet at the point where the runs part.
struct NfPartingPoint
{
    std::optional<int64_t> packet; //!< none: the run has no such packet
    std::string text;
};

/// A flow that fared differently.
struct NfFlowDifference
{
    std::string flow;
    NfComparedCounts counts;
    std::size_t first{0}; //!< first packet of the flow that fared differently, from 0
    int64_t time{0};      //!< when it was first seen, in the first run that has it
    std::array<NfPartingPoint, 2> points;
};

/**
 * @ingroup netfilter
 * What two runs did differently. Flows are the same if their addresses, ports and protocol are;
 * packets are the same if they are the n-th ones of their flow.
 */
class NfRunComparison
{
  public:
    /**
     * @param a the one run
     * @param b the other run
     * @param filter which flows, as in tcpdump
     * @param ways whether another way to the same end is a difference
     */
    NfRunComparison(NfComparedRun& a, NfComparedRun& b, const std::string& filter, bool ways);

    /// @return counts of all flows
    const NfComparedCounts& GetTotal() const
    {
        return m_total;
    }

    /// @return the flows that differ, by the time at which they do
    const std::vector<NfFlowDifference>& GetDifferences() const
    {
        return m_differences;
    }

  private:
    NfComparedCounts m_total;
    std::vector<NfFlowDifference> m_differences;
};

} // namespace ns3

#endif /* NF_RUN_COMPARISON_H */
