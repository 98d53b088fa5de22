// SPDX-License-Identifier: GPL-2.0-only

#include "nf-connection.h"
#include "nf-extension-type.h"
#include "nf-ipv6-address-kinds.h"
#include "nf-jhash.h"

#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr uint32_t MAX_NODES = 32;

/// @param word of an address
/// @return it as Linux on x86 hashes it, the bytes reversed
uint32_t
ReverseBytes(uint32_t word)
{
    return word >> 24 | (word >> 8 & 0xff00) | (word << 8 & 0xff0000) | word << 24;
}

/// @param ip a header
/// @return true if it is sent to a group
bool
IsMulticast(const NfIpHeader& ip)
{
    return ip.family == NfFamily::IPV6 ? NfIpv6Address::IsMulticast(ip.destination)
                                       : ip.destination.V4() >> 28 == 0xe;
}

/**
 * Match "cluster": is this node the one of a cluster that handles the connection (Linux's
 * xt_cluster.c)? The connection's source, or that of its master, is hashed, as on a little-endian
 * machine. Of an IPv6 address Linux hashes the first 32 bits alone, so that all hosts of a site are
 * one node's.
 */
class ClusterMatch : public NfMatch
{
  public:
    /// A node's number is kept as a mask.
    NfComplaint FinishParse() override
    {
        const uint32_t nodes = m_total.value;
        if (m_node.given)
        {
            if (m_node.value > nodes)
            {
                return fmt::format("--cluster-local-node {} is above --cluster-total-nodes {}",
                                   m_node.value,
                                   nodes);
            }
            m_mask = {1U << (m_node.value - 1), true, m_node.inverted};
            m_node.given = false;
        }
        if (static_cast<uint64_t>(m_mask.value) >= uint64_t{1} << nodes)
        {
            return fmt::format("--cluster-local-nodemask {} names nodes above "
                               "--cluster-total-nodes {}",
                               NfHex(m_mask.value),
                               nodes);
        }
        return {};
    }

    /// A packet that came to all nodes by a multicast frame is from here on as if it were for this
    /// one alone.
    NfMatchResult Match(NfPacket& packet) override
    {
        if (!IsMulticast(packet.ip) && packet.packetType == NetDevice::PACKET_MULTICAST)
        {
            packet.packetType = NetDevice::PACKET_HOST;
        }
        const NfConnection* ct = NfGetConnection(packet);
        if (!ct)
        {
            return NfMatchResult::NO;
        }
        const NfConnection& first = ct->master ? *ct->master : *ct;
        const uint32_t source = ReverseBytes(first.Original().source.Words()[0]);
        const uint64_t hash = NfJhash2(&source, 1, m_seed.value);
        const uint32_t node = hash * m_total.value >> 32;
        return NfResult(m_mask.Holds(m_mask.value >> node & 1));
    }

    NfOptionValue<uint32_t> m_mask;  //!< --cluster-local-nodemask
    NfOptionValue<uint32_t> m_node;  //!< --cluster-local-node
    NfOptionValue<uint32_t> m_total; //!< --cluster-total-nodes
    NfOptionValue<uint32_t> m_seed;  //!< --cluster-hash-seed
};

} // namespace

NfMatchType
NfMakeClusterMatchType()
{
    using M = ClusterMatch;
    using Number = NfNumberKind<uint32_t>;
    const Number mask(1, UINT32_MAX, "0x{:08x}");
    NfMatchType type =
        NfMakeMatchType<M>("cluster", "is this node the one of a cluster for the connection");
    type.stateless = true;
    type.needsConntrack = true;
    type.heading = "cluster";
    type.options = {
        NfOptionRow(&M::m_mask, "cluster-local-nodemask", mask)
            .Invertible()
            .Choice(1)
            .Listed("node_mask={}", "!node_mask={}"),
        NfOptionRow(&M::m_node, "cluster-local-node", Number(1, MAX_NODES))
            .Invertible()
            .Choice(1)
            .Spelling(),
        NfOptionRow(&M::m_total, "cluster-total-nodes", Number(1, MAX_NODES))
            .Mandatory()
            .Listed("total_nodes={}"),
        NfOptionRow(&M::m_seed, "cluster-hash-seed", Number(0, UINT32_MAX, "0x{:08x}"))
            .Mandatory()
            .Listed("hash_seed={}"),
    };
    return type;
}

} // namespace ns3
