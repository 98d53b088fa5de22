// SPDX-License-Identifier: GPL-2.0-only

#include "nf-node-description.h"

#include "netfilter.h"

#include "ns3/channel.h"
#include "ns3/ipv4.h"
#include "ns3/names.h"

#include <sstream>
#include <string>

namespace ns3
{

namespace
{

NfTraceLayer
Layer(Ptr<const Netfilter> netfilter)
{
    if (!netfilter)
    {
        return NfTraceLayer::NONE;
    }
    auto translates = [&](NfFamily family) {
        return netfilter->GetTables(family)->GetRuleset().FindTable("nat") != nullptr;
    };
    return translates(NfFamily::IPV4) || translates(NfFamily::IPV6) ? NfTraceLayer::TRANSLATES
                                                                    : NfTraceLayer::INSTALLED;
}

/// \param ipv4 whose addresses to add, or null \param interface number of the interface in it
void
WriteInterface(NfTraceWriter& writer,
               NfTraceInterface record,
               Ptr<NetDevice> device,
               Ptr<Ipv4> ipv4,
               uint32_t interface)
{
    std::ostringstream mac;
    mac << device->GetAddress();
    record.mac = mac.str();
    record.mtu = device->GetMtu();
    Ptr<Channel> channel = device->GetChannel();
    record.channel = channel ? static_cast<int32_t>(channel->GetId()) : -1;
    record.type = device->GetInstanceTypeId().GetName();
    for (uint32_t i = 0; ipv4 && i < ipv4->GetNAddresses(interface); ++i)
    {
        Ipv4InterfaceAddress address = ipv4->GetAddress(interface, i);
        record.addresses.push_back({NfFamily::IPV4,
                                    address.GetLocal(),
                                    static_cast<uint8_t>(address.GetMask().GetPrefixLength())});
    }
    writer.Write(record);
}

NfTraceInterface
MakeInterface(Ptr<Node> node, uint32_t ifindex, const std::string& name)
{
    NfTraceInterface record;
    record.node = node->GetId();
    record.ifindex = ifindex;
    record.name = name;
    return record;
}

} // namespace

void
NfWriteNode(NfTraceWriter& writer, Ptr<Node> node, bool traced)
{
    Ptr<Netfilter> netfilter = node->GetObject<Netfilter>();
    NfTraceNode record;
    record.id = node->GetId();
    record.name = Names::FindName(node);
    record.systemId = node->GetSystemId();
    record.traced = traced;
    record.layer = Layer(netfilter);
    writer.Write(record);
    Ptr<Ipv4> ipv4 = node->GetObject<Ipv4>();
    if (netfilter && ipv4)
    {
        for (const NfDevice& device : netfilter->GetStack()->GetDevices().GetAll())
        {
            WriteInterface(writer,
                           MakeInterface(node, device.ifindex, std::string(device.name.View())),
                           device.netDevice,
                           ipv4,
                           ipv4->GetInterfaceForDevice(device.netDevice));
        }
        return;
    }
    for (uint32_t i = 0; ipv4 && i < ipv4->GetNInterfaces(); ++i)
    {
        const std::string name = i == 0 ? "lo" : "eth" + std::to_string(i - 1);
        WriteInterface(writer, MakeInterface(node, i + 1, name), ipv4->GetNetDevice(i), ipv4, i);
    }
    for (uint32_t i = 0; !ipv4 && i < node->GetNDevices(); ++i)
    {
        const std::string name = "dev" + std::to_string(i);
        WriteInterface(writer, MakeInterface(node, i + 2, name), node->GetDevice(i), nullptr, 0);
    }
}

} // namespace ns3
