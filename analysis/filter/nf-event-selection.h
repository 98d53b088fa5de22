// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_EVENT_SELECTION_H
#define NF_EVENT_SELECTION_H

#include "nf-flow-filter.h"
#include "nf-trace-reader.h"

#include <cstdint>
#include <string>
#include <unordered_map>

namespace ns3
{

/// Which events of a trace are asked for, as a user says it.
struct NfSelectionRequest
{
    std::string node;   //!< name or number; empty: all
    std::string filter; //!< flows, as in tcpdump; empty: all
    double from{0};     //!< first second
    double to{0};       //!< last second; 0: the end
};

/**
 * @ingroup netfilter
 * Which events of one run are asked for: by node, time and flow.
 */
class NfEventSelection
{
  public:
    /**
     * Throws NfCliError if there is no such node, or if the filter cannot be read.
     * @param reader the trace, which must outlive this
     * @param request what is asked for
     */
    NfEventSelection(NfTraceReader& reader, const NfSelectionRequest& request);

    /// @return the only node that is asked for; negative: all are
    int64_t GetNode() const
    {
        return m_node;
    }

    /**
     * @param node a node
     * @return true if events on the node are asked for
     */
    bool WantsNode(int64_t node) const
    {
        return m_node < 0 || m_node == node;
    }

    /**
     * @param time when an event happened, ns
     * @return true if events of that time are asked for
     */
    bool WantsTime(int64_t time) const
    {
        return time >= m_from && time <= m_to;
    }

    /// @return true if only some flows are asked for
    bool HasFilter() const
    {
        return !m_filter.IsEmpty();
    }

    /**
     * @param flow flow.id of a packet
     * @return true if packets of the flow are asked for
     */
    bool WantsFlow(int64_t flow);

    /**
     * @param flow flow.id of a packet where the event happened
     * @param firstFlow flow.id of the packet where the trace first saw it
     * @return true if either is asked for
     */
    bool WantsFlow(int64_t flow, int64_t firstFlow)
    {
        return !HasFilter() || WantsFlow(flow) || WantsFlow(firstFlow);
    }

  private:
    NfTraceReader& m_reader;
    NfFlowFilter m_filter;
    int64_t m_node;
    int64_t m_from;
    int64_t m_to;
    std::unordered_map<int64_t, bool> m_flows; //!< answers by flow
};

} // namespace ns3

#endif /* NF_EVENT_SELECTION_H */
