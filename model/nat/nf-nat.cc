// SPDX-License-Identifier: GPL-2.0-only

#include "nf-nat.h"

#include "nf-conntrack.h"
#include "nf-header-size.h"
#include "nf-icmpv6-types.h"
#include "nf-ipv6-address-kinds.h"
#include "nf-nat-rewrite.h"
#include "nf-nat-selector.h"
#include "nf-nat-source-index.h"
#include "nf-port-protocols.h"
#include "nf-transport-checksum.h"

#include "ns3/abort.h"
#include "ns3/log.h"
#include "ns3/simulator.h"

#include <array>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("NfNat");
NS_OBJECT_ENSURE_REGISTERED(NfNat);

namespace
{

uint32_t
DoneBit(NfManip manip)
{
    return manip == NfManip::SOURCE ? NfCtStatus::SRC_NAT_DONE : NfCtStatus::DST_NAT_DONE;
}

uint32_t
NatBit(NfManip manip)
{
    return manip == NfManip::SOURCE ? NfCtStatus::SRC_NAT : NfCtStatus::DST_NAT;
}

// Which translation of the connection a packet undergoes where a hook changes this half: answers
// get the inverse of the other half.
uint32_t
NatBit(NfManip manip, NfDirection direction)
{
    return NatBit(direction == NfDirection::ORIGINAL ? manip : Opposite(manip));
}

NfManip
ManipOf(NfHook hook)
{
    return hook == NfHook::POSTROUTING || hook == NfHook::INPUT ? NfManip::SOURCE
                                                                : NfManip::DESTINATION;
}

} // namespace

TypeId
NfNat::GetTypeId()
{
    static TypeId tid = TypeId("ns3::NfNat")
                            .SetParent<Object>()
                            .SetGroupName("Netfilter")
                            .AddConstructor<NfNat>()
                            .AddTraceSource("Mapping",
                                            "The translation of a connection has been chosen",
                                            MakeTraceSourceAccessor(&NfNat::m_mapping),
                                            "ns3::NfNat::MappingTracedCallback");
    return tid;
}

NfNat::NfNat()
    : m_sources(std::make_unique<NfNatSourceIndex>())
{
}

NfNat::~NfNat() = default;

void
NfNat::DoDispose()
{
    Deactivate();
    if (m_netns && m_netns->nat == this)
    {
        m_netns->nat = nullptr;
    }
    m_netns = nullptr;
    m_conntrack = nullptr;
    m_lookup = nullptr;
    m_sources->Clear();
    Object::DoDispose();
}

void
NfNat::SetNetns(NfNetns* netns)
{
    NS_ABORT_MSG_IF(IsActive(), "NfNat: the node cannot change while NAT is active");
    m_netns = netns;
    if (netns)
    {
        netns->nat = this;
    }
}

void
NfNat::SetConntrack(Ptr<NfConntrack> conntrack)
{
    m_conntrack = conntrack;
}

void
NfNat::SetLookup(Lookup lookup)
{
    m_lookup = std::move(lookup);
}

void
NfNat::Activate(NfFamily family)
{
    NS_ABORT_MSG_IF(!m_netns || !m_conntrack, "NfNat: call SetNetns() and SetConntrack() first");
    if (IsActive(family))
    {
        return;
    }

    struct HookPoint
    {
        NfHook hook;
        int priority;
        NfVerdict (NfNat::*run)(NfPacket&);
    };

    static constexpr std::array<HookPoint, 4> points{{
        {NfHook::PREROUTING, NfPriority::NAT_DST, &NfNat::OnPrerouting},
        {NfHook::INPUT, NfPriority::NAT_SRC, &NfNat::OnInput},
        {NfHook::OUTPUT, NfPriority::NAT_DST, &NfNat::OnOutput},
        {NfHook::POSTROUTING, NfPriority::NAT_SRC, &NfNat::OnPostrouting},
    }};
    for (const HookPoint& point : points)
    {
        m_hooks[family].push_back(m_netns->GetHooks().Register(
            family,
            point.hook,
            point.priority,
            [this, run = point.run](NfPacket& packet) { return (this->*run)(packet); },
            "nat"));
    }
}

void
NfNat::Deactivate(NfFamily family)
{
    const auto active = m_hooks.find(family);
    if (active == m_hooks.end())
    {
        return;
    }
    for (NfHookRegistry::Id id : active->second)
    {
        m_netns->GetHooks().Unregister(id);
    }
    m_hooks.erase(active);
}

void
NfNat::Deactivate()
{
    Deactivate(NfFamily::IPV4);
    Deactivate(NfFamily::IPV6);
}

bool
NfNat::IsActive() const
{
    return !m_hooks.empty();
}

bool
NfNat::IsActive(NfFamily family) const
{
    return m_hooks.count(family) != 0;
}

NfVerdict
NfNat::OnPrerouting(NfPacket& packet)
{
    return Translate(packet, NfManip::DESTINATION);
}

NfVerdict
NfNat::OnInput(NfPacket& packet)
{
    return Translate(packet, NfManip::SOURCE);
}

NfVerdict
NfNat::OnOutput(NfPacket& packet)
{
    NfVerdict verdict = Translate(packet, NfManip::DESTINATION);
    const NfConnection* connection = NfGetConnection(packet);
    if (verdict != NfVerdict::ACCEPT || !connection)
    {
        return verdict;
    }
    // Routing chose the way by the destination that the sender wrote.
    const NfTuple& sent = connection->Tuple(packet.ctDirection);
    const NfTuple& answered = connection->Tuple(Opposite(packet.ctDirection));
    if (sent.destination != answered.source && !packet.netns->Reroute(packet))
    {
        return NfVerdict::DROP;
    }
    return NfVerdict::ACCEPT;
}

NfVerdict
NfNat::OnPostrouting(NfPacket& packet)
{
    return Translate(packet, NfManip::SOURCE);
}

NfVerdict
NfNat::Translate(NfPacket& packet, NfManip manip)
{
    NfConnection* connection = NfGetConnection(packet);
    if (!connection || packet.ctState == NfCtState::INVALID ||
        packet.ctState == NfCtState::UNTRACKED)
    {
        return NfVerdict::ACCEPT;
    }
    if (packet.ctState == NfCtState::RELATED && packet.ip.protocol == NfIcmpOf(packet.ip.family))
    {
        return TranslateIcmpError(packet, *connection, manip);
    }
    if (packet.ctState != NfCtState::ESTABLISHED && !connection->Has(DoneBit(manip)))
    {
        NfVerdict verdict = Bind(packet, *connection, manip);
        if (verdict != NfVerdict::ACCEPT)
        {
            return verdict;
        }
    }
    else if (HasLeftMasquerade(packet, *connection))
    {
        m_conntrack->Remove(*connection);
        return NfVerdict::DROP;
    }
    if (!(connection->status & NatBit(manip, packet.ctDirection)))
    {
        return NfVerdict::ACCEPT;
    }
    NfTuple target = NfNatInvert(connection->Tuple(Opposite(packet.ctDirection)));
    return NfNatRewrite::Apply(packet, target, manip) ? NfVerdict::ACCEPT : NfVerdict::DROP;
}

bool
NfNat::HasLeftMasquerade(const NfPacket& packet, const NfConnection& connection)
{
    return connection.masqueradeIfindex != 0 && packet.hook == NfHook::POSTROUTING &&
           packet.ctDirection == NfDirection::ORIGINAL && packet.out &&
           connection.masqueradeIfindex != packet.out->ifindex;
}

NfVerdict
NfNat::TranslateIcmpError(NfPacket& packet, const NfConnection& connection, NfManip manip)
{
    constexpr uint32_t bothDone = NfCtStatus::SRC_NAT_DONE | NfCtStatus::DST_NAT_DONE;
    constexpr uint32_t anyNat = NfCtStatus::SRC_NAT | NfCtStatus::DST_NAT;
    const bool ipv6 = packet.ip.family == NfFamily::IPV6;
    const uint8_t redirect = ipv6 ? NfIcmpv6Type::REDIRECT : 5;
    const uint8_t* icmp =
        packet.L4(NfHeaderSize::ICMP + (ipv6 ? NfHeaderSize::IPV6 : NfHeaderSize::IPV4));
    // DNPT may have broken what the node itself sends, which nobody has looked at yet. Linux does
    // not look again at what connection tracking has found right on arrival.
    if (!icmp || (ipv6 && packet.hook == NfHook::OUTPUT && !NfTransportChecksum::IsGood(packet)))
    {
        return NfVerdict::DROP;
    }
    // The gateway that a redirect names means nothing on the other side of a translation.
    if (icmp[0] == redirect && (!connection.Has(bothDone) || connection.status & anyNat))
    {
        return NfVerdict::DROP;
    }
    if (!(connection.status & NatBit(manip, packet.ctDirection)))
    {
        return NfVerdict::ACCEPT;
    }
    const NfTuple& answered = connection.Tuple(Opposite(packet.ctDirection));
    NfTuple target = NfNatInvert(answered);
    bool done = NfNatRewrite::ApplyToQuote(packet, answered, Opposite(manip)) &&
                NfNatRewrite::Apply(packet, target, manip);
    return done ? NfVerdict::ACCEPT : NfVerdict::DROP;
}

NfVerdict
NfNat::Bind(NfPacket& packet, NfConnection& connection, NfManip manip)
{
    NfVerdict verdict = m_lookup ? m_lookup(packet) : NfVerdict::ACCEPT;
    if (verdict != NfVerdict::ACCEPT || connection.Has(DoneBit(manip)))
    {
        return verdict;
    }
    return SetupNull(connection, manip);
}

NfVerdict
NfNat::SetupNull(NfConnection& connection, NfManip manip)
{
    const NfTuple& reply = connection.Reply();
    NfNatRange range;
    range.mapAddresses = true;
    range.minAddress = manip == NfManip::SOURCE ? reply.destination : reply.source;
    range.maxAddress = range.minAddress;
    return Setup(connection, range, manip);
}

NfVerdict
NfNat::Setup(NfPacket& packet, const NfNatRange& range, NfManip manip)
{
    NfConnection* connection = NfGetConnection(packet);
    return connection ? Setup(*connection, range, manip) : NfVerdict::DROP;
}

NfVerdict
NfNat::Setup(NfConnection& connection, const NfNatRange& range, NfManip manip)
{
    if (connection.IsConfirmed())
    {
        return NfVerdict::ACCEPT;
    }
    if (connection.Has(DoneBit(manip)) || !m_conntrack || !m_netns)
    {
        return NfVerdict::DROP;
    }
    const NfTuple current = NfNatInvert(connection.Reply());
    NfNatSelector selector(*m_conntrack, *m_sources, *m_netns);
    const NfTuple chosen = selector.Choose(current, range, connection, manip);
    if (chosen != current)
    {
        m_conntrack->AlterReply(connection, NfNatInvert(chosen));
        connection.status |= NatBit(manip);
    }
    if (manip == NfManip::SOURCE)
    {
        m_sources->Add(Ptr<NfConnection>(&connection));
    }
    connection.status |= DoneBit(manip);
    if (chosen != current)
    {
        NS_LOG_LOGIC(NfToString(manip) << " " << current.ToString() << " to " << chosen.ToString());
        m_mapping({connection, manip, connection.Original(), connection.Reply(), Simulator::Now()});
    }
    return NfVerdict::ACCEPT;
}

NfVerdict
NfNat::SetupAddress(NfPacket& packet,
                    const NfNatRange& range,
                    const NfAddress& address,
                    NfManip manip)
{
    NfNatRange single = range;
    single.mapAddresses = true;
    single.minAddress = address;
    single.maxAddress = address;
    return Setup(packet, single, manip);
}

NfVerdict
NfNat::Masquerade(NfPacket& packet, const NfNatRange& range)
{
    NfConnection* connection = NfGetConnection(packet);
    if (!connection)
    {
        return NfVerdict::DROP;
    }
    // A host that has no address of IPv4 yet (DHCP) has nothing to hide.
    if (packet.ip.family == NfFamily::IPV4 && connection->Original().source.IsAny())
    {
        return NfVerdict::ACCEPT;
    }
    std::optional<NfAddress> address = m_netns->SelectMasqueradeAddress(packet, packet.out);
    if (!address)
    {
        return NfVerdict::DROP;
    }
    connection->masqueradeIfindex = packet.out ? packet.out->ifindex : 0;
    return SetupAddress(packet, range, *address, NfManip::SOURCE);
}

std::optional<NfAddress>
NfNat::RedirectTarget(const NfPacket& packet) const
{
    const uint8_t bounds =
        packet.ip.family == NfFamily::IPV6 ? NfIpv6Address::GetBounds(packet.ip.destination) : 0;
    if (bounds == 0)
    {
        return m_netns->GetPrimaryAddress(packet.ip.family, packet.in);
    }
    // To what is bounded, an address or a group, Linux takes an address of the device with the same
    // bounds. If there is one, source address selection finds it: it prefers the scope, then the
    // device.
    const auto address = m_netns->SelectMasqueradeAddress(packet, packet.in);
    const bool fits =
        address && NfIpv6Address::GetBounds(*address) == bounds &&
        m_netns->GetAddressType(packet.ip.family, *address, packet.in) == NfAddressType::LOCAL;
    return fits ? address : std::nullopt;
}

NfVerdict
NfNat::Redirect(NfPacket& packet, const NfNatRange& range)
{
    constexpr NfAddress loopback4(0x7f000001);
    constexpr NfAddress loopback6(std::array<uint32_t, 4>{0, 0, 0, 1});
    std::optional<NfAddress> address = packet.ip.family == NfFamily::IPV6 ? loopback6 : loopback4;
    if (packet.hook != NfHook::OUTPUT)
    {
        address = RedirectTarget(packet);
    }
    return address ? SetupAddress(packet, range, *address, NfManip::DESTINATION) : NfVerdict::DROP;
}

NfVerdict
NfNat::Netmap(NfPacket& packet, const NfNatRange& range)
{
    const NfManip manip = ManipOf(packet.hook);
    const NfAddress& old = manip == NfManip::SOURCE ? packet.ip.source : packet.ip.destination;
    std::array<uint32_t, 4> words;
    for (std::size_t i = 0; i < words.size(); ++i)
    {
        uint32_t host = range.minAddress.Words()[i] ^ range.maxAddress.Words()[i];
        words[i] = (old.Words()[i] & host) | (range.minAddress.Words()[i] & ~host);
    }
    return SetupAddress(packet, range, NfAddress(words), manip);
}

void
NfNat::NotifyDeviceDown(uint32_t ifindex)
{
    RemoveMasqueraded(ifindex, std::nullopt);
}

void
NfNat::NotifyAddressRemoved(uint32_t ifindex, const NfAddress& address)
{
    RemoveMasqueraded(ifindex, address);
}

void
NfNat::RemoveMasqueraded(uint32_t ifindex, const std::optional<NfAddress>& address)
{
    if (!m_conntrack || ifindex == 0)
    {
        return;
    }
    for (const Ptr<NfConnection>& connection : m_conntrack->GetConnections())
    {
        if (connection->masqueradeIfindex == ifindex &&
            (!address || connection->Reply().destination == *address))
        {
            m_conntrack->Remove(*connection);
        }
    }
}

} // namespace ns3
