// SPDX-License-Identifier: GPL-2.0-only

#include "nf-dscp-names.h"
#include "nf-extension-type.h"

namespace ns3
{

namespace
{

const char* const FORMAT = "0x{:02x}";

void
PrintDscp(std::ostream& os, const uint8_t& value)
{
    os << NfHexByte(value);
}

/// Match "dscp": DiffServ code point (Linux's xt_dscp.c).
class DscpMatch : public NfMatch
{
  public:
    NfMatchResult Match(NfPacket& packet) override
    {
        return NfResult(m_dscp.Holds(packet.ip.tos >> 2 == m_dscp.value));
    }

    NfOptionValue<uint8_t> m_dscp; //!< --dscp, --dscp-class
};

} // namespace

NfMatchType
NfMakeDscpMatchType()
{
    using M = DscpMatch;
    const NfOwnKind<uint8_t> named(NfFindDscpClass,
                                   PrintDscp,
                                   "BE, EF, CS0 to CS7 or AF11 to AF43");
    NfMatchType type = NfMakeMatchType<M>("dscp", "DiffServ code point");
    type.stateless = true;
    type.options = {
        NfOptionRow(&M::m_dscp, "dscp", NfNumberKind<uint8_t>(0, 63, FORMAT))
            .Invertible()
            .Choice(1)
            .Listed("DSCP match {}", "DSCP match !{}"),
        NfOptionRow(&M::m_dscp, "dscp-class", named).Invertible().Choice(1).Spelling(),
    };
    return type;
}

} // namespace ns3
