// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CPU_QUEUE_H
#define NF_CPU_QUEUE_H

#include "netfilter.h"
#include "nf-filtering-cost.h"

#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/random-variable-stream.h"
#include "ns3/traced-callback.h"

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Lets filtering take simulated time: one CPU of a node, which processes one IPv4 packet after the
 * other, and the bounded queue before it. A node has none unless NfCpuQueueHelper gives it one;
 * packets then pass its hooks in no time.
 *
 * A packet arrives at PREROUTING, or at OUTPUT if the node itself sends it. When its turn comes, it
 * passes its hooks, which tells how much work it is (NfFilteringWork) and so, by NfFilteringCost,
 * how long it takes. At the end of INPUT or POSTROUTING it is held until that time is over, as is
 * what the node has answered meanwhile (REJECT, ICMP errors), whose work is part of the same
 * service. A packet that a rule drops keeps the CPU busy for what was done before.
 *
 * A packet that arrives while QueueLimit packets wait or are being processed is dropped by the
 * callback "cpu queue", under which traces and reports of drops name it.
 *
 * It is made of callbacks of the node's hooks alone. It changes no decision: with costs of zero,
 * packets leave when they would without it.
 *
 * Invariants: packets are served in order of arrival; GetLength() never exceeds QueueLimit; each
 * packet is served, dropped, or still in the queue.
 *
 * Divergences from Linux: one CPU; no interrupts and no batches (NAPI); what a process sends waits
 * in the same queue as what was received, and may be dropped there, where Linux would let the
 * process itself do the work. ARP, IPv6, device hooks, and packets that the stack refuses before
 * PREROUTING cost nothing. Work on a packet that another callback has kept (NFQUEUE, a fragment)
 * costs nothing once it is given back.
 *
 * @code
 *   NfCpuQueueHelper cost;
 *   cost.Set("PerRule", DoubleValue(5)); // nanoseconds
 *   cost.Install(firewall);
 * @endcode
 */
class NfCpuQueue : public Object, private NfFilteringCost
{
  public:
    /// @return the TypeId
    static TypeId GetTypeId();

    NfCpuQueue();
    ~NfCpuQueue() override;

    /// Name of its callbacks.
    static constexpr const char* NAME = "cpu queue";

    /**
     * Begin to take the packets of a node. Once.
     * @param node has an IPv4 stack; gets the layer if it has none
     */
    void Attach(Ptr<Node> node);

    /// @return how many packets wait or are being processed
    uint32_t GetLength() const
    {
        return static_cast<uint32_t>(m_waiting.size()) + (m_serving ? 1 : 0);
    }

    /// @return how many packets have been processed
    uint64_t GetServed() const
    {
        return m_servedCount;
    }

    /// @return how many packets found the queue full
    uint64_t GetDropped() const
    {
        return m_droppedCount;
    }

    /// @return how long the CPU has worked on the packets that have been processed
    Time GetBusyTime() const
    {
        return m_busyTime;
    }

    /**
     * Use a fixed random stream number for the factor of service times.
     * @param stream the number
     * @return how many were used
     */
    int64_t AssignStreams(int64_t stream);

    /// Signature of subscribers to Served.
    typedef void (*ServedTracedCallback)(Time waited, Time service, const NfFilteringWork& work);

    /// Signature of subscribers to Begun.
    typedef void (*BegunTracedCallback)(const NfPacket& packet);

    /// Fired when a packet's turn has come, before it passes its hooks: as it arrived.
    TracedCallback<const NfPacket&> m_begun;

    /// Fired when a packet has been processed, before it goes on: how long it waited, how long it
    /// took, and for what.
    TracedCallback<Time, Time, const NfFilteringWork&> m_served;

  protected:
    void DoDispose() override;

  private:
    static TypeId MakeTypeId();

    /// A packet that waits.
    struct Job
    {
        Ptr<NfStolenPacket> packet;
        Time arrived;
    };

    NfVerdict Arrive(NfPacket& packet);
    NfVerdict CountTracking(NfPacket& packet);
    NfVerdict Hold(NfPacket& packet);
    void CountLogLine(const NfPacket& packet, uint8_t level, const std::string& text);
    void Schedule(Time delay, void (NfCpuQueue::*what)());
    // Let the packet whose turn it is pass its hooks.
    void Serve();
    // Its time is over: let go of what is held.
    void Finish();

    void SetSearchName(std::string name);
    std::string GetSearchName() const;

    uint32_t m_limit{1000};
    Ptr<RandomVariableStream> m_factor;
    Ptr<Node> m_node;
    Ptr<Netfilter> m_netfilter; //!< null before Attach() and after the node's end
    std::vector<NfHookRegistry::Id> m_hooks;
    std::deque<Job> m_waiting;
    std::vector<Ptr<NfStolenPacket>> m_held; //!< to go on when the service ends
    NfFilteringWork m_work;                  //!< of the service
    Time m_waited;                           //!< by the packet in service
    Time m_service;                          //!< how long it takes
    bool m_awake{false};                     //!< an event will look after the queue
    bool m_serving{false};                   //!< a packet is in service
    bool m_running{false};                   //!< its hooks are being passed now
    bool m_wasTracked{false};                //!< the packet had a connection when it arrived
    uint64_t m_servedCount{0};
    uint64_t m_droppedCount{0};
    Time m_busyTime;
};

} // namespace ns3

#endif /* NF_CPU_QUEUE_H */
