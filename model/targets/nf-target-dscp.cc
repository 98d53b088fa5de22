// SPDX-License-Identifier: GPL-2.0-only

#include "nf-dscp-names.h"
#include "nf-extension-type.h"

namespace ns3
{

namespace
{

constexpr uint8_t MAX_DSCP = 63;
constexpr uint8_t ECN_MASK = 0x03;
constexpr unsigned DSCP_SHIFT = 2;

void
PrintDscp(std::ostream& os, const uint8_t& value)
{
    os << NfHexByte(value);
}

/// Target "DSCP": set the DSCP of the IP header (Linux's xt_DSCP.c).
class DscpTarget : public NfTarget
{
  public:
    NfTargetResult Execute(NfPacket& packet) override
    {
        packet.ip.tos = (packet.ip.tos & ECN_MASK) | m_dscp.value << DSCP_SHIFT;
        return NfTargetResult::CONTINUE;
    }

    NfOptionValue<uint8_t> m_dscp; //!< --set-dscp, --set-dscp-class
};

} // namespace

NfTargetType
NfMakeDscpTargetType()
{
    using T = DscpTarget;
    const NfNumberKind<uint8_t> number(0, MAX_DSCP, "0x{:02x}");
    const NfOwnKind<uint8_t> named(NfFindDscpClass,
                                   PrintDscp,
                                   "BE, EF, CS0 to CS7 or AF11 to AF43");
    NfTargetType type = NfMakeTargetType<T>("DSCP", "set the DSCP of the IP header");
    type.stateless = true;
    type.tables = {"mangle"};
    type.options = {
        NfOptionRow(&T::m_dscp, "set-dscp", number).Choice(1).Listed("DSCP set {}"),
        NfOptionRow(&T::m_dscp, "set-dscp-class", named).Choice(1).Spelling(),
    };
    return type;
}

} // namespace ns3
