// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NODE_TRACER_H
#define NF_NODE_TRACER_H

#include "netfilter.h"
#include "nf-rule-hit.h"
#include "nf-trace-record.h"

#include "ns3/node.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{

class NfTraceSession;

/**
 * \ingroup netfilter
 * Listens to the trace sources of one node's layer and writes their events as records.
 *
 * Passes over hooks nest: the answer of a REJECT traverses OUTPUT while the packet it answers is
 * still in FORWARD. Open passes are therefore a stack, and a rule hit belongs to the top of it.
 */
class NfNodeTracer
{
  public:
    /// \param session where to write \param netfilter the node's layer \param node the node
    NfNodeTracer(NfTraceSession& session, Ptr<Netfilter> netfilter, Ptr<Node> node);
    ~NfNodeTracer();

    NfNodeTracer(const NfNodeTracer&) = delete;
    NfNodeTracer& operator=(const NfNodeTracer&) = delete;

    /// Stop listening and write the final state of the node's connections.
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
    // The packet's number in this run, given to it now if it has none.
    uint64_t NumberOf(const NfPacket& packet);

    void WriteNode();
    void WriteInterfaces();
    void WriteRulesets();
    void WriteConnection(const NfConnection& connection);
    // Write a connection that no record has named yet.
    void Introduce(const NfConnection& connection);
    int64_t Now() const;
    void Listen(bool on);

    NfTraceSession& m_session;
    Ptr<Netfilter> m_netfilter;
    Ptr<Node> m_node;
    uint32_t m_nodeId;
    std::vector<OpenPass> m_open;
    // Number of each table's first chain as it was written; the others follow in their order.
    std::array<uint32_t, NfTableKind::COUNT> m_firstChains{};
    uint64_t m_generation{UINT64_MAX}; //!< of the rule set that was written
    uint32_t m_written{0};             //!< how often rule sets were written
    uint64_t m_lastConnection{0};      //!< highest connection id written
    uint64_t m_interfaces{0};          //!< generation of the interfaces that were written
};

} // namespace ns3

#endif /* NF_NODE_TRACER_H */
