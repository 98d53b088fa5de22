// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_INTERFACES_H
#define NF_IPV4_INTERFACES_H

#include "nf-device-table.h"

#include "ns3/ipv4.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Which devices of a node are interfaces of ns-3's IPv4, and under which numbers it knows them.
 */
class NfIpv4Interfaces
{
  public:
    static constexpr uint32_t NONE = UINT32_MAX; //!< number of a device that is no interface

    /**
     * Take up new interfaces.
     * @param ipv4 the node's stack
     * @param devices of the node; those of new interfaces join them
     */
    void Update(const Ptr<Ipv4>& ipv4, NfDeviceTable& devices);

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

} // namespace ns3

#endif /* NF_IPV4_INTERFACES_H */
