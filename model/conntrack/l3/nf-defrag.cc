// SPDX-License-Identifier: GPL-2.0-only

#include "nf-defrag.h"

#include "nf-header-size.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <array>

namespace ns3
{

namespace
{

constexpr uint32_t MAX_IP_SIZE = 65535;
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
    if (m_bytes > HIGH_THRESHOLD)
    {
        return NfVerdict::STOLEN;
    }
    Key key{packet.ip.source,
            packet.ip.destination,
            packet.ip.id,
            packet.ip.protocol,
            packet.hook,
            zone};
    auto [position, isNew] = m_queues.try_emplace(key);
    Queue& queue = position->second;
    if (isNew)
    {
        queue.expires = now + timeout;
        m_deadlines.emplace(queue.expires, key);
        if (packet.in &&
            packet.netns->GetAddressType(packet.ip.family, packet.ip.destination) == NfAddressType::LOCAL)
        {
            queue.netns = packet.netns;
            queue.expiry =
                Simulator::Schedule(timeout, [this] { ForgetExpired(Simulator::Now()); });
        }
    }
    uint32_t before = queue.collected;
    Outcome outcome = Add(queue, packet);
    m_bytes += queue.collected - before;
    if (outcome == Outcome::CORRUPT)
    {
        Forget(position);
        return NfVerdict::STOLEN;
    }
    bool complete = queue.haveFirst && queue.haveLast && queue.collected == queue.length;
    if (outcome == Outcome::REPEATED || !complete)
    {
        return NfVerdict::STOLEN;
    }
    bool assembled = Assemble(queue, packet);
    Forget(position);
    return assembled ? NfVerdict::ACCEPT : NfVerdict::STOLEN;
}

NfDefrag::Outcome
NfDefrag::Add(Queue& queue, NfPacket& packet)
{
    uint32_t begin = packet.ip.fragmentOffset;
    uint32_t end = begin + packet.GetPayloadSize();
    if (!packet.ip.moreFragments)
    {
        if (end < queue.length || (queue.haveLast && end != queue.length))
        {
            return Outcome::CORRUPT;
        }
        queue.haveLast = true;
        queue.length = end;
    }
    else
    {
        end &= ~7U; // only the last piece may end anywhere
        if (end > queue.length)
        {
            if (queue.haveLast)
            {
                return Outcome::CORRUPT;
            }
            queue.length = end;
        }
    }
    if (end <= begin)
    {
        return Outcome::CORRUPT;
    }
    Outcome outcome = Place(queue, begin, end, packet);
    if (outcome == Outcome::WAITS)
    {
        NoteHeader(queue, packet, end - begin + NfHeaderSize::IPV4);
    }
    return outcome;
}

NfDefrag::Outcome
NfDefrag::Place(Queue& queue, uint32_t begin, uint32_t end, NfPacket& packet)
{
    Ptr<Packet> bytes = packet.GetPayload();
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
NfDefrag::NoteHeader(Queue& queue, const NfPacket& packet, uint32_t size)
{
    queue.ecn |= 1 << (packet.ip.tos & ECN_MASK);
    queue.maxSize = std::max<uint16_t>(queue.maxSize, size);
    if (packet.ip.dontFragment)
    {
        queue.maxDfSize = std::max<uint16_t>(queue.maxDfSize, size);
    }
    if (packet.ip.fragmentOffset == 0)
    {
        queue.haveFirst = true;
        queue.first = packet.ip;
        queue.firstSize = size - NfHeaderSize::IPV4;
        queue.mark = packet.mark;
        queue.packetType = packet.packetType;
        queue.in = packet.in;
    }
}

bool
NfDefrag::Assemble(Queue& queue, NfPacket& packet)
{
    bool mixedEcn = queue.ecn & ECN_SEEN_NOT_ECT && queue.ecn != ECN_SEEN_NOT_ECT; // RFC 3168
    if (queue.length + NfHeaderSize::IPV4 > MAX_IP_SIZE || mixedEcn)
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
    packet.ip.dontFragment = queue.maxDfSize == queue.maxSize;
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
NfDefrag::TellSender(const Queue& queue)
{
    constexpr uint8_t timeExceeded = 11;
    constexpr uint8_t inReassembly = 1;
    NfPacket about(queue.first, queue.runs.front().bytes->CreateFragment(0, queue.firstSize));
    about.hook = NfHook::PREROUTING;
    about.packetType = queue.packetType;
    about.in = queue.in;
    about.netns = queue.netns;
    queue.netns->SendIcmpError(about, timeExceeded, inReassembly, 0);
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
