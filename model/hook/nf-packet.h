// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PACKET_H
#define NF_PACKET_H

#include "nf-device.h"
#include "nf-ether-type.h"
#include "nf-fragment-pieces.h"
#include "nf-ip-header.h"
#include "nf-ipv6-extensions.h"
#include "nf-socket-owner.h"
#include "nf-stolen-packet.h"
#include "nf-types.h"

#include "ns3/address.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"
#include "ns3/simple-ref-count.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace ns3
{

class NfNetns;

/**
 * @ingroup netfilter
 * Base of what connection tracking attaches to a packet, so that the hook layer need not know it.
 */
class NfConntrackEntry : public SimpleRefCount<NfConntrackEntry>
{
  public:
    virtual ~NfConntrackEntry() = default;
};

/**
 * @ingroup netfilter
 * Base of the route that the stack attaches to a packet (Linux's skb_dst).
 */
class NfRouteEntry : public SimpleRefCount<NfRouteEntry>
{
  public:
    virtual ~NfRouteEntry() = default;
};

/**
 * @ingroup netfilter
 * A packet on its way through one node's hooks: what Linux keeps in an sk_buff and nf_hook_state.
 *
 * The network header is held apart, in @ref ip, with the extension headers of IPv6, in
 * GetExtensions(); the ns-3 packet holds what follows them, the upper layer. The first
 * bytes after the network header are reached through L4() and MutableL4(), a cache over the ns-3
 * packet: reading costs one copy per packet, and writes reach the ns-3 packet at Flush(), which
 * keeps its uid, tags and metadata. Invariants:
 *  - a pointer returned by L4() or MutableL4() is valid until SetPayload() or the packet's end;
 *  - GetPayload() always returns bytes that include earlier writes.
 *
 * One NfPacket lives for one way through a node (receive to deliver or send). A packet that the
 * node sends to itself comes back as a new one, as in Linux's loopback device; @ref serial tells
 * them apart, the ns-3 uid does not.
 */
class NfPacket
{
  public:
    /// How many bytes of the upper layer are reachable through L4().
    static constexpr uint32_t L4_WINDOW = 128;

    NfPacket() = default;

    /**
     * @param header the network header
     * @param payload what follows the network header; this object may modify it
     */
    NfPacket(const NfIpHeader& header, Ptr<Packet> payload)
        : ip(header),
          m_payload(payload)
    {
    }

    NfPacket(NfPacket&&) = default;
    NfPacket& operator=(NfPacket&&) = default;

    /// @return a copy with an ns-3 packet of its own, which shares the connection and the uid
    NfPacket Clone();

    NfIpHeader ip; //!< network header, to read and to write

    const NfDevice* in{
        nullptr}; //!< device it came in through; null in OUTPUT and POSTROUTING of own packets
    const NfDevice* out{nullptr};    //!< device it leaves through; null in PREROUTING and INPUT
    NfNetns* netns{nullptr};         //!< the node's services; never null in a traversal
    NfHook hook{NfHook::PREROUTING}; //!< hook being traversed

    uint32_t mark{0};                //!< skb->mark
    std::optional<uint8_t> priority; //!< skb->priority, if CLASSIFY has chosen it
    uint32_t queue{0};               //!< number of the queue, with NfVerdict::QUEUE
    bool traced{false};              //!< target TRACE has hit it (skb->nf_trace)
    bool checksumBad{false};         //!< the L4 checksum is known to be wrong
    /// Whose socket sends it; null: it comes from none. Lives as long as the node's layer.
    const NfSocketOwner* socket{nullptr};
    bool generated{false}; //!< made by the node's kernel (REJECT, ICMP error), not by a socket
    uint64_t serial{0};    //!< number of this way through the node; grows in order of appearance

    NetDevice::PacketType packetType{NetDevice::PACKET_HOST}; //!< to whom the frame was addressed
    uint16_t etherType{NfEtherType::IPV4}; //!< protocol of the frame, for device hooks
    Address sourceMac; //!< link-layer source, if it came through a device that has one

    Ptr<NfConntrackEntry> ct;              //!< the connection, or null
    NfCtState ctState{NfCtState::INVALID}; //!< INVALID with a null ct before tracking has run
    NfDirection ctDirection{NfDirection::ORIGINAL};

    /// How many rules it has been compared with on this way through the node, as a scan of the
    /// chains in order counts them. A clone begins with its original's.
    uint32_t rulesVisited{0};

    /// How many of them at the hook that it has left last. Where a packet is kept and given back,
    /// what comes before and what comes after count apart.
    uint32_t rulesAtHook{0};

    Ptr<NfRouteEntry> route; //!< where the stack has decided to send it; null before routing

    /// Largest fragment that it was reassembled from (IP length), 0 if it came whole.
    uint16_t fragmentMaxSize{0};
    NfFragmentPieces pieces; //!< that it was reassembled from; none: it came whole, or was copied

    /// @return number of bytes after the network header
    uint32_t GetPayloadSize() const
    {
        return m_payload ? m_payload->GetSize() : 0;
    }

    /// @return number of bytes, the network header included
    uint32_t GetSize() const
    {
        return ip.GetSize() + GetPayloadSize();
    }

    /// @return what the length field of IPv6 says of the bytes behind the fixed header
    uint16_t GetClaimedLength() const
    {
        const uint32_t there = ip.extensionSize + GetPayloadSize();
        return there - std::min<uint32_t>(there, ip.unclaimed);
    }

    /**
     * @param need how many bytes the caller will read, at most L4_WINDOW
     * @return the first bytes after the network header, or null if the packet has fewer
     */
    const uint8_t* L4(uint32_t need) const
    {
        if (need > m_windowSize)
        {
            return LoadWindow(need);
        }
        return m_window.data();
    }

    /**
     * As L4(), for writing. The caller keeps the L4 checksum right (see nf-checksum.h).
     * @param need how many bytes the caller will read or write, at most L4_WINDOW
     * @return the bytes, or null if the packet has fewer
     */
    uint8_t* MutableL4(uint32_t need);

    /// @return the ns-3 packet behind the network header, with all writes applied
    Ptr<Packet> GetPayload()
    {
        if (m_dirtyBytes)
        {
            Flush();
        }
        return m_payload;
    }

    /// @return the ns-3 packet, perhaps without the latest writes: for its uid, size and tags only
    Ptr<const Packet> PeekPayload() const
    {
        return m_payload;
    }

    /// @return the extension headers of IPv6; null if there are none
    const Ptr<const NfIpv6Extensions>& GetExtensions() const
    {
        return m_extensions;
    }

    /// @param extensions replaces the extension headers of IPv6; null removes them. The protocol
    /// stays what it is.
    void SetExtensions(Ptr<const NfIpv6Extensions> extensions)
    {
        m_extensions = std::move(extensions);
        ip.extensionSize = m_extensions ? m_extensions->GetBytes().size() : 0;
    }

    /// @param payload replaces everything behind the network header
    void SetPayload(Ptr<Packet> payload);

    /// @return all bytes behind the network header, with writes applied
    std::vector<uint8_t> CopyPayload() const;

    /**
     * The packet as it would be on the wire: network header, of IPv4 with its checksum, of IPv6
     * with its extension headers, then the payload.
     * @return the bytes
     */
    std::vector<uint8_t> CopyBytes() const;

    /// @return the ns-3 uid, which stays the same across nodes
    uint64_t GetUid() const
    {
        return m_payload ? m_payload->GetUid() : 0;
    }

    /// Forget the connection: the packet will be tracked afresh.
    void ResetConntrack()
    {
        ct = nullptr;
        ctState = NfCtState::INVALID;
        ctDirection = NfDirection::ORIGINAL;
    }

  private:
    friend class NfHookRegistry;

    NfPacket(const NfPacket&) = default;

    const uint8_t* LoadWindow(uint32_t need) const;
    void Flush();

    Ptr<NfStolenPacket> m_stolen;             //!< set by the callback that takes the packet
    std::pair<int, uint64_t> m_resumeAfter{}; //!< priority and id of the callback that kept it
    bool m_queued{false};                     //!< kept by the verdict QUEUE
    Ptr<Packet> m_payload;                    //!< what follows the network header
    Ptr<const NfIpv6Extensions> m_extensions; //!< between the fixed header and m_payload
    mutable uint32_t m_windowSize{0};         //!< valid bytes in m_window
    uint32_t m_dirtyBytes{0}; //!< leading bytes of m_window that may differ from m_payload
    mutable std::array<uint8_t, L4_WINDOW> m_window; //!< first bytes of m_payload
};

} // namespace ns3

#endif /* NF_PACKET_H */
