// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ADDRESS_BOOK_H
#define NF_ADDRESS_BOOK_H

#include "nf-ip-interfaces.h"
#include "nf-netns.h"
#include "nf-prefix.h"

#include "ns3/ipv4-interface-address.h"
#include "ns3/ipv4.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @param address of an interface
 * @return the network that it is in
 */
NfPrefix NfNetworkOf(const Ipv4InterfaceAddress& address);

/**
 * @ingroup netfilter
 * The addresses and broadcast addresses of a node (Linux's table local), in a form that answers
 * faster than ns-3's Ipv4, which copies its address objects for each question.
 *
 * Invariant: after Update(), the answers are those that Ipv4 would give, but for local networks,
 * which ns-3 does not know, and for the address 0.0.0.0 that a DHCP client of ns-3 gives its
 * interface: as on Linux, it is none.
 */
class NfAddressBook
{
  public:
    /**
     * @param ipv4 the node's stack
     * @param interfaces of the stack
     */
    void Update(Ptr<Ipv4> ipv4, const NfIpv4Interfaces& interfaces);

    /**
     * The LOCAL routes of the table local.
     * @param networks all of them
     */
    void SetLocalNetworks(std::vector<NfPrefix> networks)
    {
        m_networks = std::move(networks);
    }

    /**
     * @param address in host byte order
     * @return true if a LOCAL route of the table local leads there
     */
    bool IsInLocalNetwork(uint32_t address) const
    {
        return !m_networks.empty() && FindLocalNetwork(address);
    }

    /**
     * @param address in host byte order
     * @return true if it is one of the node's, or 127/8, or in a network that is local
     */
    bool IsLocal(uint32_t address) const;

    /**
     * @param address in host byte order
     * @param device if not null, only addresses of this device count
     * @return LOCAL, BROADCAST, MULTICAST or UNICAST, as Linux's inet_dev_addr_type
     */
    NfAddressType GetType(uint32_t address, const NfDevice* device = nullptr) const;

  private:
    /// An address that is more than a unicast address somewhere.
    struct Entry
    {
        uint32_t address; //!< host byte order
        NfAddressType type;
        const NfDevice* device;
    };

    bool FindLocalNetwork(uint32_t address) const;

    std::vector<Entry> m_entries;     //!< by interface, local address before broadcast
    std::vector<NfPrefix> m_networks; //!< see SetLocalNetworks()
};

} // namespace ns3

#endif /* NF_ADDRESS_BOOK_H */
