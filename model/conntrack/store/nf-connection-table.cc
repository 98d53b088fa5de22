// SPDX-License-Identifier: GPL-2.0-only

#include "nf-connection-table.h"

#include "ns3/assert.h"

#include <algorithm>

namespace ns3
{

namespace
{

constexpr unsigned INITIAL_SLOT_BITS = 6;
constexpr std::size_t MAX_LOAD_PERCENT = 70;

uint64_t
Mix(uint64_t state, uint64_t word)
{
    constexpr uint64_t multiplier = 0x9e3779b97f4a7c15; // 2^64 divided by the golden ratio
    state = (state ^ word) * multiplier;
    return state ^ state >> 32;
}

uint64_t
Join(uint32_t high, uint32_t low)
{
    return static_cast<uint64_t>(high) << 32 | low;
}

} // namespace

NfConnectionTable::Slot::Slot(const NfConnection& connection, uint32_t hash, NfDirection direction)
    : m_hash(hash)
{
    static_assert(alignof(NfConnection) > 1, "the lowest bit of its address tells the direction");
    // The budget of 400 bytes counts on both: doc/performance.rst.
    static_assert(sizeof(Slot) == 12, "a slot is larger than it has to be");
    static_assert(sizeof(void*) != 8 || sizeof(NfConnection) <= 312, "a connection has grown");
    const auto address = static_cast<uint64_t>(reinterpret_cast<uintptr_t>(&connection));
    m_low = static_cast<uint32_t>(address) | static_cast<uint32_t>(direction);
    m_high = address >> 32;
}

NfConnectionTable::NfConnectionTable()
    : m_slotBits(INITIAL_SLOT_BITS),
      m_slots(std::size_t{1} << INITIAL_SLOT_BITS)
{
}

uint32_t
NfConnectionTable::Hash(const NfTuple& tuple, uint16_t zone)
{
    const auto& source = tuple.source.Words();
    const auto& destination = tuple.destination.Words();
    uint64_t hash = Mix(0, Join(source[0], destination[0]));
    if (tuple.family == NfFamily::IPV6)
    {
        hash = Mix(hash, Join(source[1], destination[1]));
        hash = Mix(hash, Join(source[2], destination[2]));
        hash = Mix(hash, Join(source[3], destination[3]));
    }
    hash = Mix(hash,
               Join(static_cast<uint32_t>(tuple.sourcePort) << 16 | tuple.destinationPort,
                    static_cast<uint32_t>(zone) << 16 | tuple.protocol << 8 |
                        static_cast<uint8_t>(tuple.family)));
    return static_cast<uint32_t>(Mix(hash, 0));
}

NfConnection*
NfConnectionTable::Find(const NfTuple& tuple,
                        const NfZone& zone,
                        NfDirection side,
                        NfDirection* direction) const
{
    uint32_t hash = Hash(tuple, zone.Of(side));
    std::size_t mask = m_slots.size() - 1;
    for (std::size_t i = hash & mask; !m_slots[i].IsEmpty(); i = (i + 1) & mask)
    {
        const Slot& slot = m_slots[i];
        if (slot.GetHash() != hash)
        {
            continue;
        }
        NfConnection* connection = slot.GetConnection();
        const NfDirection found = slot.GetDirection();
        if (connection->Tuple(found) == tuple && ZoneOf(*connection, found) == zone.Of(found))
        {
            if (direction)
            {
                *direction = found;
            }
            return connection;
        }
    }
    return nullptr;
}

// The bits that choose a slot come first, so that the buckets' order is that of the slots.
std::size_t
NfConnectionTable::BucketOf(uint32_t hash, std::size_t buckets) const
{
    constexpr unsigned bits = 32;
    const uint64_t turned =
        static_cast<uint32_t>(hash << (bits - m_slotBits)) | (hash >> m_slotBits);
    return static_cast<std::size_t>((turned * buckets) >> bits);
}

std::size_t
NfConnectionTable::GetBucket(const NfTuple& tuple, uint16_t zone, std::size_t buckets) const
{
    return BucketOf(Hash(tuple, zone), buckets);
}

std::vector<NfConnection*>
NfConnectionTable::GetBucketEntries(std::size_t bucket, std::size_t buckets) const
{
    std::vector<NfConnection*> found;
    const std::size_t mask = m_slots.size() - 1;
    const std::size_t first = static_cast<uint64_t>(bucket) * m_slots.size() / buckets;
    const std::size_t last = (static_cast<uint64_t>(bucket) + 1) * m_slots.size() / buckets;
    // Slots stand at their home or behind it, with no empty one between.
    for (std::size_t i = first; i < first + m_slots.size(); ++i)
    {
        const Slot& slot = m_slots[i & mask];
        if (slot.IsEmpty())
        {
            if (i >= last)
            {
                break;
            }
            continue;
        }
        NfConnection* connection = slot.GetConnection();
        if (BucketOf(slot.GetHash(), buckets) == bucket &&
            std::find(found.begin(), found.end(), connection) == found.end())
        {
            found.push_back(connection);
        }
    }
    return found;
}

std::vector<NfConnection*>
NfConnectionTable::GetInHashOrder() const
{
    std::vector<NfConnection*> all;
    all.reserve(m_size);
    std::vector<bool> seen(m_entries.size());
    for (const Slot& slot : m_slots)
    {
        NfConnection* connection = slot.GetConnection();
        if (connection && !seen[connection->tableIndex])
        {
            seen[connection->tableIndex] = true;
            all.push_back(connection);
        }
    }
    return all;
}

void
NfConnectionTable::Insert(Ptr<NfConnection> connection, bool replyOnly)
{
    if ((m_used + 2) * 100 > m_slots.size() * MAX_LOAD_PERCENT)
    {
        Grow();
    }
    if (m_free.empty())
    {
        connection->tableIndex = m_entries.size();
        m_entries.push_back(connection);
    }
    else
    {
        connection->tableIndex = m_free.back();
        m_free.pop_back();
        m_entries[connection->tableIndex] = connection;
    }
    ++m_size;
    // The reply goes first, so that it is found first if both tuples are equal, as in Linux.
    AddSlot(*connection, NfDirection::REPLY);
    if (!replyOnly)
    {
        AddSlot(*connection, NfDirection::ORIGINAL);
    }
}

void
NfConnectionTable::AddSlot(NfConnection& connection, NfDirection direction)
{
    const uint32_t hash = Hash(connection.Tuple(direction), ZoneOf(connection, direction));
    Place({connection, hash, direction});
    ++m_used;
}

void
NfConnectionTable::Place(const Slot& slot)
{
    std::size_t mask = m_slots.size() - 1;
    std::size_t i = slot.GetHash() & mask;
    while (!m_slots[i].IsEmpty())
    {
        i = (i + 1) & mask;
    }
    m_slots[i] = slot;
}

void
NfConnectionTable::Erase(NfConnection& connection)
{
    NS_ASSERT(At(connection.tableIndex) == &connection);
    RemoveSlot(connection, NfDirection::ORIGINAL);
    RemoveSlot(connection, NfDirection::REPLY);
    m_free.push_back(connection.tableIndex);
    --m_size;
    m_entries[connection.tableIndex] = nullptr;
}

// Later slots of the same run move up, so that there are never gaps on the way to a slot.
void
NfConnectionTable::RemoveSlot(const NfConnection& connection, NfDirection direction)
{
    uint32_t hash = Hash(connection.Tuple(direction), ZoneOf(connection, direction));
    std::size_t mask = m_slots.size() - 1;
    std::size_t hole = hash & mask;
    while (m_slots[hole].GetConnection() != &connection ||
           m_slots[hole].GetDirection() != direction)
    {
        if (m_slots[hole].IsEmpty())
        {
            return; // was inserted by its reply tuple only
        }
        hole = (hole + 1) & mask;
    }
    for (std::size_t i = (hole + 1) & mask; !m_slots[i].IsEmpty(); i = (i + 1) & mask)
    {
        std::size_t home = m_slots[i].GetHash() & mask;
        if (((i - home) & mask) >= ((i - hole) & mask))
        {
            m_slots[hole] = m_slots[i];
            hole = i;
        }
    }
    m_slots[hole] = {};
    --m_used;
}

void
NfConnectionTable::Grow()
{
    std::vector<Slot> old(m_slots.size() * 2);
    old.swap(m_slots);
    ++m_slotBits;
    for (const Slot& slot : old)
    {
        if (!slot.IsEmpty())
        {
            Place(slot);
        }
    }
}

} // namespace ns3
