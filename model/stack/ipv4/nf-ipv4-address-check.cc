// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-address-check.h"

#include "nf-ipv4-node.h"
#include "nf-ipv4-output-routing.h"

namespace ns3
{

namespace
{

// Kinds of addresses, of numbers in host byte order: ns-3's own predicates are calls into another
// library, and every packet asks them all.
constexpr uint32_t LIMITED_BROADCAST = 0xffffffff;
constexpr uint32_t ALL_SYSTEMS = 0xe0000001; // 224.0.0.1

constexpr bool
IsNoAddress(uint32_t address)
{
    return address == 0; // not all of 0/8, since Linux 5.3
}

constexpr bool
IsLoopback(uint32_t address)
{
    return address >> 24 == 127;
}

constexpr bool
IsMulticast(uint32_t address)
{
    return address >> 28 == 0xe; // 224.0.0.0/4
}

constexpr bool
IsLocalMulticast(uint32_t address)
{
    return address >> 8 == 0xe00000; // 224.0.0.0/24
}

} // namespace

std::optional<NfDropReason>
NfIpv4AddressCheck::CheckMartian(uint32_t source, uint32_t destination) const
{
    const bool routeLocalnet = m_node.settings.routeLocalnet;
    if (IsMulticast(source) || source == LIMITED_BROADCAST)
    {
        return NfDropReason::MARTIAN_SOURCE;
    }
    if (destination == LIMITED_BROADCAST || (source == 0 && destination == 0))
    {
        return std::nullopt;
    }
    if (IsMulticast(destination))
    {
        bool fromLoopback = IsLoopback(source) && !routeLocalnet;
        bool fromNowhere = IsNoAddress(source) && !IsLocalMulticast(destination);
        return fromLoopback || fromNowhere ? std::optional(NfDropReason::MARTIAN_SOURCE)
                                           : std::nullopt;
    }
    if (IsNoAddress(source))
    {
        return NfDropReason::MARTIAN_SOURCE;
    }
    if (IsNoAddress(destination) || (IsLoopback(destination) && !routeLocalnet))
    {
        return NfDropReason::MARTIAN_DESTINATION;
    }
    if (IsLoopback(source) && !routeLocalnet)
    {
        return NfDropReason::MARTIAN_SOURCE;
    }
    return std::nullopt;
}

std::optional<NfDropReason>
NfIpv4AddressCheck::CheckReversePath(const NfPacket& packet) const
{
    // Linux asks for the route back only where rules may have an answer of their own.
    const NfIpv4Settings& settings = m_node.settings;
    if (settings.rpFilter == 0 && !m_node.policy.HasRulesOfItsOwn())
    {
        return std::nullopt;
    }
    bool local = false;
    const NfDevice* reverse = m_routing.FindReverseDevice(packet, settings.srcValidMark, &local);
    if ((local && !settings.acceptLocal) ||
        m_node.addresses.GetType(packet.ip.source.V4()) == NfAddressType::BROADCAST)
    {
        return NfDropReason::MARTIAN_SOURCE;
    }
    const bool fails =
        settings.rpFilter != 0 && (!reverse || (settings.rpFilter == 1 && reverse != packet.in));
    return fails ? std::optional(NfDropReason::REVERSE_PATH) : std::nullopt;
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
    const uint32_t source = packet.ip.source.V4();
    const uint32_t destination = packet.ip.destination.V4();
    if (std::optional<NfDropReason> martian = CheckMartian(source, destination))
    {
        return martian;
    }
    if (IsMulticast(destination) && !settings.receiveMulticast && destination != ALL_SYSTEMS)
    {
        return NfDropReason::NOT_FOR_HOST;
    }
    if (source == 0 || IsMulticast(destination))
    {
        return std::nullopt;
    }
    bool looped = packet.packetType == NetDevice::PACKET_BROADCAST && settings.loopBroadcasts;
    if (m_node.addresses.IsLocal(source) && !settings.acceptLocal && !looped)
    {
        return NfDropReason::MARTIAN_SOURCE;
    }
    return CheckReversePath(packet);
}

} // namespace ns3
