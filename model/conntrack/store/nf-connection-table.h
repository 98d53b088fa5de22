// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CONNECTION_TABLE_H
#define NF_CONNECTION_TABLE_H

#include "nf-connection.h"
#include "nf-tuple.h"
#include "nf-types.h"

#include "ns3/ptr.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * The confirmed connections of a node, found by either of their tuples.
 *
 * A hash table with open addressing: a slot holds the hash and the address of a connection, so a
 * look-up reads one slot, as a rule, and then the connection, which is as little as memory that is
 * in no cache allows. A connection costs two slots of twelve bytes, at most 70 % of which are
 * taken, and a pointer. The order in which connections are visited is that of their places, which
 * does not depend on hashes or addresses.
 */
class NfConnectionTable
{
  public:
    NfConnectionTable();

    /**
     * Two entries may have the same tuple in one zone if the zones of both apply to different
     * directions: found is the one whose zone in the direction of its tuple is that of @p zone in
     * that direction (Linux's nf_ct_zone_equal).
     * @param tuple the tuple of a packet
     * @param zone its conntrack zone
     * @param side direction whose zone it is looked for in
     * @param direction if not null, set to the direction whose tuple it is
     * @return the connection, or null
     */
    NfConnection* Find(const NfTuple& tuple,
                       const NfZone& zone,
                       NfDirection side = NfDirection::ORIGINAL,
                       NfDirection* direction = nullptr) const;

    /**
     * @param connection to add; neither of its tuples is in the table
     * @param replyOnly it is to be found by its reply tuple only
     */
    void Insert(Ptr<NfConnection> connection, bool replyOnly = false);

    /// @param connection to take out; it is in the table
    void Erase(NfConnection& connection);

    /// @return number of connections
    std::size_t GetSize() const
    {
        return m_size;
    }

    /**
     * Linux's table is an array of chains, its buckets; a full one makes room in those near the
     * newcomer's. Here a bucket is a part of the hash values, in the order of the slots.
     * @param tuple the tuple of a packet
     * @param zone its zone in the direction of the tuple
     * @param buckets into how many the hash values are parted; not 0
     * @return the number of the tuple's bucket
     */
    std::size_t GetBucket(const NfTuple& tuple, uint16_t zone, std::size_t buckets) const;

    /**
     * @param bucket number of a bucket
     * @param buckets how many there are
     * @return the connections of which a tuple is there, each once, in the order of the slots
     */
    std::vector<NfConnection*> GetBucketEntries(std::size_t bucket, std::size_t buckets) const;

    /// @return all connections, each once, in the order of the slots
    std::vector<NfConnection*> GetInHashOrder() const;

    /// @return number of places; some may be empty
    std::size_t GetPlaces() const
    {
        return m_entries.size();
    }

    /**
     * @param place less than GetPlaces()
     * @return what is there, or null
     */
    NfConnection* At(std::size_t place) const
    {
        return PeekPointer(m_entries[place]);
    }

    /**
     * @param connection a connection
     * @param direction a direction
     * @return its zone that way
     */
    static uint16_t ZoneOf(const NfConnection& connection, NfDirection direction)
    {
        return connection.GetZone().Of(direction);
    }

  private:
    /**
     * One tuple of a connection, in twelve bytes: the address of a connection is even, and its
     * lowest bit tells the direction. In two words, because a pointer would be aligned to sixteen.
     */
    class Slot
    {
      public:
        Slot() = default;

        /**
         * @param connection whose tuple it is
         * @param hash of the tuple
         * @param direction whose tuple it is
         */
        Slot(const NfConnection& connection, uint32_t hash, NfDirection direction);

        /// @return true if it is nobody's
        bool IsEmpty() const
        {
            return (m_low | m_high) == 0;
        }

        /// @return whose tuple it is; null if it is empty
        NfConnection* GetConnection() const
        {
            const uint64_t address = static_cast<uint64_t>(m_high) << 32 | (m_low & ~1U);
            return reinterpret_cast<NfConnection*>(static_cast<uintptr_t>(address));
        }

        /// @return whose direction's tuple it is
        NfDirection GetDirection() const
        {
            return static_cast<NfDirection>(m_low & 1);
        }

        /// @return hash of the tuple
        uint32_t GetHash() const
        {
            return m_hash;
        }

      private:
        uint32_t m_hash{0};
        uint32_t m_low{0};  //!< of the address, and the direction
        uint32_t m_high{0}; //!< of the address
    };

    static uint32_t Hash(const NfTuple& tuple, uint16_t zone);
    std::size_t BucketOf(uint32_t hash, std::size_t buckets) const;
    void AddSlot(NfConnection& connection, NfDirection direction);
    void Place(const Slot& slot);
    void RemoveSlot(const NfConnection& connection, NfDirection direction);
    void Grow();

    unsigned m_slotBits;       //!< binary logarithm of the number of slots
    std::vector<Slot> m_slots; //!< size is a power of two
    std::size_t m_used{0};     //!< slots that are not empty
    std::vector<Ptr<NfConnection>> m_entries;
    std::vector<uint32_t> m_free; //!< empty places
    std::size_t m_size{0};
};

} // namespace ns3

#endif /* NF_CONNECTION_TABLE_H */
