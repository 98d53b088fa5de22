// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-address-book.h"

#include "nf-ipv6-convert.h"

#include <algorithm>

namespace ns3
{

void
NfIpv6AddressBook::Update(const Ptr<Ipv6>& ipv6, const NfIpv6Interfaces& interfaces)
{
    m_entries.clear();
    m_counts.clear();
    for (uint32_t number = 0; number < interfaces.GetAll().size(); ++number)
    {
        const NfDevice* device = interfaces.Find(number);
        m_counts.push_back(ipv6->GetNAddresses(number));
        for (uint32_t i = 0; i < m_counts.back(); ++i)
        {
            m_entries.push_back({NfFromIpv6(ipv6->GetAddress(number, i).GetAddress()), device});
        }
    }
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
    return local ? NfAddressType::LOCAL : NfAddressType::UNICAST;
}

} // namespace ns3
