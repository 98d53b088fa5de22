// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_STAMPS_H
#define NF_STAMPS_H

#include "nf-packet.h"

#include <cstdint>
#include <unordered_map>

namespace ns3
{

struct NfStackNode;

/**
 * @ingroup netfilter
 * Marks packets that have seen their hooks, so that the layer knows them when they come by again
 * inside ns-3's own code, and keeps what a packet that the node sends to itself must not lose
 * (on Linux the sk_buff itself comes back from lo).
 */
class NfStamps
{
  public:
    /// @param node whose packets to stamp
    explicit NfStamps(const NfStackNode& node)
        : m_node(node)
    {
    }

    /**
     * Stamp a packet that is handed to ns-3's code to be sent.
     * @param packet has passed its hooks
     * @param comesBack keep its connection, mark and trace flag for its reception
     */
    void Put(NfPacket& packet, bool comesBack);

    /**
     * Take the stamp off a received packet, and give it back what was kept.
     * @param packet the packet
     * @return true if this node had stamped it
     */
    bool Take(NfPacket& packet);

    /**
     * Take the stamp off.
     * @param payload of a packet
     * @return true if this node had stamped it
     */
    bool Remove(Ptr<Packet> payload) const;

    /// Forget what was kept.
    void Clear()
    {
        m_kept.clear();
    }

  private:
    /// What is kept of a packet.
    struct State
    {
        Ptr<NfConntrackEntry> ct;
        NfCtState ctState;
        NfDirection ctDirection;
        uint32_t mark;
        bool traced;
    };

    const NfStackNode& m_node;
    std::unordered_map<uint64_t, State> m_kept; //!< by serial; never iterated
};

} // namespace ns3

#endif /* NF_STAMPS_H */
