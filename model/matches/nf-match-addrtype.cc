// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
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

/// Match "addrtype": what routing says of an address (Linux's xt_addrtype.c).
class AddrtypeMatch : public NfMatch
{
  public:
    NfMatchResult Match(NfPacket& packet) override
    {
        const NfDevice* device = m_in.given ? packet.in : m_out.given ? packet.out : nullptr;
        auto holds = [&](const NfOptionValue<uint32_t>& types, const NfAddress& address) {
            return !types.given ||
                   types.Holds(
                       types.value >>
                           static_cast<unsigned>(
                               packet.netns->GetAddressType(packet.ip.family, address, device)) &
                       1);
        };
        return NfResult(holds(m_source, packet.ip.source) &&
                        holds(m_destination, packet.ip.destination));
    }

    NfOptionValue<uint32_t> m_source;      //!< --src-type
    NfOptionValue<uint32_t> m_destination; //!< --dst-type
    NfSwitch m_in;                         //!< --limit-iface-in
    NfSwitch m_out;                        //!< --limit-iface-out
};

} // namespace

NfMatchType
NfMakeAddrtypeMatchType()
{
    using M = AddrtypeMatch;
    const NfFlagsKind types(TypeNames());
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
