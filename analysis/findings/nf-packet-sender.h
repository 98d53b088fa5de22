// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PACKET_SENDER_H
#define NF_PACKET_SENDER_H

#include "nf-topology.h"
#include "nf-trace-reader.h"

#include <cstdint>
#include <map>
#include <optional>

namespace ns3
{

/**
 * @ingroup netfilter
 * Which node sent a packet, and how far another node is from it.
 *
 * A packet whose first hook saw it being sent was sent there. Otherwise the sender is the one node
 * that owns the packet's first source address, if that node is not traced and does not translate
 * addresses. In all other cases it is not known: the address is nobody's (forged), or several
 * nodes' (private addresses used twice), or that of a node which did not send the packet.
 *
 * The answer does not depend on the level of detail, and on which nodes are traced only as far as
 * untraced nodes may leave it unknown. Distances are channels on the shortest way, over all nodes
 * of the simulation, which need not be the way that the packet took.
 */
class NfPacketSender
{
  public:
    /// @param reader the trace, which must outlive this
    explicit NfPacketSender(NfTraceReader& reader);

    /**
     * @param source address.id of a packet's source when it was first seen
     * @param firstNode where that was
     * @param sent whether that node sent it
     * @return the node that sent it; nothing if it is not known
     */
    std::optional<int64_t> Find(int64_t source, int64_t firstNode, bool sent) const;

    /// @param from a node
    /// @param to a node
    /// @return channels between them; nothing if unconnected
    std::optional<int> Hops(int64_t from, int64_t to)
    {
        return m_topology.Hops(from, to);
    }

  private:
    void ReadOwners();

    NfTraceReader& m_reader;
    NfTopology m_topology;
    std::map<int64_t, int64_t> m_owners; //!< by address; -1: several, or one that did not send it
};

} // namespace ns3

#endif /* NF_PACKET_SENDER_H */
