// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-tos-names.h"

namespace ns3
{

namespace
{

/// Match "tos": the type-of-service octet (Linux's xt_dscp.c).
class TosMatch : public NfMatch
{
  public:
    NfMatchResult Match(NfPacket& packet) override
    {
        return NfResult(m_tos.Holds(m_tos.value.Equals(packet.ip.tos)));
    }

    NfOptionValue<NfMaskedNumber> m_tos; //!< --tos
};

} // namespace

NfMatchType
NfMakeTosMatchType()
{
    using M = TosMatch;
    const NfOwnKind<NfMaskedNumber> tos(NfParseTos, NfPrintTos, NF_TOS_SYNTAX);
    NfMatchType type = NfMakeMatchType<M>("tos", "type-of-service octet");
    type.stateless = true;
    type.options = {NfOptionRow(&M::m_tos, "tos", tos)
                        .Invertible()
                        .Mandatory()
                        .Listed("tos match{}", "tos match!{}")};
    return type;
}

} // namespace ns3
