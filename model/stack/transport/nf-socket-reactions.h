// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SOCKET_REACTIONS_H
#define NF_SOCKET_REACTIONS_H

#include "nf-ip-header.h"

#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/object.h"
#include "ns3/packet.h"
#include "ns3/tcp-l4-protocol.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup netfilter
 * Lets the TCP sockets of a node react as Linux's to what a firewall sends them, over either
 * family. ns-3's ignore a reset that answers their SYN, all ICMP and ICMPv6 errors, and the maximum
 * segment size: to its client a REJECT looks like a DROP, and TCPMSS has no effect.
 *
 *  - A reset that acknowledges the SYN ends the attempt to connect; one with the sequence number
 *    that is expected next ends a connection with an error, where ns-3 reports a normal close
 *    (tcp_reset).
 *  - An ICMP error (unreachable, time exceeded, parameter problem) ends the attempt to connect. A
 *    connection ignores it, as Linux does without IP_RECVERR (tcp_v4_err, tcp_v6_err).
 *  - "Fragmentation needed" and "packet too big" make segments as small as the path allows.
 *  - A SYN and its answer limit segments to the size that they name. They name one, if any rule set
 *    of the simulation looks at it (targets and matches of TCPMSS): ns-3's do not.
 *
 * The object hears of what the node is delivered through the trace source LocalDeliver of its
 * Ipv4L3Protocol and Ipv6L3Protocol, just before the transport does, so the node itself needs no
 * layer.
 *
 * The attribute Enabled turns it off, for all nodes (Config::SetDefault() before the run) or for
 * one (its object is aggregated to the node when the run begins).
 *
 * Invariant: while no node has declared rules, nothing reacts and nothing is announced. Differs
 * from Linux: errors that ns-3 has no number for get the nearest (see doc/reactions.rst); what is
 * in flight when the path turns out to be narrower is sent again by ns-3's timers only.
 */
class NfSocketReactions : public Object
{
  public:
    /// @return the TypeId
    static TypeId GetTypeId();

    /**
     * Say whether a node has rules, for all sockets of the simulation.
     * @param nodeId of the node
     * @param rules whether it has any
     * @param segmentSize whether they look at the maximum segment size
     */
    static void Declare(uint32_t nodeId, bool rules, bool segmentSize);

    /// @return true if any node has declared rules
    static bool IsWanted();

    /**
     * If any node has rules: take the sockets of all nodes that have appeared since the last call.
     * To be called when the run begins, or later: what the layers of nodes take comes before.
     */
    static void AttachToNodes();

  protected:
    void DoDispose() override;

  private:
    static void Attach(const Ptr<Node>& node);

    // Hear of what a stack delivers.
    template <class Header, class Protocol>
    void Listen(Protocol& protocol);
    void TakeDownTargets();
    // A down target that names segment sizes in SYNs before the stock one sends them.
    template <class IpAddress, class Route, class DownTarget>
    DownTarget Announcing(const DownTarget& stock);
    void Delivered(const NfIpHeader& ip,
                   const Ptr<const Packet>& packet,
                   const Ptr<NetDevice>& device);
    void React(const NfIpHeader& ip, const Ptr<const Packet>& packet);
    void ReactToSegment(const NfIpHeader& ip, const Ptr<const Packet>& packet);
    void ReactToReset(const NfIpHeader& ip, const Ptr<const Packet>& packet, const uint8_t* tcp);
    void ReactToSyn(const NfIpHeader& ip, const uint8_t* tcp, uint32_t headerSize);
    void ReactToError(const NfIpHeader& ip, const Ptr<const Packet>& packet);

    bool m_enabled{true};
    Ptr<TcpL4Protocol> m_tcp;
};

} // namespace ns3

#endif /* NF_SOCKET_REACTIONS_H */
