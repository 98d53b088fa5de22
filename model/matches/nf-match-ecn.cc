// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-transport-view.h"

namespace ns3
{

namespace
{

/// Match "ecn": ECN bits of the IP and TCP headers (Linux's xt_ecn.c).
class EcnMatch : public NfMatch
{
  public:
    NfMatchResult Match(NfPacket& packet) override
    {
        if (!m_ect.Holds((packet.ip.tos & 3) == m_ect.value))
        {
            return NfMatchResult::NO;
        }
        if (!m_ece.given && !m_cwr.given)
        {
            return NfMatchResult::YES;
        }
        const NfRuleUpperLayer upper(packet);
        const uint8_t* header = upper.Get(NfTcpView::SIZE);
        if (!header)
        {
            return NfMatchResult::NO;
        }
        const NfTcpView tcp(header);
        return NfResult(m_ece.Holds(tcp.Has(NfTcpView::ECE)) &&
                        m_cwr.Holds(tcp.Has(NfTcpView::CWR)));
    }

    NfSwitch m_ece;               //!< --ecn-tcp-ece
    NfSwitch m_cwr;               //!< --ecn-tcp-cwr
    NfOptionValue<uint8_t> m_ect; //!< --ecn-ip-ect
};

} // namespace

NfMatchType
NfMakeEcnMatchType()
{
    using M = EcnMatch;
    NfMatchType type = NfMakeMatchType<M>("ecn", "ECN bits of the IP and TCP headers");
    type.stateless = true;
    type.heading = "ECN match";
    type.options = {
        NfOptionRow(&M::m_ece, "ecn-tcp-ece")
            .Invertible()
            .AtLeastOne(1)
            .OnlyWith(NfProtocol::TCP)
            .Listed("ECE", "!ECE"),
        NfOptionRow(&M::m_cwr, "ecn-tcp-cwr")
            .Invertible()
            .AtLeastOne(1)
            .OnlyWith(NfProtocol::TCP)
            .Listed("CWR", "!CWR"),
        NfOptionRow(&M::m_ect, "ecn-ip-ect", NfNumberKind<uint8_t>(0, 3))
            .Invertible()
            .AtLeastOne(1)
            .Listed("ECT={}", "!ECT={}"),
    };
    return type;
}

} // namespace ns3
