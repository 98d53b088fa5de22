// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PACKET_EVENTS_H
#define NF_PACKET_EVENTS_H

#include "nf-packet-fate.h"
#include "nf-trace-reader.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{

/// Something that happened to a packet.
struct NfPacketEvent
{
    /// Where it happened.
    enum class Kind : uint8_t
    {
        HOOK,
        STACK_DROP,
        LOSS
    };

    Kind kind{Kind::HOOK};
    int64_t packet{0};
    int64_t id{0};
    int64_t time{0};
    int64_t node{0};
    int64_t journey{-1};  //!< -1: unknown
    int64_t flow{0};      //!< afterwards; 0: not told
    int64_t before{0};    //!< flow on entry to a hook, if it was another; else 0
    int64_t passKind{0};  //!< kind of the pass, of a hook
    int64_t verdict{0};   //!< of a hook
    std::string place{};  //!< of a loss
    std::string reason{}; //!< of a drop by the stack or a loss
};

/**
 * @ingroup netfilter
 * Reads the events of all packets of a run, in order of packets, those of a packet in order of
 * time. One look at each table; what is kept in memory are the drops by the stack and the losses.
 */
class NfPacketEvents
{
  public:
    /**
     * @param reader the trace, which must outlive this
     * @param what what to call the work, for people who wait
     */
    NfPacketEvents(NfTraceReader& reader, const char* what);
    ~NfPacketEvents();

    /// @return true if there is another event, which Get() gives
    bool Next();

    /// @return the event; valid until the next call of Next()
    const NfPacketEvent& Get() const
    {
        return *m_current;
    }

    /// Tell a judge of the current event.
    /// @param judge of this packet
    void Tell(NfPacketFateJudge& judge) const;

  private:
    class Impl;
    void ReadEndings();
    bool ReadPass();

    NfTraceReader& m_reader;
    std::vector<NfPacketEvent> m_endings; //!< drops by the stack and losses, by packet and id
    std::size_t m_nextEnding{0};
    std::unique_ptr<Impl> m_impl; //!< the hook passes
    NfPacketEvent m_pass;         //!< the next one
    bool m_hasPass{false};
    bool m_passUsed{true}; //!< m_pass was given already
    std::vector<int64_t> m_flowsBefore;
    const NfPacketEvent* m_current{nullptr};
};

} // namespace ns3

#endif /* NF_PACKET_EVENTS_H */
