// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_ADDRESS_BOOK_H
#define NF_IPV6_ADDRESS_BOOK_H

#include "nf-ip-interfaces.h"
#include "nf-ipv6-address-kinds.h"
#include "nf-netns.h"

#include "ns3/ipv6.h"

#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * The IPv6 addresses of a node (Linux's table local), in a form that answers faster than ns-3's
 * Ipv6, which copies its address objects for each question.
 *
 * Invariant: after Update(), which is due whenever addresses have changed, the answers are those
 * that Ipv6 would give. Differs from Linux: there are no anycast addresses (ns-3 answers for no
 * subnet-router address), and no address is tentative: ns-3 delivers to one from the start.
 */
class NfIpv6AddressBook
{
  public:
    /**
     * @param ipv6 the node's stack
     * @param interfaces of the stack
     */
    void Update(const Ptr<Ipv6>& ipv6, const NfIpv6Interfaces& interfaces);

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
     * @return the device that it is an address of; null: it is none of the node's
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
        return nullptr;
    }

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
     * @param device if not null, only addresses of this device are LOCAL
     * @return UNSPEC, MULTICAST, LOCAL or UNICAST
     */
    NfAddressType GetType(const NfAddress& address, const NfDevice* device = nullptr) const;

  private:
    struct Entry
    {
        NfAddress address;
        const NfDevice* device;
    };

    std::vector<Entry> m_entries;   //!< by interface, then as that has them
    std::vector<uint32_t> m_counts; //!< of addresses, by interface
};

} // namespace ns3

#endif /* NF_IPV6_ADDRESS_BOOK_H */
