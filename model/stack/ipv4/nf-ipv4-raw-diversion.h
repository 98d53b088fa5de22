// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_RAW_DIVERSION_H
#define NF_IPV4_RAW_DIVERSION_H

#include "nf-raw-diversion.h"

#include "ns3/ipv4-header.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv4-route.h"
#include "ns3/ipv4.h"
#include "ns3/packet.h"

#include <list>

namespace ns3
{

struct NfIpv4Node;

/// ns-3's classes for NfRawDiversionOf.
struct NfIpv4RawTypes
{
    using Ip = Ipv4;              //!< the node's stack, as an interface
    using Stack = Ipv4L3Protocol; //!< likewise, as ns-3 makes it
    using Route = Ipv4Route;      //!< what a route is

    /// @param ipv4 the stack
    /// @return what listens to its source "Tx"
    static std::list<Callback<void, Ptr<const Packet>, Ptr<Ipv4>, uint32_t>>& GetTxListeners(
        const Ptr<Ipv4L3Protocol>& ipv4);
};

/**
 * @ingroup netfilter
 * Brings what raw sockets send over IPv4 to the layer, see NfRawDiversionOf.
 */
class NfIpv4RawDiversion : public NfRawDiversionOf<NfIpv4RawTypes>
{
  public:
    /// @param node whose packets to divert
    explicit NfIpv4RawDiversion(const NfIpv4Node& node);

    /**
     * @param packet that is about to be sent; it is tagged
     * @param header of it, of which protocol and destination are set
     * @param route that it would take
     * @return the route to give to the sender: a detour, or the same one if this cannot be a raw
     *         socket's packet
     */
    Ptr<Ipv4Route> Divert(const Ptr<Packet>& packet,
                          const Ipv4Header& header,
                          const Ptr<Ipv4Route>& route);

  private:
    bool MayBeRaw(const Ipv4Header& header, const Ipv4Route& route) const;

    const NfIpv4Node& m_node;
};

} // namespace ns3

#endif /* NF_IPV4_RAW_DIVERSION_H */
