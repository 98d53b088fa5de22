// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NEIGHBOUR_WATCH_H
#define NF_NEIGHBOUR_WATCH_H

#include "nf-device-stand-in.h"

#include "ns3/ipv6-interface.h"
#include "ns3/ndisc-cache.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <vector>

namespace ns3
{

class NfIpv6Output;
struct NfIpv6Node;

/**
 * @ingroup netfilter
 * Brings to the layer what ns-3's neighbour discovery gives to a device directly, past
 * Ipv6Interface and traffic control: the answers to solicitations, and the probes whether a
 * neighbour is still there. On Linux they pass OUTPUT and POSTROUTING like any packet.
 *
 * A neighbour cache sends its probes to the device that it knows: while the layer is not idle, that
 * is a stand-in. ICMPv6 finds a cache by the device of the interface that a message came in by, so
 * the cache has its device back while the stock stack is given a packet. ICMPv6 answers a
 * solicitation by that device of the interface, which is the stand-in, with the cache's, as long as
 * the answer takes: from the trace source LocalDeliver, the last thing before ICMPv6, to its
 * return.
 *
 * Difference from ns-3: what prints a neighbour cache while the layer is not idle gives a device
 * its index, not its name in ns-3's Names.
 */
class NfNeighbourWatch
{
  public:
    /**
     * @param node whose neighbours these are
     * @param output takes what is sent
     */
    NfNeighbourWatch(NfIpv6Node& node, NfIpv6Output& output);
    ~NfNeighbourWatch();

    NfNeighbourWatch(const NfNeighbourWatch&) = delete;
    NfNeighbourWatch& operator=(const NfNeighbourWatch&) = delete;

    /// Let all caches send to their stand-ins.
    void Take();

    /// Give all caches their devices back.
    void Release();

    /// Lasts as long as the stock stack is given a packet.
    class Reception
    {
      public:
        /**
         * @param watch of the node
         * @param device that the packet came in by
         * @param isSolicitation whether it is a neighbour solicitation
         */
        Reception(NfNeighbourWatch& watch, const Ptr<NetDevice>& device, bool isSolicitation);
        ~Reception();

        Reception(const Reception&) = delete;
        Reception& operator=(const Reception&) = delete;

      private:
        void Delivered(const Ipv6Header& header, Ptr<const Packet> packet, uint32_t interface);

        NfNeighbourWatch& m_watch;
        uint32_t m_interface; //!< NfIpv6Interfaces::NONE: there is nothing to do
        bool m_isSolicitation;
    };

  private:
    /// What is taken of an interface.
    struct Place
    {
        NdiscCache* cache{nullptr};   //!< the interface's, which owns it; null: it has none
        Ptr<NfDeviceStandIn> standIn; //!< of its device, with cache
        bool isLent{false};           //!< the cache has its device for a while
    };

    // The number of a device's interface if the cache's device there is to be lent; else NONE.
    uint32_t FindPlace(const Ptr<NetDevice>& device) const;
    static void Put(const Ptr<NdiscCache>& cache, const Ptr<NetDevice>& device);

    NfIpv6Node& m_node;
    NfIpv6Output& m_output;
    std::vector<Place> m_places; //!< by interface
    bool m_taken{false};
};

} // namespace ns3

#endif /* NF_NEIGHBOUR_WATCH_H */
