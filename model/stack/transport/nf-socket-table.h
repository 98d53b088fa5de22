// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SOCKET_TABLE_H
#define NF_SOCKET_TABLE_H

#include "nf-packet.h"
#include "nf-socket-lookup.h"

#include "ns3/node.h"
#include "ns3/ptr.h"
#include "ns3/socket.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>

namespace ns3
{

/**
 * @ingroup netfilter
 * The sockets of a node's TCP and UDP as rules see them, and what ns-3 lacks for the target TPROXY:
 * sockets that are transparent, and packets that go to a socket whose address they do not have.
 *
 * ns-3 binds a socket to any address, so "transparent" is only a word here, which rules ask for
 * (SetTransparent()). A connection that a transparent socket accepts is transparent, too.
 *
 * A packet that was given to a socket is delivered by a Delivery: while it lives, ns-3's TCP or UDP
 * has an end point of the packet's own addresses and ports, which hands the packet to the socket.
 * A connection that the socket accepts by it has these as its own, as on Linux.
 *
 * All of that costs nothing until a rule asks.
 */
class NfSocketTable : public NfSocketLookup
{
  public:
    NfSocketTable();
    ~NfSocketTable() override;

    /// @param node whose sockets to know; null: none any more
    void Attach(Ptr<Node> node);

    /**
     * @param socket of TCP or UDP
     * @param transparent whether it, and what it accepts from now on, is (IP_TRANSPARENT)
     */
    void SetTransparent(Ptr<Socket> socket, bool transparent);

    std::optional<NfFoundSocket> Find(const NfSocketEnds& ends, const NfDevice* in) const override;
    void Assign(const NfPacket& packet, const NfSocketEnds& ends) override;
    std::optional<NfFoundSocket> FindAssigned(const NfPacket& packet) const override;

    /**
     * @param packet a packet
     * @return true if it was given to a socket
     */
    bool IsAssigned(const NfPacket& packet) const
    {
        return !m_assigned.empty() && m_assigned.count(packet.serial) != 0;
    }

    /// @param packet has ended, or is delivered: it is not assigned any more
    void Forget(const NfPacket& packet)
    {
        if (!m_assigned.empty())
        {
            m_assigned.erase(packet.serial);
        }
    }

    /**
     * Whether a segment is for a socket that discards it unread, whatever its state: it has none of
     * ACK, SYN and RST (tcp_rcv_established() and tcp_rcv_state_process()). ns-3's sockets would
     * take it for data or the end of a handshake. Differs from Linux: a byte without any flag gets
     * to an open connection, because so ns-3 probes a closed window.
     * @param packet that is about to be given to the transports; of TCP, its header is whole
     * @return true if so
     */
    bool Discards(const NfPacket& packet) const;

    /// While it lives, a packet gets to the socket that it was given to, if any.
    class Delivery
    {
      public:
        /**
         * @param table of the node; must outlive this
         * @param packet that is about to be given to the transports
         */
        Delivery(NfSocketTable& table, NfPacket& packet);
        ~Delivery();
        Delivery(const Delivery&) = delete;
        Delivery& operator=(const Delivery&) = delete;

      private:
        std::function<void()> m_takeBack; //!< what was lent; null: nothing
    };

  private:
    struct Ipv4Sockets; //!< ns-3's classes for the templates
    struct Ipv6Sockets;
    class Mark; //!< aggregated to a transparent socket, so that its end is noticed
    template <class Family>
    typename Family::EndPoint* FindEndPoint(const NfSocketEnds& ends, const NfDevice* in) const;
    template <class Family>
    std::optional<NfFoundSocket> FindIn(const NfSocketEnds& ends, const NfDevice* in) const;
    // Of the socket with an end point.
    template <class EndPoint>
    bool IsTransparent(EndPoint& endPoint, uint8_t protocol) const;
    // A transparent socket has been given a segment with these ends, perhaps a SYN: what it accepts
    // by it, in an event of its own, is transparent.
    template <class Family>
    void MarkAccepted(const NfSocketEnds& ends);
    // Let an end point of these ends hand what it gets to the socket that is bound so. Returns what
    // takes it back; null if there is nothing to take back.
    template <class Family>
    std::function<void()> Lend(const NfSocketEnds& bound,
                               const NfPacket& packet,
                               const NfSocketEnds& ends);

    using Marked = std::set<Socket*>; //!< never iterated for what can be seen

    static constexpr std::size_t MAX_ASSIGNED = 4096; //!< packets that hooks keep, for instance

    Ptr<Node> m_node;
    std::shared_ptr<Marked> m_transparent;       //!< shared with the marks, which may outlive this
    std::map<uint64_t, NfSocketEnds> m_assigned; //!< by NfPacket::serial: the oldest comes first
};

} // namespace ns3

#endif /* NF_SOCKET_TABLE_H */
