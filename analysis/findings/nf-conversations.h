// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CONVERSATIONS_H
#define NF_CONVERSATIONS_H

#include "nf-trace-reader.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Which flows belong together: both directions of what two ends say to each other, before and
 * after translation.
 *
 * Two flows are joined if one is the reverse of the other (an ICMP echo and its reply included),
 * if a hook or a NAT mapping turned one into the other, or if conntrack knows them as the two
 * directions of a connection. Flows are known by addresses only: two private networks that use the
 * same addresses and ports towards the same destination are seen as one.
 */
class NfConversations
{
  public:
    /// @param reader the trace
    /// @param flows its flows, by id
    NfConversations(NfTraceReader& reader, const std::vector<NfTraceFlowRow>& flows);

    /// @param flow id of a flow
    /// @return number of its conversation: the id of one of its flows
    int64_t Find(int64_t flow);

    /// @param a a flow
    /// @param b another of the same conversation
    /// @return they go the same way
    bool SameDirection(int64_t a, int64_t b);

  private:
    void Join(int64_t a, int64_t b, bool reversed);
    void JoinReversed(const std::vector<NfTraceFlowRow>& flows);
    void JoinPairs(NfTraceReader& reader, const char* sql, bool reversed);

    std::vector<int64_t> m_parents;
    std::vector<bool> m_reversed; //!< relative to the parent
};

} // namespace ns3

#endif /* NF_CONVERSATIONS_H */
