// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_LOCAL_ANSWER_H
#define NF_LOCAL_ANSWER_H

#include "nf-packet.h"
#include "nf-tcp-reset.h"

#include "ns3/packet.h"

#include <cstdint>
#include <optional>

namespace ns3
{

/**
 * @ingroup netfilter
 * What a Linux host answers at once, without a socket, to a packet that it was delivered
 * (icmp_echo() and tcp_v4_send_reset()). ns-3 answers the same packets, and some more, in a form
 * that differs in a few fields.
 */
class NfLocalAnswer
{
  public:
    static constexpr uint8_t ECHO_REPLY = 0; //!< ICMP type

    /**
     * @param request an echo request
     * @return false if a Linux host does not answer it: its checksum is wrong, or it was sent to
     *         more than one host (sysctl icmp_echo_ignore_broadcasts, which is on by default)
     */
    static bool IsEchoAnswered(const NfPacket& request);

    /**
     * Give an echo reply the code of its request, as Linux does, which looks at no code.
     * @param request an echo request
     * @param reply what ns-3's ICMP answers; its code is 0
     * @param checksums whether the simulation computes checksums
     */
    static void CopyCode(const NfPacket& request, const Ptr<Packet>& reply, bool checksums);

    /**
     * @param packet what has been delivered
     * @return how many bytes its transport has seen: of UDP, as many as its header says
     */
    static uint32_t GetSeenSize(const NfPacket& packet);

    /**
     * @param segment what has been delivered
     * @param reset what ns-3's TCP answers
     * @return true if this is the reset for a segment that belongs to no connection; a connection
     *         that is aborted sends resets too, which know its sequence numbers
     */
    static bool IsResetOfNoConnection(const NfPacket& segment, Ptr<const Packet> reset);

    /**
     * @param segment belongs to no connection
     * @return the reset; nothing if a Linux host does not answer
     */
    static std::optional<NfTcpReset> MakeReset(const NfPacket& segment);
};

} // namespace ns3

#endif /* NF_LOCAL_ANSWER_H */
