// SPDX-License-Identifier: GPL-2.0-only

#include "nf-connection.h"
#include "nf-conntrack.h"
#include "nf-extension-type.h"
#include "nf-netns.h"
#include "nf-raw-header.h"
#include "nf-rule-spec.h"
#include "nf-tcp-reset.h"
#include "nf-transport-checksum.h"

#include "ns3/packet.h"

#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr uint8_t ICMP_UNREACHABLE = 3;
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

constexpr const RejectType* DEFAULT_TYPE = &REJECT_TYPES[3];

std::optional<const RejectType*>
ReadType(std::string_view text)
{
    for (const RejectType& type : REJECT_TYPES)
    {
        if (NfBeginsIgnoringCase(type.name, text) || NfBeginsIgnoringCase(type.alias, text))
        {
            return &type;
        }
    }
    return std::nullopt;
}

void
PrintType(std::ostream& os, const RejectType* const& type)
{
    os << type->name;
}

/// Target "REJECT": answer with an error or a reset, then drop (Linux's ipt_REJECT.c).
class RejectTarget : public NfTarget
{
  public:
    NfComplaint Check(const NfRuleContext& context) override
    {
        const NfRuleSpec* rule = context.rule;
        bool tcp = rule && rule->protocol == NfProtocol::TCP && !rule->notProtocol;
        if (m_type.value->code == TCP_RESET && !tcp)
        {
            return "--reject-with tcp-reset works only in a rule with \"-p tcp\"";
        }
        return {};
    }

    void Save(std::ostream& os) const override
    {
        os << " --reject-with " << m_type.value->name;
    }

    void List(std::ostream& os) const override
    {
        os << "reject-with " << m_type.value->name;
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        if (m_type.value->code == TCP_RESET)
        {
            SendReset(packet);
        }
        else if (packet.ip.fragmentOffset == 0 && NfTransportChecksum::IsGood(packet))
        {
            packet.netns->SendIcmpError(packet, ICMP_UNREACHABLE, m_type.value->code);
        }
        return NfTargetResult::DROP;
    }

    NfOptionValue<const RejectType*> m_type{DEFAULT_TYPE}; //!< --reject-with

  private:
    static void SendReset(NfPacket& packet)
    {
        auto reset = NfTcpReset::Make(packet);
        NfAddressType to = packet.netns->GetAddressType(packet.ip.family, packet.ip.destination);
        if (!reset || to == NfAddressType::BROADCAST || to == NfAddressType::MULTICAST)
        {
            return;
        }
        NfConnection* connection = NfGetConnection(packet);
        if (connection && packet.netns->conntrack)
        {
            packet.netns->conntrack->SetClosing(*connection);
        }
        Ptr<Packet> segment = Create<Packet>();
        // Metadata, if on, is to see a TCP header; the type is there once TCP is linked in.
        TypeId type;
        if (!TypeId::LookupByNameFailSafe("ns3::TcpHeader", &type))
        {
            type = NfRawHeader::GetTypeId();
        }
        segment->AddHeader(NfRawHeader(std::move(reset->segment), type));
        packet.netns->SendGenerated(reset->ip, segment, &packet);
    }
};

} // namespace

NfTargetType
NfMakeRejectTargetType()
{
    NfTargetType type =
        NfMakeTargetType<RejectTarget>("REJECT", "answer with an error or a reset, then drop");
    const NfOwnKind<const RejectType*> kind(
        ReadType,
        PrintType,
        "tcp-reset, icmp-{net,host,proto,port}-unreachable or icmp-{net,host,admin}-prohibited");
    type.options = {NfOptionRow(&RejectTarget::m_type, "reject-with", kind)};
    type.family = NfFamily::IPV4;
    type.hooks = NfHookSet({NfHook::INPUT, NfHook::FORWARD, NfHook::OUTPUT});
    type.tables = {"filter"};
    type.typical = NfTargetResult::DROP;
    type.ends = true;
    return type;
}

} // namespace ns3
