// SPDX-License-Identifier: GPL-2.0-only

#include "nf-connection-table.h"

#include "ns3/assert.h"

namespace ns3
{

namespace
{

constexpr std::size_t INITIAL_SLOTS = 64;
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

NfConnectionTable::NfConnectionTable()
    : m_slots(INITIAL_SLOTS)
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
    for (std::size_t i = hash & mask; m_slots[i].connection; i = (i + 1) & mask)
    {
        const Slot& slot = m_slots[i];
        if (slot.hash == hash && slot.connection->Tuple(slot.direction) == tuple &&
            ZoneOf(*slot.connection, slot.direction) == zone.Of(slot.direction))
        {
            if (direction)
            {
                *direction = slot.direction;
            }
            return slot.connection;
        }
    }
    return nullptr;
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
    Place(
        {&connection, Hash(connection.Tuple(direction), ZoneOf(connection, direction)), direction});
    ++m_used;
}

void
NfConnectionTable::Place(const Slot& slot)
{
    std::size_t mask = m_slots.size() - 1;
    std::size_t i = slot.hash & mask;
    while (m_slots[i].connection)
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
    while (m_slots[hole].connection != &connection || m_slots[hole].direction != direction)
    {
        if (!m_slots[hole].connection)
        {
            return; // was inserted by its reply tuple only
        }
        hole = (hole + 1) & mask;
    }
    for (std::size_t i = (hole + 1) & mask; m_slots[i].connection; i = (i + 1) & mask)
    {
        std::size_t home = m_slots[i].hash & mask;
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
    for (const Slot& slot : old)
    {
        if (slot.connection)
        {
            Place(slot);
        }
    }
}

} // namespace ns3
