// SPDX-License-Identifier: GPL-2.0-only

#include "nf-device-table.h"

#include "ns3/abort.h"
#include "ns3/loopback-net-device.h"
#include "ns3/names.h"

#include <set>
#include <string_view>

namespace ns3
{

void
NfDeviceTable::Update(Ptr<Ipv4> ipv4)
{
    bool renamed = m_devices.size() != ipv4->GetNInterfaces();
    for (NfDevice& device : m_devices)
    {
        // It may have got a name in ns3::Names since.
        NfInterfaceName name(ChooseName(device.netDevice, device.interface));
        renamed = renamed || !(name == device.name);
        device.name = name;
    }
    for (uint32_t i = m_devices.size(); i < ipv4->GetNInterfaces(); ++i)
    {
        Ptr<NetDevice> netDevice = ipv4->GetNetDevice(i);
        NfDevice device;
        device.name = NfInterfaceName(ChooseName(netDevice, i));
        device.ifindex = i + 1;
        device.interface = i;
        device.loopback = bool(DynamicCast<LoopbackNetDevice>(netDevice));
        device.netDevice = netDevice;
        m_devices.push_back(device);
        if (device.loopback)
        {
            m_loopback = &m_devices.back();
        }
    }
    if (renamed)
    {
        CheckNames();
    }
}

void
NfDeviceTable::CheckNames() const
{
    std::set<std::string_view> names;
    for (const NfDevice& device : m_devices)
    {
        NS_ABORT_MSG_UNLESS(names.insert(device.name.View()).second,
                            "two interfaces of a node are called \""
                                << device.name.View()
                                << "\": give both names of their own, in ns3::Names or with "
                                   "NetfilterHelper::SetInterfaceName");
    }
}

void
NfDeviceTable::SetName(Ptr<NetDevice> netDevice, const std::string& name)
{
    NS_ABORT_MSG_IF(name.empty() || name.size() > NfInterfaceName::MAX_LENGTH,
                    "\"" << name << "\" is no interface name: it needs 1 to "
                         << NfInterfaceName::MAX_LENGTH << " characters");
    const NfDevice* other = Find(std::string_view(name));
    NS_ABORT_MSG_IF(other && other->netDevice != netDevice,
                    "the node already has an interface \"" << name << "\"");
    m_names[netDevice] = name;
    for (NfDevice& device : m_devices)
    {
        if (device.netDevice == netDevice)
        {
            device.name = NfInterfaceName(name);
        }
    }
}

const NfDevice*
NfDeviceTable::Find(Ptr<const NetDevice> netDevice) const
{
    for (const NfDevice& device : m_devices)
    {
        if (device.netDevice == netDevice)
        {
            return &device;
        }
    }
    return nullptr;
}

const NfDevice*
NfDeviceTable::Find(std::string_view name) const
{
    for (const NfDevice& device : m_devices)
    {
        if (device.name.View() == name)
        {
            return &device;
        }
    }
    return nullptr;
}

const NfDevice*
NfDeviceTable::FindInterface(uint32_t interface) const
{
    return interface < m_devices.size() ? &m_devices[interface] : nullptr;
}

std::string
NfDeviceTable::ChooseName(Ptr<NetDevice> netDevice, uint32_t interface) const
{
    auto set = m_names.find(netDevice);
    if (set != m_names.end())
    {
        return set->second;
    }
    if (DynamicCast<LoopbackNetDevice>(netDevice))
    {
        return "lo";
    }
    std::string name = Names::FindName(netDevice);
    bool fits = !name.empty() && name.size() <= NfInterfaceName::MAX_LENGTH;
    return fits ? name : "eth" + std::to_string(interface - 1);
}

} // namespace ns3
