// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PACKET_JOURNEY_H
#define NF_PACKET_JOURNEY_H

#include "nf-packet-fate.h"
#include "nf-trace-reader.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/// What a hook changed in a packet.
struct NfPacketRewrite
{
    int64_t flowBefore{0};
    int64_t flowAfter{0};
    int64_t ttlBefore{0};
    int64_t ttlAfter{0};
    int64_t tosBefore{0};
    int64_t tosAfter{0};
    int64_t markBefore{0};
    int64_t markAfter{0};
};

/// A place that a packet met: a hook that it left, a drop by the stack, a loss, or a line of LOG.
struct NfPacketStop
{
    enum class Kind
    {
        HOOK,
        STACK,
        LOSS,
        LOG
    };

    Kind kind{Kind::HOOK};
    int64_t id{0}; //!< number of the event: gives the order
    int64_t time{0};
    int64_t node{0};
    int64_t journey{-1};                 //!< which way through the node; -1: unknown
    std::string place;                   //!< hook, "stack", the place of a loss, or "log"
    int64_t in{0};                       //!< ifindex; 0: none
    int64_t out{0};                      //!< ifindex; 0: none
    std::string verdict;                 //!< empty for LOG
    std::string reason;                  //!< or the text of the log line
    std::string ctState;                 //!< empty outside hooks
    std::string direction;               //!< empty without a connection
    int64_t connection{-1};              //!< -1: none
    int64_t flow{0};                     //!< afterwards; 0 for LOG
    int64_t path{0};                     //!< for NfTraceReader::GetPath()
    std::optional<int64_t> rulesVisited; //!< nothing: not known, or no hook
    int64_t mark{0};                     //!< afterwards
    std::optional<NfPacketRewrite> rewrite;
};

/// How a packet ended.
struct NfPacketFate
{
    using Kind = NfFate; //!< what became of it

    Kind kind{Kind::LEFT};
    const NfPacketStop* where{nullptr}; //!< the stop that decided; null if there are none
};

/**
 * @ingroup netfilter
 * All that the trace tells of a packet, in order.
 */
class NfPacketJourney
{
  public:
    /**
     * @param reader the trace
     * @param uid the packet
     */
    NfPacketJourney(NfTraceReader& reader, int64_t uid);

    /// @return the packet
    int64_t GetUid() const
    {
        return m_uid;
    }

    /// @return its stops, in order
    const std::vector<NfPacketStop>& GetStops() const
    {
        return m_stops;
    }

    /// @return how it ended, as NfPacketFateJudge decides; valid as long as this
    NfPacketFate GetFate() const;

  private:
    void ReadHooks(NfTraceReader& reader);
    void ReadStackDrops(NfTraceReader& reader);
    void ReadLosses(NfTraceReader& reader);
    void ReadLogLines(NfTraceReader& reader);

    int64_t m_uid;
    std::vector<NfPacketStop> m_stops;
};

/// @param reader the trace
/// @param rewrite what changed
/// @return "source 10.0.0.1:5 -> 192.0.2.1:5"
std::string NfRewriteText(NfTraceReader& reader, const NfPacketRewrite& rewrite);

} // namespace ns3

#endif /* NF_PACKET_JOURNEY_H */
