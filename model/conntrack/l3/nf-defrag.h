// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_DEFRAG_H
#define NF_DEFRAG_H

#include "nf-ip-header.h"
#include "nf-ipv6-extensions.h"
#include "nf-netns.h"
#include "nf-packet.h"
#include "nf-types.h"

#include "ns3/event-id.h"
#include "ns3/nstime.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <map>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Reassembles the fragments of a family before connection tracking sees them (RFC 5722; Linux's
 * inet_fragment.c). NfIpv4Defrag and NfIpv6Defrag know what a fragment is, and which are wrong.
 *
 * Fragments wait until the last one completes their datagram, which goes on in its place, with
 * the header of the first piece. A fragment that repeats what is there is dropped; one that
 * overlaps ends the datagram. An incomplete datagram is forgotten after a time. If its first piece
 * is there and the family wants it, its sender is told, for which an event is scheduled; of others
 * this is noticed when the next fragment arrives.
 *
 * Divergence: Linux also gives up a datagram of IPv4 when 64 fragments of others arrived between
 * its pieces.
 */
class NfDefrag
{
  public:
    /// How many bytes of fragments may wait in all (Linux's ipfrag_high_thresh and
    /// nf_conntrack_frag6_high_thresh).
    static constexpr uint32_t HIGH_THRESHOLD = 4 * 1024 * 1024;

    /**
     * @param packet a packet
     * @return true if it is to be gathered
     */
    virtual bool IsPiece(const NfPacket& packet) const = 0;

    /**
     * @param packet a piece, in PREROUTING or OUTPUT; if it completes a datagram, it becomes it
     * @param zone conntrack zone; datagrams of different zones never mix
     * @param timeout how long the first piece to arrive waits for the others
     * @return ACCEPT if complete, or if it goes on as it is; STOLEN if it waits or repeats what is
     *         there; the family's refusal if it is of no use
     */
    NfVerdict Gather(NfPacket& packet, uint16_t zone, Time timeout);

    virtual ~NfDefrag();
    NfDefrag(const NfDefrag&) = delete;
    NfDefrag& operator=(const NfDefrag&) = delete;

    /// Forget all fragments, and tell nobody.
    void Clear();

    /// @return number of datagrams that wait, timed-out ones not yet noticed included
    std::size_t GetSize() const
    {
        return m_queues.size();
    }

  protected:
    /// What pieces of one datagram have in common.
    struct Key
    {
        NfAddress source;
        NfAddress destination;
        uint32_t id;
        uint32_t scope;   //!< what else tells datagrams of a family apart
        NfHook hook;      //!< where they are gathered
        uint16_t zone{0}; //!< conntrack zone

        friend bool operator<(const Key& a, const Key& b)
        {
            return std::tie(a.source, a.destination, a.id, a.scope, a.hook, a.zone) <
                   std::tie(b.source, b.destination, b.id, b.scope, b.hook, b.zone);
        }
    };

    /// Pieces that arrived one behind the other.
    struct Run
    {
        uint32_t begin;
        uint32_t end;
        Ptr<Packet> bytes;
    };

    /// A datagram that waits for the rest.
    struct Queue
    {
        std::vector<Run> runs;               //!< in order of begin
        std::map<uint32_t, uint32_t> pieces; //!< sizes by begin
        uint32_t length{0};                  //!< of the datagram, as far as is known
        uint32_t collected{0};               //!< bytes that are there
        uint16_t maxSize{0};                 //!< largest piece with header
        uint16_t maxDfSize{0};               //!< largest piece with DF; IPv4 only
        uint8_t ecn{0};                      //!< bit mask of the ECN code points seen
        bool haveFirst{false};
        bool haveLast{false};
        NfIpHeader first;                       //!< header of the piece at offset 0
        Ptr<const NfIpv6Extensions> extensions; //!< its extension headers
        uint32_t firstSize{0};                  //!< bytes of the datagram that it has
        uint32_t leastLaterHeader{UINT32_MAX};  //!< bytes in front of the data of other pieces
        uint32_t mark{0};                       //!< its mark
        NetDevice::PacketType packetType{NetDevice::PACKET_HOST}; //!< of its frame
        const NfDevice* in{nullptr};                              //!< where it came in
        NfNetns* netns{nullptr};                                  //!< set: its sender is to be told
        Time expires;
        EventId expiry; //!< if its sender is to be told
    };

    /// What becomes of a piece.
    enum class Outcome
    {
        WAITS,
        REPEATED, //!< what it has is there
        REFUSED,  //!< the piece is of no use
        CORRUPT,  //!< the datagram is of no use
        PASSES    //!< the datagram is of no use, and the piece goes on alone
    };

    /// @param refusal verdict on a piece that is of no use
    explicit NfDefrag(NfVerdict refusal)
        : m_refusal(refusal)
    {
    }

    /**
     * @param packet a piece
     * @return true if it cannot be told what it is a piece of: it is refused
     */
    virtual bool IsCut(const NfPacket& packet) const
    {
        return false;
    }

    /**
     * @param packet a piece
     * @return what tells its datagram from others of its zone
     */
    virtual Key MakeKey(const NfPacket& packet) const = 0;

    /**
     * @param packet the first piece of a datagram to arrive
     * @return true if the datagram's sender is told when its time is over
     */
    virtual bool TellsSender(const NfPacket& packet) const = 0;

    /**
     * Add a piece to its datagram.
     * @param queue the datagram
     * @param packet the piece
     * @return what becomes of it
     */
    virtual Outcome Add(Queue& queue, NfPacket& packet) const = 0;

    /**
     * Make the datagram of the packet that completed it.
     * @param queue the datagram, complete
     * @param packet becomes the datagram
     * @return false if it cannot be one
     */
    virtual bool Assemble(Queue& queue, NfPacket& packet) const = 0;

    /// @param queue a datagram whose time is over, with its first piece
    virtual void TellSender(const Queue& queue) const = 0;

    /**
     * Put bytes in their place.
     * @param queue the datagram
     * @param begin of the bytes
     * @param end behind them
     * @param bytes what a piece has, at least so many; they may be changed
     * @return WAITS, REPEATED or CORRUPT
     */
    static Outcome Place(Queue& queue, uint32_t begin, uint32_t end, const Ptr<Packet>& bytes);

    /**
     * Note what the datagram inherits from a piece that was placed.
     * @param queue the datagram
     * @param packet the piece
     * @param begin of its bytes in the datagram
     * @param header bytes in front of the datagram's
     * @param size bytes of the datagram that it has
     */
    static void Note(Queue& queue,
                     const NfPacket& packet,
                     uint32_t begin,
                     uint32_t header,
                     uint32_t size);

    /**
     * Begin to make the datagram of a packet: its bytes, the first piece's header, mark and size,
     * and the mark of congestion if a piece had it (RFC 3168, 5.3).
     * @param queue the datagram, complete
     * @param packet becomes the datagram
     * @return false if code points of ECN are mixed as no sender mixes them
     */
    static bool Join(Queue& queue, NfPacket& packet);

    /**
     * @param queue a datagram with its first piece
     * @return that piece, as far as it is needed to tell its sender, but without extension headers
     */
    static NfPacket MakeFirst(const Queue& queue);

  private:
    using Map = std::map<Key, Queue>;

    void Forget(Map::iterator queue);
    // Forget what has timed out, and tell the senders that are to be told.
    void ForgetExpired(Time now);

    const NfVerdict m_refusal;
    Map m_queues;
    std::set<std::pair<Time, Key>> m_deadlines;
    uint32_t m_bytes{0}; //!< that wait in all queues
};

} // namespace ns3

#endif /* NF_DEFRAG_H */
