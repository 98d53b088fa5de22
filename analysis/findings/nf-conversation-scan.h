// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CONVERSATION_SCAN_H
#define NF_CONVERSATION_SCAN_H

#include "nf-conversations.h"
#include "nf-flow-filter.h"
#include "nf-packet-fate.h"
#include "nf-trace-reader.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace ns3
{

struct NfPacketEvent;

/// A tuple as seen on a node.
struct NfTupleSighting
{
    int64_t packets{0};
    int64_t bytes{0};
    int64_t first{INT64_MAX};
    int64_t last{INT64_MIN};
    std::unordered_set<int64_t> seen;
};

/// A packet of a conversation.
struct NfSeenPacket
{
    int64_t time{0};
    int64_t flow{0};
    int64_t length{0};
    NfFate fate{NfFate::LEFT};
    int64_t fateNode{-1}; //!< where that was decided; -1: nothing is known of the packet's way
    std::string why;      //!< empty if it was delivered or left
};

/// What two ends said to each other.
struct NfConversation
{
    int64_t opening{0}; //!< flow of the first packet
    int64_t first{INT64_MAX};
    int64_t last{INT64_MIN};
    std::array<int64_t, 2> packets{}; //!< as opened, and back
    std::array<int64_t, 2> bytes{};
    std::array<int64_t, NF_N_FATES> fates{};                          //!< by NfFate
    std::map<std::pair<int64_t, int64_t>, NfTupleSighting> sightings; //!< by flow and node
};

/**
 * @ingroup netfilter
 * Reads from a trace what conversations a filter asks for: their packets, what became of these,
 * and under which addresses which node saw them.
 */
class NfConversationScan
{
  public:
    /// @param reader the trace, which must outlive this
    /// @param filter which flows
    NfConversationScan(NfTraceReader& reader, const NfFlowFilter& filter);

    /// @return the conversations of which packets were seen, in the order of their first ones
    std::vector<const NfConversation*> GetConversations() const;

    /// @return packets of all conversations, by number
    const std::unordered_map<int64_t, NfSeenPacket>& GetPackets() const
    {
        return m_packets;
    }

    /// @param flow flow.id
    /// @return the conversation that it belongs to; null if it is not asked for
    const NfConversation* Find(int64_t flow) const;

    /// @param flow flow.id
    /// @return the flow
    const NfTraceFlowRow& GetFlow(int64_t flow) const
    {
        return m_flows[flow];
    }

    /// @param it a conversation
    /// @param flow one of its flows
    /// @return it goes as it was opened
    bool IsForward(const NfConversation& it, int64_t flow)
    {
        return m_together.SameDirection(it.opening, flow);
    }

  private:
    void Select(const NfFlowFilter& filter);
    NfConversation* Of(int64_t flow);
    void ReadPackets();
    void ReadEvents();
    std::string Why(const NfPacketEvent& event);
    void See(int64_t flow, int64_t node, int64_t packet, int64_t time);
    void Count();

    NfTraceReader& m_reader;
    std::vector<NfTraceFlowRow> m_flows;
    NfConversations m_together;
    std::vector<NfConversation*> m_byFlow; //!< null: not asked for
    std::map<int64_t, NfConversation> m_conversations;
    std::unordered_map<int64_t, NfSeenPacket> m_packets;
};

} // namespace ns3

#endif /* NF_CONVERSATION_SCAN_H */
