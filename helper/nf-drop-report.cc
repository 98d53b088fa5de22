// SPDX-License-Identifier: GPL-2.0-only

#include "nf-drop-report.h"

#include "ns3/names.h"

#include <algorithm>
#include <iomanip>
#include <sstream>

namespace ns3
{

NfDropReport::~NfDropReport()
{
    for (auto& listener : m_listeners)
    {
        listener.second->Listen(false);
    }
}

void
NfDropReport::Install(const NfNodes& nodes)
{
    for (auto node = nodes.Get().Begin(); node != nodes.Get().End(); ++node)
    {
        auto& listener = m_listeners[(*node)->GetId()];
        if (listener)
        {
            continue;
        }
        std::string name = Names::FindName(*node);
        listener = std::make_unique<Listener>();
        listener->report = this;
        listener->netfilter = Netfilter::Install(*node);
        listener->name = name.empty() ? "node " + std::to_string((*node)->GetId()) : name;
        listener->Listen(true);
    }
}

void
NfDropReport::Listener::Listen(bool on)
{
    auto set = [on](auto& source, auto callback) {
        on ? source.ConnectWithoutContext(callback) : source.DisconnectWithoutContext(callback);
    };
    set(netfilter->GetTables()->m_ruleHit, MakeCallback(&Listener::Hit, this));
    set(netfilter->GetTables(NfFamily::IPV6)->m_ruleHit, MakeCallback(&Listener::Hit, this));
    set(netfilter->GetHooks().m_leave, MakeCallback(&Listener::Leave, this));
    set(netfilter->GetStack()->m_dropped, MakeCallback(&Listener::Dropped, this));
}

void
NfDropReport::Listener::Hit(const NfRuleHit& hit)
{
    if (hit.verdict != NfRuleHit::Verdict::DROP)
    {
        return;
    }
    std::ostringstream why;
    if (hit.rule && hit.kind == NfRuleHit::Kind::RULE)
    {
        NfPrintRule(why, hit.chain, *hit.rule);
    }
    else
    {
        why << "policy DROP";
    }
    const char* family = hit.packet.ip.family == NfFamily::IPV6 ? "ip6 " : "";
    Place place{name, family + std::string(hit.table) + " " + std::string(hit.chain), why.str()};
    candidates.emplace_back(hit.packet.serial, place);
}

void
NfDropReport::Listener::Leave(const NfPacket& packet,
                              NfVerdict verdict,
                              const std::string& callback)
{
    auto candidate = std::find_if(candidates.rbegin(), candidates.rend(), [&](const auto& c) {
        return c.first == packet.serial;
    });
    if (verdict == NfVerdict::DROP)
    {
        Place place{name, NfToString(packet.hook), callback};
        ++report->m_drops[candidate == candidates.rend() ? place : candidate->second];
    }
    if (candidate != candidates.rend())
    {
        candidates.erase(std::next(candidate).base());
    }
}

void
NfDropReport::Listener::Dropped(const NfPacket&, NfDropReason reason)
{
    if (reason != NfDropReason::HOOK)
    {
        ++report->m_drops[{name, "stack", NfToString(reason)}];
    }
}

uint64_t
NfDropReport::GetTotal() const
{
    uint64_t total = 0;
    for (const auto& drop : m_drops)
    {
        total += drop.second;
    }
    return total;
}

void
NfDropReport::Print(std::ostream& os) const
{
    for (const auto& drop : m_drops)
    {
        os << std::right << std::setw(6) << drop.second << "  " << std::left << std::setw(8)
           << drop.first.node << " " << std::setw(16) << drop.first.where << " " << drop.first.why
           << "\n";
    }
}

} // namespace ns3
