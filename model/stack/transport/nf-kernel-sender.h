// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_KERNEL_SENDER_H
#define NF_KERNEL_SENDER_H

#include "nf-packet.h"
#include "nf-send-result.h"

#include <cstdint>
#include <string_view>

namespace ns3
{

/**
 * @ingroup netfilter
 * Sends packets that the kernel of a node makes. They pass OUTPUT and POSTROUTING before a function
 * returns.
 */
class NfKernelSender
{
  public:
    virtual ~NfKernelSender() = default;

    /**
     * Send a datagram as a raw socket does.
     * @param packet header and payload; an unset source is chosen by routing
     * @return how it ended; SENT, too, if a hook keeps it
     */
    virtual NfSendResult SendDatagram(NfPacket packet) = 0;

    /**
     * Send an answer, as NfNetns::SendGenerated().
     * @param header network header
     * @param payload what follows
     * @param about the packet that it answers; may be null
     * @return false if there is no route to the destination
     */
    virtual bool SendGenerated(const NfIpHeader& header,
                               Ptr<Packet> payload,
                               const NfPacket* about) = 0;

    /**
     * Send a copy of a packet to another host, as NfNetns::SendCopy().
     * @param packet the packet
     * @param gateway whom to send it to
     * @param device name of the device to send it by; empty, or none of the node's: any
     */
    virtual void SendCopy(NfPacket& packet, const NfAddress& gateway, std::string_view device) = 0;

    /**
     * Send an ICMP error, as NfNetns::SendIcmpError(), about a packet of which less may be quoted
     * than its network header tells: Linux cuts a UDP datagram to the length in its header before
     * UDP answers it.
     * @param about the packet as it is now
     * @param type ICMP type
     * @param code ICMP code
     * @param info second word of the ICMP header
     * @param limit how many bytes to quote at most, with the network header
     */
    virtual void SendIcmpError(NfPacket& about,
                               uint8_t type,
                               uint8_t code,
                               uint32_t info = 0,
                               uint32_t limit = UINT16_MAX) = 0;
};

} // namespace ns3

#endif /* NF_KERNEL_SENDER_H */
