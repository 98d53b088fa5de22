// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_DROP_SCAN_H
#define NF_DROP_SCAN_H

#include "nf-trace-reader.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace ns3
{

/// Where and why packets were dropped or lost.
struct NfDropCause
{
    int64_t node{0};
    std::string place;  //!< hook, or "stack"; of a loss "queue-disc", "device", ...
    std::string reason; //!< what the trace gives as reason, or what the rule says
    std::string rule;   //!< "filter FORWARD 3: -A FORWARD ..."; empty if no rule did it
};

/// A drop or a loss of a packet.
struct NfDropRow
{
    int64_t time{0};
    int64_t packet{0};
    std::size_t cause{0}; //!< for NfDropScan::GetCause()
    int64_t flow{0};      //!< as the packet was dropped
    int64_t firstFlow{0}; //!< as the packet was first seen
    int64_t firstNode{0}; //!< where the packet was first seen
    bool sent{false};     //!< that node sent it
    int64_t length{0};    //!< bytes
    int64_t source{0};    //!< address.id of the source, as the packet was first seen
};

/**
 * @ingroup netfilter
 * Goes through all drops of a run, those at hooks and those by the stack; and, apart from these,
 * through its losses: packets that ended in queues, at devices, on channels, by no rule.
 */
class NfDropScan
{
  public:
    /// @param reader the trace, which must outlive this
    explicit NfDropScan(NfTraceReader& reader);

    /// @param visit called with every drop; those at hooks first, each kind in order of time
    void ForEach(const std::function<void(const NfDropRow& row)>& visit);

    /// @param visit called with every loss, in order of time
    void ForEachLoss(const std::function<void(const NfDropRow& row)>& visit);

    /// @param visit called with the causes of losses and how many packets each took
    void CountLosses(const std::function<void(std::size_t cause, int64_t losses)>& visit);

    /// @param visit called with the causes of drops by the stack and how many drops they made
    void CountStack(const std::function<void(std::size_t cause, int64_t drops)>& visit);

    /// @param kind kind of a pass that dropped a packet
    /// @return its cause
    std::size_t CauseOfKind(int64_t kind);

    /// @param cause from a row
    /// @return the cause
    const NfDropCause& GetCause(std::size_t cause) const
    {
        return m_causes[cause];
    }

    /// @return number of causes that were met so far
    std::size_t CountCauses() const
    {
        return m_causes.size();
    }

  private:
    std::size_t Enter(NfDropCause cause);
    std::string ReasonOf(const NfTracePassKindRow& kind);

    NfTraceReader& m_reader;
    std::vector<NfDropCause> m_causes;
    std::map<std::tuple<int64_t, std::string, std::string, std::string>, std::size_t> m_numbers;
    std::vector<std::size_t> m_byKind; //!< cause + 1 by kind of pass; 0: not looked up yet
};

} // namespace ns3

#endif /* NF_DROP_SCAN_H */
