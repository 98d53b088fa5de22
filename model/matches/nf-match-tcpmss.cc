// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-transport-view.h"

namespace ns3
{

namespace
{

/// Match "tcpmss": value of the TCP option MSS (Linux's xt_tcpmss.c).
class TcpmssMatch : public NfMatch
{
  public:
    /// A segment without the option matches only the negated criterion.
    NfMatchResult Match(NfPacket& packet) override
    {
        const NfRuleUpperLayer upper(packet);
        auto tcp = NfTcpView::Of(upper);
        if (!tcp)
        {
            return NfMatchResult::HOTDROP;
        }
        auto mss = tcp->GetMss();
        return NfResult(mss ? m_mss.Holds(m_mss.value.Contains(*mss)) : m_mss.inverted);
    }

    NfOptionValue<NfNumberRange> m_mss; //!< --mss
};

} // namespace

NfMatchType
NfMakeTcpmssMatchType()
{
    using M = TcpmssMatch;
    NfMatchType type = NfMakeMatchType<M>("tcpmss", "value of the TCP option MSS");
    type.stateless = true;
    type.protocols = {NfProtocol::TCP};
    type.options = {NfOptionRow(&M::m_mss, "mss", NfRangeKind(UINT16_MAX, true))
                        .Invertible()
                        .Mandatory()
                        .Listed("tcpmss match {}", "tcpmss match !{}")};
    return type;
}

} // namespace ns3
