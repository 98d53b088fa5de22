// SPDX-License-Identifier: GPL-2.0-only

#include "nf-checksum.h"
#include "nf-connection.h"
#include "nf-conntrack.h"
#include "nf-extension-type.h"
#include "nf-header-size.h"
#include "nf-icmp-types.h"
#include "nf-icmpv6-types.h"
#include "nf-netns.h"
#include "nf-tcp-packet.h"
#include "nf-tcp-reset.h"
#include "nf-transport-checksum.h"

#include <fmt/format.h>
#include <utility>

namespace ns3
{

namespace
{

constexpr int TCP_RESET = -1;

/// A way to reject; the order decides which one a prefix means.
struct RejectType
{
    std::string_view name;
    std::string_view alias;
    int code; //!< of the ICMP message, or TCP_RESET
};

constexpr RejectType REJECT_TYPES[] = {
    {"icmp-net-unreachable", "net-unreach", 0},
    {"icmp-host-unreachable", "host-unreach", 1},
    {"icmp-proto-unreachable", "proto-unreach", 2},
    {"icmp-port-unreachable", "port-unreach", 3},
    {"icmp-net-prohibited", "net-prohib", 9},
    {"icmp-host-prohibited", "host-prohib", 10},
    {"tcp-reset", "tcp-rst", TCP_RESET},
    {"icmp-admin-prohibited", "admin-prohib", 13},
};

constexpr RejectType REJECT_TYPES_6[] = {
    {"icmp6-no-route", "no-route", 0},
    {"icmp6-adm-prohibited", "adm-prohibited", 1},
    {"icmp6-addr-unreachable", "addr-unreach", 3},
    {"icmp6-port-unreachable", "port-unreach", 4},
    {"tcp-reset", "tcp-reset", TCP_RESET},
    {"icmp6-policy-fail", "policy-fail", 5},
    {"icmp6-reject-route", "reject-route", 6},
};

/// One of a family's ways.
struct RejectKind : NfWordKind
{
    using Value = const RejectType*;

    NfFamily family{NfFamily::IPV4};

    /// @param own family of a rule
    /// @return the kind as its rules write it
    RejectKind For(NfFamily own) const
    {
        RejectKind kind;
        kind.family = own;
        return kind;
    }

    std::optional<Value> Read(std::string_view text) const
    {
        return family == NfFamily::IPV6 ? Find(REJECT_TYPES_6, text) : Find(REJECT_TYPES, text);
    }

    const char* GetSyntax() const
    {
        return family == NfFamily::IPV6
                   ? "tcp-reset, icmp6-no-route, icmp6-adm-prohibited, "
                     "icmp6-{addr,port}-unreachable, icmp6-policy-fail or icmp6-reject-route"
                   : "tcp-reset, icmp-{net,host,proto,port}-unreachable or "
                     "icmp-{net,host,admin}-prohibited";
    }

    void Print(std::ostream& os, Value type) const
    {
        os << type->name;
    }

    NfComplaint Check(Value type, const NfRuleContext& context) const
    {
        return type->code == TCP_RESET
                   ? NfCheckProtocol("--reject-with tcp-reset works", {NfProtocol::TCP}, context)
                   : NfComplaint();
    }

  private:
    template <std::size_t N>
    static std::optional<Value> Find(const RejectType (&types)[N], std::string_view text)
    {
        for (const RejectType& type : types)
        {
            if (NfBeginsIgnoringCase(type.name, text) || NfBeginsIgnoringCase(type.alias, text))
            {
                return &type;
            }
        }
        return std::nullopt;
    }
};

/// @param address of IPv6
/// @return true if it is one node's; a mapped one is not, to Linux
bool
IsUnicast(const NfAddress& address)
{
    const auto& words = address.Words();
    const bool mapped = words[0] == 0 && words[1] == 0 && words[2] == 0xffff;
    return !address.IsAny() && words[0] >> 24 != 0xff && !mapped;
}

/// Target "REJECT": answer with an error or a reset, then drop (Linux's ipt_REJECT.c,
/// ip6t_REJECT.c).
class RejectTarget : public NfTarget
{
  public:
    void Save(std::ostream& os) const override
    {
        os << " --reject-with " << GetRejectType().name;
    }

    void List(std::ostream& os) const override
    {
        os << "reject-with " << GetRejectType().name;
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        if (GetRejectType().code == TCP_RESET)
        {
            SendReset(packet);
        }
        else if (IsAnswered(packet))
        {
            const bool v6 = packet.ip.family == NfFamily::IPV6;
            packet.netns->SendIcmpError(packet,
                                        v6 ? NfIcmpv6Type::DESTINATION_UNREACHABLE
                                           : NfIcmpType::DESTINATION_UNREACHABLE,
                                        GetRejectType().code);
        }
        return NfTargetResult::DROP;
    }

    NfOptionValue<const RejectType*> m_type; //!< --reject-with; without: port unreachable

  private:
    const RejectType& GetRejectType() const
    {
        const RejectType* usual =
            GetFamily() == NfFamily::IPV6 ? &REJECT_TYPES_6[3] : &REJECT_TYPES[3];
        return m_type.given ? *m_type.value : *usual;
    }

    /// Of an IPv6 packet something must follow the headers.
    static bool IsAnswered(const NfPacket& packet)
    {
        const bool empty = packet.ip.family == NfFamily::IPV6 && packet.GetPayloadSize() == 0;
        return packet.ip.fragmentOffset == 0 && !empty &&
               (WasFoundRight(packet) || NfTransportChecksum::IsGood(packet));
    }

    /**
     * Linux does not look again at a checksum that connection tracking has found right, even if
     * SNPT or DNPT has broken it since, the only targets that can.
     * @param packet a packet
     * @return true if it is such a one; false, too, if it may be, but belongs to no connection
     */
    static bool WasFoundRight(const NfPacket& packet)
    {
        const NfConntrack* conntrack = packet.netns->conntrack;
        const bool wasReceived = packet.in && !packet.in->loopback;
        if (packet.ip.family != NfFamily::IPV6 || !wasReceived || !conntrack ||
            !conntrack->GetSettings().verifyChecksums || !NfGetConnection(packet))
        {
            return false;
        }
        switch (packet.ip.protocol)
        {
        case NfProtocol::TCP:
        case NfProtocol::ICMPV6:
            return true;
        case NfProtocol::UDP: {
            constexpr uint32_t offset = 6;
            const uint8_t* udp = packet.L4(NfHeaderSize::UDP);
            return udp && NfRead16(udp + offset) != 0; // otherwise nobody has looked
        }
        default:
            return false;
        }
    }

    /// Nothing is reset that came to, or seems to come from, more than one node.
    static bool IsBetweenNodes(const NfPacket& packet)
    {
        if (packet.ip.family == NfFamily::IPV6)
        {
            return IsUnicast(packet.ip.source) && IsUnicast(packet.ip.destination);
        }
        NfAddressType to = packet.netns->GetAddressType(packet.ip.family, packet.ip.destination);
        return to != NfAddressType::BROADCAST && to != NfAddressType::MULTICAST;
    }

    static void SendReset(NfPacket& packet)
    {
        auto reset = NfTcpReset::Make(packet);
        if (!reset || !IsBetweenNodes(packet))
        {
            return;
        }
        NfConnection* connection = NfGetConnection(packet);
        if (connection && packet.netns->conntrack)
        {
            packet.netns->conntrack->SetClosing(*connection);
        }
        packet.netns->SendGenerated(reset->ip, NfMakeTcpPacket(std::move(reset->segment)), &packet);
    }
};

NfTargetType
MakeType(NfFamily family)
{
    NfTargetType type =
        NfMakeTargetType<RejectTarget>("REJECT", "answer with an error or a reset, then drop");
    type.stateless = true;
    type.options = {NfOptionRow(&RejectTarget::m_type, "reject-with", RejectKind().For(family))};
    type.family = family;
    type.hooks = NfHookSet({NfHook::INPUT, NfHook::FORWARD, NfHook::OUTPUT});
    type.tables = {"filter"};
    type.typical = NfTargetResult::DROP;
    type.ends = true;
    return type;
}

} // namespace

NfTargetType
NfMakeRejectTargetType()
{
    return MakeType(NfFamily::IPV4);
}

NfTargetType
NfMakeReject6TargetType()
{
    return MakeType(NfFamily::IPV6);
}

} // namespace ns3
