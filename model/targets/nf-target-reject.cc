// SPDX-License-Identifier: GPL-2.0-only

#include "nf-target-reject.h"

#include "nf-connection.h"
#include "nf-conntrack.h"
#include "nf-netns.h"
#include "nf-raw-header.h"
#include "nf-target-checks.h"
#include "nf-target-options.h"
#include "nf-tcp-reset.h"
#include "nf-transport-checksum.h"

#include "ns3/packet.h"

#include <fmt/format.h>

namespace ns3
{

namespace
{

enum Option
{
    REJECT_WITH
};

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

class RejectTarget : public NfTarget
{
  public:
    std::string_view GetName() const override
    {
        return "REJECT";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        const std::string& text = option.arguments[0].text;
        for (const RejectType& type : REJECT_TYPES)
        {
            if (NfBeginsIgnoringCase(type.name, text) || NfBeginsIgnoringCase(type.alias, text))
            {
                m_type = &type;
                return {};
            }
        }
        return fmt::format("--reject-with: unknown type \"{}\"; it is tcp-reset or "
                           "icmp-{{net,host,proto,port}}-unreachable, "
                           "icmp-{{net,host,admin}}-prohibited",
                           text);
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        if (auto complaint = NfRequireTable("REJECT", context, "filter"))
        {
            return complaint;
        }
        auto hooks = {NfHook::INPUT, NfHook::FORWARD, NfHook::OUTPUT};
        if (auto complaint = NfRequireHooks("REJECT", context, hooks))
        {
            return complaint;
        }
        if (m_type->code == TCP_RESET && !NfRuleIsFor(context, NfProtocol::TCP))
        {
            return "REJECT --reject-with tcp-reset needs -p tcp";
        }
        return {};
    }

    void Save(std::ostream& os) const override
    {
        os << " --reject-with " << m_type->name;
    }

    void List(std::ostream& os) const override
    {
        os << "reject-with " << m_type->name;
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        if (m_type->code == TCP_RESET)
        {
            SendReset(packet);
        }
        else if (packet.ip.fragmentOffset == 0 && NfTransportChecksum::IsGood(packet))
        {
            packet.netns->SendIcmpError(packet, ICMP_UNREACHABLE, m_type->code);
        }
        return NfTargetResult::DROP;
    }

    void Describe(NfRuleDescription& description) const override
    {
        description.ends = true;
    }

    NfTargetResult GetTypicalResult() const override
    {
        return NfTargetResult::DROP;
    }

  private:
    static void SendReset(NfPacket& packet)
    {
        auto reset = NfTcpReset::Make(packet);
        NfAddressType to = packet.netns->GetAddressType(packet.ip.destination);
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

    const RejectType* m_type{DEFAULT_TYPE};
};

} // namespace

NfTargetType
NfMakeRejectTargetType()
{
    return NfMakeTargetType<RejectTarget>("REJECT",
                                          {{REJECT_WITH, "reject-with", ""}},
                                          "answer with an error or a reset, then drop");
}

} // namespace ns3
