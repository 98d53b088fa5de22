// SPDX-License-Identifier: GPL-2.0-only

#include "nf-node-description.h"

#include "netfilter.h"
#include "nf-ipv6-convert.h"

#include "ns3/channel.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6.h"
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

/// Add what an interface has of both families.
void
AddAddresses(NfTraceInterface& record, Ptr<NetDevice> device)
{
    Ptr<Ipv4> ipv4 = device->GetNode()->GetObject<Ipv4>();
    Ptr<Ipv6> ipv6 = device->GetNode()->GetObject<Ipv6>();
    const int32_t number4 = ipv4 ? ipv4->GetInterfaceForDevice(device) : -1;
    const int32_t number6 = ipv6 ? ipv6->GetInterfaceForDevice(device) : -1;
    for (uint32_t i = 0; number4 >= 0 && i < ipv4->GetNAddresses(number4); ++i)
    {
        Ipv4InterfaceAddress address = ipv4->GetAddress(number4, i);
        record.addresses.push_back({NfFamily::IPV4,
                                    address.GetLocal(),
                                    static_cast<uint8_t>(address.GetMask().GetPrefixLength())});
    }
    for (uint32_t i = 0; number6 >= 0 && i < ipv6->GetNAddresses(number6); ++i)
    {
        Ipv6InterfaceAddress address = ipv6->GetAddress(number6, i);
        record.addresses.push_back({NfFamily::IPV6,
                                    NfFromIpv6(address.GetAddress()),
                                    address.GetPrefix().GetPrefixLength()});
    }
}

void
WriteInterface(NfTraceWriter& writer, NfTraceInterface record, Ptr<NetDevice> device)
{
    std::ostringstream mac;
    mac << device->GetAddress();
    record.mac = mac.str();
    record.mtu = device->GetMtu();
    Ptr<Channel> channel = device->GetChannel();
    record.channel = channel ? static_cast<int32_t>(channel->GetId()) : -1;
    record.type = device->GetInstanceTypeId().GetName();
    AddAddresses(record, device);
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
                           device.netDevice);
        }
        return;
    }
    for (uint32_t i = 0; ipv4 && i < ipv4->GetNInterfaces(); ++i)
    {
        const std::string name = i == 0 ? "lo" : "eth" + std::to_string(i - 1);
        WriteInterface(writer, MakeInterface(node, i + 1, name), ipv4->GetNetDevice(i));
    }
    for (uint32_t i = 0; !ipv4 && i < node->GetNDevices(); ++i)
    {
        const std::string name = "dev" + std::to_string(i);
        WriteInterface(writer, MakeInterface(node, i + 2, name), node->GetDevice(i));
    }
}

} // namespace ns3
