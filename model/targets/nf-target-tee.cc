// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-host-kind.h"
#include "nf-netns.h"

#include <fmt/format.h>

namespace ns3
{

namespace
{

/// A device's name, of which the first characters count. iptables prints it bare.
struct DeviceKind : NfTextKind
{
    DeviceKind()
        : NfTextKind(1, UINT8_MAX, "a device's name")
    {
    }

    std::optional<Value> Read(std::string_view text) const
    {
        return NfTextKind::Read(text.substr(0, NfInterfaceName::MAX_LENGTH));
    }

    void List(std::ostream& os, const Value& name) const
    {
        os << name;
    }
};

/// The host that gets the copy.
struct GatewayKind : NfHostKind
{
    /// @param own family of a rule
    /// @return the kind as its rules write it
    GatewayKind For(NfFamily own) const
    {
        GatewayKind kind;
        kind.family = own;
        return kind;
    }

    NfComplaint Check(const Value& address, const NfRuleContext&) const
    {
        return address.IsAny()
                   ? NfComplaint(fmt::format("--gateway cannot be {}", NfToString(address, family)))
                   : NfComplaint();
    }
};

/**
 * Target "TEE": send a copy of the packet to another host (Linux's xt_TEE.c). The packet itself
 * goes on; what happens to the copy is told by NfNetns::SendCopy().
 */
class TeeTarget : public NfTarget
{
  public:
    NfTargetResult Execute(NfPacket& packet) override
    {
        packet.netns->SendCopy(packet, m_gateway.value, m_device.value);
        return NfTargetResult::CONTINUE;
    }

    NfOptionValue<NfAddress> m_gateway;  //!< --gateway
    NfOptionValue<std::string> m_device; //!< --oif
};

} // namespace

NfTargetType
NfMakeTeeTargetType()
{
    using T = TeeTarget;
    NfTargetType type = NfMakeTargetType<T>("TEE", "send a copy of the packet to another host");
    type.stateless = true;
    type.changes = false;
    type.heading = "TEE";
    type.options = {
        NfOptionRow(&T::m_gateway, "gateway", GatewayKind()).Mandatory().Listed("gw:{}"),
        NfOptionRow(&T::m_device, "oif", DeviceKind()).Listed("oif={}"),
    };
    return type;
}

} // namespace ns3
