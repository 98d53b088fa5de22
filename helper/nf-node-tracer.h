// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NODE_TRACER_H
#define NF_NODE_TRACER_H

#include "netfilter.h"
#include "nf-loss-listener.h"
#include "nf-rule-hit.h"
#include "nf-ruleset-recorder.h"
#include "nf-stack-tags.h"
#include "nf-trace-record.h"

#include "ns3/node.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

class NfTraceSession;

/**
 * @ingroup netfilter
 * Listens to the trace sources of one node's layer and writes their events as records.
 *
 * A packet gets its number where it is first seen. At the level "drops", where most packets leave
 * no row, the number carries how that was, so that what ends a packet later can tell it.
 *
 * Passes over hooks nest: the answer of a REJECT traverses OUTPUT while the packet it answers is
 * still in FORWARD. Open passes are therefore a stack, and a rule hit belongs to the top of it.
 */
class NfNodeTracer
{
  public:
    /// @param session where to write
    /// @param netfilter the node's layer
    /// @param node the node
    NfNodeTracer(NfTraceSession& session, Ptr<Netfilter> netfilter, Ptr<Node> node);
    ~NfNodeTracer();

    NfNodeTracer(const NfNodeTracer&) = delete;
    NfNodeTracer& operator=(const NfNodeTracer&) = delete;

    /// Write the names and interfaces that the node has by now, and listen to new devices.
    void Refresh();

    /// Stop listening; write the rule set if it has changed.
    void Finish();

  private:
    /// A packet that is at a hook.
    struct OpenPass
    {
        uint64_t serial;
        NfTraceHeader before;
        std::vector<NfTraceRuleHit> hits;
    };

    void Enter(const NfPacket& packet);
    void Leave(const NfPacket& packet, NfVerdict verdict, const std::string& callback);
    void Hit(const NfRuleHit& hit);
    void Dropped(const NfPacket& packet, NfDropReason reason);
    void Logged(const NfPacket& packet, uint8_t level, const std::string& text);
    void Conntrack(const NfConntrackEvent& event);
    void Mapped(const NfNatMapping& mapping);
    void Generated(const NfPacket& answer, const NfPacket& about);
    void Lost(const NfLoss& loss);
    // The packet's number in this run, given to it now if it has none; seen as the header says.
    uint64_t NumberOf(const NfPacket& packet, const NfTraceHeader& header);
    // Write how a packet was first seen, if its number carries it.
    void WriteOrigin(const NfTraceNumber& number);
    void WriteOrigin(const NfPacket& packet);

    void WriteConnection(const NfConnection& connection);
    // Write a connection that no record has named yet.
    void Introduce(const NfConnection& connection);
    int64_t Now() const;
    void Listen(bool on);
    void RulesetChanged();
    void RulesetChanged6();

    NfTraceSession& m_session;
    Ptr<Netfilter> m_netfilter;
    Ptr<Node> m_node;
    uint32_t m_nodeId;
    std::vector<OpenPass> m_open;
    std::unique_ptr<NfRulesetRecorder> m_rulesets;
    std::unique_ptr<NfRulesetRecorder> m_rulesets6; //!< of IPv6
    std::unique_ptr<NfLossListener> m_losses;
    uint64_t m_lastConnection{0}; //!< highest connection id written
    uint64_t m_interfaces{0};     //!< generation of the interfaces that were written
    // The packet that the layer ended last, and when: ns-3 then reports the same once more.
    std::pair<uint64_t, int64_t> m_ended{};
    std::pair<uint64_t, uint32_t> m_lost{}; //!< packet that was lost last, and on which device
    int64_t m_lostTime{-1};                 //!< when
};

} // namespace ns3

#endif /* NF_NODE_TRACER_H */
