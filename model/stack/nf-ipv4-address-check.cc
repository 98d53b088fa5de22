// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-address-check.h"

#include "nf-ipv4-node.h"
#include "nf-ipv4-output-routing.h"

namespace ns3
{

std::optional<NfDropReason>
NfIpv4AddressCheck::CheckMartian(Ipv4Address source, Ipv4Address destination) const
{
    constexpr uint32_t firstOctet = 24;
    const bool routeLocalnet = m_node.settings.routeLocalnet;
    auto zeronet = [](Ipv4Address a) { return a.IsAny(); }; // not 0/8, since Linux 5.3
    auto loopback = [](Ipv4Address a) { return a.Get() >> firstOctet == 127; };
    if (source.IsMulticast() || source.IsBroadcast())
    {
        return NfDropReason::MARTIAN_SOURCE;
    }
    if (destination.IsBroadcast() || (source.IsAny() && destination.IsAny()))
    {
        return std::nullopt;
    }
    if (destination.IsMulticast())
    {
        bool fromLoopback = loopback(source) && !routeLocalnet;
        bool fromNowhere = zeronet(source) && !destination.IsLocalMulticast();
        return fromLoopback || fromNowhere ? std::optional(NfDropReason::MARTIAN_SOURCE)
                                           : std::nullopt;
    }
    if (zeronet(source))
    {
        return NfDropReason::MARTIAN_SOURCE;
    }
    if (zeronet(destination) || (loopback(destination) && !routeLocalnet))
    {
        return NfDropReason::MARTIAN_DESTINATION;
    }
    if (loopback(source) && !routeLocalnet)
    {
        return NfDropReason::MARTIAN_SOURCE;
    }
    return std::nullopt;
}

bool
NfIpv4AddressCheck::FailsReversePath(const NfPacket& packet) const
{
    if (m_node.settings.rpFilter == 0)
    {
        return false;
    }
    const NfDevice* reverse = m_routing.FindReverseDevice(packet, false);
    return !reverse || (m_node.settings.rpFilter == 1 && reverse != packet.in);
}

std::optional<NfDropReason>
NfIpv4AddressCheck::Check(const NfPacket& packet) const
{
    const NfIpv4Settings& settings = m_node.settings;
    // What comes back from lo, or as an own broadcast, keeps its route and is not checked.
    if (!settings.checkAddresses || packet.in->loopback)
    {
        return std::nullopt;
    }
    Ipv4Address source = packet.ip.source.ToIpv4();
    Ipv4Address destination = packet.ip.destination.ToIpv4();
    if (std::optional<NfDropReason> martian = CheckMartian(source, destination))
    {
        return martian;
    }
    const Ipv4Address allSystems("224.0.0.1");
    if (destination.IsMulticast() && !settings.receiveMulticast && destination != allSystems)
    {
        return NfDropReason::NOT_FOR_HOST;
    }
    if (source.IsAny() || destination.IsMulticast())
    {
        return std::nullopt;
    }
    bool looped = packet.packetType == NetDevice::PACKET_BROADCAST && settings.loopBroadcasts;
    if (m_node.IsLocal(source) && !settings.acceptLocal && !looped)
    {
        return NfDropReason::MARTIAN_SOURCE;
    }
    return FailsReversePath(packet) ? std::optional(NfDropReason::REVERSE_PATH) : std::nullopt;
}

} // namespace ns3
