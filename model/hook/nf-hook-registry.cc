// SPDX-License-Identifier: GPL-2.0-only

#include "nf-hook-registry.h"

#include "nf-queue-bypass.h"

#include "ns3/abort.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace ns3
{

namespace
{

/// Position of a family in the registry's array.
std::size_t
FamilyIndex(NfFamily family)
{
    switch (family)
    {
    case NfFamily::IPV4:
        return 0;
    case NfFamily::IPV6:
        return 1;
    case NfFamily::NETDEV:
        return 2;
    }
    NS_ABORT_MSG("no such address family: " << static_cast<int>(family));
}

} // namespace

NfPacket&
NfStolenPacket::GetPacket()
{
    NS_ABORT_MSG_IF(!m_packet, "the packet was reinjected already, or is still being traversed");
    return *m_packet;
}

void
NfStolenPacket::Reinject(NfVerdict verdict)
{
    NS_ABORT_MSG_IF(!m_resume, "the packet was reinjected already, or is still being traversed");
    auto resume = std::exchange(m_resume, nullptr);
    m_packet = nullptr;
    resume(verdict);
}

NfHookRegistry::EntryList&
NfHookRegistry::List(NfFamily family, NfHook hook)
{
    return m_entries[FamilyIndex(family) * NF_N_HOOKS + static_cast<std::size_t>(hook)];
}

const NfHookRegistry::EntryList&
NfHookRegistry::List(NfFamily family, NfHook hook) const
{
    return m_entries[FamilyIndex(family) * NF_N_HOOKS + static_cast<std::size_t>(hook)];
}

NfHookRegistry::Id
NfHookRegistry::Register(NfFamily family,
                         NfHook hook,
                         int priority,
                         Callback callback,
                         const std::string& name)
{
    NS_ABORT_MSG_IF(!callback, "an empty callback cannot be registered");
    EntryList& list = List(family, hook);
    auto place = std::upper_bound(list.begin(), list.end(), priority, [](int p, const Entry& e) {
        return p < e.priority;
    });
    Id id = ++m_lastId;
    ++m_registered;
    ++m_changes;
    list.insert(
        place,
        {priority, id, std::make_unique<Registration>(Registration{std::move(callback), name})});
    UpdateIdle();
    return id;
}

void
NfHookRegistry::Unregister(Id id)
{
    for (EntryList& list : m_entries)
    {
        auto entry =
            std::find_if(list.begin(), list.end(), [id](const Entry& e) { return e.id == id; });
        if (entry != list.end())
        {
            if (m_running > 0)
            {
                m_retired.push_back(std::move(entry->registration)); // it may be what runs
            }
            list.erase(entry);
            --m_registered;
            ++m_changes;
            UpdateIdle();
            return;
        }
    }
    NS_ABORT_MSG("no hook is registered under the id " << id);
}

void
NfHookRegistry::UpdateIdle()
{
    bool idle = m_registered == 0 && m_enter.IsEmpty() && m_leave.IsEmpty();
    if (std::exchange(m_idle, idle) != idle && m_idleChanged)
    {
        m_idleChanged();
    }
}

void
NfHookRegistry::SetQueueHandler(uint16_t number, QueueHandler handler)
{
    if (handler)
    {
        m_queues[number] = std::move(handler);
    }
    else
    {
        m_queues.erase(number);
    }
}

Ptr<NfStolenPacket>
NfHookRegistry::Steal(NfPacket& packet)
{
    if (!packet.m_stolen)
    {
        packet.m_stolen = Create<NfStolenPacket>();
    }
    return packet.m_stolen;
}

namespace
{

/// True if the packet was to be queued, but goes on because nobody handles the queue.
bool
IsBypassed(const NfHookRegistry& hooks, NfPacket& packet, NfVerdict verdict)
{
    const bool isBypassed = verdict == NfVerdict::QUEUE && (packet.queue & NF_QUEUE_BYPASS) &&
                            !hooks.HasQueueHandler(packet.queue);
    packet.queue = isBypassed ? 0 : packet.queue;
    return isBypassed;
}

} // namespace

NfVerdict
NfHookRegistry::Run(NfFamily family, NfHook hook, NfPacket& packet)
{
    packet.hook = hook;
    m_enter(packet);
    return RunFrom(family, hook, packet, {NfPriority::FIRST, 0});
}

NfVerdict
NfHookRegistry::RunFrom(NfFamily family, NfHook hook, NfPacket& packet, Position position)
{
    ++m_running;
    const Registration* by = nullptr;
    const uint32_t visitedBefore = packet.rulesVisited;
    NfVerdict verdict = Walk(List(family, hook), packet, position, by);
    packet.rulesAtHook = packet.rulesVisited - visitedBefore;
    if (!m_leave.IsEmpty())
    {
        static const std::string nobody;
        m_leave(packet, verdict, by ? by->name : nobody);
    }
    if (--m_running == 0)
    {
        m_retired.clear();
    }
    return verdict;
}

NfVerdict
NfHookRegistry::Walk(const EntryList& list,
                     NfPacket& packet,
                     Position position,
                     const Registration*& by)
{
    uint32_t repeats = 0;
    auto seek = [&list](Position behind) { return list.begin() + Seek(list, behind); };
    for (auto entry = seek(position); entry != list.end();)
    {
        const Position here{entry->priority, entry->id};
        const uint64_t changes = m_changes;
        by = entry->registration.get();
        NfVerdict verdict = by->callback(packet);
        if (verdict == NfVerdict::ACCEPT || IsBypassed(*this, packet, verdict))
        {
            // The common case, unchanged lists, needs no search.
            entry = changes == m_changes ? entry + 1 : seek(here);
            repeats = 0;
        }
        else if (verdict == NfVerdict::REPEAT)
        {
            NS_ABORT_MSG_IF(++repeats > MAX_REPEATS,
                            "the callback \"" << by->name << "\" at " << NfToString(packet.hook)
                                              << " repeats without end");
            entry = seek({here.first, here.second - 1});
        }
        else
        {
            return verdict == NfVerdict::DROP ? verdict : Keep(packet, here, verdict);
        }
    }
    by = nullptr;
    return NfVerdict::ACCEPT;
}

std::size_t
NfHookRegistry::Seek(const EntryList& list, Position position)
{
    std::size_t index = 0;
    while (index < list.size() && Position{list[index].priority, list[index].id} <= position)
    {
        ++index;
    }
    return index;
}

NfVerdict
NfHookRegistry::Keep(NfPacket& packet, Position keeper, NfVerdict verdict) const
{
    packet.m_resumeAfter = keeper;
    packet.m_queued = verdict == NfVerdict::QUEUE;
    bool nobodyTakes = packet.m_queued && !HasQueueHandler(packet.queue);
    return nobodyTakes ? NfVerdict::DROP : NfVerdict::STOLEN;
}

void
NfHookRegistry::Park(NfPacket& packet, std::function<void(NfVerdict)> resume)
{
    Ptr<NfStolenPacket> stolen = packet.m_stolen ? packet.m_stolen : Create<NfStolenPacket>();
    packet.m_stolen = nullptr; // the packet must not own its owner
    stolen->m_packet = &packet;
    stolen->m_resume = [open = std::weak_ptr(m_open), go = std::move(resume)](NfVerdict verdict) {
        if (!open.expired())
        {
            go(verdict);
        }
    };
    if (std::exchange(packet.m_queued, false))
    {
        QueueHandler handler = m_queues.at(static_cast<uint16_t>(packet.queue));
        handler(stolen);
    }
}

} // namespace ns3
