// SPDX-License-Identifier: GPL-2.0-only

#include "nf-address-book.h"

#include <algorithm>

namespace ns3
{

namespace
{

constexpr uint32_t LOOPBACK_NET = 127;
constexpr uint32_t BROADCAST = 0xffffffff;

/**
 * @param address in host byte order
 * @return its first octet
 */
constexpr uint32_t
FirstOctet(uint32_t address)
{
    return address >> 24;
}

} // namespace

void
NfAddressBook::Update(Ptr<Ipv4> ipv4, const NfIpv4Interfaces& interfaces)
{
    m_entries.clear();
    for (uint32_t number = 0; number < interfaces.GetAll().size(); ++number)
    {
        const NfDevice* device = interfaces.Find(number);
        for (uint32_t i = 0; i < ipv4->GetNAddresses(number); ++i)
        {
            Ipv4InterfaceAddress address = ipv4->GetAddress(number, i);
            if (address.GetLocal().IsAny())
            {
                continue;
            }
            m_entries.push_back({address.GetLocal().Get(), NfAddressType::LOCAL, device});
            if (address.GetMask() != Ipv4Mask::GetOnes() && !device->loopback)
            {
                m_entries.push_back(
                    {address.GetBroadcast().Get(), NfAddressType::BROADCAST, device});
            }
        }
    }
}

bool
NfAddressBook::IsLocal(uint32_t address) const
{
    for (const Entry& entry : m_entries)
    {
        if (entry.address == address && entry.type == NfAddressType::LOCAL)
        {
            return true;
        }
    }
    return FirstOctet(address) == LOOPBACK_NET || IsInLocalNetwork(address);
}

bool
NfAddressBook::FindLocalNetwork(uint32_t address) const
{
    return std::any_of(m_networks.begin(), m_networks.end(), [address](const NfPrefix& network) {
        return network.Contains(NfAddress(address));
    });
}

NfAddressType
NfAddressBook::GetType(uint32_t address, const NfDevice* device) const
{
    if (address == BROADCAST || address == 0)
    {
        return NfAddressType::BROADCAST;
    }
    constexpr uint32_t firstMulticast = 224;
    constexpr uint32_t lastMulticast = 239;
    if (FirstOctet(address) >= firstMulticast && FirstOctet(address) <= lastMulticast)
    {
        return NfAddressType::MULTICAST;
    }
    if (FirstOctet(address) == LOOPBACK_NET)
    {
        return !device || device->loopback ? NfAddressType::LOCAL : NfAddressType::UNICAST;
    }
    for (const Entry& entry : m_entries)
    {
        if (entry.address == address && (!device || device == entry.device))
        {
            return entry.type;
        }
    }
    if (IsInLocalNetwork(address) && (!device || device->loopback))
    {
        return NfAddressType::LOCAL;
    }
    return NfAddressType::UNICAST;
}

NfPrefix
NfNetworkOf(const Ipv4InterfaceAddress& address)
{
    return NfPrefix(address.GetLocal(), static_cast<uint8_t>(address.GetMask().GetPrefixLength()));
}

} // namespace ns3
