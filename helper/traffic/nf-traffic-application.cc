// SPDX-License-Identifier: GPL-2.0-only

#include "nf-traffic-application.h"

#include "ns3/names.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <utility>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(NfTrafficApplication);

namespace
{

// By name where there is one, so that numbers of nodes may change without changing what is drawn.
std::string
NameOf(Ptr<Node> node)
{
    const std::string name = node ? Names::FindName(node) : "";
    return !name.empty() || !node ? name : "#" + std::to_string(node->GetId());
}

} // namespace

TypeId
NfTrafficApplication::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::NfTrafficApplication").SetParent<Application>().SetGroupName("Netfilter");
    return tid;
}

NfTrafficApplication::NfTrafficApplication(NfTrafficLedger& ledger, NfTrafficPair& pair)
    : m_ledger(ledger),
      m_pair(pair),
      m_values(*pair.spec)
{
}

void
NfTrafficApplication::DoDispose()
{
    m_next.Cancel();
    Application::DoDispose();
}

void
NfTrafficApplication::StartApplication()
{
    Begin();
}

void
NfTrafficApplication::StopApplication()
{
    m_next.Cancel();
    End();
}

std::string
NfTrafficApplication::GetWho() const
{
    return NameOf(m_pair.from) + ">" + NameOf(m_pair.to);
}

Ptr<RandomVariableStream>
NfTrafficApplication::GetVariable(const std::string& name) const
{
    return m_values.GetVariable(name, GetWho());
}

Ptr<UniformRandomVariable>
NfTrafficApplication::GetUniform(const std::string& purpose) const
{
    return m_values.GetUniform(purpose, GetWho());
}

void
NfTrafficApplication::Later(double seconds, std::function<void()> what)
{
    m_next.Cancel();
    m_next = Simulator::Schedule(Seconds(std::max(0.0, seconds)), std::move(what));
}

void
NfTrafficApplication::Repeat(Ptr<RandomVariableStream> interval, std::function<void()> what)
{
    Later(std::max(NF_LEAST_TRAFFIC_GAP, interval->GetValue()), std::move(what));
}

bool
NfTrafficApplication::IsDone() const
{
    const uint32_t count = m_values.GetCount("count");
    return count > 0 && m_pair.meant >= count;
}

void
NfTrafficApplication::Claim(const NfTrafficLedger::Flow& flow)
{
    m_ledger.Claim(m_pair, flow);
}

Ipv4Address
NfTrafficApplication::GetTarget() const
{
    return NfTargetOf(m_pair);
}

} // namespace ns3
