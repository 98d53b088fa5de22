// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CONNECTION_CONFIRMER_H
#define NF_CONNECTION_CONFIRMER_H

#include "nf-connection-store.h"
#include "nf-packet.h"

#include "ns3/ptr.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * Puts a new connection into the store when its first packet leaves the node's hooks (Linux's
 * __nf_conntrack_confirm), and settles what happens if another got there before it.
 */
class NfConnectionConfirmer
{
  public:
    /// @param store of connections; it must outlive this
    explicit NfConnectionConfirmer(NfConnectionStore& store)
        : m_store(store)
    {
    }

    /**
     * @param packet the connection's first packet
     * @param connection not yet confirmed
     * @return ACCEPT, or DROP if the connection's tuple is taken
     */
    NfVerdict Insert(NfPacket& packet, Ptr<NfConnection> connection);

  private:
    /**
     * One of the connection's tuples is taken (Linux's nf_ct_resolve_clash).
     * @param packet the connection's first packet
     * @param loser the connection
     * @return ACCEPT if the packet may go on, with the other connection or its own
     */
    NfVerdict ResolveClash(NfPacket& packet, Ptr<NfConnection> loser);

    NfConnectionStore& m_store;
};

} // namespace ns3

#endif /* NF_CONNECTION_CONFIRMER_H */
