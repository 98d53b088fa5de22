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
NfDeviceTable::Update(const std::vector<Ptr<NetDevice>>& added)
{
    bool renamed = !added.empty();
    for (NfDevice& device : m_devices)
    {
        // It may have got a name in ns3::Names since.
        NfInterfaceName name(ChooseName(device.netDevice, device.ifindex));
        renamed = renamed || !(name == device.name);
        device.name = name;
    }
    for (const Ptr<NetDevice>& netDevice : added)
    {
        NfDevice device;
        device.ifindex = m_devices.size() + 1;
        device.name = NfInterfaceName(ChooseName(netDevice, device.ifindex));
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

std::string
NfDeviceTable::ChooseName(const Ptr<NetDevice>& netDevice, uint32_t ifindex) const
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
    return fits ? name : "eth" + std::to_string(ifindex - 2);
}

} // namespace ns3
