// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_FORWARD_H
#define NF_IPV4_FORWARD_H

#include "nf-packet.h"

#include "ns3/ipv4-header.h"
#include "ns3/ipv4-route.h"

#include <functional>

namespace ns3
{

class NfIpv4Stack;

/**
 * \ingroup netfilter
 * The way of a forwarded packet: TTL and MTU (Linux's ip_forward), FORWARD, POSTROUTING.
 *
 * FORWARD sees the TTL already decremented. A packet that TTL or MTU stops is answered with the
 * ICMP error that Linux sends, and sees no FORWARD.
 */
class NfIpv4Forward
{
  public:
    /// \param stack whose packets to forward
    explicit NfIpv4Forward(NfIpv4Stack& stack);

    /// Takes a packet that has passed FORWARD and POSTROUTING.
    using Sender = std::function<void(NfPacket&)>;

    /**
     * Pass a packet over the hooks. If one keeps it, \p send is called at its reinjection.
     * \param packet the packet, with NfPacket::in set; its route must be set
     * \param send what to do with it then
     */
    void Pass(NfPacket& packet, Sender send);

    /**
     * The header with which the stock stack's forwarding is to be called: it decrements the TTL.
     * \param packet what has passed the hooks \param header the result
     * \return false if the stock stack cannot be used, because it would drop a packet with a TTL
     *         of 0, or because fragments of a given size are wanted: call Transmit()
     */
    bool MakeStockHeader(NfPacket& packet, Ipv4Header& header) const;

    /// Send a packet without the stock stack's forwarding. \param packet has passed the hooks
    void Transmit(NfPacket& packet);

  private:
    bool Check(NfPacket& packet);

    NfIpv4Stack& m_stack;
};

} // namespace ns3

#endif /* NF_IPV4_FORWARD_H */
