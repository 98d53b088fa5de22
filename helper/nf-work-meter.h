// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_WORK_METER_H
#define NF_WORK_METER_H

#include "netfilter.h"
#include "nf-cpu-queue.h"
#include "nf-traffic-pair.h"

#include "ns3/nstime.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Sums up how much work the filtering of each traffic's packets is for all nodes.
 *
 * A packet belongs to the traffic that NfTrafficLedger finds by its addresses, ports and protocol.
 * Where NAT has changed them, what the nodes' NAT chose leads back to what was sent. What belongs
 * to nobody (forged sources that several could have, equal private addresses, later fragments) is
 * in the total only.
 *
 * It listens to trace sources that fire in the course of filtering, and changes nothing: a node
 * without rules and without a CPU queue does not notice it.
 */
class NfWorkMeter
{
  public:
    /// What was done for some packets.
    struct Work
    {
        uint64_t rules{0};   //!< with which they were compared
        uint64_t packets{0}; //!< that were compared with any, once for each node
        uint64_t served{0};  //!< by a CPU queue, once for each node
        Time cpuTime;        //!< that these waited for the CPU, or occupied it

        /// @param other is added
        /// @return this
        Work& operator+=(const Work& other);
    };

    using Flow = NfTrafficLedger::Flow; //!< one direction of a pair of some traffic

    /// What one rank of a distributed simulation has seen.
    struct Record
    {
        Work total;
        std::map<Flow, Flow> sent;      //!< what NAT has made to what was sent
        std::map<Flow, Work> flows;     //!< not given to pairs yet
        std::map<uint32_t, Work> pairs; //!< by number
    };

    /// @param ledger knows the traffic, and outlives this
    explicit NfWorkMeter(const NfTrafficLedger& ledger);
    ~NfWorkMeter();

    NfWorkMeter(const NfWorkMeter&) = delete;
    NfWorkMeter& operator=(const NfWorkMeter&) = delete;

    /// Listen to all nodes that have the layer by now. Once.
    void Watch();

    /// @return true if a node that it listens to has a CPU queue
    bool HasCpuQueue() const
    {
        return m_hasCpuQueue;
    }

    /// @return the work for all packets
    const Work& GetTotal() const
    {
        return m_total;
    }

    /// @return the work for the packets of each pair, by its number
    const std::map<uint32_t, Work>& SumUp();

    /// @return what this has seen
    Record GetRecord() const
    {
        return {m_total, m_sent, m_flows, m_pairs};
    }

    /**
     * Add what another rank has seen, before SumUp().
     * @param record of the other rank. What NAT there has translated is known here from then on,
     *        and the other way round
     */
    void Add(const Record& record);

  private:
    /// Listens to one node.
    class Listener;

    void Add(const NfPacket& packet, const Work& work);
    void Add(const Flow& flow, const Work& work);
    void AddMapping(const NfNatMapping& mapping);
    // The flow as it was sent, before any NAT.
    Flow FindSent(const NfTuple& tuple) const;
    Flow FindSent(const Flow& flow) const;
    // Give the work of flows to pairs.
    void Settle();

    const NfTrafficLedger& m_ledger;
    std::vector<std::unique_ptr<Listener>> m_listeners;
    bool m_hasCpuQueue{false};
    Work m_total;
    std::map<Flow, Flow> m_sent; //!< what NAT has made, in either direction, to what was sent
    std::map<Flow, Work> m_flows;
    std::map<uint32_t, Work> m_pairs;
};

} // namespace ns3

#endif /* NF_WORK_METER_H */
