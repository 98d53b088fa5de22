// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_INTERPOSITION_H
#define NF_IPV4_INTERPOSITION_H

#include "nf-traffic-control-proxy.h"

#include "ns3/ip-l4-protocol.h"
#include "ns3/net-device.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <set>
#include <utility>

namespace ns3
{

class NfIpv4Stack;

/**
 * \ingroup netfilter
 * Takes, and keeps, the places where packets enter and leave ns-3's IPv4 on one node:
 *  - the node's protocol handlers for IPv4, ARP and IPv6 frames (and IPv4's own for lo);
 *  - the routing protocol, by NfRoutingWrapper;
 *  - the traffic-control layer that interfaces and ARP send to, by NfTrafficControlProxy;
 *  - the down target of every transport protocol.
 *
 * Invariant: Sync() may be called at any time and any number of times; each place is taken once.
 * Handlers cannot be exchanged while the node walks over them to deliver a frame; a Sync() at such
 * a moment is put off to the end of the current event.
 */
class NfIpv4Interposition
{
  public:
    /// \param stack whose node's places to take
    explicit NfIpv4Interposition(NfIpv4Stack& stack);
    ~NfIpv4Interposition();

    /// Take all places that are not taken yet.
    void Sync();

    /// \return true while a packet is being received
    bool IsReceiving() const
    {
        return m_receptions != 0;
    }

    /// Counts a reception during which handlers must stay.
    class ReceptionGuard
    {
      public:
        /// \param interposition to guard
        explicit ReceptionGuard(NfIpv4Interposition& interposition)
            : m_interposition(interposition)
        {
            ++m_interposition.m_receptions;
        }

        ~ReceptionGuard()
        {
            --m_interposition.m_receptions;
        }

        ReceptionGuard(const ReceptionGuard&) = delete;
        ReceptionGuard& operator=(const ReceptionGuard&) = delete;

      private:
        NfIpv4Interposition& m_interposition;
    };

  private:
    void TakeRouting();
    void TakeInterfaces();
    void TakeHandlers();
    void TakeTransports();
    void TakeTransport(Ptr<IpL4Protocol> protocol);
    void Changed(uint32_t interface, bool up);

    NfIpv4Stack& m_stack;
    Ptr<NfTrafficControlProxy> m_proxy;
    uint32_t m_receptions{0};                                 //!< how many receptions are under way
    std::set<std::pair<Ptr<NetDevice>, uint16_t>> m_handlers; //!< taken; never iterated
    std::set<Ptr<IpL4Protocol>> m_transports;                 //!< taken; never iterated
};

} // namespace ns3

#endif /* NF_IPV4_INTERPOSITION_H */
