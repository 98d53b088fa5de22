// SPDX-License-Identifier: GPL-2.0-only

#include "nat-box.h"

#include "ns3/node.h"
#include "ns3/packet.h"
#include "ns3/simulator.h"

#include <utility>

namespace ns3
{

NatBox::NatBox()
    : eth0(netns.eth[0]),
      eth1(netns.eth[1]),
      eth2(netns.eth[2]),
      conntrack(CreateObject<NfConntrack>()),
      nat(CreateObject<NfNat>())
{
    netns.primaryAddresses = {{&eth0, V4("10.0.0.1")},
                              {&eth1, V4("192.0.2.1")},
                              {&eth2, V4("172.16.0.1")}};
    conntrack->SetNetns(&netns);
    conntrack->Activate(NfFamily::IPV4);
    conntrack->Activate(NfFamily::IPV6);
    nat->SetNetns(&netns);
    nat->SetConntrack(conntrack);
    nat->SetLookup([this](NfPacket& packet) {
        ++consulted[packet.hook];
        auto rule = rules.find(packet.hook);
        return rule == rules.end() ? NfVerdict::ACCEPT : rule->second(packet);
    });
    for (NfFamily family : {NfFamily::IPV4, NfFamily::IPV6})
    {
        nat->Activate(family);
        for (uint8_t hook = 0; hook < NF_N_INET_HOOKS; ++hook)
        {
            netns.hooks.Register(family,
                                 static_cast<NfHook>(hook),
                                 NfPriority::FILTER,
                                 [this](NfPacket& packet) {
                                     seen[packet.hook] = Describe(packet.CopyBytes());
                                     return filterDrops == packet.hook ? NfVerdict::DROP
                                                                       : NfVerdict::ACCEPT;
                                 });
        }
    }
}

NatBox::~NatBox()
{
    last = nullptr;
    nat->Dispose();
    conntrack->Dispose();
    Simulator::Destroy();
}

NatBox::Way
NatBox::Begin(const Bytes& bytes)
{
    seen.clear();
    last = nullptr;
    if (bytes[0] >> 4 == 6)
    {
        const auto datagram = NfIpv6Extensions::Read(bytes.data(), bytes.size());
        const uint32_t start = datagram->GetOffset();
        NfPacket packet(datagram->ip, Create<Packet>(bytes.data() + start, bytes.size() - start));
        packet.SetExtensions(datagram->extensions);
        return {std::move(packet), false};
    }
    NfIpHeader ip;
    ip.protocol = bytes[9];
    ip.ttl = bytes[8];
    ip.source = NfAddress(NfRead32(&bytes[12]));
    ip.destination = NfAddress(NfRead32(&bytes[16]));
    return {NfPacket(ip, Create<Packet>(bytes.data() + 20, bytes.size() - 20)), false};
}

bool
NatBox::Pass(Way& way, NfHook hook, const NfDevice* in, const NfDevice* out)
{
    way.packet.netns = &netns;
    way.packet.hook = hook;
    way.packet.in = in;
    way.packet.out = out;
    way.accepted = false;
    netns.hooks.Traverse(
        way.packet.ip.family,
        hook,
        way,
        [](Way& passed) { passed.accepted = true; },
        [](Way&) {});
    last = Ptr<NfConnection>(NfGetConnection(way.packet));
    return way.accepted;
}

std::optional<Bytes>
NatBox::Forward(const Bytes& packet, const NfDevice& in, const NfDevice& out)
{
    Way way = Begin(packet);
    bool passed = Pass(way, NfHook::PREROUTING, &in, nullptr) &&
                  Pass(way, NfHook::FORWARD, &in, &out) &&
                  Pass(way, NfHook::POSTROUTING, &in, &out);
    return passed ? std::optional(way.packet.CopyBytes()) : std::nullopt;
}

std::optional<Bytes>
NatBox::Deliver(const Bytes& packet, const NfDevice& in)
{
    Way way = Begin(packet);
    bool passed =
        Pass(way, NfHook::PREROUTING, &in, nullptr) && Pass(way, NfHook::INPUT, &in, nullptr);
    return passed ? std::optional(way.packet.CopyBytes()) : std::nullopt;
}

std::optional<Bytes>
NatBox::Send(const Bytes& packet, const NfDevice& out)
{
    Way way = Begin(packet);
    bool passed =
        Pass(way, NfHook::OUTPUT, nullptr, &out) && Pass(way, NfHook::POSTROUTING, nullptr, &out);
    return passed ? std::optional(way.packet.CopyBytes()) : std::nullopt;
}

std::string
NatBox::ForwardText(const Bytes& packet, const NfDevice& in, const NfDevice& out)
{
    std::optional<Bytes> sent = Forward(packet, in, out);
    return sent ? Describe(*sent) : "dropped";
}

NfNatRange
Range(const char* min, const char* max, uint16_t minPort, uint16_t maxPort)
{
    NfNatRange range;
    range.mapAddresses = true;
    range.minAddress = V4(min);
    range.maxAddress = V4(max);
    range.mapPorts = minPort != 0;
    range.minPort = minPort;
    range.maxPort = maxPort;
    return range;
}

NfNatRange
Range6(const char* min, const char* max, uint16_t minPort, uint16_t maxPort)
{
    NfNatRange range = Range("0.0.0.0", "0.0.0.0", minPort, maxPort);
    range.minAddress = V6(min);
    range.maxAddress = V6(max);
    return range;
}

} // namespace ns3
