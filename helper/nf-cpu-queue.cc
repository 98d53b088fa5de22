// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cpu-queue.h"

#include "nf-connection.h"

#include "ns3/abort.h"
#include "ns3/double.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(NfCpuQueue);

namespace
{

/// @param packet a packet with a connection
/// @param bit SRC_NAT or DST_NAT, as its sender sees it
/// @return true if NAT rewrites that half of the packet
bool
IsTranslated(const NfPacket& packet, uint32_t bit)
{
    const NfConnection* connection = NfGetConnection(packet);
    if (!connection)
    {
        return false;
    }
    // What was done to one half of the first packet is undone at the other half of answers.
    const uint32_t both = NfCtStatus::SRC_NAT | NfCtStatus::DST_NAT;
    return connection->Has(packet.ctDirection == NfDirection::ORIGINAL ? bit : both & ~bit);
}

/// Names of the values of NfFilteringCost::Search.
constexpr std::array<const char*, 2> SEARCH_NAMES{"linear", "logarithmic"};

/// How many rules of either family all packets of a node together have been compared with.
uint64_t
CountVisited(const Netfilter& netfilter)
{
    return netfilter.GetTables()->GetRulesVisited() +
           netfilter.GetTables(NfFamily::IPV6)->GetRulesVisited();
}

} // namespace

TypeId
NfCpuQueue::GetTypeId()
{
    static TypeId tid = MakeTypeId();
    return tid;
}

TypeId
NfCpuQueue::MakeTypeId()
{
    const NfFilteringCost usual;
    TypeId tid =
        TypeId("ns3::NfCpuQueue")
            .SetParent<Object>()
            .SetGroupName("Netfilter")
            .AddConstructor<NfCpuQueue>()
            .AddAttribute("QueueLimit",
                          "How many packets may wait or be processed at a time.",
                          UintegerValue(1000),
                          MakeUintegerAccessor(&NfCpuQueue::m_limit),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute(
                "Search",
                "How the time for rules grows with their number: linear or logarithmic.",
                StringValue(SEARCH_NAMES[usual.search]),
                MakeStringAccessor(&NfCpuQueue::SetSearchName, &NfCpuQueue::GetSearchName),
                MakeStringChecker())
            .AddAttribute("Factor",
                          "Drawn for each packet and multiplied with its service time. Its mean "
                          "should be 1.",
                          StringValue("ns3::ConstantRandomVariable[Constant=1]"),
                          MakePointerAccessor(&NfCpuQueue::m_factor),
                          MakePointerChecker<RandomVariableStream>())
            .AddTraceSource("Begun",
                            "A packet's turn has come; it is as it arrived.",
                            MakeTraceSourceAccessor(&NfCpuQueue::m_begun),
                            "ns3::NfCpuQueue::BegunTracedCallback")
            .AddTraceSource("Served",
                            "A packet has been processed: how long it waited, how long it took, "
                            "and for what.",
                            MakeTraceSourceAccessor(&NfCpuQueue::m_served),
                            "ns3::NfCpuQueue::ServedTracedCallback");

    struct Cost
    {
        const char* name;
        double NfCpuQueue::*member;
        double value;
        const char* help;
    };

    const Cost costs[] = {
        {"Fixed", &NfCpuQueue::fixed, usual.fixed, "For each packet, in nanoseconds."},
        {"PerRule", &NfCpuQueue::perRule, usual.perRule, "For each rule visited, in nanoseconds."},
        {"PerLookup",
         &NfCpuQueue::perLookup,
         usual.perLookup,
         "For each look-up of a connection, in nanoseconds."},
        {"PerInsertion",
         &NfCpuQueue::perInsertion,
         usual.perInsertion,
         "For each new connection, beside its look-up, in nanoseconds."},
        {"PerTranslation",
         &NfCpuQueue::perTranslation,
         usual.perTranslation,
         "For each address that NAT rewrites, in nanoseconds."},
        {"PerLogLine",
         &NfCpuQueue::perLogLine,
         usual.perLogLine,
         "For each line that LOG writes, in nanoseconds."},
    };
    for (const Cost& cost : costs)
    {
        tid.AddAttribute(cost.name,
                         cost.help,
                         DoubleValue(cost.value),
                         MakeDoubleAccessor(cost.member),
                         MakeDoubleChecker<double>(0));
    }
    return tid;
}

NfCpuQueue::NfCpuQueue() = default;
NfCpuQueue::~NfCpuQueue() = default;

void
NfCpuQueue::SetSearchName(std::string name)
{
    auto found = std::find(SEARCH_NAMES.begin(), SEARCH_NAMES.end(), name);
    NS_ABORT_MSG_IF(found == SEARCH_NAMES.end(),
                    "Search is linear or logarithmic, not \"" << name << "\"");
    search = static_cast<Search>(found - SEARCH_NAMES.begin());
}

std::string
NfCpuQueue::GetSearchName() const
{
    return SEARCH_NAMES[search];
}

int64_t
NfCpuQueue::AssignStreams(int64_t stream)
{
    m_factor->SetStream(stream);
    return 1;
}

void
NfCpuQueue::Attach(Ptr<Node> node)
{
    NS_ABORT_MSG_IF(m_node, "a CPU queue serves one node, and has one already");
    m_node = node;
    m_netfilter = Netfilter::Install(node);

    struct Station
    {
        NfHook hook;
        int priority;
        NfVerdict (NfCpuQueue::*run)(NfPacket&);
    };

    // Behind destination NAT, tracking has run and no rule of the table filter has dropped the
    // packet. Before the last priority, the connection is not confirmed yet.
    static constexpr int TRACKED = NfPriority::NAT_DST + 1;
    static constexpr int END = NfPriority::CONFIRM - 1;
    static constexpr std::array<Station, 6> stations{{
        {NfHook::PREROUTING, NfPriority::FIRST, &NfCpuQueue::Arrive},
        {NfHook::OUTPUT, NfPriority::FIRST, &NfCpuQueue::Arrive},
        {NfHook::PREROUTING, TRACKED, &NfCpuQueue::CountTracking},
        {NfHook::OUTPUT, TRACKED, &NfCpuQueue::CountTracking},
        {NfHook::INPUT, END, &NfCpuQueue::Hold},
        {NfHook::POSTROUTING, END, &NfCpuQueue::Hold},
    }};
    for (const Station& station : stations)
    {
        m_hooks.push_back(m_netfilter->GetHooks().Register(
            NfFamily::IPV4,
            station.hook,
            station.priority,
            [this, run = station.run](NfPacket& packet) { return (this->*run)(packet); },
            NAME));
    }
    m_netfilter->GetStack()->m_logged.ConnectWithoutContext(
        MakeCallback(&NfCpuQueue::CountLogLine, this));
}

void
NfCpuQueue::DoDispose()
{
    if (m_netfilter)
    {
        for (NfHookRegistry::Id id : m_hooks)
        {
            m_netfilter->GetHooks().Unregister(id);
        }
        m_netfilter->GetStack()->m_logged.DisconnectWithoutContext(
            MakeCallback(&NfCpuQueue::CountLogLine, this));
    }
    m_hooks.clear();
    m_waiting.clear();
    m_held.clear();
    m_netfilter = nullptr;
    m_node = nullptr;
    Object::DoDispose();
}

void
NfCpuQueue::Schedule(Time delay, void (NfCpuQueue::*what)())
{
    Simulator::ScheduleWithContext(m_node->GetId(), delay, [self = Ptr<NfCpuQueue>(this), what] {
        if (self->m_netfilter)
        {
            (PeekPointer(self)->*what)();
        }
    });
}

NfVerdict
NfCpuQueue::Arrive(NfPacket& packet)
{
    if (m_running)
    {
        m_wasTracked = bool(packet.ct);
        return NfVerdict::ACCEPT; // made by the node while it processes another: part of that
    }
    if (GetLength() >= m_limit)
    {
        ++m_droppedCount;
        return NfVerdict::DROP;
    }
    m_waiting.push_back({NfHookRegistry::Steal(packet), Simulator::Now()});
    if (!std::exchange(m_awake, true))
    {
        Schedule(Time(0), &NfCpuQueue::Serve);
    }
    return NfVerdict::STOLEN;
}

void
NfCpuQueue::Serve()
{
    const Job job = m_waiting.front();
    m_waiting.pop_front();
    m_waited = Simulator::Now() - job.arrived;
    m_work = {};
    m_wasTracked = bool(job.packet->GetPacket().ct);
    m_begun(job.packet->GetPacket());
    const Ptr<Netfilter> netfilter = m_netfilter;
    const uint64_t visitedBefore = CountVisited(*netfilter);
    m_serving = true;
    m_running = true;
    job.packet->Reinject(NfVerdict::ACCEPT);
    m_running = false;
    m_work.rules = CountVisited(*netfilter) - visitedBefore;
    const double factor = std::max(0.0, m_factor->GetValue());
    m_service = Seconds(GetServiceTime(m_work) * factor * 1e-9);
    Schedule(m_service, &NfCpuQueue::Finish);
}

NfVerdict
NfCpuQueue::CountTracking(NfPacket& packet)
{
    if (m_running)
    {
        const bool lookedUp = m_netfilter->GetConntrack()->IsActive() && !m_wasTracked &&
                              packet.ctState != NfCtState::UNTRACKED;
        m_work.lookups += lookedUp ? 1 : 0;
        m_work.translations += IsTranslated(packet, NfCtStatus::DST_NAT) ? 1 : 0;
    }
    return NfVerdict::ACCEPT;
}

void
NfCpuQueue::CountLogLine(const NfPacket&, uint8_t, const std::string&)
{
    m_work.logLines += m_running ? 1 : 0;
}

NfVerdict
NfCpuQueue::Hold(NfPacket& packet)
{
    if (!m_running)
    {
        return NfVerdict::ACCEPT; // given back by another callback that had kept it
    }
    const NfConnection* connection = NfGetConnection(packet);
    m_work.insertions += connection && !connection->IsConfirmed() ? 1 : 0;
    m_work.translations += IsTranslated(packet, NfCtStatus::SRC_NAT) ? 1 : 0;
    m_held.push_back(NfHookRegistry::Steal(packet));
    return NfVerdict::STOLEN;
}

void
NfCpuQueue::Finish()
{
    m_serving = false;
    ++m_servedCount;
    m_busyTime += m_service;
    m_served(m_waited, m_service, m_work);
    // What the node answers to these arrives as any other packet.
    for (const Ptr<NfStolenPacket>& packet : std::exchange(m_held, {}))
    {
        packet->Reinject(NfVerdict::ACCEPT);
    }
    m_awake = !m_waiting.empty();
    if (m_awake)
    {
        Serve();
    }
}

} // namespace ns3
