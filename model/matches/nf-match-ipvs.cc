// SPDX-License-Identifier: GPL-2.0-only

#include "nf-choice-kind.h"
#include "nf-extension-type.h"
#include "nf-ip-protocol-kind.h"
#include "nf-match-address.h"

namespace ns3
{

namespace
{

/// A port by number or service, printed as a number.
struct PortKind : NfWordKind
{
    using Value = uint16_t;

    std::optional<Value> Read(std::string_view text) const
    {
        return NfParsePort(text);
    }

    const char* GetSyntax() const
    {
        return "a port number up to 65535, or a service";
    }

    void Print(std::ostream& os, Value port) const
    {
        os << port;
    }
};

/**
 * Match "ipvs": connections of the IP Virtual Server (Linux's xt_ipvs.c). No node is one, so no
 * packet has the property: `! --ipvs` holds for all, and everything else for none.
 */
class IpvsMatch : public NfMatch
{
  public:
    std::string GetCaveat(const NfRuleContext&) const override
    {
        return m_ipvs.inverted ? ""
                               : "ipvs finds no connection, because nodes are no virtual servers";
    }

    /// Any other option asks for the property, too, and iptables does not print it then.
    NfComplaint FinishParse() override
    {
        const bool other = m_protocol.given || m_address.given || m_port.given || m_way.given ||
                           m_method.given || m_control.given;
        if (other && m_ipvs.inverted)
        {
            return "! --ipvs cannot be used together with other options";
        }
        m_ipvs.given = !other;
        return {};
    }

    NfMatchResult Match(NfPacket&) override
    {
        return NfResult(m_ipvs.inverted);
    }

    NfSwitch m_ipvs;                           //!< --ipvs
    NfOptionValue<uint8_t> m_protocol;         //!< --vproto
    NfOptionValue<NfAddressPattern> m_address; //!< --vaddr
    NfOptionValue<uint16_t> m_port;            //!< --vport
    NfOptionValue<std::size_t> m_way;          //!< --vdir
    NfOptionValue<std::size_t> m_method;       //!< --vmethod
    NfOptionValue<uint16_t> m_control;         //!< --vportctl
};

} // namespace

NfMatchType
NfMakeIpvsMatchType()
{
    using M = IpvsMatch;
    const NfChoiceKind<2> ways({"ORIGINAL", "REPLY"}, "ORIGINAL or REPLY");
    const NfChoiceKind<3> methods({"GATE", "IPIP", "MASQ"}, "GATE, IPIP or MASQ");
    NfMatchType type = NfMakeMatchType<M>("ipvs", "connections of a virtual server");
    type.stateless = true;
    type.options = {
        NfOptionRow(&M::m_ipvs, "ipvs").Invertible().AtLeastOne(1).Listed("ipvs", "! ipvs"),
        NfOptionRow(&M::m_protocol, "vproto", NfIpProtocolKind("a protocol"))
            .Invertible()
            .AtLeastOne(1)
            .Listed("vproto {}", "! vproto {}"),
        NfOptionRow(&M::m_address, "vaddr", NfAddressPatternKind(""))
            .Invertible()
            .AtLeastOne(1)
            .Listed("vaddr {}", "! vaddr {}"),
        NfOptionRow(&M::m_port, "vport", PortKind())
            .Invertible()
            .AtLeastOne(1)
            .Listed("vport {}", "! vport {}"),
        NfOptionRow(&M::m_way, "vdir", ways).AtLeastOne(1).Listed("vdir {}"),
        NfOptionRow(&M::m_method, "vmethod", methods)
            .Invertible()
            .AtLeastOne(1)
            .Listed("vmethod {}", "! vmethod {}"),
        NfOptionRow(&M::m_control, "vportctl", PortKind())
            .Invertible()
            .AtLeastOne(1)
            .Listed("vportctl {}", "! vportctl {}"),
    };
    return type;
}

} // namespace ns3
