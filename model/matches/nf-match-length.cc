// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"

namespace ns3
{

namespace
{

/// Match "length": length of the packet, network header included (Linux's xt_length.c).
class LengthMatch : public NfMatch
{
  public:
    NfMatchResult Match(NfPacket& packet) override
    {
        return NfResult(m_length.Holds(m_length.value.Contains(packet.GetSize())));
    }

    NfOptionValue<NfNumberRange> m_length; //!< --length
};

} // namespace

NfMatchType
NfMakeLengthMatchType()
{
    using M = LengthMatch;
    NfMatchType type =
        NfMakeMatchType<M>("length", "length of the packet, network header included");
    type.stateless = true;
    type.options = {NfOptionRow(&M::m_length, "length", NfRangeKind(UINT16_MAX))
                        .Invertible()
                        .Mandatory()
                        .Listed("length {}", "length !{}")};
    return type;
}

} // namespace ns3
