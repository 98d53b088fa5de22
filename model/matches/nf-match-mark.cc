// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"

namespace ns3
{

namespace
{

/// Match "mark": the packet's mark under a mask (Linux's xt_mark.c).
class MarkMatch : public NfMatch
{
  public:
    NfMatchResult Match(NfPacket& packet) override
    {
        return NfResult(m_mark.Holds(m_mark.value.Equals(packet.mark)));
    }

    NfOptionValue<NfMaskedNumber> m_mark; //!< --mark
};

} // namespace

NfMatchType
NfMakeMarkMatchType()
{
    using M = MarkMatch;
    NfMatchType type = NfMakeMatchType<M>("mark", "the packet's mark");
    type.stateless = true;
    type.options = {NfOptionRow(&M::m_mark, "mark", NfMarkKind(), NfConditionField::MARK)
                        .Invertible()
                        .Mandatory()
                        .Listed("mark match {}", "mark match ! {}")};
    return type;
}

} // namespace ns3
