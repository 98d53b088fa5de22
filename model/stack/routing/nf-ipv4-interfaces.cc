// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-interfaces.h"

namespace ns3
{

void
NfIpv4Interfaces::Update(const Ptr<Ipv4>& ipv4, NfDeviceTable& devices)
{
    const uint32_t known = m_devices.size();
    std::vector<Ptr<NetDevice>> added;
    for (uint32_t i = known; i < ipv4->GetNInterfaces(); ++i)
    {
        if (!devices.Find(ipv4->GetNetDevice(i)))
        {
            added.push_back(ipv4->GetNetDevice(i));
        }
    }
    devices.Update(added);
    for (uint32_t i = known; i < ipv4->GetNInterfaces(); ++i)
    {
        const NfDevice* device = devices.Find(ipv4->GetNetDevice(i));
        m_devices.push_back(device);
        if (m_numbers.size() <= device->ifindex)
        {
            m_numbers.resize(device->ifindex + 1, NONE);
        }
        m_numbers[device->ifindex] = i;
    }
}

} // namespace ns3
