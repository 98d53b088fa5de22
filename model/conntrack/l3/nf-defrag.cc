// SPDX-License-Identifier: GPL-2.0-only

#include "nf-defrag.h"

#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{

namespace
{

constexpr uint8_t ECN_MASK = 3;
constexpr uint8_t ECN_CE = 3;
constexpr uint8_t ECN_SEEN_NOT_ECT = 1 << 0;
constexpr uint8_t ECN_SEEN_CE = 1 << ECN_CE;

} // namespace

NfVerdict
NfDefrag::Gather(NfPacket& packet, uint16_t zone, Time timeout)
{
    Time now = Simulator::Now();
    ForgetExpired(now);
    if (m_bytes > HIGH_THRESHOLD || IsCut(packet))
    {
        return m_refusal;
    }
    Key key = MakeKey(packet);
    key.zone = zone;
    auto [position, isNew] = m_queues.try_emplace(key);
    Queue& queue = position->second;
    if (isNew)
    {
        queue.expires = now + timeout;
        m_deadlines.emplace(queue.expires, key);
        if (TellsSender(packet))
        {
            queue.netns = packet.netns;
            queue.expiry =
                Simulator::Schedule(timeout, [this] { ForgetExpired(Simulator::Now()); });
        }
    }
    uint32_t before = queue.collected;
    const Outcome outcome = Add(queue, packet);
    m_bytes += queue.collected - before;
    switch (outcome)
    {
    case Outcome::WAITS:
        break;
    case Outcome::REPEATED:
        return NfVerdict::STOLEN;
    case Outcome::REFUSED:
        return m_refusal;
    case Outcome::CORRUPT:
    case Outcome::PASSES:
        Forget(position);
        return outcome == Outcome::PASSES ? NfVerdict::ACCEPT : m_refusal;
    }
    bool complete = queue.haveFirst && queue.haveLast && queue.collected == queue.length;
    if (!complete)
    {
        return NfVerdict::STOLEN;
    }
    bool assembled = Assemble(queue, packet);
    Forget(position);
    return assembled ? NfVerdict::ACCEPT : NfVerdict::STOLEN;
}

NfDefrag::Outcome
NfDefrag::Place(Queue& queue, uint32_t begin, uint32_t end, const Ptr<Packet>& bytes)
{
    auto add = [&](std::vector<Run>::iterator where) {
        bytes->RemoveAtEnd(bytes->GetSize() - (end - begin));
        queue.runs.insert(where, {begin, end, bytes});
        queue.pieces[begin] = end - begin;
        queue.collected += end - begin;
        return Outcome::WAITS;
    };
    if (queue.runs.empty())
    {
        return add(queue.runs.end());
    }
    Run& last = queue.runs.back();
    if (last.end < end)
    {
        if (begin < last.end)
        {
            return Outcome::CORRUPT;
        }
        if (begin > last.end)
        {
            return add(queue.runs.end());
        }
        bytes->RemoveAtEnd(bytes->GetSize() - (end - begin));
        last.bytes->AddAtEnd(bytes);
        last.end = end;
        queue.pieces[begin] = end - begin;
        queue.collected += end - begin;
        return Outcome::WAITS;
    }
    auto next = std::find_if(queue.runs.begin(), queue.runs.end(), [begin](const Run& run) {
        return begin < run.end;
    });
    if (next == queue.runs.end() || end <= next->begin)
    {
        return add(next);
    }
    bool inside = begin >= next->begin && end <= next->end;
    return inside ? Outcome::REPEATED : Outcome::CORRUPT;
}

void
NfDefrag::Note(Queue& queue, const NfPacket& packet, uint32_t begin, uint32_t header, uint32_t size)
{
    queue.ecn |= 1 << (packet.ip.tos & ECN_MASK);
    queue.maxSize = std::max<uint16_t>(queue.maxSize, header + size);
    if (begin != 0)
    {
        queue.leastLaterHeader = std::min(queue.leastLaterHeader, header);
    }
    else
    {
        queue.haveFirst = true;
        queue.first = packet.ip;
        queue.extensions = packet.GetExtensions();
        queue.firstSize = size;
        queue.mark = packet.mark;
        queue.packetType = packet.packetType;
        queue.in = packet.in;
    }
}

bool
NfDefrag::Join(Queue& queue, NfPacket& packet)
{
    if (queue.ecn & ECN_SEEN_NOT_ECT && queue.ecn != ECN_SEEN_NOT_ECT)
    {
        return false;
    }
    Ptr<Packet> whole = queue.runs.front().bytes;
    for (auto run = queue.runs.begin() + 1; run != queue.runs.end(); ++run)
    {
        whole->AddAtEnd(run->bytes);
    }
    packet.SetPayload(whole);
    packet.ip = queue.first;
    packet.ip.fragmentOffset = 0;
    packet.ip.moreFragments = false;
    if (queue.ecn & ECN_SEEN_CE)
    {
        packet.ip.tos |= ECN_CE;
    }
    packet.mark = queue.mark;
    packet.fragmentMaxSize = queue.maxSize;
    for (const auto& [begin, size] : queue.pieces)
    {
        packet.pieces.push_back(size);
    }
    return true;
}

NfPacket
NfDefrag::MakeFirst(const Queue& queue)
{
    NfPacket first(queue.first, queue.runs.front().bytes->CreateFragment(0, queue.firstSize));
    first.hook = NfHook::PREROUTING;
    first.packetType = queue.packetType;
    first.in = queue.in;
    first.netns = queue.netns;
    return first;
}

NfDefrag::~NfDefrag()
{
    Clear();
}

void
NfDefrag::Forget(Map::iterator queue)
{
    queue->second.expiry.Cancel();
    m_bytes -= queue->second.collected;
    m_deadlines.erase({queue->second.expires, queue->first});
    m_queues.erase(queue);
}

void
NfDefrag::ForgetExpired(Time now)
{
    while (!m_deadlines.empty() && m_deadlines.begin()->first <= now)
    {
        auto expired = m_queues.find(m_deadlines.begin()->second);
        // A copy, because telling sends, and so may come back here.
        const Queue queue = expired->second;
        Forget(expired);
        if (queue.netns && queue.haveFirst)
        {
            TellSender(queue);
        }
    }
}

void
NfDefrag::Clear()
{
    for (auto& [key, queue] : m_queues)
    {
        queue.expiry.Cancel();
    }
    m_queues.clear();
    m_deadlines.clear();
    m_bytes = 0;
}

} // namespace ns3
