// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_ADDRESS_BOOK_H
#define NF_IPV6_ADDRESS_BOOK_H

#include "nf-ip-interfaces.h"
#include "nf-ipv6-address-kinds.h"
#include "nf-netns.h"
#include "nf-prefix.h"

#include "ns3/ipv6-interface-address.h"
#include "ns3/ipv6-interface.h"
#include "ns3/ipv6-l3-protocol.h"

#include <utility>
#include <vector>

namespace ns3
{

/**
 * @param address of an interface
 * @return the network that it is in
 */
NfPrefix NfNetworkOf(const Ipv6InterfaceAddress& address);

/**
 * @ingroup netfilter
 * The IPv6 addresses of a node (Linux's table local), in a form that answers faster than ns-3's
 * Ipv6, which copies its address objects for each question.
 *
 * Invariant: after Update(), which is due whenever addresses have changed, the answers are those
 * that Ipv6 would give, but for two things that ns-3 does not know: local networks, and the anycast
 * address of a network's routers, all zero behind the prefix, which is one of each interface in the
 * network while that forwards. Differs from Linux: no address is tentative: ns-3 delivers to one
 * from the start.
 */
class NfIpv6AddressBook
{
  public:
    /**
     * @param ipv6 the node's stack
     * @param interfaces of the stack
     */
    void Update(const Ptr<Ipv6L3Protocol>& ipv6, const NfIpv6Interfaces& interfaces);

    /**
     * The LOCAL routes of the table local.
     * @param networks all of them
     */
    void SetLocalNetworks(std::vector<NfPrefix> networks)
    {
        m_networks = std::move(networks);
    }

    /**
     * @param interface its number
     * @return how many addresses it had with the last Update()
     */
    uint32_t CountOf(uint32_t interface) const
    {
        return interface < m_counts.size() ? m_counts[interface] : 0;
    }

    /**
     * @param address an address
     * @return the device that it is an address of, lo for one that ns-3 does not take for the
     * node's: anycast, or in a local network; null: it is none of the node's
     */
    const NfDevice* FindHome(const NfAddress& address) const
    {
        for (const Entry& entry : m_entries)
        {
            if (entry.address == address)
            {
                return entry.device;
            }
        }
        return FindUnusualHome(address);
    }

    /**
     * @param address an address
     * @param device if not null, only addresses of this device count
     * @return true if it is the anycast address of the routers of a network
     */
    bool IsAnycast(const NfAddress& address, const NfDevice* device = nullptr) const;

    /**
     * @param address an address
     * @return true if it is one of the node's
     */
    bool IsLocal(const NfAddress& address) const
    {
        return FindHome(address);
    }

    /**
     * @param address an address
     * @param device if not null, only addresses of this device are LOCAL or ANYCAST
     * @return UNSPEC, MULTICAST, LOCAL, ANYCAST or UNICAST
     */
    NfAddressType GetType(const NfAddress& address, const NfDevice* device = nullptr) const;

  private:
    struct Entry
    {
        NfAddress address;
        const NfDevice* device;
    };

    /// The anycast address of the routers of a network.
    struct Anycast
    {
        NfAddress address;
        const NfDevice* device;
        /// Has it while it forwards. Not owned: a Ptr would keep the node alive.
        const Ipv6Interface* interface;
    };

    // What is none of m_entries.
    const NfDevice* FindUnusualHome(const NfAddress& address) const;

    std::vector<Entry> m_entries;     //!< by interface, then as that has them
    std::vector<Anycast> m_anycasts;  //!< likewise
    std::vector<uint32_t> m_counts;   //!< of addresses, by interface
    std::vector<NfPrefix> m_networks; //!< see SetLocalNetworks()
    const NfDevice* m_loopback{nullptr};
};

} // namespace ns3

#endif /* NF_IPV6_ADDRESS_BOOK_H */
