// SPDX-License-Identifier: GPL-2.0-only

#include "nf-work-meter.h"

#include "nf-cpu-queue-helper.h"
#include "nf-packet-tuple.h"
#include "nf-tables.h"

#include "ns3/abort.h"
#include "ns3/node-list.h"

#include <functional>
#include <optional>
#include <utility>

namespace ns3
{

namespace
{

/// How many flows are kept apart before their work is given to pairs: a flood with forged sources
/// has as many flows as packets.
constexpr std::size_t MOST_FLOWS = 1 << 16;

NfTrafficLedger::Flow
FlowOf(const NfTuple& tuple)
{
    return {tuple.protocol,
            tuple.source.V4(),
            tuple.sourcePort,
            tuple.destination.V4(),
            tuple.destinationPort};
}

/// @param packet of IPv4
/// @return its addresses, protocol and, if it has any, ports
NfTuple
TupleOf(const NfPacket& packet)
{
    if (const std::optional<NfTuple> tuple = NfGetTuple(packet))
    {
        return *tuple;
    }
    NfTuple tuple;
    tuple.source = packet.ip.source;
    tuple.destination = packet.ip.destination;
    tuple.protocol = packet.ip.protocol;
    return tuple;
}

} // namespace

NfWorkMeter::Work&
NfWorkMeter::Work::operator+=(const Work& other)
{
    rules += other.rules;
    packets += other.packets;
    served += other.served;
    cpuTime += other.cpuTime;
    return *this;
}

class NfWorkMeter::Listener
{
  public:
    Listener(NfWorkMeter& meter, Ptr<Netfilter> netfilter, Ptr<NfCpuQueue> queue)
        : m_meter(meter),
          m_netfilter(netfilter),
          m_queue(queue)
    {
        Listen(true);
    }

    ~Listener()
    {
        Listen(false);
    }

    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

  private:
    void Listen(bool on)
    {
        auto set = [on](auto& source, auto callback) {
            on ? source.ConnectWithoutContext(callback) : source.DisconnectWithoutContext(callback);
        };
        set(m_netfilter->GetTables()->m_traversed, MakeCallback(&Listener::Traversed, this));
        set(m_netfilter->GetTables(NfFamily::IPV6)->m_traversed,
            MakeCallback(&Listener::Traversed, this));
        set(m_netfilter->GetNat()->m_mapping, MakeCallback(&Listener::Mapped, this));
        if (m_queue)
        {
            set(m_queue->m_begun, MakeCallback(&Listener::Begun, this));
            set(m_queue->m_served, MakeCallback(&Listener::Served, this));
        }
    }

    void Traversed(const NfPacket& packet, uint32_t rules)
    {
        if (rules > 0)
        {
            Work work;
            work.rules = rules;
            work.packets = packet.rulesVisited == rules ? 1 : 0;
            m_meter.Add(packet, work);
        }
    }

    void Mapped(const NfNatMapping& mapping)
    {
        m_meter.AddMapping(mapping);
    }

    void Begun(const NfPacket& packet)
    {
        m_inService = TupleOf(packet);
    }

    void Served(Time waited, Time service, const NfFilteringWork&)
    {
        Work work;
        work.served = 1;
        work.cpuTime = waited + service;
        m_meter.Add(m_meter.FindSent(m_inService), work);
    }

    NfWorkMeter& m_meter;
    Ptr<Netfilter> m_netfilter;
    Ptr<NfCpuQueue> m_queue; //!< null: the node has none
    NfTuple m_inService;     //!< of the packet that the CPU works on, as it arrived
};

NfWorkMeter::NfWorkMeter(const NfTrafficLedger& ledger)
    : m_ledger(ledger)
{
}

NfWorkMeter::~NfWorkMeter() = default;

void
NfWorkMeter::Watch()
{
    NS_ABORT_MSG_UNLESS(m_listeners.empty(), "a meter watches once");
    for (auto node = NodeList::Begin(); node != NodeList::End(); ++node)
    {
        if (const Ptr<Netfilter> netfilter = (*node)->GetObject<Netfilter>())
        {
            const Ptr<NfCpuQueue> queue = NfCpuQueueHelper::Get(*node);
            m_hasCpuQueue = m_hasCpuQueue || queue;
            m_listeners.push_back(std::make_unique<Listener>(*this, netfilter, queue));
        }
    }
}

void
NfWorkMeter::Add(const NfPacket& packet, const Work& work)
{
    if (packet.ip.family == NfFamily::IPV4)
    {
        Add(FindSent(TupleOf(packet)), work);
    }
}

void
NfWorkMeter::Add(const Flow& flow, const Work& work)
{
    m_total += work;
    m_flows[flow] += work;
    if (m_flows.size() >= MOST_FLOWS)
    {
        Settle();
    }
}

void
NfWorkMeter::Add(const Record& record)
{
    m_total += record.total;
    m_sent.insert(record.sent.begin(), record.sent.end());
    for (const auto& [pair, work] : record.pairs)
    {
        m_pairs[pair] += work;
    }
    std::map<Flow, Work> flows;
    for (const auto& seen : {std::cref(m_flows), std::cref(record.flows)})
    {
        for (const auto& [flow, work] : seen.get())
        {
            flows[FindSent(flow)] += work;
        }
    }
    m_flows = std::move(flows);
}

void
NfWorkMeter::AddMapping(const NfNatMapping& mapping)
{
    const std::optional<NfTuple> translated = NfInvertTuple(mapping.reply);
    if (translated && *translated != mapping.original)
    {
        const Flow sent = FindSent(mapping.original);
        m_sent[FlowOf(*translated)] = sent;
        // An answer belongs to whom it answers.
        m_sent[FlowOf(mapping.reply)] = sent;
    }
}

NfWorkMeter::Flow
NfWorkMeter::FindSent(const NfTuple& tuple) const
{
    return FindSent(FlowOf(tuple));
}

NfWorkMeter::Flow
NfWorkMeter::FindSent(const Flow& flow) const
{
    const auto found = m_sent.find(flow);
    return found == m_sent.end() ? flow : found->second;
}

void
NfWorkMeter::Settle()
{
    for (const auto& [flow, work] : m_flows)
    {
        if (const NfTrafficPair* owner = m_ledger.FindOwner(flow, std::nullopt))
        {
            m_pairs[owner->number] += work;
        }
    }
    m_flows.clear();
}

const std::map<uint32_t, NfWorkMeter::Work>&
NfWorkMeter::SumUp()
{
    Settle();
    return m_pairs;
}

} // namespace ns3
