// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_DEFRAG_H
#define NF_DEFRAG_H

#include "nf-ip-header.h"
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
 * Reassembles IPv4 fragments before connection tracking sees them (RFC 791, RFC 5722; Linux's
 * ip_fragment.c and nf_defrag_ipv4.c).
 *
 * Fragments wait until the last one completes their datagram, which goes on in its place, with
 * the header of the first piece. A fragment that repeats what is there is dropped; one that
 * overlaps ends the datagram. An incomplete datagram is forgotten after a time. If it is addressed
 * to the node and its first piece is there, its sender is told (ICMP 11/1), for which an event is
 * scheduled; of others this is noticed when the next fragment arrives.
 *
 * Divergence: Linux also gives up a datagram when 64 fragments of others arrived between its
 * pieces.
 */
class NfDefrag
{
  public:
    /// How many bytes of fragments may wait in all (Linux's ipfrag_high_thresh).
    static constexpr uint32_t HIGH_THRESHOLD = 4 * 1024 * 1024;

    /**
     * @param packet a fragment, in PREROUTING or OUTPUT; if it completes a datagram, it becomes it
     * @param zone conntrack zone; datagrams of different zones never mix
     * @param timeout how long the first piece to arrive waits for the others
     * @return ACCEPT if complete; STOLEN if the fragment waits or was given up
     */
    NfVerdict Gather(NfPacket& packet, uint16_t zone, Time timeout);

    NfDefrag() = default;
    ~NfDefrag();
    NfDefrag(const NfDefrag&) = delete;
    NfDefrag& operator=(const NfDefrag&) = delete;

    /// Forget all fragments, and tell nobody.
    void Clear();

    /// @return number of datagrams that wait, timed-out ones not yet noticed included
    std::size_t GetSize() const
    {
        return m_queues.size();
    }

  private:
    /// Source, destination, id, protocol, hook and zone.
    using Key = std::tuple<NfAddress, NfAddress, uint16_t, uint8_t, NfHook, uint16_t>;

    // Pieces that arrived one behind the other.
    struct Run
    {
        uint32_t begin;
        uint32_t end;
        Ptr<Packet> bytes;
    };

    struct Queue
    {
        std::vector<Run> runs;               // in order of begin
        std::map<uint32_t, uint32_t> pieces; // sizes by begin
        uint32_t length{0};                  // of the datagram, as far as is known
        uint32_t collected{0};               // bytes that are there
        uint16_t maxSize{0};                 // largest piece with header
        uint16_t maxDfSize{0};               // largest piece with DF
        uint8_t ecn{0};                      // bit mask of the ECN code points seen
        bool haveFirst{false};
        bool haveLast{false};
        NfIpHeader first;                                         // header of the piece at offset 0
        uint32_t firstSize{0};                                    // its payload
        uint32_t mark{0};                                         // its mark
        NetDevice::PacketType packetType{NetDevice::PACKET_HOST}; // of its frame
        const NfDevice* in{nullptr};                              // where it came in
        NfNetns* netns{nullptr};                                  // set: its sender is to be told
        Time expires;
        EventId expiry; // if its sender is to be told
    };

    enum class Outcome
    {
        WAITS,
        REPEATED, // the fragment is of no use
        CORRUPT   // the datagram is of no use
    };

    using Map = std::map<Key, Queue>;

    static Outcome Add(Queue& queue, NfPacket& packet);
    static Outcome Place(Queue& queue, uint32_t begin, uint32_t end, NfPacket& packet);
    static void NoteHeader(Queue& queue, const NfPacket& packet, uint32_t size);
    // Make the datagram of the packet: false if it cannot be one.
    static bool Assemble(Queue& queue, NfPacket& packet);
    void Forget(Map::iterator queue);
    // Forget what has timed out, and tell the senders that are to be told.
    void ForgetExpired(Time now);
    static void TellSender(const Queue& queue);

    Map m_queues;
    std::set<std::pair<Time, Key>> m_deadlines;
    uint32_t m_bytes{0}; //!< that wait in all queues
};

} // namespace ns3

#endif /* NF_DEFRAG_H */
