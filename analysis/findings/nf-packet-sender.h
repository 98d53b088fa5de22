// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PACKET_SENDER_H
#define NF_PACKET_SENDER_H

#include "nf-topology.h"
#include "nf-trace-reader.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace ns3
{

/**
 * \ingroup netfilter
 * Which node sent a packet, and how far another node is from it.
 *
 * A packet whose first recorded stop is at OUTPUT was sent there. Otherwise the sender is the one
 * node that owns the packet's first source address; if none or several do (an untraced sender, a
 * forged address, private addresses used twice), the node that saw the packet first stands for it.
 */
class NfPacketSender
{
  public:
    /// \param reader the trace, which must outlive this
    explicit NfPacketSender(NfTraceReader& reader);

    /**
     * \param packet a packet
     * \param flow its flow when it was first seen
     * \param source address.id of that flow's source
     * \param firstNode where it was first seen
     * \return the node that sent it
     */
    int64_t Find(int64_t packet, int64_t flow, int64_t source, int64_t firstNode);

    /// \param from a node \param to a node \return channels between them; nothing if unconnected
    std::optional<int> Hops(int64_t from, int64_t to)
    {
        return m_topology.Hops(from, to);
    }

  private:
    void ReadOwners();
    bool StartsAtOutput(int64_t packet, int64_t node);

    NfTraceReader& m_reader;
    NfTopology m_topology;
    std::map<int64_t, int64_t> m_owners;                //!< by address; -1: several
    std::map<std::pair<int64_t, int64_t>, bool> m_sent; //!< by flow and first node
    std::unique_ptr<NfTraceQuery> m_firstPass;
};

} // namespace ns3

#endif /* NF_PACKET_SENDER_H */
