// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-ipv6-address-kinds.h"
#include "nf-netns.h"

namespace ns3
{

namespace
{

/// Bits are those of NfAddressType, which follows Linux's RTN_*; no look-up finds the last three.
const NfFlagNames&
TypeNames()
{
    static const NfFlagNames names({{"UNSPEC", 1U << 0},
                                    {"UNICAST", 1U << 1},
                                    {"LOCAL", 1U << 2},
                                    {"BROADCAST", 1U << 3},
                                    {"ANYCAST", 1U << 4},
                                    {"MULTICAST", 1U << 5},
                                    {"BLACKHOLE", 1U << 6},
                                    {"UNREACHABLE", 1U << 7},
                                    {"PROHIBIT", 1U << 8},
                                    {"THROW", 1U << 9},
                                    {"NAT", 1U << 10},
                                    {"XRESOLVE", 1U << 11}},
                                   NfFlagNames::BEGINNING);
    return names;
}

constexpr uint32_t
Bit(NfAddressType type)
{
    return 1U << static_cast<unsigned>(type);
}

/// Types that ip6tables' kernel half refuses: IPv6 has no broadcast, and the look-up finds no more.
constexpr uint32_t NOT_IPV6 = Bit(NfAddressType::BROADCAST) | Bit(NfAddressType::BLACKHOLE) |
                              ~(Bit(NfAddressType::PROHIBIT) - 1);

/// Types of addresses.
struct TypesKind : NfFlagsKind
{
    TypesKind()
        : NfFlagsKind(TypeNames())
    {
    }

    NfComplaint Check(uint32_t types, const NfRuleContext& context) const
    {
        return context.family == NfFamily::IPV6 && types & NOT_IPV6
                   ? NfComplaint("only UNSPEC, UNICAST, LOCAL, ANYCAST, MULTICAST and UNREACHABLE "
                                 "are types of IPv6 addresses")
                   : NfComplaint();
    }
};

/// What the look-up of an IPv6 address may find, beside what the address itself tells.
constexpr uint32_t BY_ROUTE =
    Bit(NfAddressType::LOCAL) | Bit(NfAddressType::ANYCAST) | Bit(NfAddressType::UNREACHABLE);

/// @param address of IPv6
/// @return the type that it has by its bits; 0 if it is a mapped address
uint32_t
TypeByBits(const NfAddress& address)
{
    const auto& words = address.Words();
    const bool mapped = words[0] == 0 && words[1] == 0 && words[2] == 0xffff;
    return address.IsAny()                       ? Bit(NfAddressType::UNSPEC)
           : NfIpv6Address::IsMulticast(address) ? Bit(NfAddressType::MULTICAST)
           : mapped                              ? 0
                                                 : Bit(NfAddressType::UNICAST);
}

/**
 * Match "addrtype": what routing says of an address (Linux's xt_addrtype.c).
 *
 * In IPv4 an address has one type, and the rule names those that it may have. In IPv6 UNSPEC,
 * UNICAST and MULTICAST are told by the address's bits, and it must be all of these that are named;
 * of LOCAL, ANYCAST and UNREACHABLE, which routing tells, it must be one.
 */
class AddrtypeMatch : public NfMatch
{
  public:
    NfMatchResult Match(NfPacket& packet) override
    {
        const NfDevice* device = m_in.given ? packet.in : m_out.given ? packet.out : nullptr;
        auto holds = [&](const NfOptionValue<uint32_t>& types, const NfAddress& address) {
            return !types.given || types.Holds(HasType(packet, address, device, types.value));
        };
        return NfResult(holds(m_source, packet.ip.source) &&
                        holds(m_destination, packet.ip.destination));
    }

    /// What nodes tell of IPv6 addresses.
    std::string GetCaveat(const NfRuleContext&) const override
    {
        return GetFamily() == NfFamily::IPV6 && GetAsked() & Bit(NfAddressType::UNREACHABLE)
                   ? "addrtype finds only those IPv6 addresses UNREACHABLE that rules and routes "
                     "of ip -6 refuse: whether there is another route, nodes do not tell"
                   : "";
    }

    NfOptionValue<uint32_t> m_source;      //!< --src-type
    NfOptionValue<uint32_t> m_destination; //!< --dst-type
    NfSwitch m_in;                         //!< --limit-iface-in
    NfSwitch m_out;                        //!< --limit-iface-out

  private:
    /// All types that the rule names.
    uint32_t GetAsked() const
    {
        return (m_source.given ? m_source.value : 0) |
               (m_destination.given ? m_destination.value : 0);
    }

    static bool HasType(const NfPacket& packet,
                        const NfAddress& address,
                        const NfDevice* device,
                        uint32_t types)
    {
        const NfFamily family = packet.ip.family;
        if (family != NfFamily::IPV6)
        {
            return types & Bit(packet.netns->GetAddressType(family, address, device));
        }
        const uint32_t byRoute = types & BY_ROUTE;
        if (types & ~BY_ROUTE & ~TypeByBits(address))
        {
            return false;
        }
        if (byRoute == 0)
        {
            return true;
        }
        const NfAddressType found = packet.netns->GetAddressType(family, address, device);
        const bool refused = found == NfAddressType::BLACKHOLE || found == NfAddressType::PROHIBIT;
        return byRoute & Bit(refused ? NfAddressType::UNREACHABLE : found);
    }
};

} // namespace

NfMatchType
NfMakeAddrtypeMatchType()
{
    using M = AddrtypeMatch;
    const TypesKind types;
    NfMatchType type = NfMakeMatchType<M>("addrtype", "what routing says of an address");
    type.stateless = true;
    type.heading = "ADDRTYPE match";
    // Where no interface of that side is known, the look-up cannot be limited to it.
    const uint32_t knowIn = NfHookSet({NfHook::PREROUTING, NfHook::INPUT, NfHook::FORWARD});
    const uint32_t knowOut = NfHookSet({NfHook::FORWARD, NfHook::OUTPUT, NfHook::POSTROUTING});
    type.options = {
        NfOptionRow(&M::m_source, "src-type", types)
            .Invertible()
            .AtLeastOne(1)
            .Listed("src-type {}", "src-type !{}"),
        NfOptionRow(&M::m_destination, "dst-type", types)
            .Invertible()
            .AtLeastOne(1)
            .Listed("dst-type {}", "dst-type !{}"),
        NfOptionRow(&M::m_in, "limit-iface-in").AtMostOne(2).OnlyFrom(knowIn).Listed("limit-in"),
        NfOptionRow(&M::m_out, "limit-iface-out")
            .AtMostOne(2)
            .OnlyFrom(knowOut)
            .Listed("limit-out"),
    };
    return type;
}

} // namespace ns3
