// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IP_INTERFACES_H
#define NF_IP_INTERFACES_H

#include "nf-device-table.h"

#include "ns3/ipv4.h"
#include "ns3/ipv6.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Which devices of a node are interfaces of ns-3's IPv4 or IPv6, and under which numbers that knows
 * them: a device need not be an interface of both, nor have the same number in them.
 * @tparam Ip Ipv4 or Ipv6
 */
template <class Ip>
class NfIpInterfaces
{
  public:
    static constexpr uint32_t NONE = UINT32_MAX; //!< number of a device that is no interface

    /**
     * Take up new interfaces.
     * @param ip the node's stack
     * @param devices of the node; those of new interfaces join them
     */
    void Update(const Ptr<Ip>& ip, NfDeviceTable& devices)
    {
        const uint32_t known = m_devices.size();
        std::vector<Ptr<NetDevice>> added;
        for (uint32_t i = known; i < ip->GetNInterfaces(); ++i)
        {
            if (!devices.Find(ip->GetNetDevice(i)))
            {
                added.push_back(ip->GetNetDevice(i));
            }
        }
        devices.Update(added);
        for (uint32_t i = known; i < ip->GetNInterfaces(); ++i)
        {
            const NfDevice* device = devices.Find(ip->GetNetDevice(i));
            m_devices.push_back(device);
            if (m_numbers.size() <= device->ifindex)
            {
                m_numbers.resize(device->ifindex + 1, NONE);
            }
            m_numbers[device->ifindex] = i;
        }
    }

    /**
     * @param device a device
     * @return the number of its interface, or NONE
     */
    uint32_t NumberOf(const NfDevice& device) const
    {
        return device.ifindex < m_numbers.size() ? m_numbers[device.ifindex] : NONE;
    }

    /**
     * @param number of an interface
     * @return its device, or null
     */
    const NfDevice* Find(uint32_t number) const
    {
        return number < m_devices.size() ? m_devices[number] : nullptr;
    }

    /// @return the devices of all interfaces, by number
    const std::vector<const NfDevice*>& GetAll() const
    {
        return m_devices;
    }

  private:
    std::vector<const NfDevice*> m_devices; //!< by number
    std::vector<uint32_t> m_numbers;        //!< by index of the device
};

using NfIpv4Interfaces = NfIpInterfaces<Ipv4>; //!< interfaces of ns-3's IPv4
using NfIpv6Interfaces = NfIpInterfaces<Ipv6>; //!< interfaces of ns-3's IPv6

} // namespace ns3

#endif /* NF_IP_INTERFACES_H */
