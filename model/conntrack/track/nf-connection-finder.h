// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CONNECTION_FINDER_H
#define NF_CONNECTION_FINDER_H

#include "nf-connection-limit.h"
#include "nf-connection-store.h"
#include "nf-packet.h"
#include "nf-tuple.h"

#include <cstdint>

namespace ns3
{

class NfConnectionHelper;
class NfIcmpTracker;

/**
 * @ingroup netfilter
 * From a packet to its connection (Linux's nf_conntrack_in): the connection is looked up, or made,
 * and the protocol's tracker judges the packet.
 */
class NfConnectionFinder
{
  public:
    /// @param store of connections; it must outlive this
    explicit NfConnectionFinder(NfConnectionStore& store)
        : m_store(store),
          m_limit(store)
    {
    }

    /**
     * Set packet.ct, ctState and ctDirection, or leave the packet INVALID. A packet that has a
     * connection already, or is UNTRACKED, is left alone; a template is replaced.
     * @param packet a packet in PREROUTING or OUTPUT
     * @return ACCEPT, or DROP if the table is full
     */
    NfVerdict Track(NfPacket& packet);

  private:
    /// What a packet's template says, or the defaults.
    struct Origin
    {
        NfZone zone;
        const NfConnectionHelper* helper{nullptr};
        bool templated{false};
    };

    static Origin TakeTemplate(NfPacket& packet);

    /**
     * As Track(), for a message of the tracker's ICMP.
     * @return DROP if the table is full
     */
    NfVerdict TrackIcmp(const NfIcmpTracker& tracker, NfPacket& packet, const Origin& origin);

    /**
     * Attach the connection that an ICMP error is about, as RELATED.
     * @return false if it is about no known connection
     */
    bool RelateIcmpError(NfPacket& packet, uint32_t quote, const Origin& origin);

    NfConnection* Lookup(const NfTuple& tuple, const Origin& origin, NfDirection* direction) const;

    /**
     * Attach the packet's connection, found or made.
     * @return DROP if the table is full
     */
    NfVerdict Resolve(NfPacket& packet, const Origin& origin);

    /// @return a new connection, not yet confirmed; null if the table is full
    Ptr<NfConnection> Open(const NfPacket& packet,
                           const NfTuple& tuple,
                           const NfTuple& reply,
                           const Origin& origin);

    /**
     * Attach the packet's connection, and let the protocol's tracker judge the packet.
     * @return DROP if the table is full
     */
    NfVerdict Judge(NfPacket& packet, const Origin& origin);

    NfConnectionStore& m_store;
    NfConnectionLimit m_limit;
    uint64_t m_lastId{0}; //!< of connections that were made
};

} // namespace ns3

#endif /* NF_CONNECTION_FINDER_H */
