// SPDX-License-Identifier: GPL-2.0-only

#include "nf-hook-registry.h"

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
    list.insert(
        place,
        {priority, id, std::make_shared<Registration>(Registration{std::move(callback), name})});
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
            list.erase(entry);
            --m_registered;
            return;
        }
    }
    NS_ABORT_MSG("no hook is registered under the id " << id);
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
    const EntryList& list = List(family, hook);
    std::size_t index = 0;
    uint32_t repeats = 0;
    Id lastId = m_lastId;
    auto seek = [&] {
        while (index < list.size() && Position{list[index].priority, list[index].id} <= position)
        {
            ++index;
        }
    };
    seek();
    while (index < list.size())
    {
        const Entry& entry = list[index];
        Position here{entry.priority, entry.id};
        std::size_t size = list.size();
        // Keeps function and name alive if it unregisters itself.
        std::shared_ptr<Registration> registration = entry.registration;
        NfVerdict verdict = registration->callback(packet);
        const std::string& name = registration->name;
        if (verdict == NfVerdict::REPEAT)
        {
            NS_ABORT_MSG_IF(++repeats > MAX_REPEATS,
                            "the callback \"" << name << "\" at " << NfToString(hook)
                                              << " repeats without end");
            position = Position{here.first, here.second - 1};
        }
        else if (verdict == NfVerdict::ACCEPT)
        {
            repeats = 0;
            position = here;
        }
        else if (verdict == NfVerdict::DROP)
        {
            return Leave(packet, NfVerdict::DROP, name);
        }
        else
        {
            packet.m_resumeAfter = here;
            packet.m_queued = verdict == NfVerdict::QUEUE;
            if (packet.m_queued && m_queues.find(packet.queue) == m_queues.end())
            {
                return Leave(packet, NfVerdict::DROP, name);
            }
            return Leave(packet, NfVerdict::STOLEN, name);
        }
        // The common case, an unchanged list, needs no search.
        if (list.size() == size && m_lastId == lastId && verdict == NfVerdict::ACCEPT)
        {
            ++index;
            continue;
        }
        lastId = m_lastId;
        index = 0;
        seek();
    }
    return Leave(packet, NfVerdict::ACCEPT, {});
}

NfVerdict
NfHookRegistry::Leave(const NfPacket& packet, NfVerdict verdict, const std::string& name)
{
    m_leave(packet, verdict, name);
    return verdict;
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
        QueueHandler handler = m_queues.at(packet.queue);
        handler(stolen);
    }
}

} // namespace ns3
