// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-address-book.h"

#include "nf-ipv6-convert.h"

#include <algorithm>

namespace ns3
{

namespace
{

// Routers of a network with less than two bits for them have no anycast address.
constexpr uint8_t LONGEST_WITH_ANYCAST = 126;

} // namespace

NfPrefix
NfNetworkOf(const Ipv6InterfaceAddress& address)
{
    return NfPrefix(NfFromIpv6(address.GetAddress()),
                    address.GetPrefix().GetPrefixLength(),
                    NfFamily::IPV6);
}

void
NfIpv6AddressBook::Update(const Ptr<Ipv6L3Protocol>& ipv6, const NfIpv6Interfaces& interfaces)
{
    m_entries.clear();
    m_anycasts.clear();
    m_counts.clear();
    for (uint32_t number = 0; number < interfaces.GetAll().size(); ++number)
    {
        const NfDevice* device = interfaces.Find(number);
        m_loopback = device->loopback ? device : m_loopback;
        m_counts.push_back(ipv6->GetNAddresses(number));
        for (uint32_t i = 0; i < m_counts.back(); ++i)
        {
            const Ipv6InterfaceAddress address = ipv6->GetAddress(number, i);
            m_entries.push_back({NfFromIpv6(address.GetAddress()), device});
            const NfPrefix network = NfNetworkOf(address);
            if (!device->loopback && network.GetLength() <= LONGEST_WITH_ANYCAST)
            {
                const Ipv6Interface* interface = PeekPointer(ipv6->GetInterface(number));
                m_anycasts.push_back({network.GetAddress(), device, interface});
            }
        }
    }
}

const NfDevice*
NfIpv6AddressBook::FindUnusualHome(const NfAddress& address) const
{
    const bool local =
        IsAnycast(address) ||
        std::any_of(m_networks.begin(), m_networks.end(), [&address](const NfPrefix& network) {
            return network.Contains(address);
        });
    return local ? m_loopback : nullptr;
}

bool
NfIpv6AddressBook::IsAnycast(const NfAddress& address, const NfDevice* device) const
{
    return std::any_of(m_anycasts.begin(), m_anycasts.end(), [&](const Anycast& anycast) {
        return anycast.address == address && (!device || device == anycast.device) &&
               anycast.interface->IsForwarding();
    });
}

NfAddressType
NfIpv6AddressBook::GetType(const NfAddress& address, const NfDevice* device) const
{
    if (address.IsAny())
    {
        return NfAddressType::UNSPEC;
    }
    if (NfIpv6Address::IsMulticast(address))
    {
        return NfAddressType::MULTICAST;
    }
    const bool local = std::any_of(m_entries.begin(), m_entries.end(), [&](const Entry& entry) {
        return entry.address == address && (!device || device == entry.device);
    });
    if (local)
    {
        return NfAddressType::LOCAL;
    }
    if (IsAnycast(address, device))
    {
        return NfAddressType::ANYCAST;
    }
    const NfDevice* home = FindUnusualHome(address);
    return home && (!device || device == home) ? NfAddressType::LOCAL : NfAddressType::UNICAST;
}

} // namespace ns3
