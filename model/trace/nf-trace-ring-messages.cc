// SPDX-License-Identifier: GPL-2.0-only

#include "nf-trace-ring-messages.h"

#include "nf-trace-store.h"

#include <algorithm>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <type_traits>

namespace ns3
{

namespace
{

enum class Kind : uint32_t
{
    NODE,
    INTERFACE,
    RULESET,
    HOOK_PASS,
    STACK_DROP,
    LOSS,
    PACKET,
    PACKET_LINK,
    CONNECTION,
    CONNTRACK_EVENT,
    NAT_MAPPING,
    LOG_LINE
};

/// In front of each message.
struct MessageHeader
{
    Kind kind;
    uint32_t extra; //!< number of rule hits, or number of the first chain
    uint64_t bytes; //!< of the whole message, padding included
};

static_assert(sizeof(MessageHeader) % NfTraceRing::ALIGNMENT == 0);
static_assert(std::is_trivially_copyable_v<NfTraceRuleHit>);

std::size_t
Padded(std::size_t bytes)
{
    return (bytes + NfTraceRing::ALIGNMENT - 1) / NfTraceRing::ALIGNMENT * NfTraceRing::ALIGNMENT;
}

// Post a record that can be copied as bytes, then hits, then texts.
template <class T>
bool
PostBytes(NfTraceRing& ring,
          Kind kind,
          const T& record,
          std::initializer_list<std::string_view> texts,
          const NfTraceRuleHit* hits = nullptr,
          std::size_t n = 0)
{
    static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= NfTraceRing::ALIGNMENT);
    std::size_t bytes = sizeof(MessageHeader) + Padded(sizeof(T)) + Padded(n * sizeof(*hits));
    for (std::string_view text : texts)
    {
        bytes += text.size();
    }
    bytes = Padded(bytes);
    uint8_t* place = ring.Reserve(bytes);
    if (!place)
    {
        return false;
    }
    const MessageHeader header{kind, static_cast<uint32_t>(n), bytes};
    std::memcpy(place, &header, sizeof(header));
    place += sizeof(header);
    std::memcpy(place, &record, sizeof(T));
    place += Padded(sizeof(T));
    if (n)
    {
        std::memcpy(place, hits, n * sizeof(*hits));
    }
    place += Padded(n * sizeof(*hits));
    for (std::string_view text : texts)
    {
        std::copy(text.begin(), text.end(), place);
        place += text.size();
    }
    return true;
}

std::size_t
Weight(const NfTraceNode& record)
{
    return sizeof(record) + record.name.size();
}

std::size_t
Weight(const NfTraceInterface& record)
{
    return sizeof(record) + record.name.size() + record.mac.size() + record.type.size() +
           record.addresses.size() * sizeof(NfTraceInterfaceAddress);
}

std::size_t
Weight(const NfTraceRuleset& record)
{
    std::size_t weight = sizeof(record);
    for (const NfTraceChain& chain : record.chains)
    {
        weight += sizeof(chain);
        for (const NfTraceRule& rule : chain.rules)
        {
            weight += sizeof(rule) + rule.text.size() + rule.target.size();
            for (const NfRuleCondition& condition :
                 rule.description.value_or(NfRuleDescription()).conditions)
            {
                weight += sizeof(condition) + condition.parts.size() * sizeof(NfConditionPart);
            }
        }
    }
    return weight;
}

// Post a pointer to a copy of a record, whose memory counts against the ring's bound.
template <class T>
bool
PostCopy(NfTraceRing& ring, Kind kind, const T& record, uint32_t extra = 0)
{
    constexpr std::size_t bytes = sizeof(MessageHeader) + sizeof(T*);
    auto copy = std::make_unique<T>(record);
    uint8_t* place = ring.Reserve(bytes, Weight(record));
    if (!place)
    {
        return false;
    }
    const MessageHeader header{kind, extra, bytes};
    std::memcpy(place, &header, sizeof(header));
    const T* pointer = copy.release();
    std::memcpy(place + sizeof(header), &pointer, sizeof(pointer));
    return true;
}

/// Reads one message.
class Reader
{
  public:
    explicit Reader(const uint8_t* message)
        : m_place(message + sizeof(MessageHeader))
    {
        std::memcpy(&m_header, message, sizeof(m_header));
    }

    const MessageHeader& Header() const
    {
        return m_header;
    }

    template <class T>
    T Record()
    {
        T record;
        std::memcpy(static_cast<void*>(&record), m_place, sizeof(T));
        m_place += Padded(sizeof(T));
        return record;
    }

    const NfTraceRuleHit* Hits()
    {
        const auto* hits = reinterpret_cast<const NfTraceRuleHit*>(m_place);
        m_place += Padded(m_header.extra * sizeof(NfTraceRuleHit));
        return hits;
    }

    // Give a view of the record the text behind the record.
    void Text(std::string_view& view)
    {
        view = {reinterpret_cast<const char*>(m_place), view.size()};
        m_place += view.size();
    }

    template <class T>
    const T* Pointer() const
    {
        const T* pointer;
        std::memcpy(&pointer, m_place, sizeof(pointer));
        return pointer;
    }

  private:
    MessageHeader m_header;
    const uint8_t* m_place;
};

void
StoreMessage(Reader reader, NfTraceStore& store)
{
    switch (reader.Header().kind)
    {
    case Kind::NODE:
        store.Write(*reader.Pointer<NfTraceNode>());
        return;
    case Kind::INTERFACE:
        store.Write(*reader.Pointer<NfTraceInterface>());
        return;
    case Kind::RULESET:
        store.Write(*reader.Pointer<NfTraceRuleset>(), reader.Header().extra);
        return;
    case Kind::HOOK_PASS: {
        auto record = reader.Record<NfTraceHookPass>();
        const NfTraceRuleHit* hits = reader.Hits();
        reader.Text(record.reason);
        store.Write(record, hits, reader.Header().extra);
        return;
    }
    case Kind::STACK_DROP: {
        auto record = reader.Record<NfTraceStackDrop>();
        reader.Text(record.reason);
        store.Write(record);
        return;
    }
    case Kind::LOSS: {
        auto record = reader.Record<NfTraceLoss>();
        reader.Text(record.place);
        reader.Text(record.reason);
        store.Write(record);
        return;
    }
    case Kind::PACKET:
        store.Write(reader.Record<NfTracePacket>());
        return;
    case Kind::PACKET_LINK: {
        auto record = reader.Record<NfTracePacketLink>();
        reader.Text(record.kind);
        store.Write(record);
        return;
    }
    case Kind::CONNECTION:
        store.Write(reader.Record<NfTraceConnection>());
        return;
    case Kind::CONNTRACK_EVENT: {
        auto record = reader.Record<NfTraceConntrackEvent>();
        reader.Text(record.state);
        reader.Text(record.reason);
        store.Write(record);
        return;
    }
    case Kind::NAT_MAPPING:
        store.Write(reader.Record<NfTraceNatMapping>());
        return;
    case Kind::LOG_LINE: {
        auto record = reader.Record<NfTraceLogLine>();
        reader.Text(record.text);
        store.Write(record);
        return;
    }
    }
}

void
FreeMessage(const Reader& reader)
{
    if (reader.Header().kind == Kind::NODE)
    {
        delete reader.Pointer<NfTraceNode>();
    }
    else if (reader.Header().kind == Kind::INTERFACE)
    {
        delete reader.Pointer<NfTraceInterface>();
    }
    else if (reader.Header().kind == Kind::RULESET)
    {
        delete reader.Pointer<NfTraceRuleset>();
    }
}

template <class Function>
void
ForEachMessage(const NfTraceRing::Block& block, Function function)
{
    for (std::size_t offset = 0; offset < block.used;)
    {
        Reader reader(block.bytes.data() + offset);
        offset += reader.Header().bytes;
        function(reader);
    }
}

} // namespace

bool
NfTracePost(NfTraceRing& ring, const NfTraceNode& record)
{
    return PostCopy(ring, Kind::NODE, record);
}

bool
NfTracePost(NfTraceRing& ring, const NfTraceInterface& record)
{
    return PostCopy(ring, Kind::INTERFACE, record);
}

bool
NfTracePost(NfTraceRing& ring, const NfTraceRuleset& record, uint32_t firstChain)
{
    return PostCopy(ring, Kind::RULESET, record, firstChain);
}

bool
NfTracePost(NfTraceRing& ring,
            const NfTraceHookPass& record,
            const NfTraceRuleHit* hits,
            std::size_t n)
{
    return PostBytes(ring, Kind::HOOK_PASS, record, {record.reason}, hits, n);
}

bool
NfTracePost(NfTraceRing& ring, const NfTraceStackDrop& record)
{
    return PostBytes(ring, Kind::STACK_DROP, record, {record.reason});
}

bool
NfTracePost(NfTraceRing& ring, const NfTraceLoss& record)
{
    return PostBytes(ring, Kind::LOSS, record, {record.place, record.reason});
}

bool
NfTracePost(NfTraceRing& ring, const NfTracePacket& record)
{
    return PostBytes(ring, Kind::PACKET, record, {});
}

bool
NfTracePost(NfTraceRing& ring, const NfTracePacketLink& record)
{
    return PostBytes(ring, Kind::PACKET_LINK, record, {record.kind});
}

bool
NfTracePost(NfTraceRing& ring, const NfTraceConnection& record)
{
    return PostBytes(ring, Kind::CONNECTION, record, {});
}

bool
NfTracePost(NfTraceRing& ring, const NfTraceConntrackEvent& record)
{
    return PostBytes(ring, Kind::CONNTRACK_EVENT, record, {record.state, record.reason});
}

bool
NfTracePost(NfTraceRing& ring, const NfTraceNatMapping& record)
{
    return PostBytes(ring, Kind::NAT_MAPPING, record, {});
}

bool
NfTracePost(NfTraceRing& ring, const NfTraceLogLine& record)
{
    return PostBytes(ring, Kind::LOG_LINE, record, {record.text});
}

void
NfTraceStoreBlock(const NfTraceRing::Block& block, NfTraceStore& store)
{
    ForEachMessage(block, [&store](const Reader& reader) { StoreMessage(reader, store); });
}

void
NfTraceFreeBlock(const NfTraceRing::Block& block)
{
    if (block.charge > 0) // otherwise none of them points to anything
    {
        ForEachMessage(block, FreeMessage);
    }
}

} // namespace ns3
