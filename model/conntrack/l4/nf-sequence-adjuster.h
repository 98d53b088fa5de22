// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SEQUENCE_ADJUSTER_H
#define NF_SEQUENCE_ADJUSTER_H

#include "nf-connection.h"
#include "nf-packet.h"
#include "nf-types.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup netfilter
 * Keeps TCP's sequence numbers right after a helper has changed the length of a segment, or where a
 * SYN proxy has begun with another number than the server (Linux's nf_conntrack_seqadj.c): later
 * segments of that direction are shifted, and what the other direction acknowledges is shifted
 * back, SACK blocks included.
 */
class NfSequenceAdjuster
{
  public:
    /**
     * Note that the payload of a segment has changed its length.
     * @param connection gets NfCtStatus::SEQ_ADJUST
     * @param direction of the segment
     * @param sequence number of the segment, as its sender counts
     * @param difference new length minus old length
     */
    static void Note(NfConnection& connection,
                     NfDirection direction,
                     uint32_t sequence,
                     int32_t difference);

    /**
     * Shift all segments of a direction from now on, whatever was noted before (Linux's
     * nf_ct_seqadj_init).
     * @param connection gets NfCtStatus::SEQ_ADJUST
     * @param direction of the segments
     * @param offset by how much; 0 leaves all as it is
     */
    static void Begin(NfConnection& connection, NfDirection direction, int32_t offset);

    /**
     * @param connection the connection
     * @param direction of the segments
     * @param sequence a sequence number of that direction, as its sender counts
     * @return by how much it is shifted
     */
    static int32_t GetOffset(const NfConnection& connection,
                             NfDirection direction,
                             uint32_t sequence);

    /**
     * Shift the numbers of a packet that leaves. Checksums are kept right.
     * @param packet a TCP packet of the connection
     * @param connection the connection, with NfCtStatus::SEQ_ADJUST
     * @return false if the TCP header is not whole
     */
    static bool Adjust(NfPacket& packet, const NfConnection& connection);

    /**
     * Replace a number of a TCP header, and keep its checksum right.
     * @param header a whole TCP header with its options
     * @param at where the number stands; in options, also at odd places
     * @param value the new number
     */
    static void Rewrite(uint8_t* header, uint32_t at, uint32_t value);
};

} // namespace ns3

#endif /* NF_SEQUENCE_ADJUSTER_H */
